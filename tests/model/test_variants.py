"""Names that are one name in different spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.variants import variants


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"Diffusion": 2, "diffusion": 3}, [("diffusion", "Diffusion")]),
        ({"Memory bank": 1, "Memory-Banks": 1}, [("Memory bank", "Memory-Banks")]),
        ({"FAM": 1, "Feedback Attention Memory (FAM)": 1, "Feedback attention memory": 1},
         [("Feedback attention memory", "FAM", "Feedback Attention Memory (FAM)")]),
        # An abbreviation of two different names belongs to neither.
        ({"SAM": 9, "Segment Anything Model (SAM)": 1, "Sharpness-aware minimization (SAM)": 1},
         []),
        ({"FAM": 1, "Feedback Attention Memory": 1}, []),
        ({"Moss (green)": 1, "Moss": 1}, []),
        ({"LoRA": 2, "LoRa": 1, "lora": 1}, [("LoRA", "lora")]),
        ({"Difusion": 1, "Diffusion": 9}, [("Diffusion", "Difusion")]),
        ({"Gan": 1, "Gnn": 1, "Model": 1, "Modal": 1, "GPT-3": 1, "GPT-4": 1}, []),
        ({"C": 1, "C++": 1, "C#": 1, ".NET": 1, "NET": 1}, []),
        ({"Video / Editing": 1, "video/editing": 2, "Video editing": 1},
         [("video/editing", "Video editing")]),
        ({"13B": 1, "1.3B": 1, "★": 1, "→": 1, "A*": 1, "A": 1}, []),
        ({"Planning": 1, "Planting": 1, "Deletion": 1, "Depletion": 1}, []),
        ({"हिन्दी": 1, "हान्दा": 1}, []),
        ({"图像生成": 1, "图像编辑": 1}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_variants(counts: dict[str, int], expected: list[tuple[str, ...]]) -> None:
    """The commonest spelling first; what only looks alike stays apart."""
    assert variants(counts) == expected


def test_a_word_that_is_known_is_no_typo() -> None:
    """Two words that many titles have are two words, whatever they look like."""
    counts = {"Compression": 2, "Compresion": 1}
    assert variants(counts) == [("Compression", "Compresion")]
    assert variants(counts, {"compression", "compresion"}) == []


@given(st.dictionaries(st.text("abAB -/()s+", min_size=1, max_size=12), st.integers(1, 9)))
def test_no_name_is_in_two_groups(counts: dict[str, int]) -> None:
    """Each group has two names or more, each of them given, the commonest first."""
    groups = variants(counts)
    names = [name for group in groups for name in group]
    assert len(names) == len(set(names))
    assert set(names) <= counts.keys()
    assert all(len(group) > 1 for group in groups)
    assert all(counts[group[0]] == max(map(counts.__getitem__, group)) for group in groups)
