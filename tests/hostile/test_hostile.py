"""Each attack, and the commands that it is meant for; `python -m tests.hostile` runs them all."""

from pathlib import Path

import pytest

from tests.hostile.harness import Harness
from tests.hostile.libraries import ATTACKS
from tests.hostile.runner import Runner


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory, runner: Runner) -> Harness:
    """Lays an attack, runs commands over it, and says what went wrong."""
    return Harness(tmp_path_factory.mktemp("hostile"), runner)


# Every third: a kind of attack has several of its own, which differ in a name or a sign.
SAMPLE = [each.name for each in ATTACKS.values() if not each.rare][::3]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_hostile_library_does_no_harm(harness: Harness, name: str) -> None:
    """Nothing outside is touched or read, no program runs, the good notes are still there."""
    assert harness.quick(ATTACKS[name]) == []


def test_every_command_withstands(harness: Harness) -> None:
    """Not only the commands that an attack is meant for."""
    assert harness.thorough(ATTACKS["note: no title"]) == []


@pytest.mark.parametrize("name", ["inside: a month", "note: binary", "open: option"])
def test_the_program_itself_withstands(tmp_path: Path, name: str) -> None:
    """Not only a fork of a process that has imported everything."""
    with Runner(tmp_path, warm=False) as runner:
        assert Harness(tmp_path, runner).quick(ATTACKS[name]) == []
