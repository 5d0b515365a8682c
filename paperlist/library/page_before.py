"""Finds what an edited page said before it was edited.

Each section of a page names the hash of the text that paperlist published. So that text is the
section itself, if nobody edited it, and otherwise the text with this hash on a page in the history.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from paperlist.errors import ConflictError, MarksError, NothingToImportError
from paperlist.markdown.marks import Marked, cut, digest
from paperlist.readers.files import File, read_source
from paperlist.readers.formats import Format

if TYPE_CHECKING:
    from paperlist.readers.files import Incoming
    from paperlist.store.past import Past


def papers_before(
    file: File, labels: Mapping[str, str], month: str | None, past: "Iterable[Past]"
) -> "list[Incoming]":
    """Return the papers that an edited page had before it was edited, as far as that is known.

    Args:
        file: the edited page.
        labels: the `labels` setting.
        month: the month that the user gave, or None.
        past: the past changes of the library, the newest first. They are only read if needed.
    """
    page = _cut(file.text.encode(), file.name)
    if page is None:
        return []
    texts = _texts_before(page, _pages_in(past))
    if not texts:
        return []
    parts = (page.page[: page.first], *texts, page.page[page.last :])
    text = b"\n\n".join(parts).decode(errors="replace")
    try:
        return read_source(File(file.name, text, Format.MARKDOWN), labels, month).papers
    except NothingToImportError:
        return []


def _texts_before(page: Marked, past: Iterator[Marked]) -> list[bytes]:
    """Return the text of each section before the edit; that of an unknown section is left out.

    If one page of the past has all the hashes, its sections are returned, since whole sections may
    have been removed from the page with their hashes.
    """
    wanted = [name for name, _ in page.hashed_sections()]
    known = _unedited(page)
    if not page.is_edited():
        return list(known.values())
    for older in past:
        said = _unedited(older)
        if said.keys() >= {*wanted}:
            return list(said.values())
        known = said | known
    return [known[name] for name in dict.fromkeys(wanted) if name in known]


def _unedited(page: Marked) -> dict[bytes, bytes]:
    return {name: text for name, text in page.hashed_sections() if digest(text) == name}


def _pages_in(past: "Iterable[Past]") -> Iterator[Marked]:
    """Yield the pages that past changes wrote, the newest first."""
    for each in past:
        for path, change in each.changeset.files.items():
            content = change.after
            if isinstance(content, bytes) and b"paperlist:begin" in content:
                page = _cut(content, path)
                if page:
                    yield page


def _cut(content: bytes, name: str) -> Marked | None:
    try:
        return cut(content, name)
    except (ConflictError, MarksError):
        return None
