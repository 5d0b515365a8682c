"""Notes: reading a file as a `Paper`, writing a new file, and editing a file that exists.

An edit replaces the lines of the keys that changed (`yaml_editor.py`) and leaves every other byte
of the file as it was. ruamel.yaml edits a file that cannot be edited by lines (`yaml_writer.py`).
"""

import codecs
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from paperlist.errors import InvalidPaperError, ReadError, TooLargeError, UnreadableNoteError
from paperlist.store import yaml_reader
from paperlist.store.limits import LARGEST_BYTES, MOST_LINES
from paperlist.text.files import decode

if TYPE_CHECKING:
    from paperlist.model.paper import Paper


def load(content: bytes, path: str) -> "Paper":
    """Return the paper in `content`, which are the bytes of the note at `path`.

    Raises:
        UnreadableNoteError: the bytes are not UTF-8, not YAML, or not a valid paper. The error
            names the line if the line is known.
    """
    try:
        return _load(_decode(content, path), path)
    except UnreadableNoteError:
        raise
    except Exception as error:
        # Whatever a parser or a validator raises on an odd file is an error of that one note.
        raise UnreadableNoteError(path, yaml_reader.reason_of(error)) from error


def dump(paper: "Paper", schema: str = "") -> bytes:
    """Return the bytes of the file for a new paper.

    The keys are in the usual order, texts of several lines are literal blocks (`|`), and long lines
    are not folded.

    Args:
        paper: the paper.
        schema: the path of a JSON Schema in the library. If it is not empty, the file begins with a
            comment by which editors find the schema.

    Raises:
        TooLargeError: the file would be larger than a note may be, and could not be read again.
    """
    from paperlist.store import yaml_writer

    hint = f"# yaml-language-server: $schema=../../{schema}\n" if schema else ""
    return _readable(f"{hint}{yaml_writer.dump(paper.fields())}".encode(), paper.title)


def edit(content: bytes, paper: "Paper", path: str) -> bytes:
    """Return the bytes of a note after an edit: `content`, changed so that it describes `paper`.

    Only the fields that differ are rewritten. Comments, the order of keys and the spelling of all
    other fields stay as they are.

    Raises:
        UnreadableNoteError: `content` cannot be read, or is YAML that paperlist cannot edit.
        TooLargeError: the file would be larger than a note may be, and could not be read again.
    """
    old, new = load(content, path).fields(), paper.fields()
    if _equal(old, new):
        return content
    text = _decode(content, path)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    for way in (_edit_lines, _edit_whole):
        edited = way(text, old, new)
        # The lines of an unusual file may be misleading, so the result is read and compared.
        if edited is not None and _reads_as(_readable(edited.encode(), paper.title), new):
            return mark + edited.encode()
    raise UnreadableNoteError(path, "YAML of a form that has to be edited by hand")


def _load(text: str, path: str) -> "Paper":
    from paperlist.model.paper import Paper

    try:
        return Paper.parse(yaml_reader.parse_as_written(text, path))
    except InvalidPaperError:
        # A title may look like a number, so read numbers as text. This is slow, but rarely needed.
        values = yaml_reader.parse_with_numbers_as_text(text, path)
        try:
            return Paper.parse(values)
        except InvalidPaperError as error:
            line = _line_of(text, error.problems[0].split(" ")[0].split(".")[0])
            raise UnreadableNoteError(path, str(error), line) from error


def _readable(content: bytes, title: str) -> bytes:
    if len(content) > LARGEST_BYTES:
        size, most = f"{len(content) / 1e6:.1f} MB", f"{LARGEST_BYTES / 1e6:g} MB"
        raise TooLargeError(title, size, most)
    # A line of a text is a line of the file, and the fields have few lines beside them.
    if (lines := content.count(b"\n")) > MOST_LINES:
        raise TooLargeError(title, f"{lines:,} lines", f"{MOST_LINES:,}")
    return content


def _decode(content: bytes, path: str) -> str:
    try:
        return decode(content, path)
    except ReadError as error:
        raise UnreadableNoteError(path, "not UTF-8 text", error.line) from error


def _line_of(text: str, key: str) -> int | None:
    match = re.search(rf"^{re.escape(key)}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None


def _edit_lines(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    from paperlist.store import yaml_editor, yaml_writer

    writer = yaml_editor.Writer(yaml_writer.dump, yaml_writer.change)
    return yaml_editor.edited(text, list(yaml_reader.parse(text, "")), old, new, writer)


def _edit_whole(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    from paperlist.store import yaml_editor, yaml_writer

    changed = [key for key in {**old, **new} if not yaml_editor.same(old.get(key), new.get(key))]
    values = {key: new.get(key) for key in changed}
    edited = yaml_writer.change(text.replace("\r\n", "\n"), values)
    return edited.replace("\n", yaml_editor.line_end(text)) if edited is not None else None


def _equal(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    from paperlist.store import yaml_editor

    return old.keys() == new.keys() and all(yaml_editor.same(old[key], new[key]) for key in old)


def _reads_as(content: bytes, fields: Mapping[str, Any]) -> bool:
    try:
        return _equal(load(content, "").fields(), fields)
    except UnreadableNoteError:
        return False
