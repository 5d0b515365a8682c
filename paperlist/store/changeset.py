"""Changes of a library as data: the content of each changed path before and after, and the diff."""

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
        before: the content before the change; None if the change creates the file.
        after: the content after the change; None if the change removes the file.
        source: the file outside the library that `after` is copied from; None if there is none.
        mode: the permissions of a file that the change creates or removes; None for the default.
    """

    before: Content
    after: Content
    source: Path | None = None
    mode: int | None = None

    @property
    def differs(self) -> bool:
        """Return whether the contents before and after differ."""
        return self.before != self.after

    @property
    def of_a_link(self) -> bool:
        """Return whether the path means a link itself, and not the file that the link leads to."""
        return isinstance(self.before, Link) or isinstance(self.after, Link)

    def diff(self, path: str) -> str:
        """Return a unified diff, or if a content is not text, a line that says what changes."""
        if isinstance(self.before, (FileDigest, Link)) or isinstance(
            self.after, (FileDigest, Link)
        ):
            return f"{path}: {_describe(self.before)} becomes {_describe(self.after)}\n"
        old, new = _lines(self.before), _lines(self.after)
        if old is None or new is None:
            return f"Binary file {path} changes\n"
        old_name = f"a/{path}" if self.before is not None else "/dev/null"
        new_name = f"b/{path}" if self.after is not None else "/dev/null"
        rows = list(difflib.unified_diff(old, new, old_name, new_name))
        no_end = "\n\\ No newline at end of file\n"
        return "".join(row if row.endswith("\n") else f"{row}{no_end}" for row in rows)


class Changeset(NamedTuple):
    """A change of a library that is carried out whole or not at all.

    Attributes:
        summary: a few words for the user on what is changed.
        files: a dict from each changed path to its change. A path in the library is relative to the
            library's folder and has forward slashes; any other path is absolute.
    """

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
        """Return the checksums of the attachments that the change removes from the library.

        An attachment that the change only moves is not removed.
        """
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
    """Return the name of `path` in a changeset: relative to `root` if the path is below `root`."""
    path = real_place(path)
    inside = path.is_relative_to(root)
    return path.relative_to(root).as_posix() if inside else str(path)


def _describe(content: Content) -> str:
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
