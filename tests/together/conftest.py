"""git knows who commits, and nothing of the machine's own settings."""

import pytest

from tests.together.lab import GIT


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let so many labs work: each seed is one."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--labs")))


@pytest.fixture(autouse=True)
def _an_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
