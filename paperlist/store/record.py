"""Where the record of the change under way is, and whether there is one."""

from pathlib import Path

from paperlist.store.files import is_there

JOURNAL = "journal.json"
STAGING = "staging.json"


def has_journal(folder: Path) -> bool:
    """Return whether journal.json exists: a process is changing files, or died meanwhile."""
    return is_there(folder / JOURNAL)


def has_staged(folder: Path) -> bool:
    """Return whether staging.json exists: a process is staging files, or died meanwhile."""
    return is_there(folder / STAGING)
