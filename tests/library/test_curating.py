"""Keypoints and categories: how they are used, and renaming, merging and removing them."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlist import Library
from paperlist.errors import NothingToUndoError, UsageError
from paperlist.library.curating import Kind, Use, remove, rename, uses
from tests.conftest import WriteNote

NOTES = {
    "2024-04/one": "# mine\ntitle: One\ncategory: Video\nkeypoints: [Diffusion, C]  # two\n",
    "2024-05/two": (
        "title: Two\nkeypoints:\n# why\n- diffusion models  # so\n- C++\ncategory: LLM\n"
    ),
    "2024-06/three": "title: Three\ncategory: 'video/Editing'\nkeypoints: Diffusion; C#\n",
    "2024-06/four": "title: Four\n",
}


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for place, text in NOTES.items():
        write(place, text)
    return library


def keypoints_of(library: Library) -> dict[str, list[str]]:
    return {entry.id: entry.keypoints for entry in library.papers()}


def test_how_names_are_used(filled: Library) -> None:
    """The most frequent first; signs count."""
    found = uses(filled.papers(), Kind.KEYPOINT)
    assert found == [
        Use("Diffusion", 2, {"2024-04": 1, "2024-06": 1}), Use("C", 1, {"2024-04": 1}),
        Use("C#", 1, {"2024-06": 1}), Use("C++", 1, {"2024-05": 1}),
        Use("diffusion models", 1, {"2024-05": 1}),
    ]  # fmt: skip
    assert (found[0].first, found[0].last) == ("2024-04", "2024-06")
    assert [use.name for use in uses(filled.papers(), Kind.CATEGORY)] == [
        "LLM", "Video", "video / Editing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "new", "changed"),
    [
        (["Diffusion"], "DDPM", {"one": ["DDPM", "C"], "three": ["DDPM", "C#"]}),
        (["DIFFUSION"], "DDPM", {"one": ["DDPM", "C"], "three": ["DDPM", "C#"]}),
        (["C"], "C lang", {"one": ["Diffusion", "C lang"]}),
        (["C++"], "  C  plus ", {"two": ["diffusion models", "C plus"]}),
        (
            ["Diffusion", "diffusion models", "C"],
            "Diffusion",
            {"one": ["Diffusion"], "two": ["Diffusion", "C++"]},
        ),
        (["Diffusion"], "Diffusion", {}),
    ],
)
def test_keypoints_get_another_name(
    filled: Library, names: list[str], new: str, changed: dict[str, list[str]]
) -> None:
    """Only these, wherever they are; what is the same then is there once."""
    before = keypoints_of(filled)
    assert {entry.id for entry in rename(filled, Kind.KEYPOINT, names, new)} == changed.keys()
    assert keypoints_of(filled) == before | changed


def test_the_rest_of_a_note_stays(filled: Library) -> None:
    """Comments, order and layout; and one undo takes all of it back."""
    rename(filled, Kind.KEYPOINT, ["Diffusion", "diffusion models"], "DDPM")
    two = filled.root / "data/2024-05/two.yaml"
    assert two.read_text() == NOTES["2024-05/two"].replace("diffusion models", "DDPM")
    assert "# mine\n" in (filled.root / "data/2024-04/one.yaml").read_text()
    assert filled.undo().summary == (
        "merge keypoints 'Diffusion' and 'diffusion models' into 'DDPM' in three, two, one"
    )
    assert texts(filled.root) == NOTES


def test_categories_move_with_what_is_below_them(filled: Library) -> None:
    """In whatever spelling; the levels below keep their names."""
    rename(filled, Kind.CATEGORY, ["VIDEO"], "Vision / Video")
    found = {entry.id: entry.category for entry in filled.papers()}
    assert found == {
        "one": "Vision / Video", "two": "LLM", "three": "Vision / Video / Editing", "four": "",
    }  # fmt: skip
    rename(filled, Kind.CATEGORY, ["Vision/Video/Editing", "llm"], "Other")
    found = {entry.id: entry.category for entry in filled.papers()}
    assert found == {"one": "Vision / Video", "two": "Other", "three": "Other", "four": ""}


def test_what_is_removed(filled: Library) -> None:
    """The papers stay, and so do the categories below one."""
    remove(filled, Kind.KEYPOINT, ["Diffusion", "C#"])
    assert keypoints_of(filled) == {
        "one": ["C"], "two": ["diffusion models", "C++"], "three": [], "four": [],
    }  # fmt: skip
    remove(filled, Kind.CATEGORY, ["video"])
    found = {entry.id: entry.category for entry in filled.papers()}
    assert found == {"one": "", "two": "LLM", "three": "video/Editing", "four": ""}


@pytest.mark.parametrize(
    ("kind", "names", "new", "message"),
    [
        (Kind.KEYPOINT, ["Difusion"], "x", "no keypoint 'Difusion'; did you mean 'Diffusion'"),
        (Kind.KEYPOINT, ["C", "zebra"], "x", "there is no keypoint 'zebra'. Nothing was changed"),
        (Kind.KEYPOINT, ["C"], " ", "needs a name"),
        (Kind.KEYPOINT, ["C"], "a; b", "more than one keypoint"),
        (Kind.CATEGORY, ["Editing"], "x", "there is no category 'Editing'"),
        (Kind.CATEGORY, ["LLM"], " / ", "needs a name"),
    ],
)
def test_what_is_refused(
    filled: Library, kind: Kind, names: list[str], new: str, message: str
) -> None:
    """And nothing is changed."""
    with pytest.raises(UsageError, match=message):
        rename(filled, kind, names, new)
    assert texts(filled.root) == NOTES


def texts(root: Path) -> dict[str, str]:
    return {
        f"{path.parent.name}/{path.stem}": path.read_text() for path in root.glob("data/*/*.yaml")
    }


NAMES = st.sampled_from(["Diffusion", "diffusion models", "C", "C++", "LLM", "Video", "New", "a/b"])
STEPS = st.lists(
    st.tuples(st.sampled_from(Kind), st.lists(NAMES, min_size=1, max_size=2), NAMES | st.none()),
    max_size=6,
)


@settings(max_examples=25)
@given(STEPS)
def test_as_many_undos_give_back_the_same_bytes(
    steps: Sequence[tuple[Kind, list[str], str | None]],
) -> None:
    """And as many redos what was there after the changes."""
    with TemporaryDirectory() as folder:
        library = Library.init(folder)
        for place, text in NOTES.items():
            path = library.root / "data" / f"{place}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for kind, names, new in steps:
            try:
                if new is None:
                    remove(library, kind, names)
                else:
                    rename(library, kind, names, new)
            except UsageError:
                continue
        after = texts(library.root)
        for _ in library.done:
            library.undo()
        assert texts(library.root) == NOTES
        for _ in library.done:
            library.redo()
        assert texts(library.root) == after
        with pytest.raises(NothingToUndoError):
            library.redo()
