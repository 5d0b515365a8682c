"""Values with a name before them: sections and links."""

import pytest

from paperlist.errors import UsageError
from paperlist.model.named_values import links_of, section_of, sections_of


def test_a_section_is_a_name_and_a_text() -> None:
    """Only the first `=` separates; the text stays as it is."""
    assert section_of(" Results =a = b ") == ("Results", "a = b ")


@pytest.mark.parametrize("text", ["Results", "=text", " =text"])
def test_a_section_without_a_name_is_refused(text: str) -> None:
    """The error shows the form."""
    with pytest.raises(UsageError, match="write it like --section Results=TEXT"):
        section_of(text)


def test_a_section_that_is_given_twice_keeps_both_texts() -> None:
    """In order, a blank line between them."""
    pairs = [("Results", "one"), ("Data", "two"), ("Results", "three")]
    assert sections_of(pairs) == {"Results": "one\n\nthree", "Data": "two"}


@pytest.mark.parametrize(
    ("texts", "links"),
    [
        ([], {}),
        (["https://a.org"], {"paper": "https://a.org"}),
        (["code=https://a.org?x=y"], {"code": "https://a.org?x=y"}),
        (["https://a.org/?x=y"], {"paper": "https://a.org/?x=y"}),
        (["mailto:ada@x.org?subject=x"], {"paper": "mailto:ada@x.org?subject=x"}),
        (["http://a", "http://b", "http://c"],
         {"paper": "http://a", "paper 2": "http://b", "paper 3": "http://c"}),
        (["paper 2=http://x", "http://a", "http://b"],
         {"paper 2": "http://x", "paper": "http://a", "paper 3": "http://b"}),
    ],
)  # fmt: skip
def test_links_have_a_name_each(texts: list[str], links: dict[str, str]) -> None:
    """Without a name it is the link to the paper; a name that is taken gets a number."""
    assert links_of(texts) == links
