"""Each attack, and the commands that it is meant for; `python -m tests.hostile` runs them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.harness import Harness
from tests.hostile.libraries import ATTACKS
from tests.hostile.runner import Runner


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """What runs commands as forks of one process, which starts them in a tenth of the time."""
    folder = tmp_path_factory.mktemp("hostile")
    with Runner(folder, warm=True) as runner:
        yield Harness(folder, runner)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_library_does_no_harm(harness: Harness, name: str) -> None:
    """Nothing outside is touched or read, no program runs, the good notes are still there."""
    assert harness.quick(ATTACKS[name]) == []


# One of each kind, through the program itself and every command of it.
@pytest.mark.parametrize("name", ["inside: a month", "note: no title"])
def test_every_command_withstands(tmp_path: Path, name: str) -> None:
    """Not only the commands that an attack is meant for."""
    with Runner(tmp_path, warm=False) as runner:
        assert Harness(tmp_path, runner).thorough(ATTACKS[name]) == []
