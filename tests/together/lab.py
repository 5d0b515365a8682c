"""A lab: several clones of one library, and people who do at random what people do."""

import os
import random
import re
import subprocess
from pathlib import Path

from paperlist import Library, Paper
from paperlist.errors import PaperlistError, SyncError
from paperlist.library.curating import Kind, rename
from paperlist.library.together.sync import sync
from paperlist.model.combine import OnDuplicate

WORDS = "moss kite lantern brook fern harbour quartz willow ember orchid".split()
KEYPOINTS = "Memory; Video; Diffusion; Agents; Speech".split("; ")
MONTHS = ("2024-03", "2024-04", "2024-05")
TEXTS = ("objective", "method", "metric", "limitation", "notes")
_WRITTEN = re.compile(r"\bw\d+x\b")
GIT = {
    "GIT_TEMPLATE_DIR": "",  # no examples of hooks, which take longer to copy than all notes
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True,
        env={**os.environ, **GIT},
    ).stdout  # fmt: skip


def make(folder: Path, clones: int) -> None:
    """Make a remote repository in a folder, and clones of it: a library with one paper."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    first = folder / "clone0"
    library = Library.init(first)
    git(first, "init", "--quiet", "--initial-branch=main")
    git(first, "remote", "add", "origin", "../remote.git")
    library.add(Paper(title="The first paper of all", objective="w0x"), "2024-04")
    library.publish()
    sync(library, lambda _: None)
    for number in range(1, clones):
        git(folder, "clone", "--quiet", "remote.git", f"clone{number}")
        git(folder / f"clone{number}", "remote", "set-url", "origin", "../remote.git")


class Lab:
    """Clones of one library, and the words that people wrote in them.

    Attributes:
        clones: the libraries.
        written: the words that somebody wrote and nobody removed.
        said: everything that the syncs said.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        """Open the clones that `make` has made in `folder`."""
        self.random = random.Random(seed)
        self.written = {"w0x"}
        self.said: list[str] = []
        self._count = 0
        self.remote = folder / "remote.git"
        self.clones = [Library(place) for place in sorted(folder.glob("clone*"))]

    def word(self) -> str:
        """Return a new word, which from now on has to be in every clone."""
        self._count += 1
        word = f"w{self._count}x"
        self.written.add(word)
        return word

    def step(self) -> str:
        """Let somebody do something. Return what, for the message of a failure."""
        library = self.random.choice(self.clones)
        act = self.random.choices(
            [self.add, self.add_known, self.edit, self.edit_text, self.keypoint, self.rename,
             self.move, self.remove, self.undo, self.by_hand, self.publish, self.sync],
            [4, 1, 4, 4, 3, 1, 2, 1, 1, 2, 1, 4],
        )[0]  # fmt: skip
        before = self.words_in(library)
        try:
            act(library)
        except PaperlistError as error:
            return f"{library.root.name} {act.__name__}: {error}"
        if act in {self.remove, self.undo}:
            self.written -= before - self.words_in(library)
        return f"{library.root.name} {act.__name__}"

    def words_in(self, library: Library) -> set[str]:
        text = " ".join(path.read_text() for path in library.root.glob("data/*/*.yaml"))
        return set(_WRITTEN.findall(text))

    def some(self, library: Library) -> str:
        places = [f"{entry.month}/{entry.id}" for entry in library.papers()]
        return self.random.choice(places) if places else ""

    def add(self, library: Library) -> None:
        words = self.random.sample(WORDS, 3)
        title = f"{' '.join(words).capitalize()} {self._count} of {library.root.name}"
        keypoints = self.random.sample(KEYPOINTS, 2)
        paper = Paper(title=title, keypoints=keypoints, method=f"- {self.word()}\n- {self.word()}")
        library.add(paper, self.random.choice(MONTHS))

    def add_known(self, library: Library) -> None:
        """Add a paper that others may add too, under another title."""
        number = self.random.randrange(3)
        title = f"Lanterns in the harbour at night, part {number}"
        paper = Paper(title=title, arxiv=f"2404.0000{number}", objective=self.word())
        if not library.duplicate_of(paper):
            library.add(paper, self.random.choice(MONTHS), OnDuplicate.ADD)
        else:
            self.written -= {paper.objective}

    def edit(self, library: Library) -> None:
        field = self.random.choice(("venue", "category", "status", "links.code", "objective"))
        value = self.random.choice(["to-read", "read"]) if field == "status" else self.word()
        value = f"https://example.org/{value}" if field == "links.code" else value
        self.assign(library, f"{field}={value}", replaces=field != "status")

    def edit_text(self, library: Library) -> None:
        self.assign(library, f"{self.random.choice(TEXTS)}+=- {self.word()}")

    def keypoint(self, library: Library) -> None:
        sign = self.random.choice(("+=", "+=", "-="))
        self.assign(library, f"keypoints{sign}{self.random.choice(KEYPOINTS)}")

    def assign(self, library: Library, edit: str, *, replaces: bool = False) -> None:
        from paperlist.library.assignments import parse

        place = self.some(library)
        if not place:  # there is no paper in which the word could be written
            self.written -= {*_WRITTEN.findall(edit)}
            return
        before = self.words_in(library)
        library.assign([place], [parse(edit)])
        if replaces:
            self.written -= before - self.words_in(library)

    def rename(self, library: Library) -> None:
        old, new = self.random.sample(KEYPOINTS, 2)
        rename(library, Kind.KEYPOINT, [old], new)

    def move(self, library: Library) -> None:
        self.assign(library, f"month={self.random.choice(MONTHS)}")

    def remove(self, library: Library) -> None:
        if place := self.some(library):
            library.remove([place])

    def undo(self, library: Library) -> None:
        library.undo()

    def by_hand(self, library: Library) -> None:
        """Edit a note in an editor: a comment above, a line at the end of a text."""
        if place := self.some(library):
            path = library.root / "data" / f"{place}.yaml"
            text = f"# {self.word()}\n{path.read_text()}"
            end = "" if "rating:" in text else f"rating: {self.random.randrange(9)}\n"
            path.write_text(text + end)

    def publish(self, library: Library) -> None:
        library.publish()

    def sync(self, library: Library) -> None:
        sync(library, self.said.append)

    def finish(self) -> None:
        """Sync until all clones have everything: the last one has it after the first round."""
        for library in (*self.clones, *self.clones[:-1]):
            self.sync(library)


__all__ = ["Lab", "SyncError", "git"]
