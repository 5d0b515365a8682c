"""The address of a paper is the same for everything that leads to it, and always a valid one."""

from typing import Any

import pytest

from paperlist.errors import UsageError
from paperlist.model.entry import Entry
from paperlist.model.identifiers import parse
from paperlist.model.links import address, checked, identifier_pages, paper_link

# From the time before DOIs were short; `<`, `>` and `#` would end an address or change it.
OLD_DOI = "10.1002/(sici)1097<1661::aid-sim968>3.0.co;2-#"
OLD_DOI_PAGE = "https://doi.org/10.1002/(sici)1097%3C1661::aid-sim968%3E3.0.co;2-%23"


def entry(**fields: Any) -> Entry:
    return Entry("a", "2024-04", {"title": "A", **fields})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"links": {"code": "https://c", "Paper": "https://p"}, "arxiv": "2404.05726"}, "https://p"),
        ({"links": {"code": "https://c"}, "arxiv": "2404.05726", "doi": "10.1/x"},
         "https://arxiv.org/abs/2404.05726"),
        ({"links": {"code": "https://c"}, "doi": "10.1/x"}, "https://doi.org/10.1/x"),
        ({"links": {"code": "https://c", "slides": "https://s"}}, "https://c"),
        ({"links": {"paper": ""}, "doi": OLD_DOI}, OLD_DOI_PAGE),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_address_is_that_of_the_paper_itself_where_there_is_one(
    fields: dict[str, Any], found: str
) -> None:
    assert address(entry(**fields)) == found


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ({"code": "https://c", "Paper": "https://p"}, "https://p"),
        ({"pdf": "https://d", "paper": "https://p"}, "https://p"),
        ({"project": "https://j", "pdf": "https://d"}, "https://d"),
        ({"code": "https://c"}, ""),
        ({}, ""),
    ],
)
def test_of_several_links_the_one_to_the_paper_is_known_by_its_name(
    links: dict[str, str], url: str
) -> None:
    assert paper_link(entry(links=links, arxiv="2404.05726")) == url


def test_each_identifier_has_a_page_whatever_characters_it_has() -> None:
    """The page leads back to the identifier; text that is none cannot break out of the address."""
    assert identifier_pages(entry()) == {}
    pages = identifier_pages(entry(doi=OLD_DOI, arxiv='see "below"#'))
    assert pages == {"arxiv": "https://arxiv.org/abs/see%20%22below%22%23", "doi": OLD_DOI_PAGE}
    found = parse(OLD_DOI_PAGE)
    assert found
    assert found.value == OLD_DOI


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("https://a.org/x?y=1#z", "https://a.org/x?y=1#z"),
        ("HTTP://A.org", "HTTP://A.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        (" https://a.org ", "https://a.org"),
        ("github.com/x/y", "https://github.com/x/y"),
        ("www.x.org", "https://www.x.org"),
        ("arxiv.org/abs/2404.05726", "https://arxiv.org/abs/2404.05726"),
        ("localhost.example:8080/a", "https://localhost.example:8080/a"),
        ("a.org/paper.pdf", "https://a.org/paper.pdf"),
        ("", ""),
    ],
)
def test_a_link_gets_the_scheme_that_it_lacks(given: str, stored: str) -> None:
    assert checked("code", given) == stored


@pytest.mark.parametrize(
    "given",
    ["see the page", "https://a.org/a b", "javascript:alert(1)", "JavaScript:x", "words", "a/b",
     "paper.pdf", "ftp://a.org", "https://", "https:///x", "/etc/passwd", "a.org/x y", "2404.05726",
     "https://a.org/<x>", "data:text/html,x", "-a.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(given: str) -> None:
    """The error says what a link looks like."""
    with pytest.raises(UsageError, match=r"links\.code: .* is no address; a link looks like http"):
        checked("code", given)
