"""Checks of links and files: figures, attachments, addresses, and the published page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from paperlist.errors import (
    EditedPageError,
    LeadsOutError,
    PaperlistError,
    ReadError,
    UsageError,
)
from paperlist.library.attachments import attachments, burdens
from paperlist.library.checks.finding import Found, Subject, place
from paperlist.model import links
from paperlist.store.containment import inside
from paperlist.store.files import read_file
from paperlist.store.layout import DATA, SUFFIX, is_month_folder
from paperlist.text.words import conflict_line

if TYPE_CHECKING:
    from paperlist.model.entry import Entry

LARGEST_PAGE = 200_000_000
# An image in Markdown or HTML, up to its address. Titles behind the address do not matter.
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s{0,9}<?([^\s)>]{1,1000})|<img\s[^>]{0,300}?src=[\"']([^\"']{1,1000})"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.I)


def dead_figures(subject: Subject) -> Iterator[Found]:
    """Yield the images in notes whose files are not in the library."""
    page = Path(subject.settings.export).parent
    for entry in subject.entries:
        for address in dict.fromkeys(_images(entry)):
            note = Path(place(entry)).parent
            name = unquote(address.partition("#")[0].partition("?")[0])
            if not any(_is_there(subject.root, folder / name) for folder in (page, note, Path())):
                yield Found(place(entry), f"the image '{address}' is not there")


def _images(entry: "Entry") -> Iterator[str]:
    texts = [entry.objective, *entry.sections.values(), entry.notes]
    texts += [entry.text(field) for field in ("method", "metric", "limitation")]
    for text in texts:
        if "](" in text or "<img" in text:
            for match in _IMAGE.finditer(text):
                address = match[1] or match[2]
                if not _SCHEME.match(address):
                    yield address


def _is_there(root: Path, path: Path) -> bool:
    try:
        return inside(root, root / path).exists()
    except (LeadsOutError, OSError, ValueError):
        return False


def bad_links(subject: Subject) -> Iterator[Found]:
    """Yield the links that are no addresses, and no files in the library."""
    for entry in subject.entries:
        for name, url in entry.links.items():
            try:
                right = links.checked(name, url) == url
            except UsageError:
                right = False
            if not right and not _is_there(subject.root, Path(url)):
                yield Found(place(entry), f"the link '{name}' is no address: {url[:200]}")


def lost_files(subject: Subject) -> Iterator[Found]:
    """Yield the folders of attached files that have no note."""
    root = subject.root
    broken = {each.path for each in subject.broken}
    for month in sorted(filter(is_month_folder, _names(root, DATA))):
        names = set(_names(root, f"{DATA}/{month}"))
        for name in sorted(names):
            path = f"{DATA}/{month}/{name}"
            is_note = name.startswith(".") or name.endswith(SUFFIX) or f"{name}{SUFFIX}" in names
            if not is_note and path not in broken and _names(root, path):
                yield Found(path, "files without a note; attach them to one, or remove them")


def _names(root: Path, folder: str) -> list[str]:
    """Return the names in a folder of the library; none if it is a link that leads out of it."""
    try:
        return [each.name for each in inside(root, root / folder).iterdir()]
    except (OSError, LeadsOutError):
        return []  # the index names folders that cannot be read


def large_files(subject: Subject) -> Iterator[Found]:
    """Yield the attached files that make a git repository slow to clone."""
    for entry in subject.entries:
        try:
            files = attachments(subject.root, entry)
        except (LeadsOutError, ReadError) as error:
            yield Found(place(entry), str(error))
            continue
        for file in burdens(subject.root, files):
            size = file.stat().st_size / 1e6
            path = file.relative_to(subject.root).as_posix()
            yield Found(path, f"{size:,.0f} MB, which every clone has to fetch; use git LFS for it")


def page_conflicts(subject: Subject) -> Iterator[Found]:
    """Yield the published page if it has the markers of a merge conflict."""
    text = _page(subject)
    if line := conflict_line(text):
        yield Found(
            subject.settings.export,
            "a git merge conflict; 'paperlist resolve' merges what it can",
            line,
        )


def stale_page(subject: Subject) -> Iterator[Found]:
    """Yield the published page if an export would change it."""
    text = _page(subject)
    if not text or conflict_line(text):
        return
    library, name = subject.library, subject.settings.export
    dry, before = library.dry_run, len(library.done)
    library.dry_run = True
    try:
        library.publish()
        if len(library.done) == before:
            return
        if any(each.is_note for each in subject.broken):
            # A page that is written now would lack these papers.
            yield Found(name, "not up to date; mend the notes that cannot be read, then export it")
        else:
            message = "not up to date; 'paperlist export' writes it again"
            yield Found(name, message, for_repair=True)
    except EditedPageError:
        yield Found(name, "edited by hand; 'paperlist export --check' shows where")
    except PaperlistError as error:
        yield Found(name, str(error).split("\n")[0])
    finally:
        del library.done[before:]
        library.dry_run = dry


def _page(subject: Subject) -> str:
    """Return the text of the published page; empty if there is none."""
    try:
        path = inside(subject.root, subject.root / subject.settings.export)
        return read_file(path, path.name, LARGEST_PAGE).decode(errors="replace")
    except (LeadsOutError, ReadError, FileNotFoundError):
        return ""
