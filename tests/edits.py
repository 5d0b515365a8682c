"""Notes as people write them, and edits as people make them, for property tests of merging."""

import json
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

VOCABULARY = "memory bank video diffusion long attention 图像 生成 token naïve cache frame".split()
words = st.one_of(
    st.sampled_from(VOCABULARY), st.integers(0, 400).map(lambda number: f"word{number}")
)
phrases = st.lists(words, min_size=1, max_size=5).map(" ".join)
lines = st.one_of(
    phrases,
    phrases.map(lambda text: f"- {text}"),
    phrases.map(lambda text: f"  - {text}"),
    phrases.map(lambda text: f"{text} # no comment"),
    st.sampled_from(["", "```", "> quoted: text", "1. one", "- 'a': \"b\""]),
)
texts = st.lists(lines, min_size=1, max_size=6).map("\n".join).map(str.strip).filter(bool)
comments = phrases.map(lambda text: f"# {text}")
_STATUSES = ("to-read", "reading", "read")
_VENUES = ("CVPR 2024", "ICML 2024", "arXiv", "NeurIPS 2023")


@dataclass(frozen=True)
class Piece:
    """One field of a note, and how it is written."""

    value: Any
    above: tuple[str, ...] = ()
    beside: str = ""
    style: int = 0

    def text(self, name: str) -> str:
        """The lines of the field."""
        above = "".join(f"{comment}\n" for comment in self.above)
        beside = f"  {self.beside}" if self.beside else ""
        value, style = self.value, self.style
        if isinstance(value, str):
            if "\n" in value:
                lines = "".join(f"  {line}\n" if line else "\n" for line in value.split("\n"))
                return f"{above}{name}: |{'-' * (style % 2)}{beside}\n{lines}"
            plain = style % 3 == 0 and value.replace(" ", "").isalnum() and not value.isdigit()
            return f"{above}{name}: {value if plain else _quoted(value)}{beside}\n"
        if style % 3 == 0 or not value:
            return f"{above}{name}: {_flow(value)}{beside}\n"
        indent = "  " if isinstance(value, dict) or style % 3 == 1 else ""
        items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        rows = "".join(_row(indent, key, item) for key, item in items)
        return f"{above}{name}:{beside}\n{rows}"


def _row(indent: str, key: str | None, item: str) -> str:
    if key is None:
        return f"{indent}- {_quoted(item)}\n"
    if "\n" in item:
        lines = "".join(f"{indent}  {line}\n" if line else "\n" for line in item.split("\n"))
        return f"{indent}{key}: |-\n{lines}"
    return f"{indent}{key}: {_quoted(item)}\n"


def _quoted(text: str) -> str:
    return text if text.replace(" ", "").isalpha() else json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


Note = dict[str, Piece]


def written(note: Note, *, windows: bool = False) -> bytes:
    """The file of a note."""
    text = "".join(piece.text(name) for name, piece in note.items())
    return text.replace("\n", "\r\n" if windows else "\n").encode()


_keypoints = st.lists(phrases, max_size=4, unique=True)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": phrases,
    "category": phrases,
    "keypoints": _keypoints,
    "objective": texts,
    "method": texts,
    "sections": st.dictionaries(st.sampled_from(["Results", "Data", "讨论"]), texts, max_size=2),
    "notes": texts,
    "links": st.dictionaries(
        st.sampled_from(["paper", "code", "blog"]),
        words.map(lambda word: f"https://x.org/{word}"),
        max_size=3,
    ),
    "authors": _keypoints,
    "venue": st.sampled_from(_VENUES),
    "published": st.sampled_from(["2024", "2024-04", "2023-12-01"]),
    "arxiv": st.sampled_from(["2404.05726", "2404.00001", "2401.12345"]),
    "status": st.sampled_from(_STATUSES),
    "added": st.sampled_from(["2024-04-09T10:00:00Z", "2025-01-01T00:00:00Z"]),
    "mine": st.one_of(phrases, _keypoints, st.dictionaries(words, phrases, max_size=2)),
}


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """A note with comments and unusual layouts."""
    most = draw(st.sampled_from([2, 4, 9]))  # in a note of two fields, people meet often
    names = draw(st.lists(st.sampled_from([*_VALUES]), unique=True, min_size=1, max_size=most))
    order = names if draw(st.booleans()) else [name for name in _VALUES if name in names]
    if "title" not in order:
        order = ["title", *order]
    return {name: draw(_pieces(name)) for name in order}


