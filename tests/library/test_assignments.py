"""Edits in one line: what they say, and what a paper is after them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Paper
from paperlist.errors import InvalidPaperError, PaperlistError, UsageError
from paperlist.library.assignments import Assignment, apply, parse, place, refuse_twice
from paperlist.model.entry import FIELDS
from tests.strategies import papers, texts

PAPER = {
    "title": "A",
    "keypoints": ["LLM", "Long-context", "LLMs", "Café"],
    "method": "one",
    "authors": ["Doe, Jane", "Roe, R."],
    "sections": {"Results": "good", "Data": "big"},
    "links": {"paper": "http://p"},
    "venue": "CVPR",
    "added": "2024-04-01T00:00:00Z",
    "stars": 5,
    "mine": "x",
}


@pytest.mark.parametrize(
    ("text", "assignment"),
    [
        ("status=read", ("status", "", "=", "read")),
        ("status =read", ("status", "", "=", "read")),
        ("method= a = b ", ("method", "", "=", " a = b ")),
        ("method=a\nb", ("method", "", "=", "a\nb")),
        ("venue=", ("venue", "", "=", "")),
        ("keypoints+=a; b", ("keypoints", "", "+=", "a; b")),
        ("keypoints-=a", ("keypoints", "", "-=", "a")),
        ("keypoints=-a", ("keypoints", "", "=", "-a")),
        ("keypoints==a", ("keypoints", "", "=", "=a")),
        ("keypoint+=a", ("keypoints", "", "+=", "a")),
        ("author=x", ("authors", "", "=", "x")),
        ("tags+=x", ("keypoints", "", "+=", "x")),
        ("url=https://a.b/", ("links", "paper", "=", "https://a.b/")),
        ("section.Results=x", ("sections", "Results", "=", "x")),
        ("sections.Future work+=x", ("sections", "Future work", "+=", "x")),
        ("sections.v1.2=x", ("sections", "v1.2", "=", "x")),
        ("link.code=https://a.b/?c=d-=e", ("links", "code", "=", "https://a.b/?c=d-=e")),
        ("month=2024-04", ("month", "", "=", "2024-04")),
        ("to-do=x", ("to-do", "", "=", "x")),
        ("a.b=x", ("a.b", "", "=", "x")),
    ],
)
def test_an_edit_is_field_sign_and_value(text: str, assignment: tuple[str, str, str, str]) -> None:
    """The first sign parts them; the singular is the same field."""
    assert parse(text) == Assignment(*assignment)


@pytest.mark.parametrize("text", ["status", "", "=x", "+=x", "-=x", " =x", "- a"])
def test_what_is_no_edit(text: str) -> None:
    """Says how one is written."""
    with pytest.raises(UsageError, match="is no edit; write field=value"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("sections=x", "sections.Results=text"), ("links.=x", "links.paper=https://example.org"),
     ("link+=x", "links.paper=https://example.org")],
)  # fmt: skip
def test_a_section_or_link_needs_its_name(text: str, hint: str) -> None:
    """And the error shows one."""
    with pytest.raises(UsageError, match=hint):
        parse(text)


@pytest.mark.parametrize(
    ("edits", "field", "value"),
    [
        (["venue=ICCV"], "venue", "ICCV"),
        (["venue="], "venue", None),
        (["venue+=oral"], "venue", "CVPR oral"),
        (["doi+=10.1/x"], "doi", "10.1/x"),
        (["method=- a\n- b"], "method", "- a\n- b"),
        (["method+=two"], "method", "one\n\ntwo"),
        (["metric+=two"], "metric", "two"),
        (["method=", "method+=three"], "method", "three"),
        (["keypoints="], "keypoints", None),
        (["keypoints=a; b，c"], "keypoints", ["a", "b", "c"]),
        (["keypoints+=llm; new"], "keypoints", ["LLM", "Long-context", "LLMs", "Café", "new"]),
        (["keypoints-=llm"], "keypoints", ["Long-context", "LLMs", "Café"]),
        (["keypoints-=LLMs"], "keypoints", ["LLM", "Long-context", "Café"]),
        (["keypoints-=LLM; LLMs"], "keypoints", ["Long-context", "Café"]),
        (["keypoints-=long contexts"], "keypoints", ["LLM", "LLMs", "Café"]),
        (["keypoints-=cafe"], "keypoints", ["LLM", "Long-context", "LLMs"]),
        (["keypoints=a", "keypoints-=a"], "keypoints", None),
        (["authors+=Poe, E. A.; Doe, Jane"], "authors", ["Doe, Jane", "Roe, R.", "Poe, E. A."]),
        (["authors-=doe, jane"], "authors", ["Roe, R."]),
        (["authors=A, B\nC"], "authors", ["A, B", "C"]),
        (["sections.Results="], "sections", {"Data": "big"}),
        (["sections.Empty=x", "sections.Empty="], "sections", {"Results": "good", "Data": "big"}),
        (["sections.Results=", "sections.Data="], "sections", None),
        (["sections.Results+=more"], "sections", {"Results": "good\n\nmore", "Data": "big"}),
        (["sections.New=x"], "sections", {"Results": "good", "Data": "big", "New": "x"}),
        (["links.code=http://c"], "links", {"paper": "http://p", "code": "http://c"}),
        (["links.paper="], "links", None),
        (["links.paper=x.org/a"], "links", {"paper": "https://x.org/a"}),
        (["links.code+=x.org/a"], "links", {"paper": "http://p", "code": "https://x.org/a"}),
        (["added="], "added", None),
        (["added=2024-05-02"], "added", "2024-05-02T00:00:00Z"),
        (["mine=y"], "mine", "y"),
        (["mine+=y"], "mine", "x\n\ny"),
        (["mine="], "mine", None),
        (["stars=6"], "stars", 6),
        (["stars=4.5"], "stars", 4.5),
        (["stars=many"], "stars", "many"),
        (["stars=4.50"], "stars", "4.50"),
        (["stars="], "stars", None),
        (["stars-="], "stars", None),
        (["rating=5"], "rating", 5),
        (["rating=true"], "rating", True),
        (["rating=4.5"], "rating", 4.5),
        (["isbn=0262035618"], "isbn", "0262035618"),
        (["version=1.10"], "version", "1.10"),
        (["hex=0x1F"], "hex", "0x1F"),
        (["thousand=1_000"], "thousand", "1_000"),
        (["seen=2024-04-01"], "seen", "2024-04-01"),
        (["far=inf"], "far", "inf"),
        (["bytes=1e3"], "bytes", "1e3"),
        (["own.titel=x"], "titel", "x"),
        (["own.rating=5"], "rating", 5),
        (["own.mine=y"], "mine", "y"),
        (["评分=5"], "评分", 5),
        (["month=2024-05", "id=x"], "venue", "CVPR"),
    ],
)
def test_what_edits_make_of_a_field(edits: list[str], field: str, value: object) -> None:
    """Set, add to, take from, empty, one after the other; all else stays."""
    edited = apply(Paper.parse(PAPER), map(parse, edits)).fields()
    assert edited.get(field) == value
    others = {key: kept for key, kept in PAPER.items() if key != field}
    assert {key: kept for key, kept in edited.items() if key != field} == others


@pytest.mark.parametrize(
    ("edit", "error", "message"),
    [
        (
            "metod=x",
            UsageError,
            "no field 'metod'; did you mean 'method'? own.metod= makes a field of your own.",
        ),
        ("titel=x", UsageError, "there is no field 'titel'; did you mean 'title'?"),
        ("own.title=x", UsageError, "'title' is no field of your own; set it with title=."),
        ("own.id=x", UsageError, "'id' is no field of your own; set it with id=."),
        ("rating=", UsageError, "there is no field 'rating' to remove."),
        ("rating-=", UsageError, "there is no field 'rating' to remove."),
        ("two words=x", UsageError, "'two words' is no name for a field; use letters"),
        ("stars-=1", UsageError, "stars is no list; stars= empties it."),
        ("mnth=x", UsageError, "did you mean 'month'?"),
        ("star=x", UsageError, "did you mean 'stars'?"),
        ("a.b=x", UsageError, "'a.b' is no name for a field"),
        ("keypoints-=x; LLM; y", UsageError, "'x', 'y' is not among the keypoints: LLM; Long"),
        ("authors-=x", UsageError, "'x' is not among the authors: Doe, Jane; Roe, R."),
        ("venue-=x", UsageError, "venue is no list; venue= empties it."),
        ("sections.Data-=x", UsageError, "sections.Data is no list; sections.Data= empties it."),
        ("stars+=1", UsageError, "stars is no text; set it with stars=."),
        ("title=", InvalidPaperError, "title is missing"),
        ("status=shelved", InvalidPaperError, "to-read, reading, read"),
        ("published=soon", InvalidPaperError, "published is not a date"),
        ("added=soon", InvalidPaperError, "added is not a time"),
        ("links.code=<x>", UsageError, "links.code: '<x>' is no address; a link looks like https:"),
        (
            "links.paper+=http://c",
            UsageError,
            "links.paper is one address; set it with links.paper=.",
        ),
    ],
)
def test_edits_that_make_no_sense(edit: str, error: type[PaperlistError], message: str) -> None:
    """Wrong usage, in words that help; the paper stays as it was."""
    paper = Paper.parse(PAPER)
    with pytest.raises(error) as caught:
        apply(paper, [parse("venue=other"), parse(edit)])
    assert message in str(caught.value)
    assert caught.value.exit_status == 2
    assert paper == Paper.parse(PAPER)


def test_what_was_yes_or_no_stays_so() -> None:
    """As YAML writes it; any other word is a text."""
    paper = Paper.parse({"title": "A", "done": True})
    edited = [apply(paper, [parse(f"done={word}")]).fields()["done"] for word in ("False", "half")]
    assert edited == [False, "half"]


def test_keypoints_get_the_spelling_that_aliases_give() -> None:
    """Set, added and taken away; whatever was typed."""
    aliases = {"LLM": "Large language models"}
    paper = apply(Paper(title="A"), [parse("keypoints=llms; a")], aliases)
    assert paper.keypoints == ["Large language models", "a"]
    assert apply(paper, [parse("keypoints+=LLM; b")], aliases).keypoints == [*paper.keypoints, "b"]
    assert apply(paper, [parse("keypoints-=LLM")], aliases).keypoints == ["a"]


def test_a_field_is_set_once() -> None:
    """What could mean two things is refused; adding to what was set is not."""
    refuse_twice(map(parse, ["venue=a", "method=b", "method+=c", "sections.A=x", "sections.B=x"]))
    for twice in (["venue=a", "venue=b"], ["sections.A=x", "section.A=y"], ["id=a", "id=b"]):
        with pytest.raises(UsageError, match="is set twice"):
            refuse_twice(map(parse, twice))


def test_taking_from_an_empty_list_says_so() -> None:
    """Rather than nothing."""
    with pytest.raises(UsageError, match="there are none"):
        apply(Paper(title="A"), [parse("keypoints-=x")])


@pytest.mark.parametrize(
    ("edits", "month", "paper_id"),
    [
        ([], "2024-04", "a"),
        (["venue=x"], "2024-04", "a"),
        (["month=May 2024"], "2024-05", "a"),
        (["id=rho-1.5_x"], "2024-04", "rho-1.5_x"),
        (["id=b", "month=202406", "id=c"], "2024-06", "c"),
    ],
)
def test_month_and_id_after_edits(edits: list[str], month: str, paper_id: str) -> None:
    """They are the file's place and not among its fields."""
    assert place(map(parse, edits), "2024-04", "a") == (month, paper_id)


