"""Any chain of changes, undone step by step, gives back the same bytes; so does redo."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from paperlist import Library, Paper
from paperlist.errors import PaperlistError
from paperlist.library import curating
from paperlist.library.assignments import parse
from paperlist.library.checks.check import check, fix
from paperlist.library.curating import Kind

# Notes as people write them: comments, odd order, flow lists, quotes, blank lines.
NOTES = {
    "2024-04/one": "# mine\ntitle: 'One: a paper'\nkeypoints: [Flow, flows]  # two\ncategory: V\n",
    "2024-04/two": "category: video / Editing\ntitle: Two\n\nkeypoints:\n- Flow  # first\n- LoRA\n",
    "2024-05/three": "title: Three\nmethod: |-\n  - a\n  - b\nlimitaton: Slow.\nrating: 05\n",
    "2024-05/four": 'title: "One: a paper"\r\nkeypoints: Flow; LoRa\r\nstatus: read\r\n',
}
IDS = st.lists(st.sampled_from(["one", "two", "three", "four", "new"]), min_size=1, max_size=3)
NAMES = {
    Kind.KEYPOINT: ["Flow", "flows", "LoRA", "Other", "C++"],
    Kind.CATEGORY: ["Video", "Video / Editing", "Other", "A / B"],
}
EDITS = st.lists(
    st.sampled_from(
        [
            "status=reading", "keypoints+=Flow", "keypoints-=flows", "category=Video / Editing",
            "month=2024-06", "month=2024-04", "objective=A text: with a colon", "method=- x\n- y",
            "sections.Results=Good.", "links.code=https://e.org", "rating=1.10",
            "title=Another", "venue=",
        ]
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda edit: edit.partition("=")[0].rstrip("+-"),
)  # fmt: skip


def files(root: Path) -> dict[str, bytes]:
    """The files of the library, without its private folder."""
    paths = (path for path in root.rglob("*") if path.is_file())
    named = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in named.items() if name[0] != "."}


class Chain(RuleBasedStateMachine):
    """Changes of all kinds, some of which do nothing or are refused."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        root = self.folder / "library"
        Library.init(root)
        for place, text in NOTES.items():
            path = root / "data" / f"{place}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        self.library = Library(root)
        self.states = [files(root)]

    def teardown(self) -> None:
        root = self.library.root
        for state in reversed(self.states[:-1]):
            self.library.undo()
            assert files(root) == state
        for state in self.states[1:]:
            self.library.redo()
            assert files(root) == state
        shutil.rmtree(self.folder)

    def done(self, steps: int) -> None:
        """Note the state after a change that has made so many entries in the history."""
        assert steps <= 1
        if steps:
            self.states.append(files(self.library.root))
        else:
            assert files(self.library.root) == self.states[-1]

    @rule(papers=IDS, edits=EDITS)
    def edit(self, papers: list[str], edits: list[str]) -> None:
        before = len(self.library.done)
        with suppress(PaperlistError):
            self.library.assign(papers, [parse(edit) for edit in edits])
        self.done(len(self.library.done) - before)

    @rule(kind=st.sampled_from(Kind), places=st.tuples(st.integers(0, 4), st.integers(0, 4)))
    def rename(self, kind: Kind, places: tuple[int, int]) -> None:
        old, new = (NAMES[kind][place % len(NAMES[kind])] for place in places)
        before = len(self.library.done)
        with suppress(PaperlistError):
            curating.rename(self.library, kind, [old], new)
        self.done(len(self.library.done) - before)

    @rule(kind=st.sampled_from(Kind), place=st.integers(0, 4))
    def remove_name(self, kind: Kind, place: int) -> None:
        before = len(self.library.done)
        with suppress(PaperlistError):
            curating.remove(self.library, kind, [NAMES[kind][place % len(NAMES[kind])]])
        self.done(len(self.library.done) - before)

    @rule(papers=IDS)
    def merge(self, papers: list[str]) -> None:
        before = len(self.library.done)
        with suppress(PaperlistError):
            self.library.merge(papers)
        self.done(len(self.library.done) - before)

    @rule(papers=IDS)
    def remove(self, papers: list[str]) -> None:
        before = len(self.library.done)
        with suppress(PaperlistError):
            self.library.remove(papers)
        self.done(len(self.library.done) - before)

    @rule(title=st.sampled_from(["New", "One: a paper", "Something else"]))
    def add(self, title: str) -> None:
        before = len(self.library.done)
        with suppress(PaperlistError):
            self.library.add(Paper(title=title, keypoints=["Flow"]), "2024-05")
        self.done(len(self.library.done) - before)

    @rule()
    def publish(self) -> None:
        before = len(self.library.done)
        self.library.publish(force=True)
        self.done(len(self.library.done) - before)

    @rule()
    def repair(self) -> None:
        before = len(self.library.done)
        fix(self.library, check(self.library, ["misspelled-field", "keypoint-variants"]))
        self.done(len(self.library.done) - before)


Chain.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestChain = Chain.TestCase
