"""Texts and papers for property tests: plain ones, and every kind that has made trouble."""

import re
from typing import Any

from hypothesis import strategies as st

from paperlist import Paper
from paperlist.model.identifiers import may_be_link

NASTY = (
    "# heading", "## 202404", "---", "***", "===", "```", "~~~ python", "$$", "$x$", "<details>",
    "</details>", "<summary>", "<!-- ", "-->", "<!-- paperlist:end -->", "<b>", "</p>", "<br>",
    "- item", "  - nested", "* a", "1. one", "> quote", "| a | b |", "|---|---|", "&amp;",
    "&#x0023;", "&#x003B;", "a; b", "a，b", "、", "；", "`code`", "`", "**bold**", "*", "_",
    "[a](b)", "![i](j)", "[x]: http://y", "- `Method:` x", "`Objective:`", "**Limitation:**",
    "Metric: 5", "Methods", "\\", "\\#", "\t", "    four", "no", "null", "2024-04", "1e3", "0x10",
    "'", '"', ": ", " #", "图像", "メモリ", "é", "ﬁ", "😀", "\u00a0", "\u200b", "\u2028", "\ufeff",
    "\x07", "\x85", "{a: b}", "?", "!tag", "%", "@", "http://x.y/(z)", "arXiv:2404.05726", "...",
    "--- a", "Keypoints",
)  # fmt: skip
_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00")
pieces = st.one_of(st.sampled_from(NASTY), st.text(_characters, max_size=12))
lines = st.lists(pieces, max_size=5).map(" ".join)
texts = st.lists(st.one_of(lines, pieces), max_size=6).map("\n".join)
addresses = lines.map(lambda line: re.sub("[<>]", "", line)).filter(
    lambda line: line != "" and may_be_link(line)
)
labels = lines.map(lambda line: line.strip() or "Results")


def _with(fields: dict[str, Any], title: str) -> Paper:
    return Paper.parse({**fields, "title": title})


papers = st.builds(
    _with,
    st.fixed_dictionaries(
        {},
        optional={
            "category": lines,
            "keypoints": st.lists(lines, max_size=4),
            "objective": texts,
            "method": texts,
            "metric": texts,
            "limitation": texts,
            "sections": st.dictionaries(labels, texts, max_size=3),
            "notes": texts,
            "links": st.dictionaries(labels, addresses, max_size=3),
            "arxiv": lines,
            "doi": lines,
            "authors": st.lists(lines, max_size=3),
            "venue": lines,
            "published": st.sampled_from(["", "2024", "2024-04", "2024-04-09"]),
            "status": st.sampled_from(["", "to-read", "reading", "read"]),
            "added": st.datetimes().filter(lambda moment: 1900 < moment.year < 2200),
        },
    ),
    lines.map(lambda line: line.strip() or "A title"),
)

# Signs close together, which the shared texts seldom are.
_signs = [*"<>-!`~$#&;x3C0 \n\\*=|", "&#x", "<!--", "-->", "```", "<b>", "</b>", "</details>"]
dense = st.lists(st.sampled_from(_signs), max_size=16).map("".join)
