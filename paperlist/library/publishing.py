"""Which pages publishing writes and removes, and which it refuses to touch.

A page is cut at its marks, and only what stands between them is written. A page without marks, or
one that was edited between them, is somebody's work and is left alone unless told otherwise.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from paperlist.errors import (
    EditedPageError,
    LeadsOutError,
    MarksError,
    OverwriteError,
    ReadError,
    UnmarkedPageError,
    UsageError,
)
from paperlist.markdown.disarm import without_marks
from paperlist.markdown.escape import escape_line
from paperlist.markdown.marks import BEGIN, END, Marked, cut, put
from paperlist.model.entry import Entry
from paperlist.model.months import format_month, month_of, month_pattern
from paperlist.store.changeset import Change, Changeset
from paperlist.store.containment import given
from paperlist.store.files import read_file
from paperlist.writers.markdown.page import body, head, headings, index
from paperlist.writers.sections import Layout, View
from paperlist.writers.template import Template, render

MARKDOWN = (".md", ".markdown")
Pieces = Callable[[Sequence[str]], Iterator[bytes]]


class Page(NamedTuple):
    """A page to be written.

    Attributes:
        path: where to.
        head: what a new page has above its marks.
        pieces: the headings above the marks -> what stands between them, piece by piece.
        attributes: what its begin mark says of it.
        marked: whether it has marks; without, all of it is written.
    """

    path: Path
    head: str
    pieces: Pieces
    attributes: str = ""
    marked: bool = True


class Form(NamedTuple):
    """How pages look.

    Attributes:
        layout: what paperlist.toml says of every page.
        view: which page it is.
        template: what makes it, if not we do.
    """

    layout: Layout
    view: View
    template: Template | None = None

    def attributes(self) -> str:
        """Return the attributes in a page's begin mark."""
        return f"template={self.template.path.name} " if self.template else self.view.attributes()

    def body(self, entries: Iterable[Entry], above: Sequence[str] = ()) -> Iterator[bytes]:
        """Yield the text between a page's marks, piece by piece."""
        if self.template is None:
            return body(entries, self.layout, self.view, above)
        text = render(self.template, [*entries], self.layout, self.view).strip("\n")
        return iter([without_marks(text).encode()])


def whole(path: Path, entries: Iterable[Entry], form: Form) -> Page:
    """Return the page that holds all of `entries`."""
    if form.template and path.suffix.lower() not in MARKDOWN:
        return Page(
            path, "", lambda _: iter([text_of(entries, form, alone=True).encode()]), marked=False
        )
    return Page(
        path,
        head(form.layout.title, form.layout.introduction),
        lambda above: form.body(entries, above),
        form.attributes(),
    )


def text_of(entries: Iterable[Entry], form: Form, *, alone: bool = False) -> str:
    """Return a whole new page; with `alone` only what a template makes."""
    if form.template and alone:
        return render(form.template, [*entries], form.layout, form.view)
    return written(whole(Path(), entries, form), None, "", force=False).decode()


def split(path: Path, entries: Sequence[Entry], form: Form, name: str) -> Iterator[Page]:
    """Yield the page at `path` that links to a page for each month, and then these.

    Args:
        path: the index.
        entries: the papers.
        form: how the pages of the months look.
        name: how these are called, with the codes of `format_month`.
    """
    layout, view = form.layout, form.view
    by_month: dict[str, list[Entry]] = {}
    for entry in entries:
        by_month.setdefault(entry.month, []).append(entry)
    names = {month: format_month(month, name) for month in sorted(by_month, reverse=True)}
    if path.name in names.values():
        raise UsageError(f"the page of a month would be called {path.name}, as the index is.")
    back = f"[{escape_line(layout.title)}]({quote(path.name)})"
    links = {month: quote(page) for month, page in names.items()}
    yield Page(
        path,
        head(layout.title, layout.introduction),
        lambda _: iter([index(entries, layout, links, view)]),
        "view=index ",
    )
    for month, page in names.items():
        yield Page(
            path.with_name(page),
            head(_month_title(month, layout)),
            _of_month(by_month[month], form, back),
            form.attributes(),
        )


