"""Audit of a page's words: each is kept in a field, is structure, or is lost.

Each line belongs to a paper or to the page itself. Every word of the line has to be among the words
of that owner, as many times as on the owner's lines, or among the words that the reader marked as
the line's structure. Tests that insert words into pages make sure that no author's word is marked.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from paperlist.readers.draft import Draft, audit_words, plain_words, texts_of, words_in
from paperlist.readers.markdown.reading import Reading


class Coverage(NamedTuple):
    """How many words are kept and structure, and the lost words of each line (from 1)."""

    kept: int
    structure: int
    lost: list[tuple[int, list[str]]]

    @property
    def words(self) -> int:
        """Return the number of words on the page."""
        return self.kept + self.structure + sum(len(words) for _, words in self.lost)


def coverage(reading: Reading) -> Coverage:
    """Return what became of every word of the page."""
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
        # The structure of an item of several lines is recorded at its first line.
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
    """Cross each word off `structure` or else `have`.

    Returns how many were crossed off each, and the words that are in neither.
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
                # Some fields are plain text, others Markdown, so a word may match as either.
                words.update(
                    audit_words(text) | plain_words(text) if "&" in text else words_in(text)
                )
    return words
