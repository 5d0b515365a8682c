"""Merges another branch into a library: git merges the files, and paperlist the notes and pages."""

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from paperlist.errors import GitError, PaperlistError
from paperlist.library.git import PATHS, Git, names
from paperlist.library.library import Library
from paperlist.library.settings_file import FILE
from paperlist.library.together.own_files import OwnFiles
from paperlist.library.together.settle import Settled, settle
from paperlist.library.together.trees import is_note, notes_in
from paperlist.markdown.page_merge import merge_pages
from paperlist.store.conflict_markers import versions
from paperlist.store.containment import inside
from paperlist.store.layout import SUFFIX
from paperlist.store.lock import locked
from paperlist.store.note_merge import merge_notes
from paperlist.store.settings_merge import merge_settings

SAME_LINES = "both sides changed the same lines"
# Notes are merged by id. git would take a new note for an old one in another place, and would move
# new notes to another month because somebody moved all old ones there.
_WITHOUT_RENAMES = ("-c", "merge.renames=false", "-c", "merge.directoryRenames=false")
Merge = Callable[[bytes | None, bytes, bytes], bytes | None]


def merge_commit(library: Library, git: Git, other: str) -> Settled:
    """Merge a commit into the present branch, and stage the result, which is not committed.

    Args:
        library: the library. It has no changes that are not committed.
        git: runs git in the library.
        other: the commit to merge.

    Raises:
        GitError: git refused the merge, and changed nothing.
    """
    base = git.run("merge-base", "HEAD", other, may_fail=True).strip()
    unrelated = () if base else ("--allow-unrelated-histories",)
    with locked(library.root):
        try:
            git.run(
                *_WITHOUT_RENAMES, "merge", "--no-commit", "--no-ff", "--quiet", *unrelated, other
            )
        except GitError:
            if not git.unfinished():
                raise
        settled = settle_merge(library, git, base, other)
    if not settled.left:
        publish(library, git, settled)
    return settled


def settle_merge(
    library: Library, git: Git, base: str, other: str, only: Collection[str] | None = None
) -> Settled:
    """Write the notes, the settings and the pages that both sides of a merge made, and stage them.

    Args:
        library: the library.
        git: runs git in the library.
        base: the common commit; empty if there is none.
        other: the commit that is merged into the present one.
        only: the paths of the files to settle. None means all.
    """
    before, mine, others = (notes_in(git, each) if each else {} for each in (base, "HEAD", other))
    known = {*before.values(), *mine.values(), *others.values()}
    unchanged = {*before.values()} & {*mine.values()} & {*others.values()}
    contents = git.contents(sorted({blob.name for blob in known - unchanged}))
    settled = settle(before, mine, others, lambda blob: unmarked(contents[blob.name]), only)
    own = OwnFiles(library)
    changed = _changed(git, base, "HEAD") & _changed(git, base, other)
    for path in changed if only is None else changed & {*only}:
        if merge := way_of(own, path):
            content = _merge_file(git, merge, path, (base, "HEAD", other))
            if content is None:
                settled.left[path] = SAME_LINES
            else:
                settled.files[path] = content
    for path, side in settled.kept:
        _restore_attachments(git, path, ("HEAD", other)[side])
    write(library.root, settled)
    stage(git, library.root, {*settled.files, *(new for _, new in settled.moved)})
    for path in unmerged(git):
        settled.left.setdefault(path, SAME_LINES)
    return settled


def unmarked(note: bytes) -> bytes:
    """Return a note without conflict markers, which somebody may have committed, if possible."""
    marked = versions(note)
    try:
        return merge_notes(*marked).content if marked else note
    except PaperlistError:
        return note


def _restore_attachments(git: Git, note: str, commit: str) -> None:
    """Bring back the attached files of a note that one side removed, and that stays."""
    folder = f"{note.removesuffix(SUFFIX)}/"
    if git.run("ls-tree", "-r", "--name-only", commit, "--", folder):
        git.run("checkout", commit, "--", folder)