@pytest.mark.parametrize(
    ("edit", "message"),
    [("month=never", "'never' is not a month"), ("month+=2024-05", "month can only be set"),
     ("id-=x", "id can only be set, with id=."), ("id=", "'' is no id"), ("id=A", "'A' is no id"),
     ("id=a b", "is no id"), ("id=../a", "is no id"), ("id=a/b", "is no id"),
     ("id=.a", "is no id"), ("id=-a", "is no id"), ("id=a\n", "is no id"), ("id=图", "is no id")],
)  # fmt: skip
def test_places_that_are_none(edit: str, message: str) -> None:
    """No id leads out of its folder, hides its file or needs quoting."""
    with pytest.raises(UsageError) as caught:
        place([parse(edit)], "2024-04", "a")
    assert message in str(caught.value)


@given(papers, texts)
def test_what_is_set_is_there_to_the_letter(paper: Paper, text: str) -> None:
    """Whatever text it is; no other field changes."""
    assert apply(paper, [parse(f"method={text}")]) == paper.changed(method=text)
    expected = {**paper.sections, "A b": text}
    if not text:
        del expected["A b"]
    assert apply(paper, [parse(f"sections.A b={text}")]) == paper.changed(sections=expected)


@given(papers, st.lists(st.sampled_from(["Doe, Jane", "Roe-Poe, R.", "图像", "$x$"]), unique=True))
def test_what_is_added_to_a_list_can_be_taken_away(paper: Paper, names: list[str]) -> None:
    """And the list is what it was."""
    before = paper.changed(authors=["Moe"])
    line = "; ".join(names)
    added = apply(before, [parse(f"authors+={line}")])
    assert added.authors == ["Moe", *names]
    assert apply(added, [parse(f"authors-={line}")]) == before


