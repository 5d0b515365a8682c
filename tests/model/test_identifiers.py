"""What names a paper: every form of an identifier has one normal form."""

import idutils
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist import Library, Paper
from paperlist.errors import PaperlistError, UsageError
from paperlist.model.identifiers import (
    Identifier,
    check,
    identities,
    is_unnamed,
    named,
    normal,
    parse,
    stamped,
    stated_doi,
)
from tests.conftest import WriteNote
from tests.strategies import lines, pieces


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2404.05726", ""), ("2404.05726v2", "2"), ("arXiv:2404.05726", ""),
        ("  2404.05726.\n", ""),
        ("ARXIV: 2404.05726v3 [cs.CV]", "3"), ("arxiv:2404.05726v12", "12"),
        ("arXiv 2404.05726", ""),
        ("ａｒＸｉｖ：2404.05726", ""), ("\u200b2404.05726\ufeff", ""), ("(2404.05726)", ""),
        ("https://arxiv.org/abs/2404.05726", ""), ("http://www.arxiv.org/abs/2404.05726v2", "2"),
        ("https://arxiv.org/pdf/2404.05726", ""), ("https://arxiv.org/pdf/2404.05726v2.pdf", "2"),
        ("https://arxiv.org/html/2404.05726v1#S3.F2", "1"), ("arxiv.org/abs/2404.05726", ""),
        ("https://export.arxiv.org/abs/2404.05726", ""), ("https://arxiv.org/abs/2404.05726/", ""),
        ("https://arxiv.org/abs/2404.05726?context=cs.LG", ""),
        ("https://arxiv.org/format/2404.05726", ""),
        ("https://arxiv.org/list/cs.CV/2404.05726", ""), ("<https://arxiv.org/abs/2404.05726>", ""),
        ("https://arxiv.org/prevnext?id=2404.05726&function=next&context=cs", ""),
        ("https://ar5iv.labs.arxiv.org/html/2404.05726", ""),
        ("https://ar5iv.org/abs/2404.05726", ""),
        ("https://www.alphaxiv.org/abs/2404.05726v2", "2"),
        ("https://arxiv.org:443/abs/2404.05726", ""),
        ("https://huggingface.co/papers/2404.05726", ""), ("https://hf.co/papers/2404.05726", ""),
        ("https://www.semanticscholar.org/arxiv/2404.05726", ""),
        ("https://api.semanticscholar.org/arXiv:2404.05726", ""),
        ("10.48550/arXiv.2404.05726", ""), ("https://doi.org/10.48550/arXiv.2404.05726", ""),
        ("doi:10.48550/ARXIV.2404.05726v2", "2"),
        ("https://dx.doi.org/10.48550/arxiv.2404.05726", ""),
    ],
)  # fmt: skip
def test_every_form_of_an_arxiv_id_is_one_identifier(text: str, version: str) -> None:
    """The version is kept apart from the identity."""
    assert parse(text) == Identifier("arxiv", "2404.05726", version)
    assert parse(text).identity == ("arxiv", "2404.05726")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "math.CA/0611800", "math/0611800", "arXiv:math.CA/0611800", "MATH/0611800",
        "math.ca/0611800",
        "https://arxiv.org/abs/math.CA/0611800", "https://arxiv.org/pdf/math/0611800.pdf",
        "10.48550/arXiv.math/0611800", "http://xxx.lanl.gov/abs/math.CA/0611800",
    ],
)  # fmt: skip
def test_an_old_id_is_one_with_and_without_its_class(text: str) -> None:
    """As arXiv has it: the subject class is no part of the id."""
    assert parse(text) == Identifier("arxiv", "math/0611800")


ACM = "10.1145/3292500.3330701"
SPRINGER = "10.1007/s11263-024-02001-x"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (ACM, ACM), (f"doi:{ACM}", ACM), (f"DOI: {ACM}.", ACM), (f"DOI {ACM},", ACM),
        (f"{ACM};", ACM),
        (f"https://doi.org/{ACM}", ACM), (f"http://dx.doi.org/{ACM}", ACM), (f"({ACM})", ACM),
        (f"doi.org/{ACM}", ACM), (f"info:doi/{ACM}", ACM), (f"https://doi.org/{ACM}).", ACM),
        (f"https://dl.acm.org/doi/{ACM}", ACM), (f"https://dl.acm.org/doi/abs/{ACM}", ACM),
        (f"https://dl.acm.org/doi/pdf/{ACM}?download=true", ACM),
        (f"https://hdl.handle.net/{ACM}", ACM),
        (f"https://doi-org.proxy.example.edu/{ACM}", ACM),
        (f"https://link.springer.com/article/{SPRINGER}", SPRINGER),
        (f"https://link.springer.com/article/{SPRINGER}#Sec3", SPRINGER),
        ("https://link.springer.com/content/pdf/10.1007%2Fs11263-024-02001-x.pdf", SPRINGER),
        ("https://link.springer.com/chapter/10.1007/978-3-030-58452-8_24",
         "10.1007/978-3-030-58452-8_24"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/ABC.123", "10.1002/abc.123"),
        ("https://onlinelibrary.wiley.com/doi/epdf/10.1002/abc.123", "10.1002/abc.123"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001",
         "10.1371/journal.pone.0000001"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf",
         "10.1101/2020.01.01.123456"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2",
         "10.1101/2020.01.01.123456"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full",
         "10.3389/fnins.2020.00001"),
        ("https://academic.oup.com/bioinformatics/article/doi/10.1093/bioinformatics/btab123/6128441",
         "10.1093/bioinformatics/btab123"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("(10.1016/S0140-6736(20)30183-5)", "10.1016/s0140-6736(20)30183-5"),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"),
        ("https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"),
        ("10.1000/doi.of.doi", "10.1000/doi.of.doi"), ("10.1000.10/x", "10.1000.10/x"),
    ],
)  # fmt: skip
def test_every_form_of_a_doi_is_one_identifier(text: str, doi: str) -> None:
    """Bare, of any resolver, and within a publisher's address; case does not count."""
    assert parse(text) == Identifier("doi", doi)