def way_of(own: OwnFiles, path: str) -> Merge | None:
    """Return the function that merges three versions of a file; None for notes and other files."""
    if path == FILE:
        return merge_settings
    return merge_pages if own.is_page(path) else None


def unmerged(git: Git) -> list[str]:
    """Return the paths of the files that git could not merge."""
    return names(git.run("diff", "--name-only", "--relative", "--diff-filter=U", "-z"))


def _changed(git: Git, base: str, commit: str) -> set[str]:
    if not base:
        return set(names(git.run("ls-tree", "-r", "-z", "--name-only", commit)))
    changes = ("--no-renames", "--name-only", "--relative", "-z", base, commit)
    return set(names(git.run("diff", *changes)))


def _merge_file(git: Git, merge: Merge, path: str, commits: Iterable[str]) -> bytes | None:
    base, ours, theirs = (_content(git, commit, path) if commit else None for commit in commits)
    if ours is None or theirs is None:
        return ours if ours is not None else theirs
    return merge(base, ours, theirs)


def _content(git: Git, commit: str, path: str) -> bytes | None:
    line = git.run("ls-tree", "-z", commit, "--", path).rstrip("\0")
    if not line:
        return None
    content = git.content(line.split("\t")[0].split()[2])
    marked = versions(content)
    merge = merge_pages if path != FILE else merge_settings
    return (marked and merge(*marked)) or content


def write(root: Path, settled: Settled) -> None:
    """Write what was settled, and move attached files to the new places of their notes."""
    for path, content in settled.files.items():
        place = inside(root, root / path)
        if content is None:
            place.unlink(missing_ok=True)
            with suppress(OSError):  # other files are there
                place.parent.rmdir()
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        # A name that nobody knows, so that no file or link is there already.
        temporary = place.with_name(f".{place.name}.{os.urandom(8).hex()}")
        with temporary.open("xb") as file:
            file.write(content)
        temporary.replace(place)
    for old, new in settled.moved:
        _move_attachments(root, old, new, settled)


def _move_attachments(root: Path, old: str, new: str, settled: Settled) -> None:
    source, target = (inside(root, root / each).with_suffix("") for each in (old, new))
    is_used = settled.files.get(old) is not None
    if is_used or source.is_symlink() or not source.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        if not (target / file.name).exists():
            file.rename(target / file.name)
            settled.files[file.relative_to(root).as_posix()] = None
    if not any(source.iterdir()):
        source.rmdir()


def stage(git: Git, root: Path, paths: Iterable[str]) -> None:
    """Tell git of the present state of files, or that they are gone; also of all files in folders.

    Paths that git does not know and that do not exist are left out.
    """
    given = set(paths)
    # The attached files of a note are in a folder of the same name.
    given |= {path.removesuffix(SUFFIX) for path in given if is_note(path)}
    known = set(names(git.run("ls-files", "-z")))
    there = [path for path in given if path in known or os.path.lexists(root / path)]
    if there:
        git.run("add", "--all", *PATHS, paths=there)


def cannot_publish(library: Library) -> bool:
    """Return whether there are notes that cannot be read: the page would lose their papers."""
    library.index()
    return bool(library.broken())


def publish(library: Library, git: Git, settled: Settled) -> None:
    """Publish the page again and stage it, if the library has a page."""
    # The merge may have changed the settings, and this object has read them before.
    library = Library(library.root)
    own = OwnFiles(library)
    page = library.root / own.page
    if not page.is_file() or cannot_publish(library):
        return
    try:
        library.publish()
    except PaperlistError as error:
        settled.said.append(str(error).split("\n", maxsplit=1)[0])
        return
    beside = (file.relative_to(library.root).as_posix() for file in page.parent.iterdir())
    stage(git, library.root, [path for path in beside if own.is_page(path)])
