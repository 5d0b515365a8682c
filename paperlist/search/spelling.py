"""Spelling: finds the words of the library that a typed word may mean."""

from typing import TYPE_CHECKING, NamedTuple

from paperlist.text.words import lazily

if TYPE_CHECKING:
    from paperlist.index import Index

MOST_NEIGHBOURS = 40
# Only so many words of a query are checked for typos, in case a whole page is pasted.
MOST_BENT = 24
# A word is suggested if it is at least this similar (0 to 1), even if it is not within a typo.
ALIKE = 0.6
SHORTEST_WITH_FORMS = 4
SHORTEST_PART = 3
LONGEST_COMPOUND = 40


# The letters in which British and American spellings of a word differ.
_is_or_iz = lazily(r"([iy])([sz])(?=(?:e[drs]?|ing|able|ations?)$)")
_our_or_or = lazily(r"(behavi|col|neighb|fav|flav|lab|hon|hum|arm|vap)(ou?r)")


class Spelling(NamedTuple):
    """What a typed word may mean: one word, or all words that begin with a prefix.

    Attributes:
        word: the word or the prefix, in lower case and without accents.
        is_prefix: whether all words that start with `word` are meant.
        edits: the number of edits between `word` and the typed word.
        form: whether `word` is another form of the typed word: a plural, a singular, or a British
            or American spelling.
    """

    word: str
    is_prefix: bool = False
    edits: int = 0
    form: bool = False


def typos_allowed(word: str) -> int:
    """Return how many edits a typo of `word` may have.

    Words of up to 3 letters and numbers may have no edit, words of up to 7 letters one edit, and
    longer words two. An edit inserts, deletes or replaces a letter, or swaps two letters.
    """
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
    """Finds the words of the library that typed words may mean.

    A word is known if it occurs in the library. Two words are within a typo of each other if they
    differ by at most `typos_allowed` edits.
    """

    def __init__(self, index: "Index") -> None:
        self._matching = index.matching
        self._lists: dict[int, list[str]] = {}
        self._near: dict[str, list[Spelling]] = {}

    def exactly(self, word: str) -> list[Spelling]:
        """Return spellings without a typo: the word as typed, as a prefix, and its known forms.

        A known form of `graphs` is `graph`, if `graph` occurs in the library.
        """
        others = [form for form in forms(word) if self._matching.document_frequency(form)]
        return [
            Spelling(word), Spelling(word, is_prefix=True),
            *(Spelling(form, form=True) for form in others),
        ]  # fmt: skip

    def split_compound(self, word: str) -> tuple[str, str] | None:
        """Split an unknown word into two known words: `longcontext` gives `long` and `context`.

        Return None if `word` is known, or no split gives two known words. If there are several
        splits, the rarer word of each split is compared, and the split whose rarer word is in most
        notes is returned.
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
        """Return the spellings of `exactly`, and perhaps corrections of a typo.

        Corrections are added only if no known word begins with `word`. A correction is a known word
        within a typo of `word`, and only the corrections with the fewest edits are added. Each is
        also added as a prefix, so that a typo of `transformer` finds `transformers` too.
        """
        if self._matching.document_frequency(word) or self._matching.has_beginning(word):
            return self.exactly(word)
        near = self.neighbours(word)
        best = [each for each in near if each.edits == near[0].edits]
        return [*self.exactly(word), *best, *(each._replace(is_prefix=True) for each in best)]

    def unknown(self, word: str) -> list[Spelling]:
        """Return the spellings of `exactly`; if `word` is unknown, also all words within a typo."""
        known = self._matching.document_frequency(word)
        return [*self.exactly(word), *([] if known else self.neighbours(word))]

    def any(self, word: str) -> list[Spelling]:
        """Return the spellings of `exactly`, and all known words within a typo.

        If `word` itself is known, only words with one edit are added.
        """
        known = self._matching.document_frequency(word)
        near = self.neighbours(word)
        return [*self.exactly(word), *(each for each in near if not known or each.edits == 1)]

    def neighbours(self, word: str) -> list[Spelling]:
        """Return the known words that a mistyped `word` may mean, with the fewest edits first.

        Of words with equally many edits, the most common word is first. Edits are counted by
        optimal string alignment, where the swap of two letters is one edit. At most `MOST_BENT`
        different words are looked up; for any further word, the list is empty.
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
        """Return the known word that is most similar to `word`, even beyond a typo, or None."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        best = extractOne(
            word,
            sorted(self._matching.words(1, 2 * len(word))),
            scorer=OSA.normalized_similarity,
            score_cutoff=ALIKE,
        )
        return best[0] if best else None
