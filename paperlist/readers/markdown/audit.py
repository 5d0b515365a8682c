"""Counts which words of a page the import kept, and which words were lost.

Each line belongs to a paper or, if no paper claims the line, to the page itself. A word of the line
is *structure* if the reader marked the word so, such as a label or a list marker. A word is *kept*
if it is in a field of the paper or in the page's own text; a word that is on two lines has to be
there twice. Any other word is *lost*. Tests insert words into pages, to make sure that the reader
never marks an author's words as structure.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from paperlist.readers.draft import Draft, audit_words, plain_words, texts_of, words_in
from paperlist.readers.markdown.reading import Reading


class Coverage(NamedTuple):
    """What became of the words of a page.

    Attributes:
        kept: the number of words that are kept.
        structure: the number of words that are structure.
        lost: each line (from 1) that lost words, with these words.
    """

    kept: int
    structure: int
    lost: list[tuple[int, list[str]]]

    @property
    def words(self) -> int:
        """Return the number of words on the page."""
        return self.kept + self.structure + sum(len(words) for _, words in self.lost)


def coverage(reading: Reading) -> Coverage:
    """Count the words of a page that was read; `reading` has the page and the result."""
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
        beside, held, missing = _account(words_in(source), pending, have[now])
        apart, kept = apart + beside, kept + held
        if missing:
            lost.append((number + 1, sorted(missing)))
    return Coverage(kept, apart, lost)


def _account(
    words: Iterable[str], structure: dict[str, int], have: dict[str, int]
) -> tuple[int, int, list[str]]:
    """Cross each word off `structure` or, if the word is not there, off `have`.

    Return the number of words crossed off `structure`, the number crossed off `have`, and the
    words that are in neither.
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
