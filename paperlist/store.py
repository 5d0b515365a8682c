"""YAML text <-> Paper. The only module that knows YAML.

The rules are YAML 1.2's: `no` is a word, and so is a date. Reading goes through yaml-rs; where
that is missing or refuses a file, ruamel.yaml decides and words the error. Writing goes through
ruamel.yaml's round-trip mode. An edit replaces the lines of the keys that changed and leaves
every other byte of the file as it was.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

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
        UnreadableNoteError: `content` cannot be read; nothing may be written over it then.
    """
    old, new = load(content, path).fields(), paper.fields()
    changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    if not changed:
        return content
    text = _decode(content, path)
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    if blocks := _Blocks.split(text):
        for key in changed:
            blocks.put(key, new.get(key))
        edited = blocks.text().replace("\n", line_end).encode()
        # A file of unusual form may not split along its lines; what was meant decides.
        if load(edited, path).fields() == new:
            return edited
    return _edit_whole(text, new, changed).replace("\n", line_end).encode()


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


def _dump(values: Mapping[str, Any]) -> str:
    stream = io.StringIO()
    _yaml().dump({key: _as_block(value) for key, value in values.items()}, stream)
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


def _edit_whole(text: str, new: Mapping[str, Any], changed: list[str]) -> str:
    yaml = _yaml()
    document = yaml.load(text)
    for key in changed:
        _set(document, key, new.get(key))
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _set(document: Any, key: str, value: Any) -> None:
    if value is None:
        del document[key]
    elif isinstance(value, list) and isinstance(document.get(key), list):
        _update_list(document[key], value)
    elif isinstance(value, dict) and isinstance(document.get(key), dict):
        for name in [name for name in document[key] if name not in value]:
            del document[key][name]
        for name, item in value.items():
            if document[key].get(name) != item:
                document[key][name] = _as_block(item)
    elif key in document or key not in FIELDS:
        document[key] = _as_block(value)
    else:
        later = set(FIELDS[FIELDS.index(key) + 1 :])
        place = next((i for i, name in enumerate(document) if name in later), len(document))
        document.insert(place, key, _as_block(value))


def _update_list(items: Any, value: list[Any]) -> None:
    """Make `items` equal `value` by single removals and insertions, so that comments stay."""
    for i in range(len(items) - 1, -1, -1):
        if items[i] not in value:
            del items[i]
    kept = list(items)
    if kept != [item for item in value if item in kept]:
        items[:] = value
        return
    for i, item in enumerate(value):
        if i >= len(items) or items[i] != item:
            items.insert(i, _as_block(item))


class _Blocks:
    """A file cut into the lines of its top-level keys, where its form allows that."""

    def __init__(self, head: str, blocks: dict[str, str]) -> None:
        self._head = head
        self._blocks = blocks

    @classmethod
    def split(cls, text: str) -> "_Blocks | None":
        document = _yaml().load(text)
        places = [document.lc.key(key) for key in document if key in document.lc.data]
        rows = [row for row, _ in places]
        one_key_a_line = rows == sorted(set(rows)) and not any(column for _, column in places)
        if len(places) != len(document) or not one_key_a_line:
            return None
        lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
        ends = [*rows[1:], len(lines)]
        blocks = ("".join(lines[row:end]) for row, end in zip(rows, ends, strict=True))
        return cls("".join(lines[: rows[0]]), dict(zip(document, blocks, strict=True)))

    def put(self, key: str, value: Any) -> None:
        if value is None:
            self._remove(key)
        elif key in self._blocks:
            self._blocks[key] = self._rewritten(key, value)
        else:
            self._insert(key, _dump({key: value}))

    def text(self) -> str:
        return self._head + "".join(self._blocks.values())

    def _rewritten(self, key: str, value: Any) -> str:
        block = self._blocks[key]
        yaml = _yaml()
        document = yaml.load(block)
        if isinstance(document[key], str) and isinstance(value, str):
            # ruamel drops comments behind a block scalar that is replaced, so keep them apart.
            return _dump({key: value}).rstrip("\n") + _eol_comment(block) + _trailing(block)
        _set(document, key, value)
        if match := re.search(r"^( +)- ", block, re.MULTILINE):
            yaml.indent(sequence=len(match[1]) + 2, offset=len(match[1]))
        stream = io.StringIO()
        yaml.dump(document, stream)
        return stream.getvalue()

    def _remove(self, key: str) -> None:
        keys = list(self._blocks)
        rest = _trailing(self._blocks[key]).removeprefix("\n")
        place = keys.index(key)
        if place:
            self._blocks[keys[place - 1]] += rest
        else:
            self._head += rest
        del self._blocks[key]

    def _insert(self, key: str, block: str) -> None:
        later = set(FIELDS[FIELDS.index(key) + 1 :]) if key in FIELDS else set()
        before = next((name for name in self._blocks if name in later), None)
        items = list(self._blocks.items())
        place = [name for name, _ in items].index(before) if before else len(items)
        items.insert(place, (key, block))
        self._blocks = dict(items)


def _trailing(block: str) -> str:
    """The comment and blank lines at a block's end, with the line end before them."""
    return "\n" + "".join(reversed(list(_trailing_lines(block))))


def _trailing_lines(block: str) -> Iterator[str]:
    for line in reversed(block.splitlines(keepends=True)[1:]):
        if line.strip() and not line.startswith("#"):
            return
        yield line


def _eol_comment(block: str) -> str:
    first = block.split("\n", 1)[0]
    key_only = re.search(r"[|>][-+0-9]*(\s+#.*)$", first)
    if key_only or len(block.splitlines()) > 1 + len(list(_trailing_lines(block))):
        return ""
    match = re.search(r"(\s+#[^'\"]*)$", first)
    return match[1] if match else ""
