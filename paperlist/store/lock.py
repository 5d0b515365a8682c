"""The lock on a library: only one process at a time, of any user, may write to the library.

In the library's folder `.paperlist`, paperlist keeps only the lock, a .gitignore, and a marker file
for each user who has begun a change and not finished it. Any other file there came from somebody
else, and is never read.
"""

import os
import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paperlist.errors import LockedOutError, PaperlistError, PrivateFolderError, WriteError
from paperlist.store.files import is_there
from paperlist.store.handles import open_folder, share

PRIVATE = ".paperlist"
TIMEOUT_S = 60
_LOCK = "lock"
_IGNORE = ".gitignore"
_UNFINISHED = "unfinished-"
_MOST_NAMES = 1000


@contextmanager
def locked(root: Path, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
    """Hold the lock on the library at `root` during a `with` block.

    Raises:
        PaperlistError: another process held the lock for `timeout_s` seconds.
        PrivateFolderError: `.paperlist` is not a real folder, or the lock in it is not a real file.
        LockedOutError: `.paperlist` or the lock belongs to another user, who does not share them.
        WriteError: the lock file cannot be created or locked.
    """
    from filelock import FileLock, Timeout

    private = root / PRIVATE
    try:
        _prepare(private)
        with warnings.catch_warnings():
            # filelock warns if the file system has no locks, but users cannot change that.
            warnings.simplefilter("ignore")
            lock = FileLock(private / _LOCK)
            lock.acquire(timeout=timeout_s)
    except Timeout as error:
        raise PaperlistError(
            f"another paperlist has been writing to {root} for a minute; try again later."
        ) from error
    except OSError as error:
        owner = _other_owner(Path(error.filename or private))
        if isinstance(error, PermissionError) and owner:
            raise LockedOutError(str(private), owner, error) from error
        raise WriteError(error.filename or str(private), error) from error
    try:
        yield
    finally:
        # If this fails, the system releases the lock at the end of the process.
        with suppress(OSError):
            lock.release()


def _prepare(private: Path) -> None:
    with suppress(FileExistsError):
        private.mkdir()
        share(private)
    _check(private, stat.S_ISDIR, "folder")
    _check(private / _LOCK, stat.S_ISREG, "file")
    if not is_there(private / _LOCK):
        with suppress(FileExistsError), open_folder(private) as folder:
            os.close(folder.create(_LOCK))
            share(private / _LOCK)
    # This makes git ignore the folder, so that the library's own .gitignore needs no line for it.
    if not is_there(private / _IGNORE):
        with suppress(FileExistsError), open_folder(private) as folder:
            descriptor = folder.create(_IGNORE)
            try:
                os.write(descriptor, b"*\n")
            finally:
                os.close(descriptor)


def _check(path: Path, is_right: Callable[[int], bool], kind: str) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not is_right(mode):
        raise PrivateFolderError(str(path), kind)


def mark_unfinished(root: Path) -> None:
    """Create the marker file that tells other users that this user has begun a change."""
    with suppress(FileExistsError), open_folder(root / PRIVATE) as folder:
        os.close(folder.create(_own_mark()))


def unmark(root: Path) -> None:
    """Remove the marker file of this user, because the change is finished."""
    if _is_file(root / PRIVATE / _own_mark()):
        with open_folder(root / PRIVATE) as folder:
            folder.unlink(_own_mark(), missing_ok=True)


def _is_file(path: Path) -> bool:
    """Return whether `path` is a regular file, and not a folder or link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def unfinished(root: Path) -> tuple[bool, list[str]]:
    """Return whether this user has an unfinished change, and the names of other users with one.

    The marker file of another user counts only if that user owns the file. All files of a cloned
    library belong to the user who cloned the library, so marker files of others do not count there.
    """
    private = root / PRIVATE
    try:
        names = os.listdir(private) if stat.S_ISDIR(private.lstat().st_mode) else []
    except OSError:
        return False, []
    owners = []
    for name in sorted(names)[:_MOST_NAMES]:
        if name.startswith(_UNFINISHED) and name != _own_mark():
            with suppress(OSError):
                owner = (private / name).lstat().st_uid
                if name == f"{_UNFINISHED}{owner}":
                    owners.append(_user_name(owner))
    with suppress(OSError):
        return _own_mark() in names and _is_file(private / _own_mark()), owners
    return False, owners


def _other_owner(path: Path) -> str:
    """Return the name of another user who owns the file at `path`; empty for this user.

    The name is also empty if nothing is at `path`, or `path` is not a part of `.paperlist`.
    """
    try:
        owner = path.lstat().st_uid
    except OSError:
        return ""
    is_other = hasattr(os, "getuid") and owner != os.getuid()
    return _user_name(owner) if is_other and PRIVATE in path.parts else ""


def _own_mark() -> str:
    return f"{_UNFINISHED}{os.getuid() if hasattr(os, 'getuid') else 0}"


def _user_name(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
