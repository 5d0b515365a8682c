"""What the documentation shows is what happens."""

import re
import shutil
from pathlib import Path

import pytest

import paperlist
from tests.architecture import diagram, list_of_modules, table_of_imports
from tests.console import Console, steps

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of this language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.M | re.S)


@pytest.fixture
def sample(tmp_path: Path) -> Console:
    """A console in a copy of the sample library."""
    console = Console(tmp_path)
    shutil.copy(ROOT / "paperlist.toml", console.here)
    shutil.copytree(ROOT / "data", console.here / "data")
    return console


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_blocks_print_what_they_show(page: Path, sample: Console) -> None:
    """Each command of a console block, run in the sample library, prints just that."""
    for block in blocks(page, "console"):
        for command, output in steps(block):
            assert f"$ {command}{sample.run(command, mark='')}" == f"$ {command}{output}"


def test_the_quick_start_finds_and_publishes(sample: Console) -> None:
    """The program's part of the quick start's one line does what the README says."""
    line = blocks(ROOT / "README.md", "sh")[0].strip()
    commands = [part for part in line.split(" && ") if part.startswith(".venv/bin/paperlist")]
    outputs = [sample.run(command.removeprefix(".venv/bin/")) for command in commands]
    assert [output.split("\t")[0].strip() for output in outputs] == [
        "ma-lmm",
        "/here/data/README.md",
    ]


def test_the_sample_page_is_published_from_the_sample_notes(sample: Console) -> None:
    """data/README.md is what export writes, byte for byte."""
    sample.run("paperlist export")
    published = (sample.here / "data" / "README.md").read_bytes()
    assert published == (ROOT / "data" / "README.md").read_bytes()


def test_the_script_runs(sample: Console) -> None:
    """The script in docs/scripting.md adds a paper and finds it."""
    (script,) = blocks(ROOT / "docs" / "scripting.md", "python")
    (sample.here / "script.py").write_text(script.replace("TriForce", "TriForce Two"))
    assert "triforce-two TriForce Two" in sample.run("python script.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        assert "://" in target or (page.parent / target).exists()


def test_the_map_of_the_architecture_is_that_of_the_code() -> None:
    """Every package, its imports, and every module stand in it, as `cog` would write them now."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    for part in (diagram(), table_of_imports(), list_of_modules()):
        assert part in text, "run: .venv/bin/cog -r -I. docs/architecture.md"


def test_the_map_of_the_architecture_misses_no_module() -> None:
    """Counted in the tree of files, not by what makes the list."""
    modules = list_of_modules()
    for path in (ROOT / "paperlist").rglob("*.py"):
        folder = path.parent.relative_to(ROOT / "paperlist").as_posix()
        heading = "" if folder == "." else f"### {folder}/\n"
        part = modules.partition(heading)[2] if heading else modules
        named = f"- `{path.name}`: " in part.partition("\n### ")[0]
        assert named or (path.name == "__init__.py" and heading in modules), path


def test_the_map_of_the_architecture_names_files_that_are_there() -> None:
    """A path that its text names, such as `store/notes.py`, is one below paperlist/."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    paths = re.findall(r"`([a-z_]+/[\w/]*(?:\.py|/))`", text)
    assert [path for path in paths if not (ROOT / "paperlist" / path).exists()] == []
    names = {path.name for path in (ROOT / "paperlist").rglob("*.py")}
    assert set(re.findall(r"`(\w+\.py)`", text)) <= names


def test_the_guide_to_contributing_names_files_that_are_there() -> None:
    """Each path of the program and of the tests that it names leads somewhere."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    paths = re.findall(r"`((?:paperlist|tests)/[\w./]*)`", text)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_version_is_that_of_the_newest_release(sample: Console) -> None:
    """The one in the changelog, in the package, and in what the command says."""
    text = (ROOT / "CHANGELOG.md").read_text()
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text, re.M)
    assert newest
    assert newest[1] == paperlist.__version__
    assert sample.run("paperlist --version") == f"paperlist {newest[1]}\n"


def test_each_package_has_a_folder_of_tests() -> None:
    """Named like it, so that a package's tests are found where its name is."""
    packages = {path.parent.name for path in (ROOT / "paperlist").glob("*/__init__.py")}
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert packages - folders == set()
