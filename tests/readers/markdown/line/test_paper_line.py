"""A line as a paper: its title, its address, its check box, and what stands beside it."""

from typing import Any

import pytest

from paperlist.readers.markdown.line.paper_line import LONGEST_LINE, parse_line


@pytest.mark.parametrize(
    ("line", "title", "url", "beside"),
    [
        ("[Moss Nets](https://x.org)", "Moss Nets", "https://x.org", {}),
        (
            "[Moss Nets](https://x.org) `[SD]` `[2024.11]` [[code](https://g.org)]",
            "Moss Nets",
            "https://x.org",
            {"keypoints": ["SD"], "dates": ["2024-11"], "links": [("code", "https://g.org")]},
        ),
        (
            "**Moss Nets**, A. Moss, B. Reed, *CVPR 2024*",
            "Moss Nets",
            "",
            {"authors": ["A. Moss", "B. Reed"], "venues": ["CVPR 2024"]},
        ),
        (
            "CVPR 2024 oral, **Moss**: nets that grow, [arXiv](https://arxiv.org/abs/2404.01234)",
            "Moss: nets that grow",
            "",
            {
                "venues": ["CVPR 2024 oral"],
                "links": [("arxiv", "https://arxiv.org/abs/2404.01234")],
            },
        ),
        ("[CVPR 2024] Moss Nets", "Moss Nets", "", {"venues": ["CVPR 2024"]}),
        ("2024-04 Moss Nets", "Moss Nets", "", {"dates": ["2024-04"]}),
        ("2404.01234: Moss Nets", "Moss Nets", "", {"arxiv": "2404.01234"}),
        ("3. Moss Nets, ICLR 2024", "Moss Nets", "", {"venues": ["ICLR 2024"]}),
        (":fire: **Moss Nets** ⭐⭐", "Moss Nets", "", {"rest": ["⭐⭐"]}),
        ("“Moss Nets.”", "Moss Nets", "", {}),
        ("**Moss Nets** a remark", "Moss Nets", "", {"rest": ["a remark"]}),
        (
            "Moss, A., & Reed, B. (2023). Moss nets that grow. *Journal of Moss*.",
            "Moss nets that grow",
            "",
            {"authors": ["Moss, A.", "Reed, B."], "dates": ["2023"], "venues": ["Journal of Moss"]},
        ),
        ("[Moss Nets][a]", "Moss Nets", "https://a.org", {}),
    ],
)
def test_parse_line(line: str, title: str, url: str, beside: dict[str, Any]) -> None:
    """What stands beside the title is sorted into fields; those not named here are empty."""
    one = parse_line(line, {"a": "https://a.org"})
    assert one is not None
    found = {
        name: value
        for name, value in vars(one.tail).items()
        if value and name not in {"structure", "tips"}
    }
    assert (one.title, one.url, found) == (title, url, beside)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("[ ] Moss Nets", "to-read"),
        ("[x] Moss Nets", "read"),
        ("[X] [Moss Nets](https://x.org)", "read"),
        (r"\[ \] Moss Nets", "to-read"),
        ("Moss Nets", ""),
        ("[ ]Moss Nets", ""),
    ],
)
def test_a_check_box_is_a_status(line: str, status: str) -> None:
    """An empty box means that the paper is yet to be read."""
    one = parse_line(line)
    assert one is not None
    assert (one.title, one.status) == ("Moss Nets", status)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "---",
        "[paper](https://x.org)",
        "CVPR 2024",
        "2024-04",
        "![A plot](plot.png)",
        "`SD`",
        "Ada Moss, Ben Reed, 2024",
        "x" * (LONGEST_LINE + 1),
    ],
)
def test_no_paper(line: str) -> None:
    """No piece of these lines can be a title."""
    assert parse_line(line) is None