@given(papers, st.sampled_from(FIELDS), st.sampled_from(["=", "+=", "-="]), texts)
def test_any_edit_gives_a_paper_or_a_clear_error(
    paper: Paper, field: str, sign: str, text: str
) -> None:
    """Never another exception; what comes out can be taken in again."""
    with contextlib.suppress(UsageError, InvalidPaperError):
        edited = apply(paper, [parse(f"{field}{sign}{text}")])
        assert Paper.parse(edited.fields()) == edited


def test_an_empty_section_is_kept_until_it_is_emptied_itself() -> None:
    """Its name says that there was something to say."""
    paper = Paper(title="A", sections={"Results": "", "Data": "x"})
    assert list(apply(paper, [parse("sections.Data=y")]).sections) == ["Results", "Data"]
    assert list(apply(paper, [parse("sections.Results=")]).sections) == ["Data"]


def test_empty_fields_of_ones_own_are_kept() -> None:
    """What the model does not know is not for it to tidy up."""
    paper = Paper.parse({"title": "A", "mine": None, "todo": "", "stars": 0})
    edited = apply(paper, [parse("status=read")]).fields()
    assert edited == {"title": "A", "status": "read", "mine": None, "todo": "", "stars": 0}
    assert "todo" not in apply(paper, [parse("todo=")]).fields()
