"""`schema`: prints the JSON Schema of a note or of the settings."""

from enum import StrEnum
from typing import Annotated

import typer

from paperlist.cli.terminal.console import out_json
from paperlist.cli.terminal.pager import paged


class Kind(StrEnum):
    """A kind of file."""

    NOTE = "note"
    SETTINGS = "settings"


def schema(
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="[note|settings]",
            show_default="note",
            help="The file: a note, or the settings in paperlist.toml.",
        ),
    ] = Kind.NOTE,
) -> None:
    """Print the JSON Schema of a note or of paperlist.toml.

    An editor that knows the schema completes fields and marks mistakes while you type.

    Examples:
      paperlist schema             # of a note
      paperlist schema settings    # of paperlist.toml
    """
    from paperlist.library.schema import note_schema, settings_schema

    with paged():
        out_json(note_schema() if kind is Kind.NOTE else settings_schema())
