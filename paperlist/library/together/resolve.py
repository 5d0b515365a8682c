"""`resolve`: merges the notes, pages and settings that git left with two versions.

It works in a merge, a rebase or a cherry-pick that is under way, and on files with conflict markers
that somebody has committed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperlist.errors import (
    ConfigError,
    GitError,
    InvalidPaperError,
    PaperlistError,
    TooLargeError,
    UnreadableNoteError,
)
from paperlist.library.git import Git, names
from paperlist.library.settings_file import FILE, content_of
from paperlist.library.together import merge as merging
from paperlist.library.together.own_files import OwnFiles
from paperlist.library.together.settle import Settled, settle
from paperlist.library.together.trees import Blob, by_id, id_of, is_note
from paperlist.store.conflict_markers import versions
from paperlist.store.containment import inside
from paperlist.store.files import read_file
from paperlist.store.layout import DATA
from paperlist.store.lock import locked
from paperlist.store.note_merge import merge_notes
from paperlist.store.settings_merge import merge_settings

if TYPE_CHECKING:
    from paperlist.library.library import Library


_LARGEST_BYTES = 200_000_000


class Resolved(NamedTuple):
    """What `resolve` did.

    Attributes:
        paths: the files that have one version now.
        said: sentences on what a person may want to look at.
        left: the files that a person has to merge, with the reason.
        unfinished: `merge`, `rebase` or the like, if git waits for its end.
    """

    paths: list[str]
    said: list[str]
    left: dict[str, str]
    unfinished: str


def resolve_settings(root: Path) -> bool:
    """Merge the versions in a paperlist.toml with conflict markers, since nothing works with them.

    Return whether the file was changed.

    Raises:
        ConfigError: the file cannot be read, is a link out of the library, or both sides changed
            one setting.
    """
    found = versions(content_of(root))
    content = merge_settings(*found) if found else None
    if found and content is None:
        raise ConfigError(
            root / FILE,
            "both sides changed one setting; keep the right lines, and remove the lines with "
            "<<<<<<<, ======= and >>>>>>>",
        )
    if content is not None:
        merging.write(root, Settled({FILE: content}))
    return content is not None


def resolve(library: "Library") -> Resolved:
    """Merge what git left with two versions, and publish the page again.

    Raises:
        GitError: git failed.
    """
    git = Git(library.root)
    try:
        unfinished = git.unfinished()
        unmerged = merging.unmerged(git)
    except GitError:
        return _in_no_repository(library)
    with locked(library.root):
        marked = [path for path in _marked(library) if path not in unmerged]
        if unfinished == "merge":
            base = git.run("merge-base", "HEAD", "MERGE_HEAD", may_fail=True).strip()
            settled = merging.settle_merge(library, git, base, "MERGE_HEAD", unmerged)
            done = [path for path in unmerged if path not in settled.left]
        else:
            settled = _settle_stages(library, git, unmerged)
            done = [path for path in unmerged if path not in settled.left]
        _settle_marked(library, settled, marked)
        done += [path for path in marked if path not in settled.left]
        merging.stage(git, library.root, done)
    if done:
        merging.publish(library, git, settled)
    return Resolved(done, settled.said, settled.left, unfinished)


def _in_no_repository(library: "Library") -> Resolved:
    settled, marked = Settled(), list(_marked(library))
    with locked(library.root):
        _settle_marked(library, settled, marked)
    done = [path for path in marked if path not in settled.left]
    if done and (library.root / OwnFiles(library).page).is_file():
        library.publish()
    return Resolved(done, settled.said, settled.left, "")


def _marked(library: "Library") -> Iterator[str]:
    """Yield the notes and pages that have conflict markers."""
    own = OwnFiles(library)
    root = library.root
    folder = (root / own.page).parent
    places = [*sorted((root / DATA).glob("*/*.yaml")), *sorted(folder.glob("*"))]
    for place in dict.fromkeys(places):
        path = place.relative_to(root).as_posix()
        if not (is_note(path) or own.is_page(path)) or not place.is_file():
            continue
        try:
            content = read_file(inside(root, place), path, _LARGEST_BYTES)
        except PaperlistError:
            continue  # a link out of the library, or too large; other commands name it
        if b"<<<<<<<" in content and versions(content):
            yield path


def _settle_marked(library: "Library", settled: Settled, paths: list[str]) -> None:
    own = OwnFiles(library)
    for path in paths:
        found = versions(read_file(library.root / path, path, _LARGEST_BYTES))
        if found is None:
            continue
        try:
            if merge := merging.way_of(own, path):
                content = merge(*found)
            else:
                content = merge_notes(*found).content
        except (UnreadableNoteError, InvalidPaperError, TooLargeError) as error:
            settled.left[path] = str(error).split("\n", maxsplit=1)[0]
            continue
        if content is None:
            settled.left[path] = merging.SAME_LINES
        else:
            settled.files[path] = content
    merging.write(library.root, settled)


def _settle_stages(library: "Library", git: Git, unmerged: list[str]) -> Settled:
    """Settle files by the three versions that git keeps of each file that it could not merge."""
    stages: dict[str, dict[str, Blob]] = {"1": {}, "2": {}, "3": {}}
    for line in names(git.run("ls-files", "--unmerged", "-z")):
        head, path = line.split("\t", 1)
        _, name, stage = head.split()
        stages[stage][path] = Blob(path, name)
    others = [
        Blob(path, head.split()[1])
        for head, path in (
            line.split("\t", 1) for line in names(git.run("ls-files", "--stage", "-z", "--", DATA))
        )
        if head.endswith(" 0")
    ]
    base, ours, theirs = (by_id(stage.values()) for stage in stages.values())
    wanted = {*base, *ours, *theirs}
    # One side may have moved a note, which git then has at its new place.
    moved = {key: blob for key, blob in by_id(others).items() if key in wanted}
    for side in (ours, theirs):
        side.update({key: blob for key, blob in moved.items() if key not in side})
    settled = settle(base, ours, theirs, lambda blob: git.content(blob.name))
    own = OwnFiles(library)
    for path in unmerged:
        merge = merging.way_of(own, path)
        contents = [stage[path] for stage in stages.values() if path in stage]
        if merge and path in stages["2"] and path in stages["3"]:
            before = git.content(stages["1"][path].name) if path in stages["1"] else None
            content = merge(before, *(git.content(blob.name) for blob in contents[-2:]))
            if content is not None:
                settled.files[path] = content
                continue
        if path not in settled.files and id_of(path) not in settled.files:
            settled.left.setdefault(path, merging.SAME_LINES)
    merging.write(library.root, settled)
    merging.stage(git, library.root, settled.files)
    return settled
