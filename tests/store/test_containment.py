"""Where a path really leads: within the library, out of it, or where the user allows it."""

from pathlib import Path

import pytest

from paperlist import Library
from paperlist.errors import ConfigError, LeadsOutError
from paperlist.store.containment import given, inside
from paperlist.store.user_folders import config_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with links of every kind."""
    root, out = tmp_path / "papers", tmp_path / "out"
    (root / "data" / "2024-04").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / ".Paperlist").mkdir()
    out.mkdir()
    (out / "file").write_text("not yours")
    for link, target in {
        "inside": "data/2024-04", "outside": "../out", "file": "../out/file", "git": ".git",
        "private": ".Paperlist", "loop": "loop", "nowhere": "data/none", "lost": "../out/none",
        "twice": "outside", "data/back": "..", "up": "..",
    }.items():  # fmt: skip
        (root / link).symlink_to(target)
    return root


@pytest.mark.parametrize(
    ("path", "real"),
    [
        ("data/2024-04/a.yaml", "data/2024-04/a.yaml"),
        ("inside/a.yaml", "data/2024-04/a.yaml"),
        ("nowhere", "data/none"),
        ("loop", "loop"),
        ("data/back/inside", "data/2024-04"),
        ("data/git/a.yaml", "data/git/a.yaml"),
    ],
)
def test_what_stays_inside_is_followed(root: Path, path: str, real: str) -> None:
    assert inside(root, root / path) == root / real


@pytest.mark.parametrize(
    "path",
    ["outside", "outside/new", "file", "lost", "twice/x", "git/config", ".git/hooks/x",
     ".paperlist/lock", ".PAPERLIST/x", "private", "data/../../out/file", "up", "up/out/file"],
)  # fmt: skip
def test_what_leads_out_is_named(root: Path, path: str) -> None:
    with pytest.raises(LeadsOutError, match="leads out of the library"):
        inside(root, root / path)


@pytest.mark.parametrize("name", ["file", "git/x", ".git/x", ".paperlist/x"])
def test_what_is_no_link_is_not_called_one(root: Path, name: str) -> None:
    """Nor is a setting named that does not help."""
    with pytest.raises(LeadsOutError) as raised:
        inside(root, root / name)
    assert ("is a link" in str(raised.value)) is (not name.startswith("."))
    assert ("link_targets" in str(raised.value)) is (not name.startswith("."))


@pytest.mark.parametrize("allowed", ["{out}", "{out}/file", "~/linked"])
def test_the_user_may_allow_a_target(root: Path, home: Path, allowed: str) -> None:
    """In their own settings, by its path or through a link of theirs."""
    out = root.parent / "out"
    (home / "linked").symlink_to(out)
    config_file().parent.mkdir(parents=True)
    config_file().write_text(f'link_targets = ["{allowed.format(out=out)}"]\n')
    assert inside(root, root / "file") == out / "file"
    with pytest.raises(LeadsOutError):
        inside(root, root / "up")


@pytest.mark.parametrize("allowed", ["", "pdfs", "~nobody-is-called-so/pdfs", "/a\\u0000b"])
def test_a_target_has_to_be_a_whole_path(root: Path, home: Path, allowed: str) -> None:
    """Otherwise it would allow another folder wherever a command is run."""
    assert home
    config_file().parent.mkdir(parents=True)
    config_file().write_text(f'link_targets = ["{allowed}"]\n')
    with pytest.raises(ConfigError, match="is no whole path"):
        inside(root, root / "file")


def test_what_the_user_names_is_theirs_unless_it_lies_in_the_library(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path of theirs may lead anywhere; one in the library is checked as all of it is."""
    out = root.parent / "out"
    (out / "library").symlink_to(root)
    (out / "docs").symlink_to(root / "data")
    (out / "link").symlink_to("/dev/null")
    monkeypatch.chdir(root)
    for path in (
        out / "file", out / "link", Path("../out/file"), Path("data/new.md"),
        out / "library" / "new.md", out / "docs" / "new.md",
    ):  # fmt: skip
        assert given(root, path) == path
    for path in (
        root / "file", Path("file"), Path("outside/new"), out / ".." / "papers" / "file",
        out / "library" / "file", out / "library" / "outside" / "new", out / "docs/back/file",
    ):  # fmt: skip
        with pytest.raises(LeadsOutError):
            given(root, path)


def test_a_month_that_leads_out_is_named_and_one_that_stays_is_read(library: Library) -> None:
    """The index goes through neither links that lead out nor ones to themselves."""
    root = library.root
    (root / "kept").mkdir()
    (root / "kept" / "a.yaml").write_text("title: Inside\n")
    (root.parent / "b.yaml").write_text("title: Outside\n")
    (root / "data" / "2024-01").symlink_to("../kept")
    (root / "data" / "2024-02").symlink_to(root.parent)
    (root / "data" / "2024-03").symlink_to("2024-03")
    (root / "data" / "2024-04").mkdir()
    (root / "data" / "2024-04" / "b.yaml").symlink_to(root.parent / "b.yaml")
    for _ in range(2):  # the second time from the index
        assert [(entry.month, entry.title) for entry in library.papers()] == [("2024-01", "Inside")]
        named = {each.path: each.reason for each in library.broken()}
        assert named.keys() == {"data/2024-02", "data/2024-03", "data/2024-04/b.yaml"}
        assert "leads out" in named["data/2024-02"]
    (root / "kept" / "a.yaml").write_text("title: Other\n")
    assert [entry.title for entry in library.papers()] == ["Other"]


def test_a_month_that_becomes_a_link_out_is_forgotten(library: Library) -> None:
    """Nothing is read through it, not even to see whether an older note is still there."""
    root = library.root
    month = root / "data" / "2024-01"
    month.mkdir()
    (month / "a.yaml").write_text("title: Inside\n")
    assert len(library.papers()) == 1
    (root.parent / "a.yaml").write_text("title: Outside\n")
    (month / "a.yaml").unlink()
    month.rmdir()
    month.symlink_to(root.parent)
    assert library.papers() == []
