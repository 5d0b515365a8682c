"""`show`: a paper with all its notes."""

from collections.abc import Iterable
from typing import Any

from paperlist.cli.arguments.options import NEAREST, AsJson, InLibrary, References
from paperlist.cli.terminal.cards import card
from paperlist.cli.terminal.console import DIM, out, out_json, styled
from paperlist.cli.terminal.wrapping import wrapped
from paperlist.library.library import Library
from paperlist.model.entry import Entry


def show(
    papers: References,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Show papers with all their notes."""
    entries = [library.get(reference) for reference in papers]
    if as_json:
        shown = [_with_files(library, entry) for entry in entries]
        out_json(shown if len(shown) > 1 else shown[0])
        return
    for i, entry in enumerate(entries):
        if i:
            out()
        for line in card(entry):
            out(line)
        for line in _body(entry):
            out(line)
        if files := _files(library, entry):
            out(f"\n{styled('Files:', DIM)}")
            for path in files:
                out(f"  {path}")


def _files(library: Library, entry: Entry) -> list[str]:
    paths = library.attachments(entry)
    return [path.relative_to(library.root).as_posix() for path in paths]


def _with_files(library: Library, entry: Entry) -> dict[str, Any]:
    files = _files(library, entry)
    return entry.as_json() | ({"attachments": files} if files else {})


def _body(entry: Entry) -> Iterable[str]:
    for name, value in _labelled(entry):
        text = _shown(value)
        if "\n" in text or len(text) + len(name) > 76:  # noqa: PLR2004 (fits on a line of a terminal)
            yield ""
            yield styled(f"{name}:", DIM)
            yield from wrapped(text, "  ")
        else:
            yield ""
            yield f"{styled(f'{name}:', DIM)} {text}"


def _labelled(entry: Entry) -> Iterable[tuple[str, Any]]:
    from paperlist.model.labels import FIELD_LABELS

    for name, value in entry.fields.items():
        if name == "sections":
            yield from value.items()
        elif name not in {"title", "category", "keypoints", "status"}:
            yield FIELD_LABELS.get(name, name), value


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return str(value)
