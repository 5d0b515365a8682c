"""How the categories and keypoints of a library are spelled."""

import json

import pytest

from paperlist import Library, Paper
from paperlist.library.vocabulary import Spelled, Vocabulary
from tests.conftest import WriteNote

CATEGORIES = ["", "Diffusion", "Diffusion", "diffusion", "Video / Editing", "LLM", "GPT-4"]
KEYPOINTS = ["Memory bank", "KV cache", "GPT-4", "LLM", "Speculative decoding"]
ALIASES = {"kv-caching": "KV cache"}


@pytest.fixture
def words(write: WriteNote, library: Library) -> Vocabulary:
    """The vocabulary of a few notes."""
    for number, category in enumerate(CATEGORIES):
        keypoints = KEYPOINTS if number == 0 else []
        note = {"title": f"Paper {number}", "category": category, "keypoints": keypoints}
        write(f"2024-04/paper-{number}", json.dumps(note))
    return Vocabulary(library.index(), ALIASES)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Diffusion", Spelled("Diffusion")),
        ("DIFFUSION", Spelled("Diffusion")),
        ("Difusion", Spelled("Difusion", "Diffusion")),
        ("video/editing", Spelled("Video / Editing")),
        ("video", Spelled("Video")),
        ("video/Generation", Spelled("Video / Generation")),
        ("Video / Editng", Spelled("Video / Editng", "Video / Editing")),
        ("Diff", Spelled("Diff", "Diffusion")),
        ("Dif", Spelled("Dif")),
        ("Video Generation", Spelled("Video Generation")),
        ("Robots", Spelled("Robots")),
        ("VLM", Spelled("VLM")),
        ("GPT-3", Spelled("GPT-3")),
        ("", Spelled("")),
    ],
)
def test_categories(words: Vocabulary, typed: str, spelled: Spelled) -> None:
    """The known spelling of each level; a new name may be a slip of the pen."""
    assert words.category(typed) == spelled


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("memory  bank", Spelled("Memory bank")),
        ("Memory banks", Spelled("Memory banks")),
        ("Memroy bank", Spelled("Memroy bank", "Memory bank")),
        ("Speculative deco", Spelled("Speculative deco", "Speculative decoding")),
        ("Memory", Spelled("Memory")),
        ("KV-Caching", Spelled("KV cache")),
        ("GPT-5", Spelled("GPT-5")),
        ("Pruning", Spelled("Pruning")),
    ],
)
def test_keypoints(words: Vocabulary, typed: str, spelled: Spelled) -> None:
    """Aliases first; a plural is the same keypoint and no new one."""
    assert words.keypoint(typed) == spelled


def test_a_new_paper_takes_the_spelling_of_those_before(library: Library) -> None:
    """Also of those that are added along with it."""
    papers = [
        Paper(title="One a", category="Video/Editing", keypoints=["KV cache"]),
        Paper(title="Two b", category="video / editing", keypoints=["Kv Cache", "New"]),
    ]
    library.add_all([(paper, "2024-04") for paper in papers])
    two = library.get("two-b")
    assert (two.category, two.keypoints) == ("Video / Editing", ["KV cache", "New"])
    assert library.get("one-a").category == "Video / Editing"


def test_a_note_is_no_rule_for_itself(library: Library) -> None:
    """Else nobody could change the spelling that only one note has."""
    entry = library.add(Paper(title="One a", category="diffusion"), "2024-04").entry
    assert library.vocabulary(entry).category("Diffusion") == Spelled("Diffusion")
    assert library.vocabulary().category("Diffusion") == Spelled("diffusion")


def test_a_name_that_the_note_has_is_not_asked_about(library: Library) -> None:
    """However similar the names of other notes are: another note may have the misspelling."""
    papers = [
        Paper(title="One", category="Planning", keypoints=["Transformer", "RL"]),
        Paper(title="Two", category="Planing", keypoints=["Transfomer"]),
    ]
    one, _ = library.add_all([(paper, "2024-04") for paper in papers])
    words = library.vocabulary(one.entry)
    assert words.keypoint("Transformer") == Spelled("Transformer")
    assert words.category("Planning") == Spelled("Planning")
