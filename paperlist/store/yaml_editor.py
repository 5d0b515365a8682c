"""An editor of YAML mappings that replaces whole lines, so that all other lines keep their bytes.

The text is cut into chunks, one for each key or list item. A chunk begins at a line whose key or
item is in the same column as the first key or item. Comments directly above a key belong to its
chunk, and so do comments below its value; if the key is removed, its comments stay. This method
suits notes as people write them, but not all of YAML. So the caller has to read the result again,
and to edit the text in another way if the result is wrong.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from paperlist.model.entry import FIELDS

# The lines that may be before the first key (comments, `---`), and after the last (`...`).
_HEAD = re.compile(r"(?:(?:[ \t]*(?:#.*)?|%.*|---[ \t]*(?:#.*)?)\r?\n)*")
_TAIL = re.compile(r"^\.\.\.(?:[ \t].*)?(?:\r?\n(?:[ \t]*(?:#.*)?\r?\n?)*)?\Z", re.M)
_QUOTED = r"""(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")"""
_KEY = rf"\s*(?:{_QUOTED}|[^\n]*?)[ \t]*:(?=\s|\Z)"
# A key whose value is on the lines below it.
_BARE = re.compile(rf"{_KEY}[ \t]*(?:#.*)?\n")
_FLOW = re.compile(rf"{_KEY}[ \t]*[\[{{]")
_PROPERTIES = r"[ \t]*(?:[&!]\S+[ \t]+)*"
_BLOCK_VALUE = re.compile(rf"{_KEY}{_PROPERTIES}[|>][-+0-9]*([^\n]*)")
_QUOTED_VALUE = re.compile(rf"{_KEY}{_PROPERTIES}{_QUOTED}(.*)", re.DOTALL)
_COMMENTED_VALUE = re.compile(rf"{_KEY}.*?(?:(?<![ \t])(?=[ \t]+#)|(?=\n[ \t]*#))(.*)", re.DOTALL)


class Writer(NamedTuple):
    """The functions that turn values into YAML.

    Attributes:
        dump: takes a mapping or list, and returns its lines.
        change: takes the text of a mapping and new values of keys, and returns the changed text, or
            None if the change is impossible. Used for lists and mappings in brackets.
    """

    dump: Callable[[Any], str]
    change: Callable[[str, Mapping[str, Any]], str | None]


class _Chunk(NamedTuple):
    """The lines of a key or a list item.

    Attributes:
        lead: the comments above.
        body: the key and its value.
        trail: the blank lines and comments below.
    """

    lead: str
    body: str
    trail: str


def edited(
    text: str,
    keys: Sequence[str],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    writer: Writer,
) -> str | None:
    """Return `text` with the values `new`. Only the lines of keys that changed are rewritten.

    Args:
        text: the text of a YAML mapping.
        keys: the top-level keys in `text`, in order.
        old: the values in `text`.
        new: the values that the result should have.
        writer: the functions that write values.

    Returns:
        the edited text, or None if `text` cannot be edited by lines.
    """
    head, tail = _HEAD.match(text), _TAIL.search(text)
    assert head
    body = text[head.end() : tail.start() if tail else len(text)]
    end = line_end(text)
    above, chunks = _cut_chunks(body if body.endswith("\n") else f"{body}{end}", "", len(keys))
    if above or not chunks:
        return None
    of_key = dict(zip(keys, chunks, strict=True))
    order = [key for key in keys if key in new or key not in old]
    bodies: dict[str, str] = {}
    for key in new:
        if key in old and same(old[key], new[key]):
            continue
        if key not in of_key:
            order.insert(place_of(key, order), key)
        before = of_key[key].body.replace("\r\n", "\n") if key in of_key else ""
        after = _rewrite(before, key, old.get(key), new[key], writer)
        if after is None:
            return None
        bodies[key] = after.replace("\n", end)
    return head[0] + _assemble(of_key, order, bodies) + (tail[0] if tail else "")


def same(old: Any, new: Any) -> bool:
    """Return whether two values are equal and, if they are mappings, in the same order."""
    in_order = not isinstance(old, dict) or list(old) == list(new or ())
    return in_order and bool(old == new)


def place_of(key: str, keys: Sequence[str]) -> int:
    """Return the position in `keys` at which to insert `key`, by the usual order of fields."""
    later = set(FIELDS[FIELDS.index(key) + 1 :]) if key in FIELDS else set()
    return next((i for i, name in enumerate(keys) if name in later), len(keys))


def line_end(text: str) -> str:
    """Return the line end to use in a text: CR LF if there is any in the text, else LF."""
    return "\r\n" if "\r\n" in text else "\n"


def _cut_chunks(text: str, indent: str, count: int, item: str = "") -> tuple[str, list[_Chunk]]:
    """Cut YAML lines into chunks, one for each key or list item.

    Return the text above the first chunk, and the list of chunks.

    Args:
        text: the lines of a mapping or list.
        indent: the spaces before each key or item.
        count: the number of chunks to expect; if there are more or fewer, the list is empty.
        item: "-" for a list, empty for a mapping.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    start = re.compile(rf"{indent}-\s" if item else rf"{indent}(?![\s#]|[-?:]\s|---|\.\.\.)")
    starts = [row for row, line in enumerate(lines) if start.match(line)]
    if len(starts) != count or not count:
        return "", []
    chunks: list[_Chunk] = []
    lead = ""
    for row, end in pairwise([*starts, len(lines)]):
        stop = split = end
        while stop - 1 > row and _is_loose(lines[stop - 1], len(indent)):
            stop -= 1
        while end < len(lines) and split > stop and lines[split - 1].strip():
            split -= 1
        chunks.append(_Chunk(lead, "".join(lines[row:stop]), "".join(lines[stop:split])))
        lead = "".join(lines[split:end])
    return "".join(lines[: starts[0]]), chunks


def _is_loose(line: str, indent: int) -> bool:
    """Return whether a line is blank, or a comment that is indented by at most `indent` spaces."""
    comment = line.lstrip(" ")
    return not comment.strip() or (comment[0] == "#" and len(line) - len(comment) <= indent)


def _assemble(chunks: Mapping[str, _Chunk], order: Sequence[str], bodies: Mapping[str, str]) -> str:
    """Return the text of the keys or list items in `order`; the comments of all others stay too.

    `chunks` has the lines that were cut out for each key or item. `bodies` has the text of keys or
    items that are new or change.
    """
    kept: dict[str, str] = {}
    loose = ""
    for name, chunk in chunks.items():
        if name in order:
            kept[name] = loose + chunk.lead + bodies.get(name, chunk.body) + chunk.trail
            loose = ""
        else:
            loose += chunk.lead + chunk.trail
    return "".join(kept[name] if name in kept else bodies[name] for name in order) + loose


def _rewrite(body: str, key: str, old: Any, new: Any, writer: Writer) -> str | None:
    """Return the lines of `key` with a new value, or None if that is impossible.

    `body` has the lines with the value `old`; `body` is empty if the key is new.
    """
    if _BARE.match(body) and isinstance(old, list) and isinstance(new, list):
        return _edit_items(body, old, new, writer)
    if _BARE.match(body) and isinstance(old, dict) and isinstance(new, dict):
        return _edit_pairs(body, old, new, writer)
    if _FLOW.match(body) and isinstance(new, type(old)):
        return writer.change(body, {key: new})
    first, *rest = writer.dump({key: new}).split("\n")
    beside, below = _comments(body)
    return "\n".join([first + beside, *below, *rest])


def _edit_items(body: str, old: list[Any], new: list[Any], writer: Writer) -> str | None:
    first, rest = body.split("\n", 1)
    found = re.search(r"^( *)-\s", rest, re.M)
    indent = found[1] if found else ""
    above, chunks = _cut_chunks(rest, indent, len(old), "-")
    if not chunks:
        return None
    names = [json.dumps(item) for item in old]
    order = [json.dumps(item) for item in new]
    bodies = {
        name: _indented(writer.dump([item]), indent)
        for name, item in zip(order, new, strict=True)
        if name not in names
    }
    if len(old) == len(new):
        # An item that gets another value, such as a renamed keypoint, keeps its comments.
        for place, (name, chunk) in enumerate(zip(order, chunks, strict=True)):
            if name in bodies and names[place] not in order:
                names[place] = name
                bodies[name] = _keep_comment(bodies[name], chunk.body.removeprefix(f"{indent}-"))
    of_item = dict(zip(names, chunks, strict=True))
    return f"{first}\n{above}{_assemble(of_item, order, bodies)}"


def _keep_comment(item: str, before: str) -> str:
    """Return the lines of a list item with the comment that stands beside the old item.

    `before` has the lines of the old item, without the hyphen.
    """
    first, rest = item.split("\n", 1)
    return f"{first}{_comments(f'x:{before}')[0]}\n{rest}"


def _edit_pairs(body: str, old: dict[str, Any], new: dict[str, Any], writer: Writer) -> str | None:
    first, rest = body.split("\n", 1)
    found = re.search(r"^( +)[^\s#]", rest, re.M)
    indent = found[1] if found else ""
    above, chunks = _cut_chunks(rest, indent, len(old))
    if not chunks:
        return None
    of_name = dict(zip(old, chunks, strict=True))
    bodies: dict[str, str] = {}
    for name, value in new.items():
        if name in old and same(old[name], value):
            continue
        before = re.sub(rf"(?m)^{indent}", "", of_name[name].body) if name in of_name else ""
        after = _rewrite(before, name, old.get(name), value, writer)
        if after is None:
            return None
        bodies[name] = _indented(after, indent)
    return f"{first}\n{above}{_assemble(of_name, list(new), bodies)}"


def _indented(text: str, indent: str) -> str:
    return re.sub(r"(?m)^(?=.)", indent, text)


def _comments(body: str) -> tuple[str, list[str]]:
    """Return the comment on the line of a value, and the comments on the lines below.

    The first comment includes the space between the value and the comment.
    """
    if block := _BLOCK_VALUE.match(body):
        return block[1].rstrip(), []
    match = _QUOTED_VALUE.match(body) or _COMMENTED_VALUE.match(body)
    beside, *below = match[1].split("\n") if match else [""]
    return beside.rstrip(), [line.strip() for line in below if line.strip()]
