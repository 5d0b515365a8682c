"""Pages written by hand: each form, each mix, and any text at all."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist import Paper
from paperlist.markdown.parser import parser
from paperlist.readers.markdown.audit import coverage
from paperlist.readers.markdown.page import read
from paperlist.readers.markdown.tree.blocks import parse_page
from tests.strategies import lines, pieces, texts

PAGES = Path(__file__).parents[1] / "pages"
FORMS = (
    "# 202404", "## April 2024", "## 2024年4月", "# 2024", "## 🎬 Video [back](#top)", "### LLM",
    "#### A Paper: With Notes", "##### Method", "###### Note", "**Controllable**", "**2024-05**",
    "#### [A Title](https://arxiv.org/abs/2404.05726) [2024.4]", "Setext\n======", "A\n-",
    "- `Keypoints:` a; b, c", "- **Objective**: x", "- Method：y", "  - `Metric:` z",
    "- 方法: 中文",
    "- <details><summary>Details</summary>", "-   <details>\n    <summary>More</summary>\n",
    "    - `Limitation:`", "</details>", "    </details>", "Keypoints: a; a; A", "**Method:** b",
    "- [One](https://arxiv.org/abs/2404.05726) `[SD]` `[2024.11]` `[ICLR25]` \\[[c](http://c)\\]",
    "- **Two**, Jane Doe, John Roe, *CVPR 2024* [[pdf](http://p.pdf)]", "* [paper](http://p)",
    "- [ ] Three four five six [paper](https://arxiv.org/pdf/2404.00001v2)", "1. [x] **Seven**",
    "- 📌[Long Video](#long-video)", "  - [A Paper: With Notes](#a-paper-with-notes) [[c](d)]",
    "[DiT][2024.7][preprint]\\[[paper](URL)\\]", "[r]: http://ref", "[Paper][r]",
    "| Title | Venue | Code |\n|---|---|---|\n| [T](http://t) | CVPR | [link](http://l) |",
    "| a | b |\n|---|\n", "<!-- a comment -->", "<!-- open", "-->", "![fig](a.png)", "***",
    "<p align=\"center\"><img src='x'></p>", "$$\n# x\n$$", "```math\n# y\n```", "```", "> quoted",
    "[![arXiv](https://img.shields.io/b)](https://arxiv.org/abs/2404.1)", "\tfour", "loose words",
    '<a href="https://arxiv.org/abs/2404.1" title="a tip">Five six seven</a> <kbd>x</kbd><br>',
    "- <b>Eight nine</b><br>Ada Moss, Ben Reed<br><i>CVPR 2024</i> <sub>oral</sub> H<sub>2</sub>O",
    '- [Ten eleven](https://arxiv.org/abs/2404.2 "tip words") [[code](http://c "its code")] [^1]',
    '[<img src="http://b.svg" alt="a badge">](http://c) <a href="http://d"><img alt="e"></a>',
    '- "Twelve one" (2023), Ada Moss, Ben Reed [pdf](http://p)', "- [[ICLR 2024] A b](http://x.y)",
    "- (*arXiv 2024*) Two three | Ada Moss, Ben Reed | AAAI 2024 | [paper](http://p)", "- 📄 X y",
    "- Moss, A., & Reed, B. (2022a). Three four. *Journal of X*, 12(3), 4-5. [pdf](http://p)",
    '- A. Moss et al., "Five six," in NeurIPS, 2020.', "Moss et al. (2017): Seven. In Proc. X",
    "- [3] Moss A, Reed BC, and others. Eight[J]. X, 2019;30:5.", "莫小河, 李大船等. 九[J]. 学报",
    "Paper: https://arxiv.org/abs/2402.01306", "### Some Title", "`Code:` http://c",
    "## LLM - April 2024", "### 2024.08 | 3D",
    "- `Results:`\n    They won.", "    - nested\n        - deeper", "&amp; &nbsp;", "#", "-",
)  # fmt: skip
blocks = st.one_of(st.sampled_from(FORMS), st.sampled_from(FORMS), pieces, lines)
pages = st.lists(
    st.tuples(blocks, st.sampled_from(["\n", "\n\n", "\n", "\r\n"])).map("".join), max_size=14
).map("".join)


@given(st.one_of(pages, texts, st.text()))
@example("# heading\n- `Keypoints:` a\n## Video [back](#top)\n")
@example("# A\n- `Keypoints:` a\n## Video [back](#top)\n- [One](https://x.org/a) [[c](http://c)\\]")
@example(
    "# A\n## LLM\n- **[C++ & C# <fast> proofs](https://arxiv.org/abs/2406.00001)** <think>x</think>"
)
def test_no_text_at_all_loses_a_word(text: str) -> None:
    """Whatever the page, it is read without an error and every word is accounted for."""
    reading = read(text)
    assert coverage(reading).lost == []
    for draft in reading.drafts:
        Paper.parse(draft.fields)


TAG = "</details>"
CODE = (
    "# h", "## k", "text", "```", "```py", "~~~", "$$", "$$ x $$", "- item", "  ```", "  - x", "",
    "    ```", "> q", "> ```", "    code", "$$ (lab)", "- ```", "1. a", "   $$", "- - $$", "# $$",
    *[f"\n{TAG}\n"] * 3,
)  # fmt: skip


@given(st.lists(st.sampled_from(CODE), max_size=14).map("\n".join))
def test_a_tag_in_code_or_a_formula_is_text_whatever_stands_around(text: str) -> None:
    """What is code is what the page as a whole says, though only parts of it are parsed for it."""
    code = {
        number
        for token in parser(inline=False).parse(text)
        if token.type in {"fence", "math_block", "math_block_label"} and token.map
        for number in range(*token.map)
    }
    tags = [number for number, line in enumerate(text.split("\n")) if line == TAG]
    read_as = parse_page(text).lines
    assert [number for number in tags if read_as[number] == TAG] == [
        number for number in tags if number in code
    ]


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(["\n", "\n\n"])), max_size=8))
def test_what_the_account_calls_structure_is_no_word_of_the_authors(parts: list[Any]) -> None:
    """A word that no label, date or sign is spelled with is in a field, or among the page's own."""
    page = ""
    own: list[str] = []
    for form, end in parts:
        for line in form.split("\n"):
            page += line
            # What stands behind a row's last bar is none of it, and a fold's name may go on.
            if re.search(r"\w", line) and not re.match(r"\||```|.*summary", line):
                own.append(f"own{len(own)}word")
                page += f" {own[-1]}"
            page += "\n"
        page += end
    reading = read(page)
    fields = [Paper.parse(draft.fields).fields() for draft in reading.drafts]
    kept = json.dumps([reading.title, reading.words, fields], ensure_ascii=False).lower()
    assert [word for word in own if word not in kept] == []


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_gives_the_entries_expected(path: Path, request: pytest.FixtureRequest) -> None:
    """Each page of tests/pages/ has its entries beside it, and loses no word."""
    reading = read(path.read_bytes().decode())
    got = {
        "title": reading.title,
        "papers": [
            {"month": draft.month, **Paper.parse(draft.fields).fields()} for draft in reading.drafts
        ],
        "words": [text for _, text in reading.words],
    }
    assert coverage(reading).lost == []
    expected = path.with_suffix(".json")
    if request.config.getoption("--rewrite"):
        expected.write_text(json.dumps(got, ensure_ascii=False, indent=2) + "\n")
    assert got == json.loads(expected.read_text())


