"""The marks of a page between which the list is generated; words outside are never touched.

    <!-- paperlist:begin hash=0123456789abcdef -->
    ...
    <!-- paperlist:end -->

The hash is that of what was generated, line ends aside: it tells when someone edited there. Marks
without one, of older pages or set by hand, say nothing about edits. All is done in bytes, since
a page may be large and Python's text takes up to four times as much room.
"""

import difflib
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from paperlist.errors import MarksError
from paperlist.markup import parser, without_code

BEGIN = "<!-- paperlist:begin -->"
END = "<!-- paperlist:end -->"
_MARK = re.compile(rb"<!--[ \t]*paperlist[ \t]*:[ \t]*(?P<name>[\w-]*)(?P<rest>[^>\r\n]*)-->")
_HASH = re.compile(rb"\bhash=([0-9a-f]{16})\b")
# Whatever begins like a comment, to be compared with a mark.
_COMMENT = re.compile(r"<\s*!?\s*-{1,3}\s*(?P<words>[A-Za-z][^\n<]{6,40})")
_LINE_END = re.compile(rb"\r\n?|\n")
_ALIKE = 0.85


class Marked(NamedTuple):
    """A page with marks, cut at them.

    Attributes:
        above: all before the begin mark.
        begin: the begin mark.
        between: what stands between the marks.
        below: all behind the end mark.
    """

    above: bytes
    begin: bytes
    between: bytes
    below: bytes

    def is_edited(self) -> bool:
        """Whether someone edited between the marks; False where they have no hash."""
        known = _HASH.search(self.begin)
        return known is not None and known[1] != digest(self.between)

    def replaced(self, generated: bytes) -> bytes:
        """The page with `generated`, marks included, in the place of its marked part."""
        if b"\r\n" in self.above or b"\r\n" in self.between or b"\r\n" in self.below:
            generated = generated.replace(b"\n", b"\r\n")
        return b"".join((self.above, generated, self.below))


class _Mark(NamedTuple):
    name: str
    line: int
    start: int
    end: int


def marked(body: bytes, attributes: str = "") -> bytes:
    """`body` between marks; `attributes` go into the begin mark, each with a space behind it."""
    inner = b"\n\n%s\n\n" % body if body else b"\n\n"
    begin = b"<!-- paperlist:begin %shash=%s -->" % (attributes.encode(), digest(inner))
    return b"".join((begin, inner, END.encode()))


def restamped(page: bytes, path: str) -> bytes:
    """`page` with the hash of what stands between its marks now, so that no edit shows."""
    found = cut(page, path)
    if found is None or not found.is_edited():
        return page
    start = len(found.above)
    begin = _HASH.sub(b"hash=" + digest(found.between), found.begin)
    return page[:start] + begin + page[start + len(found.begin) :]


def digest(between: bytes) -> bytes:
    """The hash of what stands between two marks; line ends and blank lines around do not count."""
    if b"\r" in between:
        between = _LINE_END.sub(b"\n", between)
    return blake2b(between.strip(b"\n"), digest_size=8).hexdigest().encode()


def cut(page: bytes, path: str) -> Marked | None:
    """`page` cut at its marks; None where it has none. Marks in code are examples.

    Raises:
        MarksError: a mark is misspelled, missing, doubled or out of order; the line is named.
    """
    found = [(mark["name"], mark.start(), mark.end()) for mark in _MARK.finditer(page)]
    if [name for name, _, _ in found] == [b"begin", b"end"]:
        (_, start, first), (_, last, end) = found
        whole = Marked(page[:start], page[start:first], page[first:last], page[end:])
        # What is between unedited marks is ours and holds no marks, so it need not be parsed.
        if _HASH.search(whole.begin) and not whole.is_edited() and _is_mark(page, start, first):
            _check_spelling(whole.above, 0, path, page)
            _check_spelling(whole.below, end, path, page)
            return whole
    marks = _real_marks(page, found)
    _check_spelling(page, 0, path, page)
    if not marks:
        return None
    _check(marks, path)
    begin, end_mark = marks
    return Marked(
        page[: begin.start],
        page[begin.start : begin.end],
        page[begin.end : end_mark.start],
        page[end_mark.end :],
    )


def _check(marks: list[_Mark], path: str) -> None:
    for mark in marks:
        if mark.name not in {"begin", "end"}:
            raise MarksError(path, mark.line, f"'paperlist:{mark.name}' is neither begin nor end")
    for mark, wanted in zip(marks, ("begin", "end"), strict=False):
        if mark.name != wanted:
            raise MarksError(path, mark.line, f"paperlist:{mark.name} where {wanted} should be")
    if len(marks) == 1:
        raise MarksError(path, marks[0].line, "paperlist:begin without a paperlist:end")
    if len(marks) > 2:  # noqa: PLR2004 (begin and end)
        raise MarksError(path, marks[2].line, f"a second paperlist:{marks[2].name}")


def _is_mark(page: bytes, start: int, end: int) -> bool:
    """Whether the comment there is none in code, given that nothing is a mark before it."""
    return bool(_real_marks(page[:end], [(b"begin", start, end)]))


def _real_marks(page: bytes, found: list[tuple[bytes, int, int]]) -> list[_Mark]:
    if not found:
        return []
    fences = [*_fences(page)]
    marks = []
    for name, start, end in found:
        line = _lines(page, start)
        if not any(line in fence for fence in fences) and not _in_code(page, start):
            marks.append(_Mark(name.decode(), line + 1, start, end))
    return marks


def _fences(page: bytes) -> Iterator[range]:
    tokens = parser(inline=False).parse(page.decode(errors="replace"))
    return (range(*token.map) for token in tokens if token.type == "fence" and token.map)


def _in_code(page: bytes, start: int) -> bool:
    """Whether the place is within code on its own line."""
    first = max(page.rfind(b"\n", 0, start), page.rfind(b"\r", 0, start)) + 1
    last = _LINE_END.search(page, start)
    line = page[first : last.start() if last else len(page)].decode("latin-1")
    return "`" in line and without_code(line)[start - first] == " "


def _lines(page: bytes, end: int) -> int:
    return len(_LINE_END.findall(page, 0, end))


def _check_spelling(part: bytes, start: int, path: str, page: bytes) -> None:
    """Raise for what looks like a mark and is none in the part of `page` that begins there."""
    if b"<" not in part:
        return
    text = part.decode(errors="replace")
    for found in _COMMENT.finditer(text):
        if _MARK.match(text[found.start() :].encode()) or not (meant := _meant(found["words"])):
            continue
        real = _real_marks(part, [(b"", len(text[: found.start()].encode()), 0)])
        if real:
            shown = found[0].strip()
            reason = f"'{shown}' is no mark; write <!-- paperlist:{meant} -->"
            raise MarksError(path, _lines(page, start) + real[0].line, reason)


def _meant(words: str) -> str | None:
    """Which mark `words` are a misspelling of."""
    letters = "".join(filter(str.isalpha, words.lower()))
    for name in ("begin", "end"):
        mark = f"paperlist{name}"
        nearby = (letters[: len(mark) + more] for more in (-1, 0, 1))
        if any(difflib.SequenceMatcher(None, mark, each).ratio() >= _ALIKE for each in nearby):
            return name
    return None
