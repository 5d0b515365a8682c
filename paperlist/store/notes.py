"""YAML text <-> Paper. The only module that knows YAML.

The rules are YAML 1.2's: `no` is a word, and so is a date. Reading goes through yaml-rs; where
that is missing or refuses a file, ruamel.yaml decides and words the error. Writing goes through
ruamel.yaml's round-trip mode. An edit replaces the lines of the keys that changed and leaves
every other byte of the file as it was.
"""

import codecs
import io
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from paperlist.errors import InvalidPaperError, ReadError, TooLargeError, UnreadableNoteError
from paperlist.model.entry import FIELDS
from paperlist.store.limits import (
    DEEPEST,
    LARGEST_BYTES,
    LARGEST_TO_READ_SLOWLY,
    has_deep_brackets,
    may_be_deep,
    problem_of,
)
from paperlist.text.files import decode
from paperlist.text.words import lazily

if TYPE_CHECKING:
    from ruamel.yaml import YAML

    from paperlist.model.paper import Paper


_CONFLICT = re.compile(r"^<{7} ", re.M)
# Signs that YAML allows only escaped, or reads as ends of lines.
_not_literal = lazily("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# What the parsers raise, beside errors of their own, at a mapping for a key, an empty `!!float` ...
_OF_ODD_YAML = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
_MERGE = "tag:yaml.org,2002:merge"
_LOOKS_LIKE_A_NUMBER = re.compile(r"[\d][\d.:/-]*", re.ASCII)


def load(content: bytes, path: str) -> "Paper":
    """Return the paper that a file's bytes hold.

    Raises:
        UnreadableNoteError: not UTF-8, not YAML, or no paper; with the line, where it has one.
    """
    try:
        return _load(_decode(content, path), path)
    except UnreadableNoteError:
        raise
    except Exception as error:
        # Whatever a parser or a validator makes of an odd file, it is that one note's fault.
        raise UnreadableNoteError(path, reason_of(error)) from error


def reason_of(error: Exception) -> str:
    """Word an error that a parser or a validator did not word itself."""
    if isinstance(error, RecursionError):
        return f"nested more than {DEEPEST} levels deep"
    if isinstance(error, OverflowError):
        return "a number or an escaped character that is too large"
    if "integer string conversion" in str(error):
        return "a number of more than 4,300 digits"
    said = str(error).split("\n")[0][:200]
    return f"cannot be read ({type(error).__name__}{': ' if said else ''}{said})"


def _load(text: str, path: str) -> "Paper":
    from paperlist.model.paper import Paper

    try:
        return Paper.parse(_parse(text, path))
    except InvalidPaperError:
        # Rare, so it may be slow: a plain scalar that looks like a number was meant as text.
        values = _parse_with_numbers_as_text(text, path)
        try:
            return Paper.parse(values)
        except InvalidPaperError as error:
            line = _line_of(text, error.problems[0].split(" ")[0].split(".")[0])
            raise UnreadableNoteError(path, str(error), line) from error


def dump(paper: "Paper") -> bytes:
    """Return the file of a new paper: keys in order, literal blocks, nothing folded.

    Raises:
        TooLargeError: nobody could read it any more.
    """
    return _readable(_dump(paper.fields()).encode(), paper.title)


def _readable(content: bytes, title: str) -> bytes:
    if len(content) > LARGEST_BYTES:
        raise TooLargeError(title, len(content), LARGEST_BYTES)
    return content


_FORM = ("title", "category", "keypoints", "objective", "method", "metric", "limitation")


def form(fields: Mapping[str, Any]) -> str:
    """Return a file to fill in: `fields`, and the empty fields that most notes have."""
    written = {key: _dump({key: value}) for key, value in fields.items()}
    for key in _FORM:
        # An empty literal block: what is typed below it keeps its line ends.
        empty = f"{key}:\n" if key in _FORM[:3] else f"{key}: |-\n  \n"
        written.setdefault(key, empty)
    head = "# Only the title is needed. Text below a field is indented by two spaces.\n"
    return head + "".join(written[key] for key in FIELDS if key in written)


def edit(content: bytes, paper: "Paper", path: str) -> bytes:
    """Return `content` with the fields that differ from `paper` rewritten.

    Comments, key order and the spelling of all that did not change stay as they are.

    Raises:
        UnreadableNoteError: `content` cannot be read, or not be edited; it has to stay then.
    """
    old, new = load(content, path).fields(), paper.fields()
    if _equal(old, new):
        return content
    text = _decode(content, path)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    for way in (_edit_lines, _edit_whole):
        edited = way(text, old, new)
        # A file of unusual form may not split along its lines; what was meant decides.
        if edited is not None and _reads_as(_readable(edited.encode(), paper.title), new):
            return mark + edited.encode()
    raise UnreadableNoteError(path, "YAML of a form that has to be edited by hand")


def _equal(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    from paperlist.store import yaml_lines

    return old.keys() == new.keys() and all(yaml_lines.same(old[key], new[key]) for key in old)


def _reads_as(content: bytes, fields: Mapping[str, Any]) -> bool:
    try:
        return _equal(load(content, "").fields(), fields)
    except UnreadableNoteError:
        return False


def _decode(content: bytes, path: str) -> str:
    try:
        return decode(content, path)
    except ReadError as error:
        raise UnreadableNoteError(path, "not UTF-8 text", error.line) from error


def _parse(text: str, path: str) -> Mapping[str, Any]:
    if len(text) > LARGEST_BYTES:
        raise UnreadableNoteError(path, f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is")
    values: Mapping[str, Any] | None = None if may_be_deep(text) else parse_fast(text)
    if not isinstance(values, dict):
        values = parse_slowly(text, path)
    if problem := problem_of(values):
        raise UnreadableNoteError(path, problem)
    return _merged(values) if "<<" in values else values


def _merged(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take over the mappings that `<<` names, as YAML 1.1 does; only at the top of a note."""
    named = values["<<"] if isinstance(values["<<"], list) else [values["<<"]]
    if not all(isinstance(each, dict) for each in named):
        return values
    merged: dict[str, Any] = {}
    for each in reversed(named):
        merged |= each
    return merged | {key: value for key, value in values.items() if key != "<<"}


def parse_fast(text: str) -> Any:
    """Parse `text` with yaml-rs; return None where that is missing or refuses it."""
    try:
        import yaml_rs
    except ImportError:
        return None
    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, *_OF_ODD_YAML):
        return None


def parse_slowly(text: str, path: str, *, numbers: bool = True) -> Mapping[str, Any]:
    """Parse `text` with ruamel.yaml; without `numbers`, numbers too are read as text.

    Raises:
        UnreadableNoteError: it is no YAML mapping.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text) > LARGEST_TO_READ_SLOWLY:
        raise UnreadableNoteError(path, "not YAML, and too large to say where")
    if has_deep_brackets(text):
        raise UnreadableNoteError(path, f"nested more than {DEEPEST} levels deep")
    try:
        values = _yaml(typ="safe", numbers=numbers).load(text)
    except MarkedYAMLError as error:
        if conflict := _CONFLICT.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            raise UnreadableNoteError(path, "a git merge conflict; resolve it", line) from error
        mark = error.problem_mark or error.context_mark
        reason = (error.problem or error.context or "not YAML").split("\n")[0]
        raise UnreadableNoteError(path, reason, mark.line + 1 if mark else None) from error
    except (YAMLError, *_OF_ODD_YAML) as error:
        raise UnreadableNoteError(path, reason_of(error)) from error
    if values is None:
        raise UnreadableNoteError(path, "the file is empty; title is missing")
    if not isinstance(values, dict):
        raise UnreadableNoteError(path, "not a list of 'field: value' lines", 1)
    return values


def _parse_with_numbers_as_text(text: str, path: str) -> Mapping[str, Any]:
    values = dict(parse_slowly(text, path))
    as_text = parse_slowly(text, path, numbers=False)
    return values | {key: as_text[key] for key in FIELDS if values.get(key) is not None}


def _line_of(text: str, key: str) -> int | None:
    match = re.search(rf"^{re.escape(key)}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None


@cache
def _resolver(*, numbers: bool) -> Any:
    from ruamel.yaml.resolver import VersionedResolver

    unresolved = {"tag:yaml.org,2002:timestamp", _MERGE}
    if not numbers:
        unresolved |= {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool")}
    by_version: dict[Any, Any] = {}

    class Resolver(VersionedResolver):
        @property
        def versioned_resolver(self) -> Any:
            version = self.processing_version
            if version not in by_version:
                by_version[version] = {
                    first: [(tag, pattern) for tag, pattern in known if tag not in unresolved]
                    for first, known in super().versioned_resolver.items()
                }
            return by_version[version]

    return Resolver


@cache
def _constructor(typ: str) -> Any:
    from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor

    class Constructor(RoundTripConstructor if typ == "rt" else SafeConstructor):  # type: ignore[misc]
        def flatten_mapping(self, node: Any) -> list[Any]:  # noqa: ARG002
            """Merge nothing: merges of merges grow without end."""
            return []

    return Constructor


def _yaml(*, typ: str = "rt", numbers: bool = True) -> "YAML":
    from ruamel.yaml import YAML

    yaml = YAML(typ=typ, pure=True)
    yaml.Resolver = _resolver(numbers=numbers)
    yaml.Constructor = _constructor(typ)
    yaml.composer.warn_double_anchors = False  # YAML 1.2 allows them
    yaml.width = 2**31  # never fold
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


def _dump(values: Any) -> str:
    from paperlist.store import yaml_scalars

    if isinstance(values, dict):
        return "".join(
            yaml_scalars.dump(*field) or dump_slowly(dict([field])) for field in values.items()
        )
    return dump_slowly(values)


def dump_slowly(values: Any) -> str:
    """Return `values` as YAML in our form, all of it written by ruamel.yaml."""
    stream = io.StringIO()
    _yaml().dump(_as_block(values), stream)
    return stream.getvalue()


def _as_key(key: str) -> Any:
    return key if key.isprintable() else _escaped(key)


def _escaped(text: str) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text)


def _as_block(value: Any) -> Any:
    if isinstance(value, str) and _not_literal().search(value):
        return _escaped(value)
    if isinstance(value, str) and "\n" in value:
        from ruamel.yaml.scalarstring import LiteralScalarString

        return LiteralScalarString(value)
    if isinstance(value, str) and _LOOKS_LIKE_A_NUMBER.fullmatch(value):
        # To YAML 1.2 a date is text already; quoted, it is text to every other program too.
        from ruamel.yaml.scalarstring import SingleQuotedScalarString

        return SingleQuotedScalarString(value)
    if isinstance(value, dict):
        return {_as_key(key): _as_block(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_block(item) for item in value]
    return value


def _edit_lines(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    from paperlist.store import yaml_lines

    writer = yaml_lines.Writer(_dump, _through_ruamel)
    return yaml_lines.edited(text, list(_parse(text, "")), old, new, writer)


def _edit_whole(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    from paperlist.store import yaml_lines

    changed = [key for key in {**old, **new} if not yaml_lines.same(old.get(key), new.get(key))]
    values = {key: new.get(key) for key in changed}
    edited = _through_ruamel(text.replace("\r\n", "\n"), values)
    return edited.replace("\n", yaml_lines.line_end(text)) if edited is not None else None


def _through_ruamel(text: str, values: Mapping[str, Any]) -> str | None:
    """Return `text` with some keys set anew; None where ruamel.yaml refuses it."""
    from ruamel.yaml.error import YAMLError

    if len(text) > LARGEST_TO_READ_SLOWLY or may_be_deep(text):
        return None
    yaml = _yaml()
    stream = io.StringIO()
    try:
        document = yaml.load(text)
        for key, value in values.items():
            _set(document, key, value)
        yaml.dump(document, stream)
    except (YAMLError, *_OF_ODD_YAML):
        return None
    return stream.getvalue()


def _set(document: Any, key: str, value: Any) -> None:
    from paperlist.store import yaml_lines

    have = document.get(key)
    if value is None:
        document.pop(key, None)
    elif isinstance(value, list) and isinstance(have, list):
        have[:] = _as_block(value)
    elif isinstance(value, dict) and isinstance(have, dict):
        for name in list(have):
            if name not in value or list(have) != list(value):
                del have[name]
        for name, item in value.items():
            if have.get(name) != item:
                have[name] = _as_block(item)
    elif key in document:
        document[key] = _as_block(value)
    else:
        document.insert(yaml_lines.place_of(key, list(document)), key, _as_block(value))
