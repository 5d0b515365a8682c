"""The marks on a page: paperlist writes the text between the first and the last, and no other.

    <!-- paperlist:begin -->
    ## 202404
    ...
    <!-- paperlist:hash=0123456789abcdef -->
    <!-- paperlist:end -->

Each hash is made from the text above it, up to the mark before, whatever its line ends. So it shows
whether someone edited that text. Each section, such as a month, has its own hash: if two people add
papers to two months, git can merge their pages. Marks set by hand have no hash. So an edit of such
a page goes unnoticed. Pages are processed as bytes, because they may be large, and Python's text
needs up to four times as much memory.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from paperlist.errors import ConflictError, MarksError, MisspelledMarkError
from paperlist.markdown.misspelled_marks import misspelled

BEGIN = "<!-- paperlist:begin -->"
END = "<!-- paperlist:end -->"
_MARK = re.compile(
    rb"<!--[ \t]*paperlist[ \t]*:[ \t]*(?P<name>\w*+(?>(?:-\w++)*))"
    rb"(?P<rest>[^<>\r\n-]*+(?>(?:(?!-->|<!--)[<-][^<>\r\n-]*+)*))-->"
)
_HASH_START = b"<!-- paperlist:hash="
_HASH = re.compile(rb"^<!-- paperlist:hash=([0-9a-f]{16}) -->(?:\r?\n)*", re.M)
# On older pages, the begin mark has one hash of all generated text.
_HASH_OF_ALL = re.compile(rb"\bhash=([0-9a-f]{16})\b")
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7}) \S", re.M)
_LINE_END = re.compile(rb"\r\n?|\n")
_NEWLINE = ord("\n")
_EMPTY_LINE = (b"\n\n", b"\r\n\r\n")


class Marked(NamedTuple):
    """A page, and the places of its marks `paperlist:begin` and `paperlist:end` (HTML comments).

    Attributes:
        page: the page.
        begin: the index where `<!-- paperlist:begin -->` starts.
        first: the index where that comment ends, and the generated text starts.
        last: the index where the generated text ends, and `<!-- paperlist:end -->` starts.
        end: the index where that comment ends.
    """

    page: bytes
    begin: int
    first: int
    last: int
    end: int

    @property
    def above(self) -> bytes:
        """Return the text before `<!-- paperlist:begin -->`."""
        return self.page[: self.begin]

    @property
    def between(self) -> bytes:
        """Return the generated text, between the two comments."""
        return self.page[self.first : self.last]

    @property
    def generated(self) -> bytes:
        """Return the generated text without its hashes, which may be outdated."""
        return _HASH.sub(b"", self.between)

    @property
    def below(self) -> bytes:
        """Return the text after `<!-- paperlist:end -->`."""
        return self.page[self.end :]

    @property
    def sections(self) -> list[bytes]:
        """Return the text from the begin mark to the end mark in parts, each with its own hash.

        The first part is the begin mark, and the last part is the end mark with any text above it
        that has no hash.
        """
        ends = [mark.end() for mark in self._hashes()]
        places = [self.begin, self.first, *ends, self.end]
        return [self.page[start:end] for start, end in pairwise(places)]

    def is_edited(self) -> bool:
        """Return whether someone edited the generated text; False if the page has no hash."""
        if old := self._hash_of_all():
            return old[1] != digest(self.page, self.first, self.last)
        start = self.first
        for mark in self._hashes():
            if mark[1] != digest(self.page, start, mark.start()):
                return True
            start = mark.end()
        return start > self.first and bool(self.page[start : self.last].strip())

    def is_vouched_for(self) -> bool:
        """Return whether the page has a hash that shows that nobody edited the generated text."""
        return self.is_stamped() and not self.is_edited()

    def is_stamped(self) -> bool:
        """Return whether the page has a hash, which marks set by hand do not have."""
        return self._hash_of_all() is not None or next(self._hashes(), None) is not None

    def restamped(self) -> bytes:
        """Return the page with a new hash, so that its text does not count as edited."""
        attributes = _HASH_OF_ALL.sub(b"", self.page[self.begin : self.first])
        text = self.generated.strip(b"\r\n")
        line = b"\r\n" if self.is_of_windows() else b"\n"
        parts = (attributes, text, _hash_mark(text), END.encode())
        return self.above + (line * 2).join(parts) + self.below

    def hashed_sections(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the hash and the text of each section, also of an edited one.

        On an older page, all the generated text has one hash.
        """
        if old := self._hash_of_all():
            yield old[1], self.between
            return
        start = self.first
        for mark in self._hashes():
            yield mark[1], self.page[start : mark.start()]
            start = mark.end()

    def _hashes(self) -> Iterator[re.Match[bytes]]:
        place = self.first
        # `find` is many times as fast as a pattern that is tried at each line.
        while (place := self.page.find(_HASH_START, place, self.last)) >= 0:
            mark = _HASH.match(self.page, place, self.last)
            if mark:
                yield mark
            place = mark.end() if mark else place + 1

    def _hash_of_all(self) -> re.Match[bytes] | None:
        return _HASH_OF_ALL.search(self.page, self.begin, self.first)

    def has(self, attribute: str) -> bool:
        """Return whether the begin mark has an attribute such as `style=list `."""
        return self.page.find(attribute.encode(), self.begin, self.first) >= 0

    def is_of_windows(self) -> bool:
        """Return whether the page has line ends of Windows."""
        return b"\r\n" in self.page


