"""Console sessions: every command, as people type it."""

from pathlib import Path

import pytest

from tests.console import Console, steps

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_prints_what_it_printed_before(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each command's output and exit status are those in the file."""
    console = Console(tmp_path)
    session, place = path.read_text(), 0
    for command, expected in steps(session):
        before, after = f"$ {command}{expected}", f"$ {command}{console.run(command)}"
        if not request.config.getoption("--rewrite"):
            assert after == before
        place = session.index(before, place)
        session = session[:place] + after + session[place + len(before) :]
        place += len(after)
    if request.config.getoption("--rewrite"):
        path.write_text(session)
