"""YAML text <-> Paper. The only module that knows YAML.

The rules are YAML 1.2's: `no` is a word, and so is a date. Reading goes through yaml-rs; where
that is missing or refuses a file, ruamel.yaml decides and words the error. Writing goes through
ruamel.yaml's round-trip mode. An edit replaces the lines of the keys that changed and leaves
every other byte of the file as it was.
"""

import codecs
import io
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.entry import FIELDS
from paperlist.errors import InvalidPaperError, UnreadableNoteError

if TYPE_CHECKING:
    from ruamel.yaml import YAML

    from paperlist.model import Paper

DATA = "data"
SUFFIX = ".yaml"
_MONTH_FOLDER = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_CONFLICT = re.compile(r"^<{7} ", re.M)
# Signs that YAML allows only escaped, or reads as ends of lines.
_NOT_LITERAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
# What a file may begin with, and what may end it.
_HEAD = re.compile(r"(?:(?:[ \t]*(?:#.*)?|%.*|---[ \t]*(?:#.*)?)\r?\n)*")
_TAIL = re.compile(r"^\.\.\.(?:[ \t].*)?(?:\r?\n(?:[ \t]*(?:#.*)?\r?\n?)*)?\Z", re.M)
_QUOTED = r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\""""
_KEY = rf"(?:{_QUOTED}|[^\n]*?)[ \t]*:(?=\s|\Z)"
# A key with nothing behind it: what it holds stands in the lines below.
_BARE = re.compile(rf"{_KEY}[ \t]*(?:#.*)?\n")
# A key with its value, up to a comment beside it.
_VALUE = re.compile(
    rf"{_KEY}[ \t]*(?:[&!]\S+[ \t]+)*"
    rf"(?:(?P<block>[|>][-+0-9]*)|(?:{_QUOTED})|[^\n]*(?:\n(?![ \t]*#)[^\n]*)*?)"
    r"(?P<rest>(?:[ \t]+\#|[ \t]*(?:\n|\Z)).*)",
    re.DOTALL,
)
_LOOKS_LIKE_A_NUMBER = re.compile(r"[\d][\d.:/-]*", re.ASCII)


def path_of(month: str, paper_id: str) -> str:
    """A paper's path in its library, with forward slashes."""
    return f"{DATA}/{month}/{paper_id}{SUFFIX}"


def is_month_folder(name: str) -> bool:
    """Whether a folder of `data/` holds papers."""
    return _MONTH_FOLDER.fullmatch(name) is not None


def load(content: bytes, path: str) -> "Paper":
    """The paper that a file's bytes hold.

    Raises:
        UnreadableNoteError: not UTF-8, not YAML, or no paper; with the line, where it has one.
    """
    from paperlist.model import Paper

    text = _decode(content, path)
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
    """The file of a new paper: keys in order, literal blocks, nothing folded."""
    return _dump(paper.fields()).encode()


_FORM = ("title", "category", "keypoints", "objective", "method", "metric", "limitation")


def form(fields: Mapping[str, Any]) -> str:
    """A file to be filled in: `fields`, and the empty ones that most notes have."""
    written = {key: _dump({key: value}) for key, value in fields.items()}
    for key in _FORM:
        # An empty literal block: what is typed below it keeps its line ends.
        empty = f"{key}:\n" if key in _FORM[:3] else f"{key}: |-\n  \n"
        written.setdefault(key, empty)
    head = "# Only the title is needed. Text below a field is indented by two spaces.\n"
    return head + "".join(written[key] for key in FIELDS if key in written)


def edit(content: bytes, paper: "Paper", path: str) -> bytes:
    """`content` with the fields that differ from `paper` written anew.

    Comments, key order and the spelling of all that did not change stay as they are.

    Raises:
        UnreadableNoteError: `content` cannot be read, or not be edited; it has to stay then.
    """
    old, new = load(content, path).fields(), paper.fields()
    changed = [key for key in {**old, **new} if not _same(old, new, key)]
    if not changed:
        return content
    text = _decode(content, path)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    # A file of unusual form may not split along its lines; what was meant decides.
    for way in (_edit_lines, _edit_whole):
        edited = way(text, old, new, changed)
        if edited is not None and _reads_as(edited.encode(), new, path):
            return mark + edited.encode()
    raise UnreadableNoteError(path, "YAML of a form that has to be edited by hand")


