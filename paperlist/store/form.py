"""The form of a new note, which the user fills in with an editor: names of fields, and plain text.

A line that starts with the name of a field starts that field. All text up to the next field is the
text of this field, whatever the text would mean in YAML. Only quoted text, lists in brackets and
blocks (`|`) are read as YAML, if they are valid YAML. So the file of a note can also be read as a
form.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import FormError, InvalidPaperError, UnreadableNoteError, UsageError
from paperlist.model.entry import ALSO_CALLED, FIELDS, TEXT_FIELDS
from paperlist.model.months import PUBLISHED, to_month
from paperlist.model.statuses import status_of
from paperlist.store import yaml_reader, yaml_writer
from paperlist.text.names import split_names

if TYPE_CHECKING:
    from paperlist.model.paper import Paper

_HEAD = (
    "# Only the title is needed. Write behind the name of a field, or on the lines below it.\n"
    "# Lines that begin with # are left out.\n"
)
# A form always has these fields, and those of `TEXT_FIELDS` with an empty line to write on.
_LINES = ("title", "category", "keypoints")
_PROSE = frozenset({*TEXT_FIELDS, "notes"})
_LISTS = frozenset({"keypoints", "authors"})
_MAPPINGS = {"sections": "Results: text", "links": "code: https://example.org"}
_KNOWN = re.compile(rf"(['\"]?)({'|'.join(FIELDS)})\1[ \t]*[:：](.*)", re.I)
# Other names of these fields. They do not count below prose, which may have a line `Author: ...`.
_ALSO = {**ALSO_CALLED, "year": "published", "date": "published", "month": "month"}
_ALSO_KNOWN = re.compile(rf"({'|'.join(_ALSO)})[ \t]*[:：](.*)", re.I)
_QUOTED_NAME = r"""'(?:[^']|'')+'|"(?:[^"\\]|\\.)+\""""
_OWN = re.compile(rf"({_QUOTED_NAME}|[^\W\d][\w-]*):(?:[ \t]+(.*))?")
# A line of sections or links that begins with a name; the colon in `https://` does not end a name.
_NAMED = re.compile(rf"({_QUOTED_NAME}|[^:\s'\"-][^:]*?)[ \t]*:(?!//)(.*)")
_BLOCK = re.compile(r"[|>][-+0-9]*(?:\s+#.*)?")
_NOT_PLAIN = ("'", '"', "[", "{")


# Not a field of the note, but the folder of its file.
_MONTH = "month"