def _month_title(month: str, layout: Layout) -> str:
    return f"{layout.title}: {format_month(month, layout.month_format)}"


def _of_month(papers: Sequence[Entry], form: Form, back: str) -> Pieces:
    def pieces(above: Sequence[str]) -> Iterator[bytes]:
        yield back.encode()
        for number, piece in enumerate(form.body(papers, above)):
            yield piece if number else b"\n\n" + piece

    return pieces


def written(page: Page, before: bytes | None, name: str, *, force: bool) -> bytes:
    """Return the new bytes of a page that holds `before`.

    Args:
        page: the page.
        before: its bytes; None where there is none.
        name: what it is called in a diff.
        force: overwrite what is not ours.

    Raises:
        UnmarkedPageError: it has no marks, and `force` is not set.
        EditedPageError: someone edited between its marks, and `force` is not set.
        MarksError: its marks are not one begin and one end, and `force` is not set.
        OverwriteError: it has no marks and is another than before, and `force` is not set.
        ReadError: it is not UTF-8 text.
    """
    path = str(page.path)
    if not page.marked:
        after = b"".join(page.pieces(()))
        if before and before.split() != after.split() and not force:
            raise OverwriteError(path)
        return after
    old = _cut(before, path, force=force)
    if old is None:
        pieces = page.pieces(headings(page.head))
        return put(page.head.encode(), pieces, b"\n", page.attributes)
    pieces = page.pieces(headings(old.above.decode(errors="replace")))
    windows = old.is_of_windows()
    after = put(old.above, pieces, old.below, page.attributes, windows=windows)
    if not force and old.is_edited() and (new := cut(after, path)) and _differ(old, new):
        change = Change(before, after)
        raise EditedPageError(path, Changeset("", {name: change}).diff())
    return after


def _differ(old: Marked, new: Marked) -> bool:
    return old.between.split() != new.between.split()


def _cut(before: bytes | None, path: str, *, force: bool) -> Marked | None:
    if before is None or not before.strip():
        return None
    try:
        found = cut(before, path)
        ours = found is not None and found.is_vouched_for()
        for part in (found.above, found.below) if found and ours else (before,):
            part.decode()
    except UnicodeDecodeError as error:
        if force:
            return None
        line = before.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}:{line}", "not UTF-8 text") from error
    except MarksError:
        if force:
            return None
        raise
    if found is None and not force:
        raise UnmarkedPageError(path, BEGIN, END)
    return found


def stale(
    root: Path, path: Path, name: str, months: Collection[str]
) -> tuple[dict[Path, bytes], list[Path]]:
    """Return the pages beside `path` of months that have no papers any more.

    Args:
        root: the library.
        path: the index.
        name: how the pages of the months are called.
        months: those that have papers.

    Returns:
        The pages that are ours and as we wrote them, with their bytes; and those that hold
        somebody's words.
    """
    ours: dict[Path, bytes] = {}
    kept: list[Path] = []
    pattern = month_pattern(name)
    try:
        beside = sorted(path.parent.iterdir())
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        raise ReadError(str(path.parent), error.strerror or str(error)) from error
    for file in beside:
        match = pattern.fullmatch(file.name)
        if match is None or not file.is_file():
            continue
        month = month_of(match.groupdict())
        if month is None or month in months or file.name == path.name:
            continue
        try:
            content = read_file(given(root, file), str(file))
        except LeadsOutError:
            continue
        if _is_ours(content, f"{file}"):
            ours[file] = content
        elif b"paperlist:begin" in content:
            kept.append(file)
    return ours, kept


def _is_ours(content: bytes, name: str) -> bool:
    """Return whether paperlist wrote all of a page: a heading, and unedited text between marks."""
    try:
        page = cut(content, name)
    except MarksError:
        return False
    if page is None or not page.is_vouched_for():
        return False
    alone = re.fullmatch(rb"(?:# [^\r\n]*\r?\n\s*)?", page.above)
    return alone is not None and not page.below.strip()
