"""How a command ended."""

from signal import SIGALRM
from typing import NamedTuple

TIMEOUT_S = 30
TIMED_OUT = -int(SIGALRM)
"""The status of a command that did not end in that time."""


class Done(NamedTuple):
    """How a command ended; a status below 0 is the signal that ended it."""

    status: int
    stdout: str
    stderr: str
