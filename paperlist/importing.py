"""Pages on disk -> papers."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperlist.errors import NothingToImportError, ReadError
from paperlist.model import Paper

if TYPE_CHECKING:
    from paperlist.intake import Outcome


class Imported(NamedTuple):
    """A page that was imported, and what became of each of its papers, in its order."""

    path: Path
    outcomes: "list[Outcome]"


def read_page(path: Path, labels: Mapping[str, str]) -> list[tuple[str | None, Paper]]:
    """The papers of a Markdown page, each with its month where the page says it.

    Raises:
        ReadError: the file cannot be read, or is not UTF-8.
        NothingToImportError: no paper is on the page.
    """
    from paperlist.readers.markdown import read

    papers = [(draft.month, Paper.parse(draft.fields)) for draft in read(_text(path), dict(labels))]
    if not papers:
        raise NothingToImportError(
            str(path),
            "A paper is a heading with labelled bullets below it, like '- `Objective:` ...'.",
        )
    return papers


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}:{line}", "not UTF-8 text; convert it first") from error
