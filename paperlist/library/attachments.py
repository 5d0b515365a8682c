"""The attached files of a paper, which lie in a folder beside the paper's note.

The folder is named after the paper's id.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperlist.errors import LeadsOutError, ReadError
from paperlist.store.changeset import Change
from paperlist.store.containment import inside
from paperlist.store.content import Link, content_at, digest_of
from paperlist.store.files import is_there, read_file
from paperlist.store.layout import SUFFIX, path_of

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.store.content import Content

LARGE_BYTES = 10_000_000
"""From this size on, a file in a git repository is a burden to everyone who clones it."""
_LARGEST_ATTRIBUTES = 100_000


def folder_of(entry: "Entry") -> str:
    """Return the folder of a paper's files, relative to the library's folder."""
    return path_of(entry.month, entry.id).removesuffix(SUFFIX)


def attachments(root: Path, entry: "Entry") -> list[Path]:
    """Return a paper's files, sorted by name, without hidden files."""
    folder = root / folder_of(entry)
    if not folder.is_dir():
        return []
    real = inside(root, folder)
    return sorted(
        folder / path.relative_to(real)
        for path in _files(real)
        if not any(part.startswith(".") for part in path.relative_to(real).parts)
    )


def attached(
    root: Path,
    entry: "Entry",
    files: Sequence[Path],
    *,
    link: bool,
    also: Mapping[str, Change] = MappingProxyType({}),
) -> tuple[dict[str, Change], list[Path]]:
    """Return the changes that attach files to a paper, and the new path of each file.

    If the name of a file is taken, the new file gets a number: `paper-2.pdf`.

    Args:
        root: the folder of the library.
        entry: the paper.
        files: the files to attach.
        link: whether to make links to the files instead of copies.
        also: other changes that will be made at the same time. Their file names count as taken.

    Raises:
        ReadError: one of `files` is missing, or is not a regular file.
    """
    changes: dict[str, Change] = {}
    places: list[Path] = []
    for file in files:
        file = file.expanduser()  # noqa: PLW2901 (the same file)
        content: Content = digest_of(file)
        folder = root / folder_of(entry)
        if link:
            content = Link(_link_target(file.absolute(), root, folder))
        name = file.absolute().name.lstrip(".") or "file"
        place = _free_path(root, folder_of(entry), name, content, {**also, **changes})
        places.append(root / place)
        if place not in also and not is_there(root / place):
            changes[place] = Change(None, content, source=None if link else file.absolute())
    return changes, places


def moved(
    root: Path, old: "Entry", new: "Entry", also: Mapping[str, Change] | None = None
) -> dict[str, Change]:
    """Return the changes that move the files of one paper into the folder of another paper.

    If the name of a file is taken, the moved file gets a number: `paper-2.pdf`.

    Args:
        root: the folder of the library.
        old: the paper whose files move.
        new: the paper that gets the files; it may be `old` with another month or id.
        also: other changes that will be made at the same time. Their file names count as taken.
    """
    changes: dict[str, Change] = {}
    here, there = folder_of(old), folder_of(new)
    if here == there:
        return changes
    if (root / here).is_symlink():
        return _moved_link(root, here, there, also or {})
    if os.path.realpath(root / here) == os.path.realpath(root / there):
        return changes  # one folder is a link to the other, so the files are there already
    for file in _files(root / here):
        inner = file.relative_to(root / here).as_posix()
        content = content_at(file)
        changes[file.relative_to(root).as_posix()] = Change(content, None)
        place = _free_path(root, there, inner, content, {**(also or {}), **changes})
        if place not in (also or {}) and not is_there(root / place):
            changes[place] = Change(None, content)
    return changes


def _moved_link(root: Path, here: str, there: str, also: Mapping[str, Change]) -> dict[str, Change]:
    """Return the changes that move a link to a folder. The files behind the link do not move.

    Args:
        root: the folder of the library.
        here: the present path of the link.
        there: the new path of the link.
        also: other changes that will be made at the same time.
    """
    link = Change(content_at(root / here), None)
    real = os.path.realpath(root / here)
    left = (os.path.realpath(root / path) for path, each in also.items() if each.after is None)
    if real == os.path.realpath(root / there) or any(Path(real) in Path(p).parents for p in left):
        return {here: link}  # the link leads to `there`, or to a folder whose files `also` moves
    if is_there(root / there) or any(Path(there) in Path(path).parents for path in also):
        there = _free_path(root, there, Path(here).name, link.before, also)
    assert isinstance(link.before, Link)
    target = Path(link.before.target)
    if not target.is_absolute():
        old, new = (os.path.realpath((root / each).parent) for each in (here, there))
        target = Path(os.path.relpath(old / target, new))
    return {here: link, there: Change(None, Link(str(target)))}


