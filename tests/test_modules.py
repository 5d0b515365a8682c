"""The lists of modules that must not be imported name modules that are there."""

import tomllib
from pathlib import Path
from typing import Any

from tests.modules import missing

ROOT = Path(__file__).parents[1]


def settings() -> dict[str, Any]:
    """Return the tables of the tools in pyproject.toml."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert isinstance(tools, dict)
    return tools


def test_a_module_that_is_not_there_is_told() -> None:
    """Else the tests that ask for it would show nothing."""
    assert missing(["paperlist.errors", "paperlist.nothing", "no_such_package", "json"]) == [
        "no_such_package",
        "paperlist.nothing",
    ]


def test_what_ruff_and_the_contracts_forbid_is_there() -> None:
    """A library that was replaced, or a package that was renamed, leaves no dead ban."""
    tidy = settings()["ruff"]["lint"]["flake8-tidy-imports"]
    contracts = settings()["importlinter"]["contracts"]
    forbidden = [name for each in contracts for name in each.get("forbidden_modules", ())]
    assert len(forbidden) > 5
    assert missing([*tidy["banned-module-level-imports"], *forbidden]) == []


def test_each_exception_from_a_rule_is_for_files_that_are_there() -> None:
    """Else it waits for whoever makes a file of that name."""
    patterns = settings()["ruff"]["lint"]["per-file-ignores"]
    for pattern in patterns:
        start, _, names = pattern.rstrip("}").partition("{")
        names_of_files = [f"{start}{name.removesuffix('}.py')}.py" for name in names.split(",")]
        for each in names_of_files if names else [pattern]:
            assert [*ROOT.glob(each)], each


def test_no_file_of_the_program_is_long() -> None:
    """A file of more than 350 lines usually has a second idea."""
    lengths = {path: path.read_text("utf-8").count("\n") for path in ROOT.glob("paperlist/**/*.py")}
    assert len(lengths) > 200
    assert not {path: lines for path, lines in lengths.items() if lines > 350}