# Tags, addresses, definitions, rules of tables, code: a word within says nothing to a reader.
SILENT = re.compile(
    r"<[^>]*>|\]\([^)]*\)|https?://\S+|^\[[^\]]+\]:.*|^\|?[\s:|-]+\|?$|`[^`]*`|^\|?.*\|?\n\|?[\s:|-]+$",
    re.M,
)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_word_put_into_a_page_is_kept(path: Path) -> None:
    """Wherever between two others it stands: in a field, or among the page's own words."""
    page = path.read_bytes().decode()
    silent = {at for match in SILENT.finditer(page) for at in range(match.start(), match.end() + 1)}
    places = [gap.start() for gap in re.finditer(r"(?<=\w) (?=\w)", page)]
    places = [at for at in places if at not in silent]
    for at in random.Random(path.stem).sample(places, min(len(places), 15)):
        reading = read(f"{page[:at]} ownword {page[at + 1 :]}")
        fields = [Paper.parse(draft.fields).fields() for draft in reading.drafts]
        kept = json.dumps([reading.title, reading.words, fields], ensure_ascii=False)
        assert coverage(reading).lost == []
        assert "ownword" in kept, page[at - 40 : at + 40]


@pytest.mark.parametrize(
    "page",
    [
        "---\n" + "-https://x.y/z\n" * 200 + "end\n",
        "## " + "[" * 60 + "\n- [A title of it](https://arxiv.org/abs/2404.00001)\n",
        "## " + "[!" * 2000,
        "**a" + " " * 4000 + "b",
        "- Some title " + "(2020) " * 4000,
        "- " + "<!-- " * 8000,
        "# A. Moss, B. Reed" + " " * 20000 + "x",
        "- [T](https://arxiv.org/abs/2404.00001) x" + " ( - " * 4000 + "y",
        "- " + "some words here [x] " * 10000,
        "CVPR 2024, " * 4000,
    ],
    ids="rule brackets pictures blanks years comments names signs remarks venues".split(),
)
def test_reading_comes_to_an_end(page: str) -> None:
    """An expression that tries all ways to take these apart would not, or not today."""
    assert coverage(read(page)).lost == []


OURS = """# Our own words

Welcome.

<!-- paperlist:begin -->

## 202404

#### One: a

- `Objective:` x

<!-- paperlist:end -->

Words below.
"""


def test_words_around_our_list_are_kept() -> None:
    """The heading is the title, the rest the page's own words; none is papers."""
    reading = read(OURS + "\n- [A link of ours](https://arxiv.org/abs/2404.00001)\n")
    assert reading.title == "Our own words"
    assert [draft.fields["title"] for draft in reading.drafts] == ["One: a"]
    assert [text for _, text in reading.words] == [
        "Welcome.",
        "Words below.",
        "- [A link of ours](https://arxiv.org/abs/2404.00001)",
    ]
    assert coverage(reading).lost == []


def test_a_paper_written_around_our_list_is_a_paper() -> None:
    """In the form of the list, where somebody put it below the mark."""
    reading = read(OURS + "\n## 202405\n\n### Two: b\n\n- `Keypoints:` y\n")
    found = [(draft.fields["title"], draft.month) for draft in reading.drafts]
    assert found == [("One: a", "2024-04"), ("Two: b", "2024-05")]
    assert coverage(reading).lost == []
