"""What the user chose about output: colours, the pager, and whether counts are printed."""

import os
from enum import StrEnum
from typing import TextIO

Colours = StrEnum("Colours", ["auto", "always", "never"])


class Display:
    """The values of the options `--color`, `--no-pager` and `--quiet`."""

    def __init__(self) -> None:
        self.colours = Colours.auto
        self.pager = True
        self.quiet = False


display = Display()
"""The choices for this run of paperlist. Options set them before the command starts."""


def is_dumb() -> bool:
    """Return whether the terminal can neither show colours nor move its cursor."""
    return os.environ.get("TERM") == "dumb"


def colours(stream: TextIO) -> bool:
    """Return whether to write colours to `stream`.

    The first of these that is set decides:

    - the option `--color`
    - $NO_COLOR, for no colours
    - $FORCE_COLOR, for colours

    If none is set, there are colours if `stream` is a terminal that has colours.
    """
    if display.colours != Colours.auto:
        return display.colours == Colours.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and not is_dumb()
