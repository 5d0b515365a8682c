"""The form of a new note: plain text behind and below the names of the fields."""

from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Paper
from paperlist.errors import FormError
from paperlist.store import form
from tests.strategies import papers, texts

TITLE = "MA-LMM: Memory-Augmented Large Multimodal Model"


def read(text: str) -> dict[str, Any]:
    return form.read(dedent(text)).fields()


@given(papers)
def test_what_is_written_into_a_form_is_read_back(paper: Paper) -> None:
    """Whatever was fetched or given as options."""
    assert form.read(form.write(paper.fields())) == paper


@given(texts, st.sampled_from(["objective", "notes"]))
def test_any_text_below_a_field_is_an_error_with_a_line_or_a_note(text: str, name: str) -> None:
    """Indented, it is the text of that field; as it stands, nothing worse than an error happens."""
    typed = f"title: A\n{name}:\n{text}\n"
    try:
        form.read(typed)
    except FormError as error:
        numbers = [line for line, _ in error.problems]
    else:
        numbers = []
    assert all(line and 1 <= line <= typed.count("\n") for line in numbers)


def test_an_empty_form_has_the_fields_of_most_notes() -> None:
    """And says in plain words how it is filled in."""
    text = form.write({})
    assert [line for line in text.split("\n") if line and line[0] != "#"] == [
        "title:", "category:", "keypoints:", "objective:", "method:", "metric:", "limitation:",
    ]  # fmt: skip
    assert "YAML" not in text


def test_a_form_with_values_has_no_signs_of_yaml() -> None:
    """A title with a colon needs no quotes, and a text no sign before it."""
    text = form.write(
        {
            "title": TITLE, "keypoints": ["a: b", "c"], "sections": {"Results: a": "x: y"},
            "notes": "First: a\n\nSecond # b", "links": {"paper": "http://a"},
            "arxiv": "2404.10000",
        }
    )  # fmt: skip
    assert f"\ntitle: {TITLE}\n" in text
    assert "\nnotes:\n  First: a\n\n  Second # b\n" in text
    assert "\narxiv: 2404.10000\n" in text
    assert "\nkeypoints:\n- a: b\n- c\n" in text
    assert "\nlinks:\n  paper: http://a\n" in text


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"title: {TITLE}", TITLE),
        (f"title:{TITLE}", TITLE),
        (f"Title : {TITLE}", TITLE),
        (f"title：{TITLE}", TITLE),
        (f"title:\n  {TITLE}", TITLE),
        (f"title:\n{TITLE}", TITLE),
        ("title: MA-LMM:\n  Memory-Augmented", "MA-LMM: Memory-Augmented"),
        ("title: The number #1 of all", "The number #1 of all"),
        ("title: '[Re] A: b'", "[Re] A: b"),
        ('title: "A: \\u0062"', "A: b"),
        ('title: "Why" is not enough', '"Why" is not enough'),
        ("title: [Re] Reproducing it", "[Re] Reproducing it"),
        ("title: [Re]", "[Re]"),
        ("title: {Curly}", "{Curly}"),
        ("title: *Stars*", "*Stars*"),
        ("title: @home & %more `code` | x", "@home & %more `code` | x"),
        ("title: 1984", "1984"),
        ("title: 1e3", "1e3"),
        ("title: yes", "yes"),
        ("title: > 90% of all", "> 90% of all"),
        ("title: |-\n  A block", "A block"),
        ("title: >-\n  A folded\n  block", "A folded block"),
        ("title: - a dash", "- a dash"),
        ("title: What is it?", "What is it?"),
        ("title: it's", "it's"),
        ("'title': A", "A"),
    ],
)
def test_a_title_is_what_stands_behind_its_name(line: str, title: str) -> None:
    """Whatever it would mean in YAML; what is quoted, or a block, is read as that."""
    assert read(f"{line}\ncategory:\n") == {"title": title}
    assert read(f"category: LLM\n{line}\n") == {"title": title, "category": "LLM"}


@pytest.mark.parametrize(
    "typed",
    [
        "objective:\n  First: one.\n  - a\n\n    - b\n",
        "objective:\nFirst: one.\n- a\n\n  - b\n",
        "objective: |-\n  First: one.\n  - a\n\n    - b\n",
        "objective: |-\n  \nFirst: one.\n- a\n\n  - b\n",
        "objective: |-\n  First: one.\n- a\n\n    - b\n",
        "objective: First: one.\n  - a\n\n    - b\n",
        "objective: First: one.\n- a\n\n  - b\n",
        "objective:\n\n    First: one.\n    - a\n\n      - b\n\n",
        "objective:\n\tFirst: one.\n\t- a\n\n\t  - b\n\n",
        "objective:\n  First: one.\n# left out\n  - a\n\n    - b\n",
        "objective:\r\n  First: one.\r\n  - a\r\n\r\n    - b\r\n",
    ],
)
def test_several_lines_below_a_field_are_its_text(typed: str) -> None:
    """Indented or not, below the name or the first of them behind it; line ends stay."""
    assert form.read(f"title: A\n{typed}method: m\n").fields() == {
        "title": "A", "objective": "First: one.\n- a\n\n  - b", "method": "m",
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "keypoints: Memory: bank; Video",
        "keypoints:Memory: bank; Video",
        'keypoints: ["Memory: bank", Video]',
        "keypoints:\n- Memory: bank\n- Video",
        "keypoints:\n  - 'Memory: bank'\n  - Video",
        "keypoints:\n  Memory: bank\n  Video",
        "keypoints:\n  Memory: bank; Video",
    ],
)  # fmt: skip
def test_keypoints_are_a_list_or_a_line(typed: str) -> None:
    """As YAML, or as people write them."""
    assert read(f"title: A\n{typed}\n")["keypoints"] == ["Memory: bank", "Video"]