class _Mark(NamedTuple):
    name: str
    line: int
    start: int
    end: int


def put(
    above: bytes,
    sections: Iterable[bytes],
    below: bytes,
    attributes: str = "",
    *,
    windows: bool = False,
) -> bytes:
    """Return a page with generated text between `paperlist:begin` and `paperlist:end`.

    Args:
        above: the text before the mark `<!-- paperlist:begin -->`.
        sections: the generated text: what stands before the first section, which may be empty, and
            the text of each section. No text begins or ends with a line end.
        below: the text after the mark `<!-- paperlist:end -->`.
        attributes: further attributes of the begin mark, each followed by a space: `style=list `.
        windows: whether to use line ends of Windows.
    """
    # One buffer, since a page of a hundred thousand papers is large.
    page = BytesIO()
    page.write(above)
    page.write(b"<!-- paperlist:begin %s-->" % attributes.encode() + _EMPTY_LINE[windows])
    for text in filter(None, sections):
        page.write(text.replace(b"\n", b"\r\n") if windows else text)
        page.write(_EMPTY_LINE[windows] + _hash_mark(text) + _EMPTY_LINE[windows])
    page.write(END.encode())
    page.write(below)
    return page.getvalue()


def _hash_mark(text: bytes) -> bytes:
    return b"<!-- paperlist:hash=%s -->" % digest(text)


def marked(body: bytes, attributes: str = "") -> bytes:
    """Return `body` between `<!-- paperlist:begin -->` and `<!-- paperlist:end -->`."""
    return put(b"", [body], b"", attributes)


def restamped(page: bytes, path: str) -> bytes:
    """Return a page with new hashes, so that its text does not count as edited.

    `path` is the page's name, for errors.
    """
    found = cut(page, path)
    return found.restamped() if found and found.is_edited() else page


def digest(page: bytes, start: int = 0, end: int | None = None) -> bytes:
    """Return the hash of `page[start:end]`.

    Line ends at the start and the end do not count. Line ends of Windows and of Unix give the same
    hash.
    """
    end = len(page) if end is None else end
    if page.find(b"\r", start, end) >= 0:
        page = _LINE_END.sub(b"\n", page[start:end])
        start, end = 0, len(page)
    while start < end and page[start] == _NEWLINE:
        start += 1
    while start < end and page[end - 1] == _NEWLINE:
        end -= 1
    # A memoryview, since a page may be large.
    return blake2b(memoryview(page)[start:end], digest_size=8).hexdigest().encode()


