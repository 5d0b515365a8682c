"""Three-way merge of the file of one note, which keeps the comments and the layout of both sides.

`model/three_way.py` says which values the merged note has. The lines of the file are merged like
git does it, where that gives these values; otherwise the lines of the fields that both sides
changed are written anew.
"""

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import UnreadableNoteError
from paperlist.model.three_way import merge_fields, undecided_fields
from paperlist.model.three_way_list import merge_set
from paperlist.store import notes, yaml_comments, yaml_editor
from paperlist.text.diff3 import merge_lines

if TYPE_CHECKING:
    from paperlist.model.paper import Paper


class MergedNote(NamedTuple):
    """The note that two sides made together.

    Attributes:
        content: the bytes of the file.
        undecided: the names of the fields in which two versions stand, for a person to choose.
    """

    content: bytes
    undecided: tuple[str, ...]


class _Form(NamedTuple):
    """How a file is written, apart from its text."""

    has_mark: bool
    is_of_windows: bool


def merge_notes(base: bytes | None, ours: bytes, theirs: bytes) -> MergedNote:
    """Return the note that both sides made of `base`.

    The sides can be swapped: the result is the same, byte by byte. No word that a side wrote is
    lost, in values or in comments.

    Args:
        base: the file before both changes; None if both sides added it. A file that cannot be read
            counts as None.
        ours: the file of one side.
        theirs: the file of the other side.

    Raises:
        UnreadableNoteError: a side cannot be read as a note; the path in the error is `ours` or
            `theirs`.
        InvalidPaperError: the merged values are not a valid paper, so a person has to merge.
        TooLargeError: the merged note would be larger than a note may be.
    """
    papers = notes.load(ours, "ours"), notes.load(theirs, "theirs")
    if theirs in {ours, base}:
        content = ours
    elif ours == base:
        content = theirs
    else:
        before = None if base is None else _fields(base)
        base = None if before is None else base
        fields = merge_fields(before, papers[0].fields(), papers[1].fields())
        content = _unchanged(base, ours, theirs) or _merge_files(base, ours, theirs, fields)
    return MergedNote(content, tuple(undecided_fields(notes.load(content, "merged").fields())))


def _unchanged(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    """Return the text that only one side changed, in the merged form; None if both changed it."""
    old, mine, others = (None if each is None else _text(each) for each in (base, ours, theirs))
    if others in {mine, old}:
        return _written(mine or "", _form(base, ours, theirs))
    return _written(others or "", _form(base, ours, theirs)) if mine == old else None


def _merge_files(
    base: bytes | None, ours: bytes, theirs: bytes, fields: Mapping[str, Any]
) -> bytes:
    from paperlist.model.paper import Paper

    paper = Paper.parse(fields)
    form = _form(base, ours, theirs)
    # The sides are sorted, so that the result does not depend on which side is which.
    first, second = sorted((_text(ours), _text(theirs)))
    before = _text(base) if base is not None else ""
    lines, clean = merge_lines(
        *(text.splitlines(keepends=True) for text in (before, first, second))
    )
    merged = "".join(lines)
    if clean and _reads_as(merged, paper):
        return _written(merged, form)
    return _written(
        _with_all_comments(_edit(merged, first, second, paper), before, first, second), form
    )


def _edit(merged: str, first: str, second: str, paper: "Paper") -> str:
    """Return one of the texts, edited so that it describes `paper`."""
    for text in (merged, first, second):
        try:
            return _text(notes.edit(text.encode(), paper, "merged"))
        except UnreadableNoteError:
            continue  # lines of two sides need not be YAML, and not all YAML can be edited
    return _text(notes.dump(paper))


def _with_all_comments(text: str, base: str, first: str, second: str) -> str:
    """Return `text` with just the comments that both sides have or that one side added."""
    sides = [(side, yaml_comments.find_comments(side)) for side in (first, second)]
    old = [comment.text for comment in yaml_comments.find_comments(base)] if base else []
    mine, others = ([comment.text for comment in found] for _, found in sides)
    wanted = Counter(merge_set(old, mine, others))
    have = yaml_comments.find_comments(text)
    surplus = Counter(comment.text for comment in have) - wanted
    text = yaml_comments.without_comments(text, list(_taken(have[::-1], surplus)))
    missing = wanted - Counter(comment.text for comment in have)
    for side, found in sides:
        text = yaml_comments.with_comments(text, list(_taken(found, missing)), side)
    return text


def _taken(
    comments: list[yaml_comments.Comment], counts: Counter[str]
) -> Iterator[yaml_comments.Comment]:
    """Yield the comments that `counts` has, and count them down."""
    for comment in comments:
        if counts[comment.text] > 0:
            counts[comment.text] -= 1
            yield comment


def _fields(base: bytes) -> dict[str, Any] | None:
    try:
        return notes.load(base, "base").fields()
    except UnreadableNoteError:
        return None


def _reads_as(text: str, paper: "Paper") -> bool:
    found, wanted = _fields(text.encode()), paper.fields()
    return found is not None and (
        found.keys() == wanted.keys()
        and all(yaml_editor.same(found[name], wanted[name]) for name in wanted)
    )


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def _form(base: bytes | None, ours: bytes, theirs: bytes) -> _Form:
    """Return the form of the side that changed the form; without a base, what both have."""
    has_mark, is_of_windows = (
        mine if mine == other else (mine and other if base is None else not old)
        for old, mine, other in zip(
            _form_of(base or b""), _form_of(ours), _form_of(theirs), strict=True
        )
    )
    return _Form(has_mark, is_of_windows)


def _form_of(content: bytes) -> _Form:
    return _Form(content.startswith(codecs.BOM_UTF8), b"\r\n" in content)


def _written(text: str, form: _Form) -> bytes:
    if form.is_of_windows:
        text = text.replace("\n", "\r\n")
    return (codecs.BOM_UTF8 if form.has_mark else b"") + text.encode()