class _Field(NamedTuple):
    """A field of a form, or an item of a field.

    Attributes:
        name: the name of the field.
        line: the number of the line with the name.
        behind: the text behind the name, on the same line.
        below: the number and the text of each line below, up to the next field.
    """

    name: str
    line: int
    behind: str
    below: list[tuple[int, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.behind and not _BLOCK.fullmatch(self.behind)) and not self.lines().strip()

    def lines(self) -> str:
        return "\n".join(line for _, line in self.below)


def write(fields: Mapping[str, Any], month: str = "") -> str:
    """Return the text of a form with the values `fields`, and a line for the month if it is given.

    The usual fields are always there, empty if `fields` has no value for them.
    """
    written = {key: _write_field(key, value) for key, value in fields.items()}
    for key in _LINES:
        written.setdefault(key, f"{key}:\n")
    if month:
        written["keypoints"] += f"{_MONTH}: {month}\n"
    for key in TEXT_FIELDS:
        written.setdefault(key, f"{key}:\n\n")
    order = [*FIELDS, *(key for key in written if key not in FIELDS)]
    return _HEAD + "".join(written[key] for key in order if key in written)


def is_empty(text: str) -> bool:
    """Return whether all fields in the text of a form are empty."""
    try:
        return all(field.is_empty for field in _fields(text))
    except FormError:
        return False


def read(text: str) -> "Paper":
    """Return the paper that the text of a form describes.

    Raises:
        FormError: the text describes no valid paper; the error names each problem and its line.
    """
    from paperlist.model.paper import Paper

    fields = _by_name(_fields(text))
    fields.pop(_MONTH, None)
    try:
        return Paper.parse({name: _value(field) for name, field in fields.items()})
    except InvalidPaperError as error:
        names = [re.split(r"[ .]", problem)[0] for problem in error.problems]
        lines = [fields[name].line if name in fields else None for name in names]
        raise FormError(list(zip(lines, error.problems, strict=True))) from error


def month_in(text: str) -> str:
    """Return the month in the text of a form, as `2024-04` or `published`; empty without a month.

    Raises:
        FormError: the text behind `month:` is not a month, or the form cannot be read.
    """
    field = _by_name(_fields(text)).get(_MONTH)
    given = _text(field) if field else ""
    try:
        return given if given in {"", PUBLISHED} else to_month(given)
    except UsageError as error:
        raise FormError([(field.line if field else None, str(error))]) from error


def _write_field(key: str, value: Any) -> str:
    """Return the lines of a field: plain text, or YAML if plain text would be misread."""
    forms = list(_possible_texts(key, value))
    return next((text for text in forms if _reads_as(text, key, value)), forms[-1])


def _possible_texts(key: str, value: Any) -> Iterator[str]:
    if key in FIELDS:
        yield _write_plain(key, value)
    yield yaml_writer.dump({key: value})
    # JSON is YAML, too, but for how it escapes a character.
    name = key if key in FIELDS else json.dumps(key, ensure_ascii=False)
    written = f"{name}: {json.dumps(value, ensure_ascii=False)}"
    yield re.sub("[^ -~]", lambda match: f"\\U{ord(match[0]):08x}", written) + "\n"


def _write_plain(key: str, value: Any) -> str:
    if isinstance(value, dict):
        items = "".join(_write_plain(name, text) for name, text in value.items())
        return f"{key}:\n{indent(items, '  ')}"
    if isinstance(value, list):
        items = "".join(f"- {item}\n" for item in value)
        return f"{key}:\n{items}"
    text = str(value)
    return f"{key}:\n{indent(text, '  ')}\n" if "\n" in text else f"{key}: {text}\n"


def _reads_as(text: str, key: str, value: Any) -> bool:
    try:
        found = {field.name: _value(field) for field in _fields(f"title: A\n{text}")}
    except FormError:
        return False
    return found == {"title": "A", key: value}


def _fields(text: str) -> Iterator[_Field]:
    """Yield the fields in the text of a form, in their order.

    Raises:
        FormError: there is text above the first field.
    """
    field: _Field | None = None
    is_prose = False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith("#"):
            continue
        begun = _known(line, number, field, is_prose=is_prose) or (
            None if is_prose else _own_field(line, number, field)
        )
        if begun:
            if field:
                yield field
            field, is_prose = begun, False
        elif field:
            field.below.append((number, line))
            is_prose = is_prose or (not line.startswith((" ", "\t", "- ")) and bool(line))
        elif line.strip() and not line.startswith(("---", "%")):
            reason = "this stands below no field; write it behind 'title:' or another one"
            raise FormError([(number, reason)])
    if field:
        yield field


def _known(line: str, number: int, above: _Field | None, *, is_prose: bool) -> _Field | None:
    if match := _KNOWN.match(line):
        return _Field(match[2].lower(), number, match[3].strip(), [])
    match = _ALSO_KNOWN.match(line)
    if match is None or is_prose or above is None:
        return None
    if above.name in _PROSE or (above.name == "title" and above.is_empty):
        return None
    return _Field(_ALSO[match[1].lower()], number, match[2].strip(), [])


def _own_field(line: str, number: int, above: _Field | None) -> _Field | None:
    """Return the user's own field that `line` starts; None if the line is text of `above`.

    `above` is the field above the line. A line `MA-LMM: Memory` below an empty `title:` is the
    title, and a line `Goal: speed` below `objective:` is text of the objective.
    """
    match = _OWN.fullmatch(line)
    if not match or not above or (above.name == "title" and above.is_empty):
        return None
    if above.name in _PROSE and line[0].isupper():
        return None
    return _Field(_unquoted(match[1]), number, (match[2] or "").strip(), [])


def _by_name(fields: Iterable[_Field]) -> dict[str, _Field]:
    """Return a dict from names to fields. If two fields have the same name, one has to be empty.

    An empty field is left out if another field has its name.

    Raises:
        FormError: two fields have the same name, and both are not empty.
    """
    found: dict[str, _Field] = {}
    for field in fields:
        first = found.get(field.name)
        if first and not first.is_empty and not field.is_empty:
            reason = f"'{field.name}' is there a second time; the first is in line {first.line}"
            raise FormError([(field.line, reason)])
        if first is None or first.is_empty:
            found[field.name] = field
    return found


def _value(field: _Field) -> Any:
    if field.name in _MAPPINGS:
        return _mapping(field)
    if field.name in _LISTS:
        return _list(field)
    if field.name == "status":
        return status_of(_text(field)) or _text(field)
    if field.name in FIELDS:
        return _text(field)
    value = _as_yaml(field, numbers=True)
    return _text(field) if isinstance(value, UnreadableNoteError) else value


def _text(field: _Field) -> str:
    is_block = _BLOCK.fullmatch(field.behind)
    if is_block or field.behind.startswith(_NOT_PLAIN):
        value = _as_yaml(field)
        if isinstance(value, str):
            return value
    below = field.lines()
    if re.match(r"(?:[ \t]*\n)*  [ \t]*\S", below):
        # The first line is indented as in a YAML block, but the user may not have indented all.
        below = re.sub(r"(?m)^  ", "", below)
    behind = "" if is_block or field.behind in {"~", "null"} else field.behind
    return f"{behind}\n{dedent(below)}".strip()


def _list(field: _Field) -> Any:
    """Return the items of a field; keypoints may come as a single text, which `Paper` splits."""
    if field.behind.startswith("["):
        value = _as_yaml(field)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
    if not field.behind and re.match(r"\s*-(?:\s|\Z)", field.lines()):
        return list(_items(field))
    text = _text(field)
    return text if field.name == "keypoints" else split_names(text)


def _items(field: _Field) -> Iterator[str]:
    """Yield the texts of a list's items. A line without a hyphen continues the item above it."""
    item: _Field | None = None
    for number, line in field.below:
        if match := re.match(r"\s*-(?:\s+(.*)|\Z)", line):
            if item:
                yield _text(item)
            item = _Field("", number, (match[1] or "").strip(), [])
        elif item:
            item.below.append((number, line))
    if item:
        yield _text(item)


def _mapping(field: _Field) -> Any:
    if field.behind.startswith("{") and isinstance(value := _as_yaml(field), dict):
        return value
    entries = _by_name(_entries(field))
    return {name: _text(entry) for name, entry in entries.items()}


def _entries(field: _Field) -> Iterator[_Field]:
    """Yield each section or link in a field, as a field of its own.

    A line without a name continues the section or link above it. There is one exception: in
    `links`, a line that is not indented is a link with the name `paper`.

    Raises:
        FormError: the first line with text starts neither a section nor a link.
    """
    lines = [(field.line, field.behind)] if field.behind else []
    text = dedent(field.lines()).split("\n")
    lines += [(number, line) for (number, _), line in zip(field.below, text, strict=False)]
    entry: _Field | None = None
    for number, line in lines:
        named = _NAMED.fullmatch(line)
        if named or (line.strip() and not line[0].isspace() and field.name == "links"):
            if entry:
                yield entry
            name, behind = (_unquoted(named[1]), named[2]) if named else ("paper", line)
            entry = _Field(name, number, behind.strip(), [])
        elif entry:
            entry.below.append((number, line))
        elif line.strip():
            reason = f"this has no name; write it like '{_MAPPINGS[field.name]}'"
            raise FormError([(number, reason)])
    if entry:
        yield entry


def _as_yaml(field: _Field, *, numbers: bool = False) -> Any:
    """Return the value of a field, parsed as YAML; if parsing fails, return the error.

    Without `numbers`, numbers and booleans are read as text.
    """
    text = f"value: {field.behind}\n{field.lines()}\n"
    read = yaml_reader.parse if numbers else partial(yaml_reader.parse_slowly, numbers=False)
    try:
        values = read(text, field.name)
    except UnreadableNoteError as error:
        return error
    if list(values) != ["value"]:
        return UnreadableNoteError(field.name, "several values", field.line)
    return values["value"]


def _unquoted(name: str) -> str:
    value = _as_yaml(_Field(name, 0, name, [])) if name[0] in "'\"" else name
    return value if isinstance(value, str) else name
