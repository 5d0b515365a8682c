"""What a change of a library is: for each path, its content before and after; and its diff."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from paperlist.store.containment import real_place
from paperlist.store.content import Content, FileDigest, Link


class Change(NamedTuple):
    """The change of one path.

    Attributes:
        before: its content before; None if there is no file.
        after: its content after; None if there will be no file.
        source: the file outside the library that `after` is copied from, if any.
        mode: the mode that a new file gets, or that of a file that is removed; None is the default.
    """

    before: Content
    after: Content
    source: Path | None = None
    mode: int | None = None

    @property
    def differs(self) -> bool:
        """Whether the content after is not the content before."""
        return self.before != self.after

    @property
    def of_a_link(self) -> bool:
        """Whether the link itself is meant, and not the file that it leads to."""
        return isinstance(self.before, Link) or isinstance(self.after, Link)

    def diff(self, path: str) -> str:
        """Return a unified diff of text, or one line for any other content."""
        if isinstance(self.before, (FileDigest, Link)) or isinstance(
            self.after, (FileDigest, Link)
        ):
            return f"{path}: {_kind(self.before)} becomes {_kind(self.after)}\n"
        old, new = _lines(self.before), _lines(self.after)
        if old is None or new is None:
            return f"Binary file {path} changes\n"
        old_name = f"a/{path}" if self.before is not None else "/dev/null"
        new_name = f"b/{path}" if self.after is not None else "/dev/null"
        rows = list(difflib.unified_diff(old, new, old_name, new_name))
        no_end = "\n\\ No newline at end of file\n"
        return "".join(row if row.endswith("\n") else f"{row}{no_end}" for row in rows)


class Changeset(NamedTuple):
    """A summary, and for each path (relative, with forward slashes) its change."""

    summary: str
    files: Mapping[str, Change]

    def reversed(self) -> "Changeset":
        """Return the changeset that undoes this one."""
        turned = {
            path: Change(each.after, each.before, mode=each.mode)
            for path, each in self.files.items()
        }
        return Changeset(self.summary, turned)

    def diff(self) -> str:
        """Return the diffs of all files, sorted by path."""
        return "".join(self.files[path].diff(path) for path in sorted(self.files))

    def going(self) -> set[str]:
        """Return the checksums of the files that leave the library, and are not only moved."""
        before = {
            each.before.sha256
            for each in self.files.values()
            if isinstance(each.before, FileDigest)
        }
        after = {
            each.after.sha256 for each in self.files.values() if isinstance(each.after, FileDigest)
        }
        return before - after


def name_of(root: Path, path: Path) -> str:
    """Return the name of `path` in a changeset of the library at `root`."""
    path = real_place(path)
    inside = path.is_relative_to(root)
    return path.relative_to(root).as_posix() if inside else str(path)


def _kind(content: Content) -> str:
    if content is None:
        return "nothing"
    if isinstance(content, Link):
        return f"a link to {content.target}"
    size = content.size if isinstance(content, FileDigest) else len(content)
    return f"a file of {size:,} bytes"


def _lines(content: bytes | None) -> list[str] | None:
    try:
        return re.findall(r"[^\n]*\n|[^\n]+", (content or b"").decode())
    except UnicodeDecodeError:
        return None
