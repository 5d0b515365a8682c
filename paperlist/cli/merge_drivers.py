"""The programs with which git merges files: `paperlist git merge-note` and two more.

git calls one of them for each file that both sides of a merge changed, so it has to start fast:
this module is run without the other commands, and imports only what the one file needs.
"""

import sys
from collections.abc import Callable, Sequence

from paperlist.errors import PaperlistError

MERGED, UNDECIDED, WRONG_USE = 0, 1, 2
_FILES = 4
_Merge = Callable[[bytes | None, bytes, bytes, str], bytes | None]


def run(name: str, files: Sequence[str]) -> int:
    """Merge a file for git, and return the exit status.

    The status is 0 if the file is merged, and 1 if a person has to decide; then the file has git's
    conflict markers.

    Args:
        name: the name of the program, such as `merge-note`.
        files: the paths of the file before both changes, which is empty if both sides added the
            file; of our file, which is overwritten; of their file; and the file's name in the
            repository.
    """
    if name not in DRIVERS or len(files) != _FILES:
        sys.stderr.write(f"git calls 'paperlist git {name} BASE OURS THEIRS NAME'.\n")
        return WRONG_USE
    *places, path = files
    base, ours, theirs = map(_content, places)
    try:
        merged = DRIVERS[name](base or None, ours, theirs, path)
    except PaperlistError as error:
        _say(path, str(error))
        merged = None
    if merged is None:
        _mark(places)
        return UNDECIDED
    if merged != ours:
        _write(places[1], merged)
    return MERGED


def _merge_note(base: bytes | None, ours: bytes, theirs: bytes, path: str) -> bytes | None:
    from paperlist.errors import UnreadableNoteError
    from paperlist.model.three_way import undecided_fields
    from paperlist.model.three_way_identity import are_one_paper
    from paperlist.store import notes
    from paperlist.store.note_merge import merge_notes

    sides = [notes.load(side, path).fields() for side in (ours, theirs)]
    try:
        before = notes.load(base, path).fields() if base is not None else None
    except UnreadableNoteError:
        before = None
    if not are_one_paper(before, *sides):
        _say(path, "the two sides have two different papers here")
        return None
    merged = merge_notes(base, ours, theirs)
    known = {name for side in sides for name in undecided_fields(side)}
    if fields := ", ".join(name for name in merged.undecided if name not in known):
        _say(path, f"both sides changed {fields}; paperlist check lists what is undecided")
    return merged.content


def _merge_page(base: bytes | None, ours: bytes, theirs: bytes, path: str) -> bytes | None:
    from paperlist.markdown.page_merge import merge_pages

    merged = merge_pages(base, ours, theirs)
    if merged is None:
        _say(path, "both sides changed the same words around the list, or someone edited the list")
    return merged


def _merge_settings(base: bytes | None, ours: bytes, theirs: bytes, path: str) -> bytes | None:
    from paperlist.store.settings_merge import merge_settings

    merged = merge_settings(base, ours, theirs)
    if merged is None:
        _say(path, "both sides changed one setting")
    return merged


DRIVERS: dict[str, _Merge] = {
    "merge-note": _merge_note,
    "merge-page": _merge_page,
    "merge-settings": _merge_settings,
}


def _mark(places: Sequence[str]) -> None:
    """Write both sides into our file, with conflict markers around what differs."""
    from contextlib import suppress
    from pathlib import Path

    from paperlist.errors import GitError
    from paperlist.library.git import Git
    from paperlist.store import conflict_markers

    base, ours, theirs = places
    sides = _content(ours), _content(theirs)
    labels = [word for label in ("ours", "base", "theirs") for word in ("-L", label)]
    with suppress(GitError):
        Git(Path.cwd()).run("merge-file", "--quiet", *labels, ours, base, theirs, may_fail=True)
    if conflict_markers.versions(_content(ours)) is None:
        # git can merge the lines, but what comes of it is not what anybody means.
        _write(ours, conflict_markers.marked(*sides))


def _content(place: str) -> bytes:
    with open(place, "rb") as file:
        return file.read()


def _write(place: str, content: bytes) -> None:
    with open(place, "wb") as file:
        file.write(content)


def _say(path: str, text: str) -> None:
    from paperlist.text.words import printable

    sys.stderr.write(f"{printable(f'{path}: {text}')}\n")
