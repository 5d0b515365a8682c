"""Decides which pages publishing writes or removes, and which pages it leaves alone.

On a page, paperlist writes only the text between two HTML comments, called marks. A page may hold a
person's work if it has no marks, or if somebody edited the text between the marks. Such a page is
changed only with `force`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from paperlist.errors import (
    ConflictError,
    EditedPageError,
    LeadsOutError,
    MarksError,
    OverwriteError,
    ReadError,
    UnmarkedPageError,
    UsageError,
)
from paperlist.library.vocabulary import respelled
from paperlist.markdown.disarm import without_marks
from paperlist.markdown.escape import escape_line
from paperlist.markdown.marks import BEGIN, END, Marked, cut, put
from paperlist.markdown.page_merge import merge_pages
from paperlist.model.entry import Entry
from paperlist.model.months import format_month, month_of, month_pattern
from paperlist.store.changeset import Change, Changeset
from paperlist.store.conflict_markers import versions
from paperlist.store.containment import given
from paperlist.store.files import read_file
from paperlist.writers.markdown.comparison import ATTRIBUTES as COMPARISON
from paperlist.writers.markdown.page import body, head, headings, index
from paperlist.writers.sections import Layout, View
from paperlist.writers.template import Template, render

MARKDOWN = (".md", ".markdown")
Sections = Callable[[Sequence[str]], Iterator[bytes]]


class Page(NamedTuple):
    """A page to be written.

    On most pages, paperlist writes only the text between two HTML comments, called marks.

    Attributes:
        path: the file to write.
        head: the text above the marks, if the page is new.
        sections: a function that yields the text between the marks: what stands before the first
            section, and each section. Its argument is the list of headings above the marks.
        attributes: further text in the first mark, such as `style=list `.
        marked: whether the page has marks. If not, `sections` yields the whole page.
    """

    path: Path
    head: str
    sections: Sections
    attributes: str = ""
    marked: bool = True


class Form(NamedTuple):
    """How pages look.

    Attributes:
        layout: the settings in paperlist.toml for all pages, such as the title.
        view: the kind of page: its style, its sections, and what it starts with.
        template: the user's template that makes the page. None for paperlist's own form.
        aliases: a dict from spellings of keypoints to the spellings that the page has instead.
    """

    layout: Layout
    view: View
    template: Template | None = None
    aliases: Mapping[str, str] = MappingProxyType({})

    def attributes(self) -> str:
        """Return a description of the page for the comment above its generated text.

        Examples are `style=list by=category ` and `template=mine.md.j2 `.
        """
        return f"template={self.template.path.name} " if self.template else self.view.attributes()

    def body(self, entries: Iterable[Entry], above: Sequence[str] = ()) -> Iterator[bytes]:
        """Yield the generated text: what stands before the first section, and each section.

        Args:
            entries: the papers.
            above: the headings above the generated text.
        """
        entries = respelled(entries, self.aliases)
        if self.template is None:
            return body(entries, self.layout, self.view, above)
        text = render(self.template, [*entries], self.layout, self.view).strip("\n")
        return iter([without_marks(text).encode()])


def whole(path: Path, entries: Iterable[Entry], form: Form) -> Page:
    """Return the page with all papers.

    If a template makes the page and the file is not Markdown, paperlist writes the whole file. On
    any other page, paperlist writes only the text between two HTML comments.
    """
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
    """Return the text of a new page.

    With `alone` and a template, return only the output of the template.
    """
    if form.template and alone:
        return render(form.template, [*respelled(entries, form.aliases)], form.layout, form.view)
    return written(whole(Path(), entries, form), None, "", force=False).decode()


def split(path: Path, entries: Sequence[Entry], form: Form, name: str) -> Iterator[Page]:
    """Yield an index page and a page for each month. The index page links to the other pages.

    Args:
        path: the file of the index page. The other pages are written beside it.
        entries: the papers.
        form: how the pages of the months look.
        name: the file name of a month's page, such as `PaperList_%Y%m.md`.

    Raises:
        UsageError: the page of a month would have the name of the index page.
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
            _month_sections(by_month[month], form, back),
            form.attributes(),
        )


