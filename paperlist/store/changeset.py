"""What a change of a library is: for each path, what is there before and what after."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from paperlist.store.containment import placed
from paperlist.store.content import Content, Held, Link
from paperlist.store.diffs import diff


class Change(NamedTuple):
    """What is at one path before and after; `None` where there is nothing."""

    before: Content
    after: Content

    @property
    def of_a_link(self) -> bool:
        """Whether the link itself is meant, and not the file that it leads to."""
        return isinstance(self.before, Link) or isinstance(self.after, Link)


class Changeset(NamedTuple):
    """Paths (relative to the library, forward slashes) and what becomes of each."""

    summary: str
    files: Mapping[str, Change]

    def reversed(self) -> "Changeset":
        """The changeset that takes this one back."""
        turned = {path: Change(after, before) for path, (before, after) in self.files.items()}
        return Changeset(self.summary, turned)

    def diff(self) -> str:
        """The change as a unified diff, files in the order of their paths."""
        return "".join(diff(path, *self.files[path]) for path in sorted(self.files))

    def going(self) -> set[str]:
        """The checksums of the files that leave the library, and are not merely moved in it."""
        before, after = (
            {content.digest for content in contents if isinstance(content, Held)}
            for contents in zip(*self.files.values(), strict=True)
        )
        return before - after


def name_of(root: Path, path: Path) -> str:
    """What a changeset of the library at `root` calls `path`."""
    path = placed(path)
    inside = path.is_relative_to(root)
    return path.relative_to(root).as_posix() if inside else str(path)
