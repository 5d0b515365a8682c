"""What `open` opens: the web, and documents of the library; nothing that could be a command."""

from pathlib import Path
from typing import Any

import pytest

from paperlist import Library, Paper
from paperlist.errors import LeadsOutError, NoLinkError, UnopenableError
from paperlist.library.opening import address
from paperlist.model.entry import Entry


def entry(link: str, **fields: Any) -> Entry:
    return Entry("a", "2024-04", {"title": "A", "links": {"paper": link}, **fields})


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://example.org/a b\tc", "https://example.org/a%20b%09c"),
        ("example.org/paper.pdf", "https://example.org/paper.pdf"),
        ("www.example.org", "https://www.example.org"),
    ],
)
def test_an_address_of_the_web_is_opened(link: str, opened: str, tmp_path: Path) -> None:
    assert address(entry(link), None, tmp_path) == opened


@pytest.mark.parametrize(
    "link",
    ["-flag", "--new-window=x", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
     "file:///etc/passwd", "ssh://-oProxyCommand=x", "vbscript:x", "x-custom:y", "C:\\x.pdf",
     "/etc/passwd", "no such file", "run.sh", "start.desktop", "folder", "a\0b", "ftp://a.example",
     " -flag", "//host.example/share/x.pdf",
     "\\\\host\\share\\x.pdf", "\x01javascript:x", "-flag.example.org/x"],
)  # fmt: skip
def test_anything_else_is_not(link: str, tmp_path: Path) -> None:
    for name in ("run.sh", "start.desktop"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    with pytest.raises((UnopenableError, LeadsOutError)):
        address(entry(link), None, tmp_path)


def test_a_document_of_the_library_is_opened(tmp_path: Path) -> None:
    """Also through a link that stays inside; one that leads out is named."""
    (tmp_path / "my paper.PDF").write_text("x")
    (tmp_path / "link.pdf").symlink_to("my paper.PDF")
    root = tmp_path / "papers"
    root.mkdir()
    (root / "out.pdf").symlink_to("../my paper.PDF")
    expected = (tmp_path / "my paper.PDF").as_uri()
    assert address(entry("my paper.PDF"), None, tmp_path) == expected
    assert address(entry("link.pdf"), None, tmp_path) == expected
    for link in ("out.pdf", "../my paper.PDF"):
        with pytest.raises(LeadsOutError):
            address(entry(link), None, root)


def test_which_link_is_meant(library: Library) -> None:
    """The paper's own, else arXiv, the DOI, the first; or the one that is named."""
    root = library.root
    assert address(entry("https://a.example"), "PAPER", root) == "https://a.example"
    both = Entry("a", "2024-04", {"title": "A", "arxiv": "2404.05726", "doi": "10.1000/1"})
    assert address(both, None, root) == "https://arxiv.org/abs/2404.05726"
    sharp = Entry("a", "2024-04", {"title": "A", "doi": "10.1000/a#<b>"})
    assert address(sharp, None, root) == "https://doi.org/10.1000/a%23%3Cb%3E"
    with pytest.raises(NoLinkError, match="has no link or file 'code'; it has arxiv, doi"):
        address(both, "code", root)
    with pytest.raises(NoLinkError, match="has no link"):
        address(Entry("a", "2024-04", Paper(title="A").fields()), None, root)


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        (None, "b.pdf"), ("b.pdf", "b.pdf"), ("B.P", "b.pdf"), ("pdf", "b.pdf"),
        ("a", "a.txt"), ("figures/a", "figures/a.png"), ("doi", "https://doi.org/10.1000/1"),
    ],
)  # fmt: skip
def test_a_file_is_opened_by_its_name(name: str | None, opened: str, library: Library) -> None:
    """Where there is no link, a PDF before other files; a link's name goes before a file's."""
    paper = {"title": "A"} | ({"doi": "10.1000/1"} if name == "doi" else {})
    folder = library.root / "data/2024-04/a"
    files = [folder / each for each in ("a.txt", "b.pdf", "figures/a.png")]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    where = opened if opened.startswith("https") else (folder / opened).as_uri()
    assert address(Entry("a", "2024-04", paper), name, library.root, files) == where