def _month_title(month: str, layout: Layout) -> str:
    return f"{layout.title}: {format_month(month, layout.month_format)}"


def _month_sections(papers: Sequence[Entry], form: Form, back: str) -> Sections:
    """Return what yields the text for the page of a month: a link to the index, then the papers."""

    def sections(above: Sequence[str]) -> Iterator[bytes]:
        start, *rest = form.body(papers, above)
        yield b"\n\n".join(filter(None, [back.encode(), start]))
        yield from rest

    return sections


def written(page: Page, before: bytes | None, name: str, *, force: bool) -> bytes:
    """Return the new bytes of the file of a page.

    paperlist writes only the text between two HTML comments, called marks. With `force`, none of
    the errors below is raised.

    Args:
        page: the page.
        before: the present bytes of the file. None if there is no file.
        name: the path of the file in a diff.
        force: whether to overwrite text that paperlist did not write.

    Raises:
        UnmarkedPageError: the file has no marks.
        EditedPageError: someone edited the text between the marks.
        MarksError: the file does not have exactly one begin mark and one end mark.
        OverwriteError: the new page has no marks, and the file has another text.
        ReadError: the file is not UTF-8 text.
    """
    path = str(page.path)
    if not page.marked:
        after = b"".join(page.sections(()))
        if before and before.split() != after.split() and not force:
            raise OverwriteError(path)
        return after
    old = _cut_or_refuse(before, path, force=force)
    if old is None:
        sections = page.sections(headings(page.head))
        return put(page.head.encode(), sections, b"\n", page.attributes)
    sections = page.sections(headings(old.above.decode(errors="replace")))
    windows = old.is_of_windows()
    after = put(old.above, sections, old.below, page.attributes, windows=windows)
    if not force and old.is_edited() and (new := cut(after, path)) and _differ(old, new):
        change = Change(before, after)
        raise EditedPageError(path, Changeset("", {name: change}).diff())
    return after


def with_table(path: Path, before: bytes | None, table: bytes, *, force: bool) -> bytes:
    """Return the new bytes of a page with a table of papers between its marks.

    Args:
        path: the file of the page.
        before: the present bytes of the file. None if there is no file.
        table: the Markdown of the table.
        force: whether to overwrite text that is no such table.

    Raises:
        OverwriteError: the page has another text of paperlist, such as the library's page, and
            `force` is not set. The errors of `written` are raised too.
    """
    page = Page(path, "", lambda _: iter([table.strip(b"\n")]), COMPARISON)
    old = _cut_or_refuse(before, str(path), force=force)
    if old and old.is_stamped() and not force and not old.has(COMPARISON):
        raise OverwriteError(str(path), "holds another page of paperlist")
    return written(page, before, path.name, force=force)


def _differ(old: Marked, new: Marked) -> bool:
    """Return whether the generated texts of two pages differ by more than white space."""
    return old.generated.split() != new.generated.split()


def _cut_or_refuse(before: bytes | None, path: str, *, force: bool) -> Marked | None:
    """Return a page divided into generated text and other text.

    Return None to write a whole new page. Raise an error if the page may be a person's own.
    """
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
    except ConflictError:
        # Even by force: the words around the marks are people's.
        marked = versions(before)
        merged = merge_pages(*marked) if marked else None
        if not force or merged is None:
            raise
        return cut(merged, path)
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
    """Find the pages of months that have no papers any more, beside the index page.

    A page is removed if paperlist wrote every word of it. A page with words of a person is kept.

    Args:
        root: the folder of the library.
        path: the file of the index page.
        name: the file name of a month's page, such as `PaperList_%Y%m.md`.
        months: the months that have papers.

    Returns:
        The pages to remove, as a dict from path to content, and the pages to keep.
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
    """Return whether paperlist wrote the whole page.

    The generated text of such a page is unedited. Above it, there is at most a heading. Below it,
    there is nothing.
    """
    try:
        page = cut(content, name)
    except MarksError:
        return False
    if page is None or not page.is_vouched_for():
        return False
    alone = re.fullmatch(rb"(?:# [^\r\n]*\r?\n\s*)?", page.above)
    return alone is not None and not page.below.strip()
