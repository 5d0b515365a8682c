"""The user's choices about output: its colours, the pager, and whether counts are printed."""

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
"""The choices for this run of paperlist; its options set them before the command starts."""


def is_dumb() -> bool:
    """Return whether the terminal can neither colour text nor move its cursor."""
    return os.environ.get("TERM") == "dumb"


def colours(stream: TextIO) -> bool:
    """Return whether to colour what is written to `stream`.

    `--color` decides. Without `--color`, there are no colours if $NO_COLOR is set. If $FORCE_COLOR
    is set, there are. If neither is set, there are colours if `stream` is a terminal that has them.
    """
    if display.colours != Colours.auto:
        return display.colours == Colours.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and not is_dumb()
