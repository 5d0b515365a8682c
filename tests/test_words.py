"""Words, months, keypoints, labels: what the rest is built of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.escape import disarm, escape_line, parser, plain, restore
from paperlist.model.keypoints import join_keypoints, keypoint_key, split_keypoints, unique
from paperlist.model.labels import field_of, section_of
from paperlist.model.months import format_month, month_in, parse_month
from paperlist.text.suggest import nearest
from paperlist.text.words import fold, joined_words, make_id, printable, title_key, words
from tests.strategies import lines, texts


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-04", "2024-04"), ("202404", "2024-04"), ("2024.4", "2024-04"),
        ("2024/04", "2024-04"),
        ("April 2024", "2024-04"), ("Apr. 2024", "2024-04"), ("2024 April", "2024-04"),
        ("2024年4月", "2024-04"), ("2024年04月份", "2024-04"), ("April 5th, 2024", "2024-04"),
        ("2024-04-09", "2024-04"), ("2024-13", None), ("2024-00", None), ("2024", None),
        ("1234", None), ("Aprilia 2024x", None), ("", None),
    ],
)  # fmt: skip
def test_months(text: str, month: str | None) -> None:
    """The usual ways to write one, and what is none."""
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("Latest Update: April 2024", "2024-04"), ("📅 2024-04 (12 papers)", "2024-04"),
        ("[2024.04](#x)", "2024-04"), ("**202404**", "2024-04"), ("2024年4月论文", "2024-04"),
        ("2024年4月 论文", "2024-04"), ("A survey of 2024-04", None), ("CVPR 2024", None),
        ("PaperList 202405", "2024-05"), ("1706.03762", None),
    ],
)  # fmt: skip
def test_months_in_headings(heading: str, month: str | None) -> None:
    """With the words that stand beside a month, and no others."""
    assert month_in(heading) == month


@given(st.dates().filter(lambda date: date.year >= 1900 and date.year < 2100))
def test_a_month_goes_round(date: object) -> None:
    """In every form that the page can have."""
    month = str(date)[:7]
    for pattern in ("%Y%m", "%Y-%m", "%B %Y", "%b %Y"):
        assert parse_month(format_month(month, pattern)) == month


@pytest.mark.parametrize(
    ("line", "keypoints"),
    [
        ("a; b；c，d、e, f", ["a", "b", "c", "d", "e", "f"]), ("a;;a; A ;", ["a"]),
        ("f(a, b); `x;y`; $a;b$", ["f(a, b)", "`x;y`", "$a;b$"]), ("1,000 hours", ["1,000 hours"]),
        ("a (b; c", ["a (b", "c"]), ("", []),
    ],
)  # fmt: skip
def test_keypoints_are_split(line: str, keypoints: list[str]) -> None:
    """On every separator that people use, but not within brackets, code or numbers."""
    assert split_keypoints(line) == keypoints


@given(st.lists(lines.map(escape_line), max_size=5).map(unique))
def test_keypoints_go_round(keypoints: list[str]) -> None:
    """Joined and split again they are the same."""
    assert split_keypoints(join_keypoints(keypoints)) == keypoints


def test_spellings_of_one_keypoint() -> None:
    """Case, hyphens and a plural's s do not count."""
    assert keypoint_key("Long-Context LLMs") == keypoint_key("long context LLM")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Keypoints", "keypoints"), ("keypoint", "keypoints"), ("KEY POINTS", "keypoints"),
        ("Objetive", "objective"), ("Key Takeaways", "objective"), ("Methods", "method"),
        ("Metric：", "metric"), ("Limitations", "limitation"), ("关键词", "keypoints"),
        ("目标", "objective"), ("方法", "method"), ("指标", "metric"), ("局限", "limitation"),
        ("Results", None), ("Summay", None), ("Whatever", None), ("Data", None),
    ],
)  # fmt: skip
def test_labels(label: str, field: str | None) -> None:
    """In any case and number, misspelled by a letter, in English and Chinese."""
    assert field_of(label) == field


def test_taught_labels_come_first() -> None:
    """`labels` in paperlist.toml."""
    taught = {"Take-home": "objective", "Ablations": "Results"}
    assert field_of("take home", taught) == "objective"
    assert section_of("ablation", taught) == "Results"
    assert section_of("Summay") == "Summary"


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


@given(lines)
def test_a_line_shows_just_its_signs(line: str) -> None:
    """Escaped, Markdown shows the line itself."""
    written = " ".join(line.split())
    inline = parser().parseInline(escape_line(written))
    assert " ".join(plain(inline[0]).split()) == written


@given(texts)
def test_what_is_disarmed_is_restored(text: str) -> None:
    """To the letter."""
    assert restore(disarm(text)) == text


def test_a_suggestion_is_spelled_as_it_is_known() -> None:
    """Case counts on neither side, and of two spellings the first is suggested."""
    assert nearest("vido", ["Audio", "Video", "VIDEO"]) == "Video"
    assert nearest("nothing like it", ["Audio", "Video"]) is None
