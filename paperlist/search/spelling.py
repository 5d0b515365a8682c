"""The library's own words that a typed word may have meant."""

from typing import TYPE_CHECKING, NamedTuple

from paperlist.text.words import lazily

if TYPE_CHECKING:
    from paperlist.index import Index

MOST_NEIGHBOURS = 40
# A page that was pasted is no place to look for typos: so many of its words are.
MOST_BENT = 24
# Words that have this much in common, of 1, are worth a question, though no typo of each other.
ALIKE = 0.6
SHORTEST_WITH_FORMS = 4
SHORTEST_PART = 3
LONGEST_APART = 40


# British and American spellings of one word.
_is_or_iz = lazily(r"([iy])([sz])(?=(?:e[drs]?|ing|able|ations?)$)")
_our_or_or = lazily(r"(behavi|col|neighb|fav|flav|lab|hon|hum|arm|vap)(ou?r)")


class Spelling(NamedTuple):
    """A word of the library that is meant.

    Attributes:
        word: the word, or its beginning.
        begun: it is a beginning.
        edits: how many edits it is away from what was typed.
        form: it is another form of it: its plural, its singular, as it is spelled elsewhere.
    """

    word: str
    begun: bool = False
    edits: int = 0
    form: bool = False


def typos_allowed(word: str) -> int:
    """Edits between a typed word and the one meant: none to 3 letters, one to 7, two beyond."""
    if word.isdigit() or len(word) <= 3:  # noqa: PLR2004
        return 0
    return 1 if len(word) <= 7 else 2  # noqa: PLR2004


def forms(word: str) -> list[str]:
    """Other forms of an English word, some of which are no words: `graph` of `graphs`."""
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
    """Finds what typed words may have meant, each only as far off as it has to be."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._lists: dict[int, list[str]] = {}
        self._near: dict[str, list[Spelling]] = {}

    def exactly(self, word: str) -> list[Spelling]:
        """The word as it was typed, as a beginning, and in the other forms that notes have."""
        others = [form for form in forms(word) if self._index.notes_with(form)]
        return [
            Spelling(word), Spelling(word, begun=True),
            *(Spelling(form, form=True) for form in others),
        ]  # fmt: skip

    def apart(self, word: str) -> tuple[str, str] | None:
        """The two words that were written together: those that most notes have, and each some."""
        if len(word) > LONGEST_APART:
            return None
        if self._index.notes_with(word) or self._index.has_beginning(word):
            return None
        places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        parted = [(word[:at], word[at:]) for at in places]
        known = [(min(map(self._index.notes_with, parts)), parts) for parts in parted]
        most, parts = max(known, default=(0, None))
        return parts if most else None

    def nearest(self, word: str) -> list[Spelling]:
        """Where no note has the word or one that begins so: those fewest edits away."""
        if self._index.notes_with(word) or self._index.has_beginning(word):
            return self.exactly(word)
        near = self.neighbours(word)
        return [*self.exactly(word), *(each for each in near if each.edits == near[0].edits)]

    def unknown(self, word: str) -> list[Spelling]:
        """Where no note has the word: all within a typo."""
        known = self._index.notes_with(word)
        return [*self.exactly(word), *([] if known else self.neighbours(word))]

    def any(self, word: str) -> list[Spelling]:
        """All within a typo; a word that some note has is another by one slip at most."""
        known = self._index.notes_with(word)
        near = self.neighbours(word)
        return [*self.exactly(word), *(each for each in near if not known or each.edits == 1)]

    def neighbours(self, word: str) -> list[Spelling]:
        """The library's words within a typo's distance of `word`: nearest, then most used first.

        The distance is optimal string alignment: a transposition of two letters counts as one edit.
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
        used = {each.word: self._index.notes_with(each.word) for each in near}
        near.sort(key=lambda each: (each.edits, -used[each.word], each.word))
        return near[:MOST_NEIGHBOURS]

    def _words(self, length: int) -> list[str]:
        if length not in self._lists:
            self._lists[length] = self._index.words(length, length)
        return self._lists[length]

    def alike(self, word: str) -> str | None:
        """The library's word that has most in common with `word`, further off than a typo."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        best = extractOne(
            word,
            sorted(self._index.words(1, 2 * len(word))),
            scorer=OSA.normalized_similarity,
            score_cutoff=ALIKE,
        )
        return best[0] if best else None
