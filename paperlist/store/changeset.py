"""What a change of a library is: for each path, its content before and after."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from paperlist.store.containment import placed
from paperlist.store.content import Content, Held, Link
from paperlist.store.diffs import diff


class Change(NamedTuple):
    """The content of one path before and after; None where there is no file."""

    before: Content
    after: Content

    @property
    def of_a_link(self) -> bool:
        """Whether the link itself is meant, and not the file that it leads to."""
        return isinstance(self.before, Link) or isinstance(self.after, Link)


class Changeset(NamedTuple):
    """A summary, and for each path (relative, with forward slashes) its change."""

    summary: str
    files: Mapping[str, Change]

    def reversed(self) -> "Changeset":
        """Return the changeset that undoes this one."""
        turned = {path: Change(after, before) for path, (before, after) in self.files.items()}
        return Changeset(self.summary, turned)

    def diff(self) -> str:
        """Return the change as a unified diff, files sorted by path."""
        return "".join(diff(path, *self.files[path]) for path in sorted(self.files))

    def going(self) -> set[str]:
        """Return the checksums of files that leave the library, not of those that only move."""
        before, after = (
            {content.digest for content in contents if isinstance(content, Held)}
            for contents in zip(*self.files.values(), strict=True)
        )
        return before - after


def name_of(root: Path, path: Path) -> str:
    """Return the name of `path` in a changeset of the library at `root`."""
    path = placed(path)
    inside = path.is_relative_to(root)
    return path.relative_to(root).as_posix() if inside else str(path)