HASH = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://openreview.net/forum?id=aB_1-x", "https://openreview.net/forum?id=aB_1-x"),
        ("https://openreview.net/pdf?id=aB_1-x", "https://openreview.net/forum?id=aB_1-x"),
        ("openreview.net/forum?id=aB_1-x&noteId=zz", "https://openreview.net/forum?id=aB_1-x"),
        ("https://aclanthology.org/2024.acl-long.1", "https://aclanthology.org/2024.acl-long.1/"),
        ("https://aclanthology.org/2024.acl-long.1.pdf", "https://aclanthology.org/2024.acl-long.1/"),
        ("https://www.aclweb.org/anthology/P19-1001/", "https://aclanthology.org/P19-1001/"),
        ("https://aclanthology.org/p19-1001v2.pdf", "https://aclanthology.org/P19-1001/"),
        (f"https://www.semanticscholar.org/paper/A-B%3A-C/{HASH}",
         f"https://www.semanticscholar.org/paper/{HASH}"),
        (f"https://www.semanticscholar.org/paper/{HASH.upper()}",
         f"https://www.semanticscholar.org/paper/{HASH}"),
        ("HTTPS://Example.ORG:443/a/b?utm_source=x&q=1#top", "https://example.org/a/b?q=1"),
        ("http://example.org", "http://example.org/"), ("http://[::1]:80/x", "http://[::1]/x"),
        ("https://me:secret@example.org/p", "https://example.org/p"),
    ],
)  # fmt: skip
def test_an_address_has_one_form(text: str, url: str) -> None:
    """Of the sites that are known, one a paper; of others without what does not name the page."""
    assert parse(text) == Identifier("url", url)
    assert parse(url) == Identifier("url", url)


@pytest.mark.parametrize(
    "text",
    [
        "", "triforce", "Attention is all you need", "2404", "2404.057", "404.05726", "foo/1234567",
        "10.1000", "10.10/x", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)",
        "http://", "http://[bad", "http://exa mple.org/", "https://example.org:port/", "12345678",
        "https://", "٢٤٠٤.٠٥٧٢٦", "2404.05726 and more", "\udcff",
        "10.1000/x" + ")" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_identifier(text: str) -> None:
    """It is nothing, and no error."""
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("pmid:12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
        ("PMC1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"),
        ("hdl:2027/x", "https://hdl.handle.net/2027/x"),
        ("12345678", None), ("978-3-16-148410-0", None), ("data/x", None), ("triforce", None),
    ],
)  # fmt: skip
def test_idutils_names_what_else_has_a_page(text: str, url: str | None) -> None:
    """But a bare number stays a number, and a path a path."""
    found = named(text)
    assert (found.value if found else None) == url


@pytest.mark.parametrize(
    "text",
    ["2404.05726", "arXiv:2404.05726v2", "math.CA/0611800", "hep-th/9901001v3", "doi:10.1000/x.y"],
)
def test_idutils_has_the_same_normal_forms(text: str) -> None:
    """Where it knows a form, it agrees."""
    found = parse(text)
    assert found
    scheme = {"arxiv": "arxiv", "doi": "doi"}[found.kind]
    other = idutils.normalize_pid(text, scheme).removeprefix("arXiv:")
    assert found.versioned == other


identifiers = st.one_of(
    st.from_regex(r"[0-9]{4}\.[0-9]{4,5}(v[1-9][0-9]?)?", fullmatch=True),
    st.from_regex(r"(math|hep-th|cs)(\.[A-Z]{2})?/[0-9]{7}(v[1-9])?", fullmatch=True),
    st.from_regex(r"10\.[0-9]{4,9}/[a-zA-Z0-9._()/-]{0,20}[a-z0-9]", fullmatch=True),
    st.from_regex(r"https?://[a-z]{1,9}\.org(:[0-9]{2,4})?/[a-zA-Z0-9/_.~-]{0,20}", fullmatch=True),
)


