"""What the user chose about output: its colours, the pager, and whether counts are printed."""

import os
from enum import StrEnum
from typing import TextIO

Colours = StrEnum("Colours", ["auto", "always", "never"])


class Display:
    """The values of `--color`, `--no-pager` and `--quiet`."""

    def __init__(self) -> None:
        self.colours = Colours.auto
        self.pager = True
        self.quiet = False


display = Display()
"""The choice of this run; the command line sets it before the command starts."""


def is_dumb() -> bool:
    """Return whether the terminal can neither colour text nor move its cursor."""
    return os.environ.get("TERM") == "dumb"


def colours(stream: TextIO) -> bool:
    """Return whether to colour what is written to `stream`.

    `--color` decides; without it NO_COLOR, then FORCE_COLOR, then whether it is a terminal.
    """
    if display.colours != Colours.auto:
        return display.colours == Colours.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and not is_dumb()
