"""`sync`: shares the library with git."""

from paperlist.cli.arguments.options import NEAREST, InLibrary
from paperlist.cli.terminal.console import note


def sync(library: InLibrary = NEAREST) -> None:
    """Commit, merge what others did, publish and push, with git.

    Notes that two people changed are merged field by field, and the page is published again. If
    anything stops it, nothing is lost: mend that, and run the command again.

    Examples:
      paperlist sync
      paperlist sync -q    # says only what is wrong
    """
    from paperlist.library.together.sync import sync as sync_library

    sync_library(library, note)
