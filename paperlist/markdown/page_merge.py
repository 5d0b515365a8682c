"""Three-way merge of a published page.

The words around the marks are people's, and are merged by lines. The text between the marks is made
from the notes, so it is merged by whole sections, such as months, and never within one: a section
has a hash, which no text fits that was not published. If both sides changed one section, the
generated text of one side is kept whole, and has to be published again.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from paperlist.errors import MarksError
from paperlist.markdown.marks import Marked, cut
from paperlist.text.diff3 import merge_lines
from paperlist.text.line_ends import (
    has_windows_ends,
    merged_windows_ends,
    with_unix_ends,
    with_windows_ends,
)


class _Page(NamedTuple):
    """A page in parts.

    Attributes:
        above: the lines above the marks.
        generated: the sections between the marks, with the marks.
        below: the lines below the marks.
        is_ours: returns whether paperlist wrote the sections, so that it can write them again.
    """

    above: list[bytes]
    generated: list[bytes]
    below: list[bytes]
    is_ours: Callable[[], bool]


def merge_pages(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    """Return the page that both sides made of `base`, or None if a person has to decide.

    A person decides if both sides changed the same words around the marks, if the marks are missing
    or broken, or if someone edited the text between the marks by hand and the other side changed it
    too.

    Args:
        base: the page before both changes; None if both sides added it.
        ours: the page of one side. Where both sides changed a section, this side's text is kept.
        theirs: the page of the other side.
    """
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    sides = [each for each in (base, ours, theirs) if each is not None]
    if len({has_windows_ends(side) for side in sides}) == 1:
        return _merge(base, ours, theirs)
    before = None if base is None else with_unix_ends(base)
    merged = merge_pages(before, with_unix_ends(ours), with_unix_ends(theirs))
    if merged is not None and merged_windows_ends(base, ours, theirs):
        return with_windows_ends(merged)
    return merged


def _merge(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    mine, others = _parts(ours), _parts(theirs)
    if mine is None or others is None:
        return None
    before = (_parts(base) if base is not None else None) or _Page([], [], [], lambda: True)
    above, is_clear_above = merge_lines(before.above, mine.above, others.above)
    below, is_clear_below = merge_lines(before.below, mine.below, others.below)
    generated = _merge_generated(before, mine, others)
    if generated is None or not is_clear_above or not is_clear_below:
        return None
    return b"".join([*above, *generated, *below])


def _merge_generated(base: _Page, ours: _Page, theirs: _Page) -> list[bytes] | None:
    """Return the sections of the merged page, or None if a person has to decide."""
    if theirs.generated in (ours.generated, base.generated):
        return ours.generated
    if ours.generated == base.generated:
        return theirs.generated
    if not ours.is_ours() or not theirs.is_ours():
        return None
    merged, is_clear = merge_lines(base.generated, ours.generated, theirs.generated)
    whole = _parts(b"".join(merged)) if is_clear else None
    return merged if whole is not None and whole.is_ours() else ours.generated


def _parts(page: bytes) -> _Page | None:
    """Return the parts of a page, or None if it has no marks, or broken ones."""
    try:
        found = cut(page, "")
    except MarksError:
        return None
    if found is None:
        return None
    above, below = (text.splitlines(keepends=True) for text in (found.above, found.below))
    return _Page(above, found.sections, below, partial(_is_ours, found))


def _is_ours(page: Marked) -> bool:
    # Marks set by hand have no hash, so only an empty text between them is surely ours.
    return not page.is_edited() if page.is_stamped() else not page.between.strip()