def removed(root: Path, entry: "Entry") -> dict[str, Change]:
    """Return the changes that remove all files of a paper."""
    files = _files(root / folder_of(entry))
    return {path.relative_to(root).as_posix(): Change(content_at(path), None) for path in files}


def not_followed(root: Path, paths: Iterable[Path]) -> list[Path]:
    """Return the links in `paths` that paperlist does not follow, since they leave the library."""
    return [path for path in paths if path.is_symlink() and not _is_inside(root, path)]


def _is_inside(root: Path, path: Path) -> bool:
    try:
        inside(root, path)
    except LeadsOutError:
        return False
    return True


def burdens(root: Path, paths: Iterable[Path]) -> list[Path]:
    """Return the large files in `paths` that make a git repository slow to clone.

    These are files of 10 MB or more in a git repository, unless git LFS stores them.
    """
    large = [path for path in paths if not path.is_symlink() and path.stat().st_size >= LARGE_BYTES]
    repository = next((each for each in (root, *root.parents) if is_there(each / ".git")), None)
    return [path for path in large if repository and not _is_in_lfs(repository, path)]


def _is_in_lfs(repository: Path, path: Path) -> bool:
    """Return whether git LFS stores the file at `path`, according to the .gitattributes files."""
    # git is not asked, since it runs programs that the configuration of the repository names, and
    # the repository may be a stranger's.
    folders = (each for each in path.parents if each.is_relative_to(repository))
    return any(_attributes_say_lfs(folder, path) for folder in folders)


def _attributes_say_lfs(folder: Path, path: Path) -> bool:
    """Return whether the .gitattributes in `folder` says that git LFS stores the file at `path`."""
    file = folder / ".gitattributes"
    if file.is_symlink():
        return False  # git does not read a .gitattributes that is a link either
    try:
        lines = read_file(file, file.name, _LARGEST_ATTRIBUTES).decode(errors="replace")
    except ReadError:
        return False
    inner = path.relative_to(folder).as_posix()
    return any(
        "filter=lfs" in line.split()[1:]
        and any(fnmatch(name, line.split()[0].lstrip("/")) for name in (path.name, inner))
        for line in lines.splitlines()
    )


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files in a folder and its subfolders. Links are not followed, but yielded as files.

    Raises:
        ReadError: one of the folders cannot be read.
    """
    if folder.is_symlink():
        yield folder
        return

    def refused(error: OSError) -> None:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise ReadError(str(error.filename), error.strerror or str(error)) from error

    for where, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        # os.walk lists links to folders among the folders, but does not enter them.
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        yield from (Path(where) / name for name in sorted([*names, *links]))


def _link_target(file: Path, root: Path, folder: Path) -> str:
    """Return the target for a link in `folder` to `file`.

    The target is a relative path if `file` is in `root`.
    """
    # The folder of the month may be a link, so a relative path has to start from its real place.
    real = os.path.realpath(folder)
    return os.path.relpath(file, real) if file.is_relative_to(root) else str(file)


def _free_path(
    root: Path, folder: str, name: str, content: "Content", changes: Mapping[str, Change]
) -> str:
    """Return a free path in `folder` for a file with the name `name`.

    If the name is taken, the path has a number: `paper-2.pdf`. A path with the same content counts
    as free.

    Args:
        root: the folder of the library.
        folder: the folder for the file, relative to `root`.
        name: the wanted name.
        content: the content of the file.
        changes: changes that will be made at the same time; the paths they write are taken too.
    """
    path = Path(name)
    number = 1
    while True:
        place = f"{folder}/{name}"
        after = changes[place].after if place in changes else None
        if after is None and is_there(root / place) and place not in changes:
            after = content_at(root / place) if not (root / place).is_dir() else b""
        if after is None or after == content:
            return place
        number += 1
        name = path.with_name(f"{path.stem}-{number}{path.suffix}").as_posix()