@st.composite
def _pieces(draw: st.DrawFn, name: str) -> Piece:
    above = draw(st.lists(comments, max_size=1)) if draw(st.booleans()) else []
    beside = draw(comments) if draw(st.integers(0, 4)) == 0 else ""
    return Piece(draw(_VALUES[name]), tuple(above), beside, draw(st.integers(0, 5)))


def _change_value(draw: st.DrawFn, value: Any, name: str) -> Any:
    if isinstance(value, list):
        return draw(_list_edits(value))
    if isinstance(value, dict):
        return draw(_mapping_edits(value))
    if name in {"objective", "method", "notes", "mine"}:
        return draw(text_edits(value))
    return draw(_VALUES[name])


@st.composite
def _list_edits(draw: st.DrawFn, value: list[str]) -> list[str]:
    changed = list(value)
    what = draw(st.integers(0, 3))
    if what == 0 and changed:
        changed.pop(draw(st.integers(0, len(changed) - 1)))
    elif what == 1 and changed:
        changed[draw(st.integers(0, len(changed) - 1))] = draw(phrases)
    elif what == 2:
        changed.reverse()
    else:
        changed.insert(draw(st.integers(0, len(changed))), draw(phrases))
    return list(dict.fromkeys(changed))


@st.composite
def _mapping_edits(draw: st.DrawFn, value: dict[str, str]) -> dict[str, str]:
    changed = dict(value)
    name = draw(st.sampled_from(["paper", "code", "Results", "data", *value]))
    if name in changed and draw(st.booleans()):
        del changed[name]
    elif name in changed and " " in changed[name]:
        changed[name] = draw(text_edits(changed[name]))
    else:
        changed[name] = draw(words.map(lambda word: f"https://x.org/{word}"))
    return changed


@st.composite
def text_edits(draw: st.DrawFn, value: str) -> str:
    """The text after one edit of one person."""
    rows = value.split("\n")
    what = draw(st.integers(0, 4))
    place = draw(st.integers(0, len(rows) - 1))
    if what == 0:
        rows[place] = draw(lines)
    elif what == 1:
        rows[place] = f"{rows[place]} {draw(phrases)}"
    elif what == 2:
        rows += ["", draw(phrases)]
    elif what == 3:
        rows.insert(place, draw(lines))
    else:
        del rows[place]
    return "\n".join(rows).strip() or "left"


@st.composite
def _edit(draw: st.DrawFn, note: Note) -> Note:
    name = draw(st.sampled_from([*note]))
    piece = note[name]
    what = draw(st.integers(0, 7))
    if what <= 3:
        return note | {name: replace(piece, value=_change_value(draw, piece.value, name))}
    if what == 4:
        return note | {name: replace(piece, above=(*piece.above, draw(comments)))}
    if what == 5:
        return note | {name: replace(piece, beside=draw(st.one_of(st.just(""), comments)))}
    if what == 6 and name != "title":
        return {key: each for key, each in note.items() if key != name}
    added = draw(st.sampled_from([*_VALUES]))
    return note if added in note else note | {added: draw(_pieces(added))}


@st.composite
def edited(draw: st.DrawFn, note: Note) -> Note:
    """The note after a few edits of one person."""
    for _ in range(draw(st.sampled_from([2, 1, 3, 4, 0]))):
        note = draw(_edit(note))
    return note


@st.composite
def files(draw: st.DrawFn, sides: int = 2) -> tuple[bytes, ...]:
    """The file of a note, and the same file as several people edited it."""
    note = draw(notes())
    windows = draw(st.integers(0, 5)) == 0
    changed = [draw(edited(note)) for _ in range(sides)]
    return tuple(written(each, windows=windows) for each in (note, *changed))
