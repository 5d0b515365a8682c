"""Snippets: the line of a note that best shows why the note was found, with the matches in it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperlist.model.entry import TEXT_FIELDS, Entry
from paperlist.text.words import fold, is_cjk, lazily, runs

LONGEST = 160
_WORD = re.compile(r"[^\W_]+(?:[-‐‑–'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
# A character together with the accents and voice marks that follow it.
_shown = lazily("(?s:.)[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
_CUT = "…"


class Snippet(NamedTuple):
    """A line of a note.

    Attributes:
        field: the name of the field or section.
        text: the line.
        marks: the (start, end) of each match in the line.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(
    entry: Entry, matched: Mapping[str, Collection[str]], longest: int = LONGEST
) -> Snippet | None:
    """Return the line of a note with most of the words that were found, or None.

    If several lines have equally many, the first is returned.

    Args:
        entry: the paper.
        matched: for each field, the folded words that were found there, as in `Hit.matched`.
        longest: the number of characters to which the line is cut, around the first match.
    """
    best: Snippet | None = None
    most = 0
    for field, name, line in _lines(entry):
        words = matched.get(field)
        if not words:
            continue
        places = marks(line, words)
        different = len({fold(line[start:end]) for start, end in places})
        if different > most:
            best, most = Snippet(name, line, tuple(places)), different
    return _shorten(best, longest) if best else None


def marks(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Return the (start, end) of each place in `text` that has one of `words`.

    `words` are folded, which means in lower case and without accents.
    """
    if text.isascii():
        return _marks(text, words)
    # Positions in the folded text may differ: an accent may be a character of its own, which
    # folding removes, and one character may become several, such as `½`.
    shown = [(fold(match[0]), match.start()) for match in _shown().finditer(text)]
    folded = "".join(each for each, _ in shown)
    origin = [start for each, start in shown for _ in each] + [len(text)]
    return [(origin[start], _original_end(origin, end)) for start, end in _marks(folded, words)]


def _original_end(origin: Sequence[int], end: int) -> int:
    """Return the position in the original text that corresponds to the end of a folded word.

    Args:
        origin: for each character of the folded text, its position in the original text.
        end: the position after the word in the folded text.
    """
    last = origin[end - 1]
    behind = (origin[i] for i in range(end, len(origin)))
    return next((each for each in behind if each > last), origin[-1])


def _marks(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    cjk_words = [word for word in words if is_cjk(word)]
    for match in _WORD.finditer(text):
        start = match.start()
        if "".join(_PART.findall(fold(match[0]))) in words:
            places.append(match.span())
            continue
        for part in _PART.finditer(match[0]):
            if fold(part[0]) in words:
                places.append((start + part.start(), start + part.end()))
            elif not part[0].isascii():
                for run in runs(part[0]):
                    at = start + part.start() + run.start()
                    if fold(run[0]) in words:
                        places.append((at, at + len(run[0])))
                    elif cjk_words:
                        places += _find_covered(run[0], cjk_words, at)
    return places


def _find_covered(text: str, cjk_words: Collection[str], start: int) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each part of `text` that consists of `cjk_words`, without a gap.

    A word in `cjk_words` has one or two characters, and words may overlap. `start` is the position
    of `text` in its line.
    """
    covered = {
        at + offset
        for word in cjk_words
        for at in range(len(text))
        if text.startswith(word, at)
        for offset in range(len(word))
    }
    begin: int | None = None
    for at in range(len(text) + 1):
        if at in covered and begin is None:
            begin = at
        elif at not in covered and begin is not None:
            yield start + begin, start + at
            begin = None


def _lines(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield (field, name, line) for each line of an entry.

    The name is the name of the section if the field is `sections`, else the name of the field.
    """
    texts = [(field, field, entry.text(field)) for field in TEXT_FIELDS]
    texts += [("sections", name, text) for name, text in entry.sections.items()]
    texts.append(("notes", "notes", entry.notes))
    for field, name, text in texts:
        for line in text.splitlines():
            if line.strip():
                yield field, name, " ".join(line.split())


def _shorten(found: Snippet, longest: int) -> Snippet:
    if len(found.text) <= longest:
        return found
    first = found.marks[0][0]
    start = max(0, min(first - longest // 4, len(found.text) - longest))
    if start:
        # Start at the beginning of a word.
        space = found.text.find(" ", start, first)
        start = space + 1 if space != -1 else start
    text = found.text[start : start + longest]
    if start + longest < len(found.text):
        text = text[: longest - 1].rsplit(" ", 1)[0] + _CUT
    before = _CUT if start else ""
    shift = len(before) - start
    places = tuple(
        (begin + shift, end + shift) for begin, end in found.marks
        if end - start <= len(text.rstrip(_CUT)) and begin >= start
    )  # fmt: skip
    return Snippet(found.field, before + text, places)
