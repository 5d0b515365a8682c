"""BibTeX and LaTeX -> papers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Paper
from paperlist.readers.bibtex import read
from tests.strategies import texts


def one(text: str) -> dict[str, Any]:
    records = read(text)
    assert not records.problems
    (draft,) = records.drafts
    return {name: value for name, value in draft.fields.items() if value}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title = {A {GPU}}", {"title": "A GPU"}),
        ('title = "A {"}quoted{"} one"', {"title": 'A "quoted" one'}),
        ("title = {T}, subtitle = {S}", {"title": "T: S"}),
        (
            "title={T}, author={van der Berg, Jan and King, Jr., Martin and {The OPT Team, Inc}}",
            {"authors": ["Jan van der Berg", "Martin King Jr.", "The OPT Team, Inc"]},
        ),
        ("title={T}, author={A B and others}", {"authors": ["A B", "et al."]}),
        ("title={T}, keywords={a, {b, c}; d}", {"keypoints": ["a", "b, c", "d"]}),
        ("title={T}, year=2024, month=apr", {"published": "2024-04"}),
        ("title={T}, year=2024, month={April}, day=9", {"published": "2024-04-09"}),
        ("title={T}, date={2024-04-09}", {"published": "2024-04-09"}),
        ("title={T}, year={in press}", {"year": "in press"}),
        ("title={T}, journal=cvpr # { } # 2024", {"venue": "CVPR 2024"}),
        (
            "title={T}, abstract={One\n  line.\n\n Two.}",
            {"sections": {"Abstract": "One line.\n\nTwo."}},
        ),
        ("title={T}, note={N1}, annote={N2}", {"notes": "N1\n\nN2"}),
        (
            "title={T}, eprint={2404.05726v2}, archivePrefix={arXiv}, primaryClass={cs.CV}",
            {"arxiv": "2404.05726v2", "primaryclass": "cs.CV"},
        ),
        (
            "title={T}, url={https://arxiv.org/abs/2404.05726}",
            {"arxiv": "2404.05726", "links": {"paper": "https://arxiv.org/abs/2404.05726"}},
        ),
        ("title={T}, doi={https://doi.org/10.1000/Ab}", {"doi": "10.1000/Ab"}),
        ("title={T}, volume={3}, pages={1--9}", {"volume": "3", "pages": "1–9"}),
        ("title={T}, title={Other}", {"notes": "title: Other"}),
        ("title={T}, status={read}, objective={o}", {"status": "read", "objective": "o"}),
        ("title={T}, status={lost}", {"notes": "status: lost"}),
        ("title={T}, links={x}", {"notes": "links: x"}),
    ],
)
def test_a_field_finds_its_place(fields: str, expected: dict[str, Any]) -> None:
    """In the model, as an own field, or in the notes; none is dropped."""
    found = one(f'@string{{cvpr = "CVPR"}}\n@article{{key, {fields}}}')
    assert found == {"title": "T", "citekey": "key"} | expected
    Paper.parse(found)


def test_what_is_broken_is_named_with_its_line_and_the_rest_is_read() -> None:
    """The line is that on which the reference begins."""
    records = read(
        "words between\n@article{open, title={Never closed\n\n@misc{good, title={Good}}\n"
        "@misc{untitled, year=2024}\n@misc{twice, title={One}}\n@misc{twice, title={Two}}\n"
    )
    assert [draft.fields["title"] for draft in records.drafts] == ["Good", "One", "Two"]
    assert [draft.line for draft in records.drafts] == [4, 6, 7]
    assert [(line, why.split()[0]) for line, why in records.problems] == [
        (2, "@article{open"),
        (5, "'untitled'"),
    ]


def test_a_paper_has_from_its_proceedings_what_it_does_not_say() -> None:
    """And the proceedings are no paper."""
    records = read(
        "@inproceedings{child, title={Child}, crossref={p24}}\n@article{other, title={Other}}\n"
        "@proceedings{p24, title={Proc. of X}, year=2024, editor={E. D. Itor}}"
    )
    child, other = records.drafts
    assert child.fields["venue"] == "Proc. of X"
    assert child.fields["published"] == "2024"
    assert child.fields["editor"] == "E. D. Itor"
    assert "venue" not in other.fields


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.dictionaries(st.sampled_from(["volume", "series", "abstract", "note", "x"]), words))
def test_no_word_of_a_field_is_lost(fields: dict[str, str]) -> None:
    """Each value is somewhere in the paper."""
    body = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    found = one(f"@article{{key, title = {{T}}, {body}}}")
    for value in fields.values():
        assert value in str(found)


@given(texts)
def test_any_text_is_read(text: str) -> None:
    """Whatever it is, there is no exception."""
    read(text)
    read("@article{k, title={T}, x={" + text + "}}")


def test_macros_that_double_are_no_end_of_text() -> None:
    """Forty lines would make a terabyte; beyond the limit only names are kept."""
    lines = [f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(40)]
    papers = '@article{x, title = "A title", note = a40}\n@article{y, title = {Another}}'
    records = read("\n".join(['@string{a0 = "aaaaaaaaaaaaaaaa"}', *lines, papers]))
    assert [draft.fields["title"] for draft in records.drafts] == ["A title", "Another"]
    assert [problem.reason for problem in records.problems] == [
        "its macros make more than 20 MB of text; beyond that, only their names are kept"
    ]
