"""Writes the published page, other exports and pictures, and refuses to overwrite other files."""

import os
from collections.abc import Callable, Iterable, Sequence
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.errors import OverwriteError, ReadError, UsageError
from paperlist.library import publishing, settings_file
from paperlist.store.changeset import Change, name_of
from paperlist.store.containment import given, real_place
from paperlist.store.files import is_stream, read_file, write_stream
from paperlist.store.layout import DATA, SUFFIX

if TYPE_CHECKING:
    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.model.entry import Entry
    from paperlist.readers.records import Progress
    from paperlist.writers.sections import View
    from paperlist.writers.tables import Table
    from paperlist.writers.template import Template

LARGEST_PAGE = 200_000_000


def publish(  # noqa: PLR0913 (a page has as many sides)
    catalogue: "Catalogue",
    session: "Session",
    path: Path | None,
    entries: "Sequence[Entry] | None",
    *,
    view: "View | None",
    template: "Template | None",
    split: bool | None,
    force: bool,
    progress: "Progress | None",
) -> Path:
    """Write a page of papers, and return its path.

    If the page exists, only the text between the comments `<!-- paperlist:begin -->` and `<!--
    paperlist:end -->` is replaced. These comments are called marks.

    Args:
        catalogue: reads the library.
        session: changes the library.
        path: the file of the page. None means the library's page, which paperlist.toml names.
        entries: the papers. None means all papers.
        view: the kind of page. None means the kind that paperlist.toml describes.
        template: the template that makes the page. None means the library's own template for the
            style, or without it, paperlist's own form.
        split: whether to write a page for each month, and an index page with links to them. None
            means that paperlist.toml decides for the library's page; other pages are not split.
        force: whether to overwrite text that paperlist did not write.
        progress: called with (papers written so far, all papers).

    Raises:
        UnmarkedPageError: the file exists and has no marks, and `force` is not set.
        EditedPageError: someone edited the text between the marks, and `force` is not set.
        MarksError: the file does not have exactly one begin mark and one end mark, and `force` is
            not set.
        OverwriteError: a template makes a page that is not Markdown, the file has another text, and
            `force` is not set.
        TemplateError: the template cannot be rendered.
        UsageError: the folder of `path` does not exist, or the file is a note or paperlist.toml.
        ReadError: the system denies access to a note, and `force` is not set.
    """
    root, settings = catalogue.root, catalogue.settings
    target = path or root / settings.export
    if path and is_stream(given(root, path)):
        _write_to_stream(session, path, [catalogue.page(entries, view, template).encode()])
        return path
    _refuse_sources(root, given(root, target))
    if path:
        _refuse_missing_folder(path)
    form = catalogue.form(view, template)
    if split is None:
        split = settings.split and path is None and form.view.by == "month"
    with session.changing() as apply:
        papers = catalogue.newest_first(progress) if entries is None else entries
        pages = [publishing.whole(target, papers, form)]
        gone: dict[Path, bytes] = {}
        if split:
            name = settings.split_name
            pages = [*publishing.split(target, [*papers], form, name)]
            _refuse_denied_notes(catalogue, force=force)  # before the notes are read again
            gone, kept = publishing.stale(root, target, name, catalogue.values("month"))
            for left in kept:
                catalogue.say(f"{left} has words of its own and stays, though its month is empty")
        files = {}
        for page in pages:
            _refuse_sources(root, page.path)
            name, before = name_of(root, page.path), _present_bytes(root, page.path)
            after = publishing.written(page, before, name, force=force)
            files[name] = Change(before, after)
        files |= {name_of(root, each): Change(text, None) for each, text in gone.items()}
        _refuse_denied_notes(catalogue, force=force)
        apply(f"export {name_of(root, target)}", files)
    return target


