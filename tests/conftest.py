"""What all tests share: a library of their own, and a home of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_httpserver import HTTPServer

from paperlist import Library
from tests.services import Services

# Time limits for one example say more of the machine than of the code.
settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile("default")

WriteNote = Callable[[str, str], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite` writes the console sessions anew; `--labs` is for tests/together/."""
    parser.addoption("--labs", type=int, default=200, help="how many random labs sync")
    parser.addoption("--rewrite", action="store_true", help="write tests/sessions/ anew")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: no cache, no draft and no default library of the user's is touched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / f".{name.lower()}"))
    for name in (
        "PAPERLIST_LIBRARY", "PAPERLIST_PRIVATE_HOSTS", "NO_COLOR", "FORCE_COLOR", "COLUMNS",
        "VISUAL", "EDITOR",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library.init(tmp_path / "papers")


@pytest.fixture
def write(library: Library) -> WriteNote:
    """Writes a note by hand: its place, `2024-04/ma-lmm`, and its YAML."""

    def write(place: str, text: str) -> Path:
        path = library.root / "data" / f"{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def services(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Services:
    """arXiv, Crossref, DataCite and pages, on a local server that may be asked."""
    monkeypatch.setenv("PAPERLIST_PRIVATE_HOSTS", "localhost")
    return Services(httpserver)