def cut(page: bytes, path: str) -> Marked | None:
    """Find the comments `paperlist:begin` and `paperlist:end` on a page.

    Return None if there are no such comments. Comments in code do not count.

    Args:
        page: the page.
        path: the name of the page, for errors.

    Raises:
        MarksError: one of the comments is misspelled, missing, repeated or out of order.
        ConflictError: the page has unresolved merge conflicts of git.
    """
    found = [
        (mark["name"], mark.start(), mark.end())
        for mark in _MARK.finditer(page)
        if mark["name"] != b"hash"
    ]
    if [name for name, _, _ in found] == [b"begin", b"end"]:
        (_, start, first), (_, last, end) = found
        whole = Marked(page, start, first, last, end)
        # paperlist wrote the text between unedited marks, without marks in it, so only the text
        # around it is searched.
        if whole.is_vouched_for() and _is_mark(page, start, first):
            for part, place in ((whole.above, 0), (whole.below, end)):
                _check_conflict(part, place, path, page)
                _check_spelling(part, place, path, page)
            return whole
    _check_conflict(page, 0, path, page)
    marks = _real_marks(page, found)
    _check_spelling(page, 0, path, page)
    if not marks:
        return None
    _check(marks, path)
    begin, finish = marks
    return Marked(page, begin.start, begin.end, finish.start, finish.end)


def _check(marks: list[_Mark], path: str) -> None:
    for mark in marks:
        if mark.name not in {"begin", "end"}:
            reason = f"'paperlist:{mark.name}' is neither begin nor end"
            raise MisspelledMarkError(path, mark.line, reason)
    for mark, wanted in zip(marks, ("begin", "end"), strict=False):
        if mark.name != wanted:
            raise MarksError(path, mark.line, f"paperlist:{mark.name} where {wanted} should be")
    if len(marks) == 1:
        raise MarksError(path, marks[0].line, "paperlist:begin without a paperlist:end")
    if len(marks) > 2:  # noqa: PLR2004 (begin and end)
        raise MarksError(path, marks[2].line, f"a second paperlist:{marks[2].name}")


def _is_mark(page: bytes, start: int, end: int) -> bool:
    """Return whether the first comment on a page is real, and not an example in code.

    The comment goes from `start` to `end`.
    """
    return bool(_real_marks(page[:end], [(b"begin", start, end)]))


def _real_marks(page: bytes, found: list[tuple[bytes, int, int]]) -> list[_Mark]:
    if not found:
        return []
    fenced = {line for fence in _fences(page) for line in fence}
    marks = []
    # However many marks there are, each line is counted and searched for code only once.
    line = first = counted = 0
    code: str | None = None
    for name, start, end in found:
        for ended in _LINE_END.finditer(page, counted, start):
            line, first, code = line + 1, ended.end(), None
        counted = start
        code = _without_code(page, first) if code is None else code
        if line not in fenced and code[start - first] != " ":
            marks.append(_Mark(name.decode(), line + 1, start, end))
    return marks


def _fences(page: bytes) -> Iterator[range]:
    if b"```" not in page and b"~~~" not in page:
        return iter(())  # the parser need not be imported
    from paperlist.markdown.parser import parser

    tokens = parser(inline=False).parse(page.decode(errors="replace"))
    return (range(*token.map) for token in tokens if token.type == "fence" and token.map)


def _without_code(page: bytes, first: int) -> str:
    """Return the line that begins at `first`, one character per byte, with its code blanked."""
    last = _LINE_END.search(page, first)
    line = page[first : last.start() if last else len(page)].decode("latin-1")
    if "`" not in line:
        return line
    from paperlist.markdown.parser import without_code

    return without_code(line)


def _lines(page: bytes, end: int) -> int:
    return len(_LINE_END.findall(page, 0, end))


def _check_conflict(part: bytes, start: int, path: str, page: bytes) -> None:
    """Raise ConflictError if `part`, which begins at `start` of `page`, has git's markers."""
    found = [(b"", match.start(), match.end()) for match in _CONFLICT.finditer(part)]
    for mark in _real_marks(part, found):
        raise ConflictError(path, _lines(page, start) + mark.line)


def _check_spelling(part: bytes, start: int, path: str, page: bytes) -> None:
    """Raise MisspelledMarkError if `part` has a mark such as `<!-- paperlst:begin -->`.

    `part` begins at `start` of `page`.
    """
    if b"<" not in part:
        return
    wrong = [each for each in misspelled(part) if not _MARK.match(part, each[1])]
    for mark in _real_marks(part, wrong)[:1]:
        shown = part[mark.start : mark.end].decode(errors="replace").strip()
        reason = f"'{shown}' is no mark; write <!-- paperlist:{mark.name} -->"
        raise MisspelledMarkError(path, _lines(page, start) + mark.line, reason)
