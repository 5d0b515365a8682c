"""A PDF names its paper by arXiv's stamp, a DOI, its title by metadata or by its type."""

from contextlib import suppress
from pathlib import Path

import pypdf
import pytest

from paperlist import Library, Paper
from paperlist.cli.commands.add_by_id import Wanted, add_named
from paperlist.errors import PaperlistError, ReadError, SourceError, UnreachableError
from paperlist.library.capturing import capture
from paperlist.model.identifiers import Identifier
from paperlist.sources import pdf as source
from tests.services import ARXIV, AUTHORS, DOI, TITLE, Services, page, pdf

STAMP = f"arXiv:{ARXIV}v2  [cs.CV]  24 Apr 2024"
FIRST_PAGE = (
    (9, "Proceedings of the Garden Show"), (17, "Patient Gardeners: Memory"),
    (17, "Banks for Long Videos"), (11, "Ada Moss, Ludwig van der Fern"), (10, "Abstract"),
    (10, "We keep what was seen in a bank."),
)  # fmt: skip
OF_ARXIV = Identifier("arxiv", ARXIV, "2")
OF_DOI = Identifier("doi", DOI)


@pytest.mark.parametrize(
    ("content", "identifier", "sure", "title"),
    [
        (pdf(FIRST_PAGE, stamp=STAMP), OF_ARXIV, True, TITLE),
        (pdf(FIRST_PAGE), None, False, TITLE),
        (pdf(FIRST_PAGE, info={"doi": DOI}), OF_DOI, True, TITLE),
        (pdf(FIRST_PAGE, info={"Subject": f"Garden Show, doi:{DOI}"}), OF_DOI, True, TITLE),
        (pdf([*FIRST_PAGE, (8, f"https://doi.org/{DOI}.")]), OF_DOI, False, TITLE),
        (pdf([*FIRST_PAGE, (8, "as in arXiv:2303.00001")]), None, False, TITLE),
        (pdf(FIRST_PAGE, info={"Title": TITLE.upper()}), None, False, TITLE.upper()),
        (pdf(FIRST_PAGE, info={"Title": "Microsoft Word - draft7.docx"}), None, False, TITLE),
        (pdf(FIRST_PAGE, info={"Title": "untitled"}), None, False, TITLE),
        (pdf(FIRST_PAGE, info={"Title": "main.dvi"}), None, False, TITLE),
        (pdf(FIRST_PAGE, info={"Title": "The Title of Quite Another Book"}), None, False, TITLE),
        (pdf(info={"Title": TITLE}), None, False, TITLE),
        (pdf([(30, "7"), *FIRST_PAGE]), None, False, TITLE),
        (pdf([(17, "Only"), (17, "this"), (17, "much")]), None, False, "Only this much"),
        (pdf(), None, False, ""),
    ],
)  # fmt: skip
def test_what_a_pdf_says_of_itself(
    content: bytes, identifier: Identifier | None, *, sure: bool, title: str
) -> None:
    """A stamp and metadata are sure; a DOI on the page may be that of a cited paper."""
    found = source.read(content, "paper.pdf")
    assert (found.identifier, found.title) == (identifier, title)
    if identifier:
        assert found.sure == sure


def test_the_name_of_a_file_that_came_from_arxiv_tells() -> None:
    """Where nothing else does."""
    assert source.read(pdf(), "2404.05726v2.pdf").identifier == OF_ARXIV
    assert source.read(pdf(FIRST_PAGE, stamp=STAMP), "2303.00001.pdf").identifier == OF_ARXIV
    assert source.read(pdf(), "moss2024.pdf").identifier is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"plain words", b"%PDF-1.4\n", pdf(FIRST_PAGE)[:400], pdf(FIRST_PAGE)[:-200],
        pdf(FIRST_PAGE).replace(b"/Kids [3 0 R]", b"/Kids [9 0 R]"),
        pdf(FIRST_PAGE).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        pdf(FIRST_PAGE).replace(b"/Type /Catalog", b"/Type /Nothing"),
        pdf(FIRST_PAGE).replace(b" Tf", b" Td"), b"%PDF-1.7\n" + bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(2000), pdf(FIRST_PAGE).replace(b"stream\n", b"strum\n"),
    ],
)  # fmt: skip
def test_a_file_that_is_damaged_is_an_error_in_a_line_or_a_pdf_without_words(
    content: bytes,
) -> None:
    """Nothing else is raised, and nothing is printed."""
    said = r"\Acannot read paper\.pdf: it is [^\n]+\Z"
    with suppress(ReadError):
        assert source.read(content, "paper.pdf").identifier is None
        return
    with pytest.raises(ReadError, match=said):
        source.read(content, "paper.pdf")


