"""Ways to make one paper of two."""

import pytest

from paperlist import Paper
from paperlist.errors import InvalidPaperError
from paperlist.model.combine import filled, overridden


def test_fields_take_the_place_of_those_of_the_paper() -> None:
    """Sections and links are replaced name by name; what is not given stays."""
    paper = Paper(
        title="Old", venue="CVPR", keypoints=["a"], links={"paper": "http://a", "code": "http://b"}
    )
    new = overridden(
        paper, {"title": "New", "keypoints": ["b"], "links": {"code": "http://c", "x": "http://d"}}
    )
    assert new == Paper(
        title="New",
        venue="CVPR",
        keypoints=["b"],
        links={"paper": "http://a", "code": "http://c", "x": "http://d"},
    )
    assert paper.title == "Old"


def test_a_value_that_is_not_valid_is_refused() -> None:
    """As everywhere, the field is named."""
    with pytest.raises(InvalidPaperError, match="status has to be one of"):
        overridden(Paper(title="A"), {"status": "skimmed"})


def test_a_section_that_becomes_a_field_is_not_there_twice() -> None:
    """Its label was given a meaning in paperlist.toml, and the page was imported again."""
    paper = Paper(title="A", sections={"Ziel": "To fly.", "Idee": "Wings."})
    assert filled(paper, Paper(title="A", objective="To fly.")) == Paper(
        title="A", objective="To fly.", sections={"Idee": "Wings."}
    )
    other = Paper(title="A", objective="To swim.", method="")
    assert filled(paper, other).sections == paper.sections
