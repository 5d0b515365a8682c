"""The lines of `.gitattributes`, and whether git understands them as they are meant."""

from pathlib import Path

import pytest

from paperlist.library.git_attributes import wanted_lines, with_lines
from tests.git import git, isolate

LINES = wanted_lines("paperlist.toml", "README.md", "PaperList_%Y%m.md")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository."""
    isolate(monkeypatch)
    git(tmp_path, "init", "--quiet")
    return tmp_path


@pytest.mark.parametrize(
    ("page", "split_name", "pages", "others"),
    [
        (
            "README.md", "PaperList_%Y%m.md", ["README.md", "PaperList_202404.md"],
            ["docs/README.md", "PaperList_x.md", "data/2024-04/README.md"],
        ),
        (
            "docs/Our list [a*].md", '%B %Y "x".md',
            ["docs/Our list [a*].md", 'docs/April 2024 "x".md'],
            ["docs/Our list a.md", "README.md", 'April 2024 "x".md'],
        ),
        ("#!.md", "%b%%.md", ["#!.md", "Apr%.md"], ["x.md"]),
        ("ü\t\\?.md", "ü%Y.md", ["ü\t\\?.md", "ü2024.md"], ["ü\t\\a.md"]),
    ],
)  # fmt: skip
def test_git_takes_just_these_files(
    repository: Path, page: str, split_name: str, pages: list[str], others: list[str]
) -> None:
    """Files that belong to a paper are not notes, whatever they are called."""
    content, _ = with_lines(b"", wanted_lines("paperlist.toml", page, split_name))
    (repository / ".gitattributes").write_bytes(content)

    def kind(path: str) -> str:
        return git(repository, "check-attr", "-z", "merge", "--", path).split("\0")[2]

    assert {kind(each) for each in pages} == {"paperlist-page"}
    assert {kind(each) for each in others} == {"unspecified"}
    assert kind("data/2024-04/one.yaml") == "paperlist-note"
    assert kind("data/2024-04/one/config.yaml") == "unspecified"
    assert kind("sub/data/2024-04/one.yaml") == "unspecified"
    assert kind("paperlist.toml") == "paperlist-settings"
    assert kind("sub/paperlist.toml") == "unspecified"


def test_other_lines_stay_and_nothing_is_added_twice() -> None:
    """Also without a last line end, and with line ends of Windows."""
    content, added = with_lines(b"*.pdf binary", LINES[:2])
    assert added == LINES[:2]
    assert content.decode() == f"*.pdf binary\n{LINES[0]}\n{LINES[1]}\n"
    content, added = with_lines(content.replace(b"\n", b"\r\n"), LINES)
    assert added == LINES[2:]
    assert content.decode() == "".join(f"{line}\r\n" for line in ["*.pdf binary", *LINES])
    assert with_lines(content, LINES) == (content, [])
