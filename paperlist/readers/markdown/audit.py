"""The account of a page's words: kept in a field, structure, or lost.

Each line has an owner, a paper or the page itself. A word of the line has to be among the owner's
words, as often as it stands on the owner's lines, or among what the reader says is the line's
structure; that this holds no word of an author's, tests see to, which put words into pages.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from paperlist.readers.draft import Draft, audit_words, plain_words, texts_of, words_in
from paperlist.readers.markdown.reading import Reading


class Coverage(NamedTuple):
    """How many of a page's words went where; `lost` has those of each line (from 1)."""

    kept: int
    structure: int
    lost: list[tuple[int, list[str]]]

    @property
    def words(self) -> int:
        """How many words the page has."""
        return self.kept + self.structure + sum(len(words) for _, words in self.lost)


def coverage(reading: Reading) -> Coverage:
    """Account for every word of the page that was read."""
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
        # What an item of several lines says beside its words is noted at its first.
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
    """Take each word from `structure`, else from `have`; how many of each, and those of neither."""
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
                # Some fields are plain text, some Markdown; a word of either reading will do.
                words.update(
                    audit_words(text) | plain_words(text) if "&" in text else words_in(text)
                )
    return words
