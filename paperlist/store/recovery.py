"""Finds a change that a killed process left half done, and has it finished.

Every command asks for this before it reads a library, so this module imports little. Only if there
is something to finish, `transaction.py` is imported, which does it.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from paperlist.errors import PaperlistError, WriteError
from paperlist.store.lock import locked, unfinished
from paperlist.store.record import has_journal, has_staged
from paperlist.store.user_folders import history_folder

Warn = Callable[[str], None]


def recover(root: Path, warn: Warn | None = None) -> None:
    """Finish a change that a killed process left half done. If there is none, this is fast.

    Commands that only read call this function. If the change cannot be finished, no error is
    raised, but `warn` is called with a message.
    """
    own, others = unfinished(root)
    try:
        folder = history_folder(root.resolve())
        journal, staged = _has_record(folder)
        if journal or staged or own:
            from paperlist.store.transaction import writing

            if journal:
                with writing(root, warn=warn, patient=True):
                    pass
            else:
                # If another process holds the lock, it is staging files now, so nothing is to be
                # done.
                with suppress(PaperlistError), writing(root, timeout_s=0, warn=warn):
                    pass
    except PaperlistError as error:
        if warn:
            cause = error.__cause__
            where = f"{cause.filename}: {cause.strerror}" if isinstance(cause, OSError) else error
            warn(f"a change that was cut short may not be finished yet: {where}")
    if others and warn:
        with suppress(PaperlistError), locked(root, 0):
            # Nobody else holds the lock, so the processes that began these changes have died.
            warn(
                f"{', '.join(others)} left a change of this library unfinished; "
                "any paperlist command of theirs finishes it."
            )


def _has_record(folder: Path) -> tuple[bool, bool]:
    try:
        return has_journal(folder), has_staged(folder)
    except OSError as error:
        raise WriteError(str(error.filename or folder), error) from error