def _same(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> bool:
    if key not in old or key not in new:
        return False
    here, there = old[key], new[key]
    in_order = not isinstance(here, dict) or list(here) == list(there)
    return bool(here == there) and in_order


def _reads_as(content: bytes, fields: Mapping[str, Any], path: str) -> bool:
    try:
        read = load(content, path).fields()
    except UnreadableNoteError:
        return False
    return read.keys() == fields.keys() and all(_same(read, fields, key) for key in fields)


def _decode(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableNoteError(path, "not UTF-8 text", line) from error


def _parse(text: str, path: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] | None = parse_fast(text)
    if not isinstance(values, dict) or "<<" in values:
        values = parse_slowly(text, path)
    return values


def parse_fast(text: str) -> Any:
    """What yaml-rs makes of `text`; None where it is missing or refuses it."""
    try:
        import yaml_rs
    except ImportError:
        return None
    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except yaml_rs.YAMLDecodeError:
        return None


def parse_slowly(text: str, path: str, *, numbers: bool = True) -> Mapping[str, Any]:
    """What ruamel.yaml makes of `text`; without `numbers` those, too, are read as text.

    Raises:
        UnreadableNoteError: it is no YAML mapping.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        values = _yaml(typ="safe", numbers=numbers).load(text)
    except MarkedYAMLError as error:
        if conflict := _CONFLICT.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            raise UnreadableNoteError(path, "a git merge conflict; resolve it", line) from error
        mark = error.problem_mark or error.context_mark
        reason = (error.problem or error.context or "not YAML").split("\n")[0]
        raise UnreadableNoteError(path, reason, mark.line + 1 if mark else None) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise UnreadableNoteError(path, str(error).split("\n")[0] or "not YAML") from error
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


def _yaml(*, typ: str = "rt", numbers: bool = True) -> "YAML":
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    unresolved = {"tag:yaml.org,2002:timestamp"}
    if not numbers:
        unresolved |= {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool")}

    class Resolver(VersionedResolver):
        @property
        def versioned_resolver(self) -> Any:
            resolvers = super().versioned_resolver
            return {
                first: [(tag, pattern) for tag, pattern in known if tag not in unresolved]
                for first, known in resolvers.items()
            }

    yaml = YAML(typ=typ, pure=True)
    yaml.Resolver = Resolver
    yaml.width = 2**31  # never fold
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


def _dump(values: Mapping[str, Any] | list[Any]) -> str:
    stream = io.StringIO()
    _yaml().dump(_as_block(values), stream)
    return stream.getvalue()


def _as_block(value: Any) -> Any:
    if isinstance(value, str) and _NOT_LITERAL.search(value):
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString

        return DoubleQuotedScalarString(value)
    if isinstance(value, str) and "\n" in value:
        from ruamel.yaml.scalarstring import LiteralScalarString

        return LiteralScalarString(value)
    if isinstance(value, str) and _LOOKS_LIKE_A_NUMBER.fullmatch(value):
        # To YAML 1.2 a date is text already; quoted, it is text to every other program too.
        from ruamel.yaml.scalarstring import SingleQuotedScalarString

        return SingleQuotedScalarString(value)
    if isinstance(value, dict):
        return {key: _as_block(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_block(item) for item in value]
    return value


def _edit_whole(
    text: str, _: Mapping[str, Any], new: Mapping[str, Any], changed: Sequence[str]
) -> str | None:
    line_end = _line_end(text)
    edited = _through_ruamel(text.replace("\r\n", "\n"), {key: new.get(key) for key in changed})
    return edited.replace("\n", line_end) if edited is not None else None


def _through_ruamel(text: str, values: Mapping[str, Any]) -> str | None:
    from ruamel.yaml.error import YAMLError

    yaml = _yaml()
    stream = io.StringIO()
    try:
        document = yaml.load(text)
        for key, value in values.items():
            _set(document, key, value)
        yaml.dump(document, stream)
    except (YAMLError, ValueError, RecursionError):
        return None
    return stream.getvalue()


def _set(document: Any, key: str, value: Any) -> None:
    if value is None:
        document.pop(key, None)
    elif isinstance(value, list) and isinstance(document.get(key), list):
        document[key][:] = _as_block(value)
    elif isinstance(value, dict) and isinstance(document.get(key), dict):
        had = document[key]
        for name in [name for name in had if name not in value or list(had) != list(value)]:
            del had[name]
        for name, item in value.items():
            if had.get(name) != item:
                had[name] = _as_block(item)
    elif key in document or key not in FIELDS:
        document[key] = _as_block(value)
    else:
        document.insert(_place(list(document), key), key, _as_block(value))


def _place(keys: Sequence[str], key: str) -> int:
    """Where among `keys` a field that is not there yet belongs."""
    later = set(FIELDS[FIELDS.index(key) + 1 :]) if key in FIELDS else set()
    return next((i for i, name in enumerate(keys) if name in later), len(keys))


class _Chunk(NamedTuple):
    """The lines of a key or of a list's item, the comments above them, and what follows them."""

    lead: str
    body: str
    trail: str


def _edit_lines(
    text: str, old: Mapping[str, Any], new: Mapping[str, Any], changed: Sequence[str]
) -> str | None:
    """`text` with only the lines of the changed keys replaced; None where its form forbids it."""
    head = _HEAD.match(text)
    tail = _TAIL.search(text)
    assert head
    body = text[head.end() : tail.start() if tail else len(text)]
    keys = list(_parse(text, ""))
    line_end = _line_end(text)
    if body and not body.endswith("\n"):
        body += line_end
    parts = _cut(body, "", len(keys))
    if parts is None or parts.above:
        return None
    bodies: dict[str, str] = {}
    chunks = dict(zip(keys, parts.chunks, strict=True))
    order = [key for key in keys if key in new or key not in changed]
    for key in changed:
        if key not in new:
            continue
        if key not in chunks:
            order.insert(_place(order, key), key)
        was = chunks[key].body.replace("\r\n", "\n") if key in chunks else ""
        written = _rewritten(was, key, old.get(key), new[key])
        if written is None:
            return None
        bodies[key] = written.replace("\n", line_end)
    return head[0] + _assembled(chunks, order, bodies) + (tail[0] if tail else "")


class _Parts(NamedTuple):
    """What stands above the first key or item, and the lines of each."""

    above: str
    chunks: list[_Chunk]


def _cut(text: str, indent: str, count: int, item: str = "") -> _Parts | None:
    """`text` cut at the lines that begin a key (or, with `-` for `item`, an item)."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    is_start = re.compile(rf"{indent}-\s" if item else rf"{indent}(?![\s#]|[-?:]\s|---|\.\.\.)")
    starts = [row for row, line in enumerate(lines) if is_start.match(line)]
    if len(starts) != count or not count:
        return None
    chunks: list[_Chunk] = []
    lead = ""
    for row, end in pairwise([*starts, len(lines)]):
        stop = end
        while stop - 1 > row and _is_loose(lines[stop - 1], len(indent)):
            stop -= 1
        split = end
        while end < len(lines) and split > stop and lines[split - 1].strip():
            split -= 1
        chunks.append(_Chunk(lead, "".join(lines[row:stop]), "".join(lines[stop:split])))
        lead = "".join(lines[split:end])
    return _Parts("".join(lines[: starts[0]]), chunks)


def _is_loose(line: str, indent: int) -> bool:
    """Whether a line is blank, or a comment that is not indented below its key."""
    comment = line.lstrip(" ")
    return not comment.strip() or (comment[0] == "#" and len(line) - len(comment) <= indent)


def _assembled(
    chunks: Mapping[str, _Chunk], order: Sequence[str], bodies: Mapping[str, str]
) -> str:
    """The chunks in `order`, each with its new body if it has one; no comment is lost."""
    kept: dict[str, str] = {}
    loose = ""
    for name, chunk in chunks.items():
        if name in order:
            kept[name] = loose + chunk.lead + bodies.get(name, chunk.body) + chunk.trail
            loose = ""
        else:
            loose += chunk.lead + chunk.trail.lstrip("\r\n")
    return "".join(kept.get(name) or bodies[name] for name in order) + loose


def _rewritten(body: str, key: str, old: Any, new: Any) -> str | None:
    """The lines of `key` for the value `new`; `body` are those for `old`."""
    if _BARE.match(body) and isinstance(old, list) and isinstance(new, list):
        return _items(body, old, new)
    if _BARE.match(body) and isinstance(old, dict) and isinstance(new, dict):
        return _entries(body, old, new)
    if isinstance(old, (list, dict)) and isinstance(new, type(old)):
        return _through_ruamel(body, {key: new})
    first, *rest = _dump({key: new}).splitlines(keepends=True)
    beside, below = _comments(body)
    return "".join([first.rstrip("\n"), beside, "\n", *rest, *below])


def _items(body: str, old: list[Any], new: list[Any]) -> str | None:
    first, rest = body.split("\n", 1)
    indent = re.search(r"^( *)-\s", rest, re.M)
    parts = _cut(rest, indent[1], len(old), "-") if indent else None
    if indent is None or parts is None:
        return None
    names = [json.dumps(item) for item in old]
    order = [json.dumps(item) for item in new]
    bodies = {
        name: textwrap.indent(_dump([item]), indent[1])
        for name, item in zip(order, new, strict=True)
        if name not in names
    }
    chunks = dict(zip(names, parts.chunks, strict=True))
    return f"{first}\n{parts.above}{_assembled(chunks, order, bodies)}"


def _entries(body: str, old: dict[str, Any], new: dict[str, Any]) -> str | None:
    first, rest = body.split("\n", 1)
    indent = re.search(r"^( +)[^\s#]", rest, re.M)
    parts = _cut(rest, indent[1], len(old)) if indent else None
    if indent is None or parts is None:
        return None
    bodies: dict[str, str] = {}
    chunks = dict(zip(old, parts.chunks, strict=True))
    for name, item in new.items():
        if old.get(name) == item and name in old:
            continue
        was = textwrap.dedent(chunks[name].body) if name in chunks else ""
        written = _rewritten(was, name, old.get(name), item)
        if written is None:
            return None
        bodies[name] = textwrap.indent(written, indent[1])
    return f"{first}\n{parts.above}{_assembled(chunks, list(new), bodies)}"


def _comments(body: str) -> tuple[str, list[str]]:
    """The comment beside a key's value, with the space before it, and the lines of those below."""
    match = _VALUE.match(body)
    if match is None:
        return "", []
    beside, *below = match["rest"].split("\n")
    comment = re.match(r"\s*#.*", beside)
    lines = [line.strip() for line in below] if match["block"] is None else []
    return (
        f"  {comment[0].lstrip()}" if comment else "",
        [f"{line}\n" for line in lines if line.startswith("#")],
    )


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
