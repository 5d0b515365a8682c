"""git knows who commits, and nothing of the machine's own settings."""

import pytest

from tests.together.lab import GIT


@pytest.fixture(autouse=True)
def _an_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