def export_to(  # noqa: PLR0913 (an export has as many sides)
    catalogue: "Catalogue",
    session: "Session",
    path: Path,
    entries: "Sequence[Entry]",
    format_name: "str | Table",
    *,
    force: bool,
) -> Path:
    """Write papers to a file in a format such as `bibtex`, or as a table. Return the path.

    A Markdown table goes between the marks of a page, as in `publish`; other text stays.

    Raises:
        OverwriteError: the file exists and is not an export in this format, and `force` is not set.
            For a Markdown table, the errors of `publish` are raised too.
        UsageError: there is no such format, the folder of `path` does not exist, or the file is a
            note or paperlist.toml.
    """
    root = catalogue.root
    pieces = (piece.encode() for piece in catalogue.exported(entries, format_name))
    if is_stream(given(root, path)):
        _write_to_stream(session, path, pieces)
        return path
    _refuse_sources(root, path)
    _refuse_missing_folder(path)
    with session.changing() as apply:
        before = _present_bytes(root, path)
        after = _export(path, before, pieces, format_name, force=force)
        name = name_of(root, path)
        apply(f"export {name}", {name: Change(before, after)})
    return path


def write_picture(
    catalogue: "Catalogue",
    session: "Session",
    path: Path,
    draw: Callable[[], bytes],
    *,
    force: bool,
) -> Path:
    """Write a picture to a file, and return the path.

    Args:
        catalogue: reads the library.
        session: changes the library.
        path: the file.
        draw: returns the picture. It is called only if the file may be written.
        force: whether to overwrite an existing file.

    Raises:
        OverwriteError: the file exists, and `force` is not set.
        UsageError: the folder of `path` does not exist, or the file is a note or paperlist.toml.
    """
    root = catalogue.root
    if is_stream(given(root, path)):
        _write_to_stream(session, path, [draw()])
        return path
    _refuse_sources(root, path)
    _refuse_missing_folder(path)
    with session.changing() as apply:
        before = _present_bytes(root, path)
        if before is not None and not force:
            raise OverwriteError(str(path), "exists")
        name = name_of(root, path)
        apply(f"draw {name}", {name: Change(before, draw())})
    return path


def _export(
    path: Path,
    before: bytes | None,
    pieces: Iterable[bytes],
    format_name: "str | Table",
    *,
    force: bool,
) -> bytes:
    """Return the new bytes of the file of an export, or refuse to overwrite the present bytes."""
    if isinstance(format_name, str):
        from paperlist.writers.formats import find_format

        if before is not None and not force and not find_format(format_name).wrote(before):
            raise OverwriteError(str(path))
    elif format_name.is_page:
        return publishing.with_table(path, before, b"".join(pieces), force=force)
    elif before is not None and not force and not format_name.wrote(before):
        raise OverwriteError(str(path), "exists and is no table of paperlist with these columns")
    return b"".join(pieces)


def _write_to_stream(session: "Session", target: Path, pieces: Iterable[bytes]) -> None:
    """Write to a pipe or a device. The history does not record this, so there is no undo."""
    if not session.dry_run:
        write_stream(target, pieces)


def _present_bytes(root: Path, path: Path) -> bytes | None:
    """Return the present bytes of a file, or None if there is no file."""
    given(root, path)
    return read_file(path, str(path), LARGEST_PAGE) if path.exists() else None


def _refuse_missing_folder(path: Path) -> None:
    """Raise an error if the folder of a file does not exist, since its name may be a typo."""
    if not path.parent.is_dir():
        problem = "is not a folder" if path.parent.exists() else "does not exist"
        raise UsageError(f"the folder {path.parent} {problem}; nothing was written.")


def _refuse_denied_notes(catalogue: "Catalogue", *, force: bool) -> None:
    """Refuse to write a page without the papers whose notes this user may not read.

    Such a note is right as it is, so the page would lose a paper that nobody removed.

    Raises:
        ReadError: the system denies access to a note, and `force` is not set.
    """
    for broken in catalogue.broken():
        if broken.reason == os.strerror(EACCES) and not force:
            raise ReadError(
                broken.path, f"{broken.reason}; no page was written (--force leaves the paper out)"
            )


def _refuse_sources(root: Path, path: Path) -> None:
    """Raise an error if an export would overwrite a note or paperlist.toml.

    A link to such a file is refused too. A library from elsewhere may have a README.md that is a
    link.
    """
    places = (real_place(path), Path(os.path.realpath(path)))
    data, settings = root / DATA, root / settings_file.FILE
    if any(
        (place.suffix == SUFFIX and place.is_relative_to(data)) or place == settings
        for place in places
    ):
        raise UsageError(f"{path} is a part of the library, and no place for an export.")
