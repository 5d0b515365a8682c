"""Spelling: the words of the library that a typed word may stand for."""

from typing import TYPE_CHECKING, NamedTuple

from paperlist.text.words import lazily

if TYPE_CHECKING:
    from paperlist.index import Index

MOST_NEIGHBOURS = 40
# Only so many words of a query are checked for typos, in case a whole page is pasted.
MOST_BENT = 24
# Words this similar (0 to 1) are suggested, even if they are too different for a typo.
ALIKE = 0.6
SHORTEST_WITH_FORMS = 4
SHORTEST_PART = 3
LONGEST_COMPOUND = 40


# British and American spellings of one word.
_is_or_iz = lazily(r"([iy])([sz])(?=(?:e[drs]?|ing|able|ations?)$)")
_our_or_or = lazily(r"(behavi|col|neighb|fav|flav|lab|hon|hum|arm|vap)(ou?r)")


class Spelling(NamedTuple):
    """A word of the library that a typed word may stand for.

    Attributes:
        word: the word, or a prefix.
        is_prefix: whether `word` is a prefix of the words meant.
        edits: the number of edits between it and the typed word.
        form: whether it is another form: a plural, a singular, or a British or American spelling.
    """

    word: str
    is_prefix: bool = False
    edits: int = 0
    form: bool = False


def typos_allowed(word: str) -> int:
    """Return how many edits are tolerated: 0 up to 3 letters, 1 up to 7, else 2."""
    if word.isdigit() or len(word) <= 3:  # noqa: PLR2004
        return 0
    return 1 if len(word) <= 7 else 2  # noqa: PLR2004


def forms(word: str) -> list[str]:
    """Return possible other forms of an English word, such as `graph` for `graphs`."""
    if len(word) < SHORTEST_WITH_FORMS or not word.isascii() or not word.isalpha():
        return []
    found = [word]
    if "is" in word or "iz" in word or "ys" in word or "yz" in word:
        found.append(_is_or_iz().sub(lambda at: at[1] + ("z" if at[2] == "s" else "s"), word))
    if "our" in word or "or" in word:
        found.append(_our_or_or().sub(lambda at: at[1] + ("or" if at[2] == "our" else "our"), word))
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    elif word.endswith(("sses", "xes", "ches", "shes", "zes")):
        found.append(word[:-2])
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.append(word[:-1])
    elif word.endswith("y"):
        found.append(f"{word[:-1]}ies")
    return [form for form in dict.fromkeys(found) if form != word]


class Speller:
    """Finds the words of the library that typed words may stand for."""

    def __init__(self, index: "Index") -> None:
        self._matching = index.matching
        self._lists: dict[int, list[str]] = {}
        self._near: dict[str, list[Spelling]] = {}

    def exactly(self, word: str) -> list[Spelling]:
        """Return the word as typed, as a prefix, and in other forms that occur in the library."""
        others = [form for form in forms(word) if self._matching.document_frequency(form)]
        return [
            Spelling(word), Spelling(word, is_prefix=True),
            *(Spelling(form, form=True) for form in others),
        ]  # fmt: skip

    def split_compound(self, word: str) -> tuple[str, str] | None:
        """Split a compound into two known words, or return None.

        The split whose rarer half is the most common is preferred.
        """
        if len(word) > LONGEST_COMPOUND:
            return None
        if self._matching.document_frequency(word) or self._matching.has_beginning(word):
            return None
        places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        parted = [(word[:at], word[at:]) for at in places]
        known = [(min(map(self._matching.document_frequency, parts)), parts) for parts in parted]
        most, parts = max(known, default=(0, None))
        return parts if most else None

    def nearest(self, word: str) -> list[Spelling]:
        """Return spellings; if no known word begins so, also those with the fewest edits."""
        if self._matching.document_frequency(word) or self._matching.has_beginning(word):
            return self.exactly(word)
        near = self.neighbours(word)
        return [*self.exactly(word), *(each for each in near if each.edits == near[0].edits)]

    def unknown(self, word: str) -> list[Spelling]:
        """Return spellings; if the word itself is unknown, also all within a typo."""
        known = self._matching.document_frequency(word)
        return [*self.exactly(word), *([] if known else self.neighbours(word))]

    def any(self, word: str) -> list[Spelling]:
        """Return all spellings within a typo; for a known word, only those within one edit."""
        known = self._matching.document_frequency(word)
        near = self.neighbours(word)
        return [*self.exactly(word), *(each for each in near if not known or each.edits == 1)]

    def neighbours(self, word: str) -> list[Spelling]:
        """Return the library's words within a typo of `word`: closest first, then most used.

        The distance is optimal string alignment, where swapping two letters is one edit.
        """
        if word not in self._near:
            self._near[word] = self._neighbours(word) if len(self._near) < MOST_BENT else []
        return self._near[word]

    def _neighbours(self, word: str) -> list[Spelling]:
        allowed = typos_allowed(word)
        if not allowed:
            return []
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found = [
            row
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for row in extract(
                word, self._words(length), scorer=OSA.distance, score_cutoff=allowed, limit=None
            )
        ]
        near = [Spelling(other, edits=int(edits)) for other, edits, _ in found if other != word]
        used = {each.word: self._matching.document_frequency(each.word) for each in near}
        near.sort(key=lambda each: (each.edits, -used[each.word], each.word))
        return near[:MOST_NEIGHBOURS]

    def _words(self, length: int) -> list[str]:
        if length not in self._lists:
            self._lists[length] = self._matching.words(length, length)
        return self._lists[length]

    def most_similar(self, word: str) -> str | None:
        """Return the library's most similar word, even if it is more than a typo away; or None."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        best = extractOne(
            word,
            sorted(self._matching.words(1, 2 * len(word))),
            scorer=OSA.normalized_similarity,
            score_cutoff=ALIKE,
        )
        return best[0] if best else None
