"""Counts the words of a page that the import kept, and the words that it lost.

A word is *kept* if it is in a field of its paper or, outside all papers, in the introduction. A
word that is on two lines has to be kept twice. A word is *structure* if it need not be kept, such
as the label in `Method: diffusion`. The reader of the page says which words these are. Any other
word is *lost*.

Tests insert words into pages, and check that none of these words is counted as structure.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from paperlist.readers.draft import Draft, audit_words, plain_words, texts_of, words_in
from paperlist.readers.markdown.reading import Reading


class Coverage(NamedTuple):
    """The number of words of a page that were kept, and the words that were lost.

    Attributes:
        kept: the number of words that are in a paper or in the introduction.
        structure: the number of words that need not be kept, such as the label in
            `Method: diffusion`.
        lost: pairs of a line (from 1) and the words of that line that were lost.
    """

    kept: int
    structure: int
    lost: list[tuple[int, list[str]]]

    @property
    def words(self) -> int:
        """Return the number of words on the page."""
        return self.kept + self.structure + sum(len(words) for _, words in self.lost)


def coverage(reading: Reading) -> Coverage:
    """Count which words of a page were kept, and which words were lost.

    Args:
        reading: the page, and everything that was read from it.
    """
    structure = _by_line(reading.structure)
    owner: dict[int, int] = {}
    have: list[Counter[str]] = [_words_of_page(reading)]
    for draft in reading.drafts:
        have.append(_words_of(draft))
        for line in draft.lines:
            owner[line] = len(have) - 1
        for number, said in _by_line(draft.structure).items():
            structure.setdefault(number, []).extend(said)
    pending: dict[str, int] = {}
    kept = apart = last = 0
    lost: list[tuple[int, list[str]]] = []
    for number, source in enumerate(reading.page.source):
        now = owner.get(number, 0)
        if now != last:
            pending, last = {}, now
        # The structure of an item of several lines is recorded at its first line, so words that
        # are left from one line count for the next lines of the same owner.
        for word in structure.get(number, ()):
            pending[word] = pending.get(word, 0) + 1
        beside, held, missing = _cross_off(words_in(source), pending, have[now])
        apart, kept = apart + beside, kept + held
        if missing:
            lost.append((number + 1, sorted(missing)))
    return Coverage(kept, apart, lost)


def _cross_off(
    words: Iterable[str], structure: dict[str, int], have: dict[str, int]
) -> tuple[int, int, list[str]]:
    """Count the words that are in `structure` and in `have`, and list all other words.

    Each word is looked for in `structure` first. A word that is found is crossed off there, so that
    it counts only once.

    Returns:
        The number of words found in `structure`, the number found in `have`, and the other words.
    """
    apart = kept = 0
    missing: list[str] = []
    for word in words:
        if structure.get(word):
            structure[word] -= 1
            apart += 1
        elif have.get(word):
            have[word] -= 1
            kept += 1
        else:
            missing.append(word)
    return apart, kept, missing


def _by_line(said: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    by_line: dict[int, list[str]] = {}
    for line, words in said:
        by_line.setdefault(line, []).extend(words_in(words))
    return by_line


def _words_of_page(reading: Reading) -> Counter[str]:
    words: Counter[str] = Counter()
    for _, text in reading.words:
        words.update(words_in(text))
    return words


def _words_of(draft: Draft) -> Counter[str]:
    words: Counter[str] = Counter()
    for name, value in draft.fields.items():
        if name != "category":
            for text in texts_of(value):
                # Some fields are plain text, others Markdown, so an entity counts in both forms.
                words.update(
                    audit_words(text) | plain_words(text) if "&" in text else words_in(text)
                )
    return words
