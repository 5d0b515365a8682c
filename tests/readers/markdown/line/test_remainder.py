"""What stands beside a title, sorted by what it is."""

from typing import Any

import pytest

from paperlist.readers.markdown.line.remainder import begins_with_link, is_bracketed, sort_out
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import pieces


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {}),
        ("`SD` [moss; reed]", {"keypoints": ["SD", "moss", "reed"]}),
        ("`#moss #reed`", {"keypoints": ["moss", "reed"]}),
        ("[CVPR 2024]", {"venues": ["CVPR 2024"]}),
        ("`2024.11`", {"dates": ["2024-11"]}),
        ("[arXiv:2404.01234]", {"arxiv": "2404.01234"}),
        ("[[Code](https://g.org)]", {"links": [("code", "https://g.org")]}),
        (
            "[CVPR 2024](https://x.org)",
            {"venues": ["CVPR 2024"], "links": [("paper", "https://x.org")]},
        ),
        ("https://github.com/moss", {"links": [("code", "https://github.com/moss")]}),
        (
            "Ada Moss, Ben Reed, CVPR 2024",
            {"authors": ["Ada Moss", "Ben Reed"], "venues": ["CVPR 2024"]},
        ),
        ("Ada Moss", {"rest": ["Ada Moss"]}),
        ("by Ada Moss", {"authors": ["Ada Moss"]}),
        ("- a remark on [moss](https://m.org)", {"rest": ["a remark on [moss](https://m.org)"]}),
        ("![A plot](plot.png)", {"rest": ["![A plot](plot.png)"]}),
        (
            "*A. Moss et al. Journal of Moss*",
            {"authors": ["A. Moss et al"], "venues": ["Journal of Moss"]},
        ),
    ],
)
def test_sort_out(words: str, expected: dict[str, Any]) -> None:
    """Each piece goes into one list of the tail; lists not named here are empty."""
    tail = sort_out(pieces(words))
    found = {name: value for name, value in vars(tail).items() if value and name != "structure"}
    assert found == expected


@pytest.mark.parametrize(
    ("tail", "evidence", "anything"),
    [
        (Tail(), False, False),
        (Tail(structure=["by"]), False, False),
        (Tail(keypoints=["SD"]), False, True),
        (Tail(rest=["a remark"]), False, True),
        (Tail(tips=["a tip"]), False, True),
        (Tail(dates=["2024"]), True, True),
        (Tail(arxiv="2404.01234"), True, True),
        (Tail(authors=["Ada Moss"]), True, True),
    ],
)
def test_evidence(tail: Tail, evidence: bool, anything: bool) -> None:  # noqa: FBT001
    """Keypoints and remarks may stand beside any words; dates and authors are a paper's."""
    assert (tail.is_evidence, tail.says_anything) == (evidence, anything)


def test_put_first() -> None:
    """All lists of the other tail come first."""
    tail = Tail(authors=["Ben Reed"], dates=["2024"])
    tail.put_first(Tail(authors=["Ada Moss"], venues=["CVPR"]))
    assert tail == Tail(authors=["Ada Moss", "Ben Reed"], dates=["2024"], venues=["CVPR"])


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**[SD]**", True),
        ("**【SD】**", True),
        ("**SD**", False),
        ("*[SD]*", False),
        ("**[a title of as many as seven words]**", False),
        ("`[SD]`", False),
    ],
)
def test_is_bracketed(markdown: str, expected: bool) -> None:  # noqa: FBT001
    """Few words in bold and in brackets are a tag, and no title."""
    assert is_bracketed(pieces(markdown)[0]) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[paper](https://arxiv.org/abs/2404.01234) Moss Nets", True),
        ("- [[pdf](https://x.org/a.pdf)] Moss Nets", True),
        ("[![arXiv](b.svg)](https://arxiv.org/abs/2404.01234)", True),
        ("[code](https://g.org) Moss Nets", False),
        ("[Moss Nets](https://arxiv.org/abs/2404.01234)", False),
        ("Moss Nets [paper](https://arxiv.org/abs/2404.01234)", False),
        ("", False),
    ],
)
def test_begins_with_link(line: str, expected: bool) -> None:  # noqa: FBT001
    """The link has to lead to a paper, and to be called as such links are."""
    assert begins_with_link(pieces(line)) is expected
