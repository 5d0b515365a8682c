"""The question about a new category or keypoint that is nearly a known one."""

from pathlib import Path

import pexpect
import pytest

from tests.console import Console


@pytest.mark.parametrize(("answer", "stored"), [("", "Diffusion"), ("n", "Difusion")])
def test_a_slip_of_the_pen_is_asked_about_on_a_terminal(
    answer: str, stored: str, tmp_path: Path
) -> None:
    console = Console(tmp_path)
    console.run("paperlist init && paperlist add -t Old -c Diffusion -m 2024-04")
    terminal = pexpect.spawn(
        "bash",
        ["-c", "paperlist add -t New -c Difusion -m 2024-04"],
        cwd=str(console.here), env={**console.env, "TERM": "xterm"}, encoding="utf-8", timeout=30,
    )  # fmt: skip
    terminal.expect_exact("new category 'Difusion'; did you mean 'Diffusion'?")
    terminal.expect_exact("Use 'Diffusion'? [Y/n]")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    note = (console.here / "data/2024-04/new.yaml").read_text()
    assert f"category: {stored}\n" in note
