"""Publishing and exporting: which file is written, and with what."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.errors import OverwriteError, UsageError
from paperlist.library import config, publishing
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
    """Write the page, or the marked part of one that has words of its own; return its path.

    Args:
        catalogue: what the library holds.
        session: what changes it.
        path: the page; the library's own unless given.
        entries: the papers; all unless given.
        view: how they are shown; as paperlist.toml says unless given.
        template: what makes the page; a file that is no Markdown page is all its.
        split: a page for each month, and one that leads to them; as paperlist.toml says for
            the library's own page unless given.
        force: overwrite what is not ours.
        progress: called with how many of all papers are on the page, and how many there are.

    Raises:
        UnmarkedPageError: a page without marks is there, and `force` is not set.
        EditedPageError: someone edited between a page's marks, and `force` is not set.
        MarksError: a page's marks are not one begin and one end.
        OverwriteError: a file that is no page is there, and `force` is not set.
        TemplateError: the template cannot be rendered.
        UsageError: the folder of `path` does not exist.
    """
    root, settings = catalogue.root, catalogue.settings
    target = path or root / settings.export
    if path and is_stream(given(root, path)):
        _stream(session, path, [catalogue.page(entries, view, template).encode()])
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
            gone, kept = publishing.stale(root, target, name, catalogue.values("month"))
            for left in kept:
                catalogue.say(f"{left} has words of its own and stays, though its month is empty")
        files = {}
        for page in pages:
            name, before = name_of(root, page.path), _before(root, page.path)
            after = publishing.written(page, before, name, force=force)
            files[name] = Change(before, after)
        files |= {name_of(root, each): Change(text, None) for each, text in gone.items()}
        apply(f"export {name_of(root, target)}", files)
    return target


def export_to(  # noqa: PLR0913 (an export has as many sides)
    catalogue: "Catalogue",
    session: "Session",
    path: Path,
    entries: "Sequence[Entry]",
    format_name: str,
    *,
    force: bool,
) -> Path:
    """Write `entries` to a file; return its path.

    Raises:
        OverwriteError: a file is there that is no such export, and `force` is not set.
        UsageError: there is no such format, or no such folder.
    """
    from paperlist.writers.formats import find_format

    root, wrote = catalogue.root, find_format(format_name).wrote
    pieces = (piece.encode() for piece in catalogue.exported(entries, format_name))
    if is_stream(given(root, path)):
        _stream(session, path, pieces)
        return path
    _refuse_sources(root, path)
    _refuse_missing_folder(path)
    with session.changing() as apply:
        before = _before(root, path)
        if before is not None and not force and not wrote(before):
            raise OverwriteError(str(path))
        name = name_of(root, path)
        apply(f"export {name}", {name: Change(before, b"".join(pieces))})
    return path


def _stream(session: "Session", target: Path, pieces: Iterable[bytes]) -> None:
    """Write to a pipe or a device, which is neither replaced nor part of the history."""
    if not session.dry_run:
        write_stream(target, pieces)


def _before(root: Path, path: Path) -> bytes | None:
    """Return what a file that may be written over holds; None where there is none."""
    given(root, path)
    return read_file(path, str(path), LARGEST_PAGE) if path.exists() else None


def _refuse_missing_folder(path: Path) -> None:
    """Refuse to write a file into a folder that is not there, since its name may be a typo."""
    if not path.parent.is_dir():
        problem = "is not a folder" if path.parent.exists() else "does not exist"
        raise UsageError(f"the folder {path.parent} {problem}; nothing was written.")


def _refuse_sources(root: Path, path: Path) -> None:
    """Refuse to write a page over what it is made from."""
    place = real_place(path)
    is_note = place.suffix == SUFFIX and place.is_relative_to(root / DATA)
    if is_note or place == root / config.FILE:
        raise UsageError(f"{path} is a part of the library, and no place for an export.")