def test_an_item_of_a_list_is_one_keypoint_as_it_stands() -> None:
    """With commas, with a number sign, and over two lines."""
    typed = "keypoints:\n- Fast, and small\n- the #1\n- over\n  two lines\n-\n- 2024\n"
    assert read(f"title: A\n{typed}")["keypoints"] == [
        "Fast, and small", "the #1", "over two lines", "2024",
    ]  # fmt: skip


def test_sections_and_links_have_names() -> None:
    """Their texts are as plain as those of fields; a link without a name is the paper's."""
    assert read(
        """
        title: A
        sections:
          Results: Best: of all
          Data sets:
            - one
            - two: 2
          'In: quotes': |-
            x
        links:
          paper: https://a.org/p
          code:https://a.org/c
        """
    ) == {
        "title": "A",
        "sections": {
            "Results": "Best: of all", "Data sets": "- one\n- two: 2", "In: quotes": "x",
        },
        "links": {"paper": "https://a.org/p", "code": "https://a.org/c"},
    }  # fmt: skip
    assert read("title: A\nlinks: {paper: http://a, code: http://b}\n")["links"] == {
        "paper": "http://a", "code": "http://b"
    }  # fmt: skip
    for typed in ("links: https://a.org", "links:\n  https://a.org"):
        assert read(f"title: A\n{typed}\n")["links"] == {"paper": "https://a.org"}


def test_authors_are_a_list_or_a_line() -> None:
    """Commas separate nothing: they may be part of a name."""
    for typed in ("Moss, Ada; B. Roe", "\n- Moss, Ada\n- B. Roe", "\n  Moss, Ada\n  B. Roe"):
        assert read(f"title: A\nauthors: {typed}\n")["authors"] == ["Moss, Ada", "B. Roe"]


def test_fields_of_ones_own_are_values_of_yaml_or_text() -> None:
    """A number stays one; what is no YAML is text."""
    fields = read("title: A\nrating: 5\ngroups: [a, b]\nidea: one: two\nempty:\n")
    assert fields == {
        "title": "A", "rating": 5, "groups": ["a", "b"], "idea": "one: two", "empty": None,
    }  # fmt: skip
    text = form.write({"title": "A", "my own": "x: y", "rating": 5})
    assert form.read(text).fields() == {"title": "A", "my own": "x: y", "rating": 5}


def test_prose_below_a_field_begins_no_field_of_ones_own() -> None:
    """Only the names of known fields begin one there."""
    text = "title: A\nobjective:\nTo see it.\nnote: this is prose.\nmethod:\nNote: this, too.\n"
    assert read(text) == {
        "title": "A", "objective": "To see it.\nnote: this is prose.", "method": "Note: this, too.",
    }  # fmt: skip
    assert read("title: A\nmethod:\n\nrating: 5\n") == {"title": "A", "rating": 5}
    assert read("title: A\nRating: 5\n") == {"title": "A", "Rating": 5}


def test_a_field_that_is_there_twice_but_once_empty_is_no_problem() -> None:
    """As when a block is pasted that has the names of the fields with it."""
    assert read("title: A\nmethod:\nobjective: o\nMethod: m\nobjective:\n") == {
        "title": "A", "method": "m", "objective": "o",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "title is missing"),
        ("# a\n\ntitle:\n", "line 3: title is missing"),
        ("# a\ntitle: A\nmethod: m\nmethod: n\n",
         "line 4: 'method' is there a second time; the first is in line 3"),
        ("# a\ntitle: A\nstatus: shelved\n",
         "line 3: status has to be one of to-read, reading, read (it is 'shelved')"),
        ("title: A\nstatus: shelved\npublished: soon\n", (
            "line 3: published is not a date; write it like 2024-04 or 2024-04-09 (it is 'soon')\n"
            "line 2: status has to be one of to-read, reading, read (it is 'shelved')"
        )),
        ("# a\nA title\n",
         "line 2: this stands below no field; write it behind 'title:' or another one"),
        ("title: A\nsections:\n  some text\n",
         "line 3: this has no name; write it like 'Results: text'"),
        ("title: A\nsections: text\n", "line 2: this has no name; write it like 'Results: text'"),
        ("title: A\nlinks:\n  http://a\n  http://b\n",
         "line 4: 'paper' is there a second time; the first is in line 3"),
        ("title: A\nlinks:\n  paper: <http://a>\n",
         "line 2: links.paper is not an address: it contains < or > (it is '<http://a>')"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_with_its_line(text: str, said: str) -> None:
    """As an editor counts lines, and in words that know nothing of YAML."""
    with pytest.raises(FormError) as caught:
        form.read(text)
    assert str(caught.value) == said


@pytest.mark.parametrize("month", ["", "2024-04", "published"])
def test_the_month_is_no_field(month: str) -> None:
    """It says where the note is filed."""
    text = form.write({"title": "A", "objective": "Month: one"}, month)
    assert form.month_in(text) == month
    assert form.read(text).fields() == {"title": "A", "objective": "Month: one"}


def test_a_month_may_be_written_in_words() -> None:
    """As on the command line; anything else is an error with its line."""
    assert form.month_in("title: A\nMonth: April 2024\n") == "2024-04"
    with pytest.raises(FormError, match=r"line 2: 'Foo' is not a month"):
        form.month_in("title: A\nMonth: Foo\n")