def test_an_encrypted_pdf_is_an_error_unless_anybody_may_read_it(tmp_path: Path) -> None:
    """With an empty password it opens."""
    for password, opens in (("", True), ("secret", False)):
        writer = pypdf.PdfWriter(pypdf.PdfReader(_written(tmp_path, pdf(FIRST_PAGE))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        locked = tmp_path / "locked.pdf"
        writer.write(locked)
        if opens:
            assert source.read_file(locked).title == TITLE
        else:
            with pytest.raises(ReadError, match="encrypted"):
                source.read_file(locked)


def _written(folder: Path, content: bytes, name: str = "paper.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


NAMED = Paper(title=TITLE, doi=DOI, authors=["Ada Moss"])
OTHER = Paper(title="Something Quite Unlike It", doi=DOI)


@pytest.mark.parametrize(
    ("content", "answer", "title", "authors"),
    [
        (pdf(FIRST_PAGE, info={"doi": DOI}), NAMED, TITLE, ["Ada Moss"]),
        (pdf([*FIRST_PAGE, (8, f"doi:{DOI}")]), NAMED, TITLE, ["Ada Moss"]),
        (pdf([*FIRST_PAGE, (8, f"doi:{DOI}")]), OTHER, TITLE, []),
        (pdf([*FIRST_PAGE, (8, f"doi:{DOI}")]), SourceError("gone"), TITLE, []),
        (pdf(FIRST_PAGE), NAMED, TITLE, []),
    ],
)  # fmt: skip
def test_a_doi_on_the_page_counts_where_its_title_is_there_too(
    content: bytes, answer: Paper | SourceError, title: str, authors: list[str]
) -> None:
    """Else it is a cited paper's, and the PDF's own title is taken."""

    def follow(_: Identifier) -> Paper:
        if isinstance(answer, SourceError):
            raise answer
        return answer

    paper = source.paper(source.read(content, "p.pdf"), follow)
    assert (paper.title, paper.authors) == (title, authors)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (pdf(), SourceError("no")), (pdf(FIRST_PAGE, stamp=STAMP), SourceError("withdrawn")),
        (pdf(FIRST_PAGE, stamp=STAMP), UnreachableError("arxiv.org", "no network")),
    ],
)  # fmt: skip
def test_a_pdf_that_leads_nowhere_is_an_error(content: bytes, error: SourceError) -> None:
    """What names it beyond doubt has to answer; what says nothing of itself makes no note."""

    def follow(_: Identifier) -> Paper:
        raise error

    with pytest.raises(SourceError):
        source.paper(source.read(content, "p.pdf"), follow)


def test_a_pdf_on_disk_is_captured(library: Library, services: Services, tmp_path: Path) -> None:
    """By its stamp, from arXiv; offline by itself."""
    (library.root / "paperlist.toml").write_text(services.toml())
    path = str(_written(tmp_path, pdf(FIRST_PAGE, stamp=STAMP)))
    (online,) = capture(library, [path])
    assert online.paper
    assert (online.paper.title, online.paper.authors) == (TITLE, list(AUTHORS))
    assert online.paper.arxiv == ARXIV
    (offline,) = capture(library, [path], offline=True)
    assert offline.paper
    assert offline.paper.fields() == {
        "title": TITLE,
        "links": {"paper": f"https://arxiv.org/abs/{ARXIV}v2"},
        "arxiv": ARXIV,
        "published": "2024-04",
    }
    plain = str(_written(tmp_path, pdf(FIRST_PAGE), "plain.pdf"))
    for how in (True, False):
        (found,) = capture(library, [plain], offline=how)
        assert found.paper
        assert found.paper.fields() == {"title": TITLE}


def test_a_pdf_of_a_paper_that_is_there_is_refused_unasked(
    library: Library, services: Services, tmp_path: Path
) -> None:
    """Its stamp tells."""
    library.add(Paper(title="Old", arxiv=ARXIV))
    path = str(_written(tmp_path, pdf(FIRST_PAGE, stamp=STAMP)))
    with pytest.raises(PaperlistError, match="already in the library as 'old'"):
        add_named(library, Wanted([path], {}, None, None, edit=False, offline=False))
    assert not services.server.log


def test_an_address_of_a_pdf_is_read_as_one(library: Library, services: Services) -> None:
    """And linked to."""
    (library.root / "paperlist.toml").write_text(services.toml())
    serve = services.server.expect_request
    serve("/paper.pdf").respond_with_data(pdf(FIRST_PAGE), content_type="application/pdf")
    serve("/half.pdf").respond_with_data(b"%PDF-1.4 half", content_type="application/pdf")
    url = services.server.url_for("/paper.pdf")
    whole, half = capture(library, [url, services.server.url_for("/half.pdf")])
    assert whole.paper
    assert whole.paper.fields() == {"title": TITLE, "links": {"paper": url, "pdf": url}}
    assert "damaged" in str(half.error)


def test_what_is_no_pdf_is_said_to_be_none(library: Library, tmp_path: Path) -> None:
    """A missing file, a page, a folder."""
    html = _written(tmp_path, page().encode(), "page.html")
    for text, said in (
        (str(tmp_path / "missing.pdf"), "No such file"), (str(html), "not a PDF"),
        (str(tmp_path), "no arXiv id, DOI"),
    ):  # fmt: skip
        (found,) = capture(library, [text])
        assert said in str(found.error)
