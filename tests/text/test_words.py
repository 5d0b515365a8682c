"""Words, folding, ids and keys."""

import pytest

from paperlist.text.words import (
    fold,
    joined_words,
    make_id,
    parts_of_names,
    printable,
    title_key,
    words,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Café, naïve", ["cafe", "naive"]), ("long-context", ["long", "context"]),
        ("ＧＰＴ", ["gpt"]), ("图像生成", ["图像", "像生", "生成", "成"]), ("a_b", ["a", "b"]),
        ("GPT4图像", ["gpt4", "图像", "像"]),
    ],
)  # fmt: skip
def test_words(text: str, found: list[str]) -> None:
    """Folded, parted at hyphens, cut into bigrams where a script has no spaces."""
    assert words(text) == found


def test_folding_ids_and_keys() -> None:
    """What search, ids and duplicate checks share."""
    assert joined_words("a long-context x") == ["longcontext"]
    assert fold("ÀÉ ﬁ") == "ae fi"
    assert make_id("MA-LMM: Memory") == "ma-lmm"
    assert make_id("A Very Long Head of a Title: Sub") == "a-very-long-head-of"
    assert title_key("Rho-1: “Not”") == title_key("RHO 1 not")
    assert title_key("C++") != title_key("C")
    assert printable("a\x1b[31m\tb\u202e") == "a[31m\tb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MovieChat", ["movie", "chat"]),
        ("TransformerFAM: VideoLLMs", ["transformer", "fam", "video", "llms"]),
        ("a ControlNet-like PyTorch", ["control", "net", "torch"]),
        ("GPT LoRA Diffusion RHO-1 iPhone", []),
    ],
)
def test_parts_of_names(text: str, expected: list[str]) -> None:
    """Names with a capital inside consist of words; parts of two letters are none."""
    assert parts_of_names(text) == expected
