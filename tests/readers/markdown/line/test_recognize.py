"""What the words beside a title are."""

from collections.abc import Callable

import pytest

from paperlist.readers.markdown.line.recognize import (
    arxiv_in,
    arxiv_of,
    date_of,
    is_acronym_of_a_year,
    is_aside,
    is_dated_venue,
    is_link_name,
    is_name,
    is_venue,
    is_venue_in_brackets,
    is_way_back,
    leads_to_a_paper,
    link_name,
    names_a_paper,
    names_in,
    unlinked,
)

TABLES: dict[Callable[[str], bool], tuple[str, str]] = {
    is_link_name: (
        "paper|Code|[PDF]|project page|arXiv|论文|GitHub|supplementary|pdf 2|!",
        "Moss Nets|A study of paper|paper by Ada Moss|Paperclip|code and data",
    ),
    is_way_back: ("back to top|Top|⬆️|[top]|返回目录|", "Title|code|topology|go back"),
    leads_to_a_paper: (
        (
            "https://arxiv.org/abs/2404.01234|https://openreview.net/forum?id=a|https://x.org/a.pdf|"
            "https://doi.org/10.1000/1|http://aclanthology.org/2024.acl-long.1"
        ),
        (
            "https://github.com/moss/nets|https://x.org|arxiv.org/abs/2404.01234|#papers|"
            "https://arxiv.org.evil.example/abs/2404.01234|https://doi.organic.example/1"
        ),
    ),
    names_a_paper: (
        "see https://arxiv.org/abs/2404.01234|at arXiv:2404.01234|(https://x.org/a.pdf)",
        "see https://x.org|arXiv|2404.01234|a.pdf",
    ),
    is_venue: (
        (
            "ICLR|CVPR 2024|NeurIPS'23|In ICML 2022 oral|IEEE Access|best paper award|"
            "arXiv preprint|accepted to ACL 2024"
        ),
        "Moss Nets|2024|A study at CVPR|Reed|Journal of Moss",
    ),
    is_dated_venue: ("CVPR 2024|ICLR25|NeurIPS'23", "CVPR|2024|Moss 2024|oral"),
    is_acronym_of_a_year: ("RAL 2024|ABC'24|MoSS2023|XY-Z 2020", "RAL|Moss 2024|2024|A study 2024"),
    is_venue_in_brackets: (
        "SMDB workshop 2021|RAL 2024|Workshop on Moss 2020",
        "Moss 2021|Ada Moss 2021|2021|workshop 2021",
    ),
    is_aside: ("(CVPR 2024)|2024-11|`ICLR`|[April 2024]|arXiv 2024.01|, 2024", "Moss|a remark|v2"),
    is_name: (
        "Ada Moss|A. Moss|Moss et al.|Ludwig van Reed|et al.|Ada B. Moss",
        "Moss|ADA MOSS|Neural Networks|Ada Moss 2024|great work|ada moss",
    ),
}


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (question, text, answer)
        for question, texts in TABLES.items()
        for answer, row in zip((True, False), texts, strict=True)
        for text in row.split("|")
    ],
)
def test_questions(question: Callable[[str], bool], text: str, answer: bool) -> None:  # noqa: FBT001
    """For each question the texts that it is answered yes for, and those that it is not."""
    assert question(text) is answer


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Paper", "paper"),
        ("[Code]", "code"),
        ("代码", "code"),
        ("项目主页", "project"),
        ("arXiv:2404.01234", "arxiv"),
        ("2404.01234v2", "paper"),
        ("Project Page", "project page"),
        ("Moss Nets", "Moss Nets"),
    ],
)
def test_link_name(shown: str, expected: str) -> None:
    """Usual names of links are kept small and in English, any other as it stands."""
    assert link_name(shown) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/2404.01234", ("2404.01234", "https://")),
        ("arXiv:2404.01234v2", ("2404.01234v2", "")),
        ("arXiv 2404.01234 (oral)", ("2404.01234", "oral")),
        ("[2404.01234]", ("2404.01234", "")),
        ("arxiv.org/abs/math/0611800", ("math/0611800", "")),
        ("https://huggingface.co/papers/2404.01234", ("2404.01234", "https://")),
        ("a title of 2404.01234 words", ("", "")),
        ("", ("", "")),
    ],
)
def test_arxiv_ids(text: str, expected: tuple[str, str]) -> None:
    """The id and what stands beside it; a bare number is one only if it stands alone."""
    assert arxiv_in(text) == expected
    assert arxiv_of(text) == expected[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024"),
        ("(2024)", "2024"),
        ("2024-4", "2024-04"),
        ("April 2024", "2024-04"),
        ("2024/04/09", "2024-04-09"),
        ("9th April 2024", "2024-04-09"),
        ("Apr. 9, 2024", "2024-04-09"),
        ("2024年4月9日", "2024-04-09"),
        ("2024-13-09", ""),
        ("1750", ""),
        ("in 2024", ""),
        ("", ""),
    ],
)
def test_date_of(text: str, expected: str) -> None:
    """Usual dates, as precise as they are given."""
    assert date_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moss, Ben Reed", ["Ada Moss", "Ben Reed"]),
        ("Ada Moss and Ben Reed", ["Ada Moss", "Ben Reed"]),
        ("Moss, Ada and Reed, Ben", ["Ada Moss", "Ben Reed"]),
        ("Moss, Ada and Reed, Ben and others", ["Ada Moss", "Ben Reed", "others"]),
        ("*Ada Moss, Ben Reed, et al.*", ["Ada Moss", "Ben Reed", "et al"]),
        ("A. Moss; B. Reed; C. Poe", ["A. Moss", "B. Reed", "C. Poe"]),
        ("Ada Moss", []),
        ("Ada Moss, a remark", []),
        ("Neural Networks, Graph Search", []),
        ("", []),
    ],
)
def test_names_in(text: str, expected: list[str]) -> None:
    """Two names or more, and nothing else."""
    assert names_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2404.01234](https://arxiv.org/abs/2404.01234)", "2404.01234"),
        ("[2404.01234v2](https://arxiv.org/pdf/2404.01234v2.pdf)", "2404.01234v2"),
        ("[10.1000/a\\_b](https://doi.org/10.1000/a_b)", "10.1000/a\\_b"),
        ("[2404.01234](https://arxiv.org/abs/2404.09999)", ""),
        ("[2404.01234](https://example.org)", ""),
        ("[here](https://arxiv.org/abs/2404.01234)", ""),
        ("2404.01234", ""),
    ],
)
def test_a_linked_identifier(text: str, expected: str) -> None:
    """The link is ours only where it leads to the page of that very identifier."""
    found, page = unlinked(text)
    assert (found if page else "") == expected