@given(
    st.one_of(identifiers, lines, pieces, st.builds("{}{}{}".format, pieces, identifiers, pieces))
)
@example("https://doi.org/10.1000/a%20b")
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    """Whatever is parsed: value, version and address lead back to the same identifier."""
    found = parse(text)
    if found is None:
        return
    assert found.value
    assert parse(found.url) == found
    if found.kind != "url" and " " not in found.value:
        assert parse(found.versioned) == found
    assert parse(f"  {text}\n") == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"arxiv": "2404.05726v2"}, {"arxiv": "2404.05726"}),
        ({"doi": "10.48550/arXiv.2404.05726"}, {"arxiv": "2404.05726"}),
        ({"links": {"paper": "https://arxiv.org/pdf/2404.05726"}}, {"arxiv": "2404.05726"}),
        ({"links": {"Paper": "https://dl.acm.org/doi/10.1145/1.2"}}, {"doi": "10.1145/1.2"}),
        ({"links": {"code": "http://g.com/a/b", "see": "https://arxiv.org/abs/2404.00001"}}, {}),
        ({"arxiv": "2404.05726", "links": {"paper": "https://openreview.net/pdf?id=x"}},
         {"arxiv": "2404.05726", "url": "https://openreview.net/forum?id=x"}),
        ({"arxiv": "see below", "doi": "None"}, {"arxiv": "see below", "doi": "none"}), ({}, {}),
    ],
)  # fmt: skip
def test_a_note_says_what_its_paper_is(fields: dict[str, object], found: dict[str, str]) -> None:
    """By its fields, and by the link to the paper; other links are other papers'."""
    assert identities(fields) == found


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("arxiv", "https://arxiv.org/abs/2404.05726v2", "2404.05726v2"),
        ("arxiv", "arXiv:math.CA/0611800", "math/0611800"), ("arxiv", "see below", "see below"),
        ("doi", "https://doi.org/10.1145/1.2", "10.1145/1.2"), ("doi", "2404.05726", "2404.05726"),
        ("doi", "https://doi.org/10.48550/arXiv.2404.05726", "10.48550/arxiv.2404.05726"),
        ("arxiv", "https://example.org/x", "https://example.org/x"),
    ],
)  # fmt: skip
def test_a_field_is_put_in_its_normal_form(field: str, text: str, kept: str) -> None:
    """In the model, so by every way in; what is no identifier stays to the letter."""
    assert normal(field, text) == kept
    assert getattr(Paper.parse({"title": "T", field: text}), field) == kept


@pytest.mark.parametrize(
    ("field", "text"),
    [("arxiv", "10.1145/1.2"), ("arxiv", "see below"), ("doi", "2404.05726"), ("doi", "x")],
)
def test_what_a_field_cannot_hold_is_refused_on_the_command_line(field: str, text: str) -> None:
    """With an example of what it can."""
    with pytest.raises(UsageError, match=r"is no .*write it like"):
        check(field, text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("arxiv", "2313.12345"), ("arxiv", "2307.0318v2"), ("arxiv", "math/0613800"),
        ("doi", "10.48550/arXiv.2313.12345"),
    ],
)  # fmt: skip
def test_an_id_that_arxiv_cannot_have_given_is_refused(field: str, text: str) -> None:
    """A digit was mistyped."""
    with pytest.raises(UsageError, match="arXiv gives no id such as"):
        check(field, text)


def test_a_title_that_is_its_identifier_is_none() -> None:
    """Such a note waits for its title."""
    assert is_unnamed({"title": "2404.05726", "arxiv": "2404.05726"})
    assert is_unnamed({"title": "example.org/p", "links": {"paper": "https://example.org/p"}})
    assert not is_unnamed({"title": "1984", "arxiv": "2404.05726"})
    assert not is_unnamed({"title": "2404.05726"})


def test_a_first_page_names_its_paper() -> None:
    """arXiv's stamp, and no other arXiv id; a DOI that is called one."""
    page = "Title\nas in arXiv:2303.00001\narXiv:2404.05726v2  [cs.CV]  24 Apr 2024"
    assert stamped(page) == Identifier("arxiv", "2404.05726", "2")
    assert stamped("as in arXiv:2303.00001 and others") is None
    assert stated_doi("see https://doi.org/10.1145/1.2. Also") == Identifier("doi", "10.1145/1.2")
    assert stated_doi("10.1145/1.2") is None


@pytest.mark.parametrize(
    "reference",
    ["https://openreview.net/pdf?id=x", "openreview.net/forum?id=x", "arxiv.org/abs/2404.05726v7"],
)
def test_a_paper_is_found_by_the_link_to_it(
    library: Library, write: WriteNote, reference: str
) -> None:
    """However it was written down the first time."""
    write("2024-04/one", "title: One\nlinks:\n  paper: https://openreview.net/forum?id=x\n")
    write("2024-04/two", "title: Two\nlinks:\n  arxiv: https://arxiv.org/pdf/2404.05726v1.pdf\n")
    found = library.get(reference)
    assert found.id == ("one" if "review" in reference else "two")
    with pytest.raises(PaperlistError):
        library.get("https://openreview.net/forum?id=y")
