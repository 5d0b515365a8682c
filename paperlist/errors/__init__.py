"""The errors that paperlist raises on purpose, with messages for the user.

Each class contains the wording of its message and the exit status of the process. The command line
prints the message and exits. A script catches `PaperlistError`. Import every class from this
package: `from paperlist.errors import ReadError`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperlist.errors.files import (
        ChangedUnderneathError,
        DamagedHistoryError,
        JournalError,
        LeadsOutError,
        LockedOutError,
        NothingToUndoError,
        NotUndoneError,
        OverwriteError,
        PrivateFolderError,
        ReadError,
        UnfinishedError,
        WriteError,
    )
    from paperlist.errors.git import GitError, SyncError
    from paperlist.errors.notes import (
        AmbiguousReferenceError,
        DuplicatePaperError,
        FormError,
        InvalidPaperError,
        NoLinkError,
        NoSuchPaperError,
        TooLargeError,
        TwinPapersError,
        UnopenableError,
        UnreadableNoteError,
    )
    from paperlist.errors.pages import (
        ConflictError,
        EditedPageError,
        LostWordsError,
        MarksError,
        MisspelledMarkError,
        NothingToImportError,
        TemplateError,
        UnmarkedPageError,
    )
    from paperlist.errors.sources import (
        SourceError,
        UnreachableError,
    )
    from paperlist.errors.usage import (
        ConfigError,
        EditorError,
        MissingExtraError,
        NoLibraryError,
        UsageError,
    )

__all__ = [
    "AmbiguousReferenceError",
    "ChangedUnderneathError",
    "ConfigError",
    "ConflictError",
    "DamagedHistoryError",
    "DuplicatePaperError",
    "EditedPageError",
    "EditorError",
    "FormError",
    "GitError",
    "InvalidPaperError",
    "JournalError",
    "LeadsOutError",
    "LockedOutError",
    "LostWordsError",
    "MarksError",
    "MissingExtraError",
    "MisspelledMarkError",
    "NoLibraryError",
    "NoLinkError",
    "NoSuchPaperError",
    "NotUndoneError",
    "NothingToImportError",
    "NothingToUndoError",
    "OverwriteError",
    "PaperlistError",
    "PrivateFolderError",
    "ReadError",
    "SourceError",
    "SyncError",
    "TemplateError",
    "TooLargeError",
    "TwinPapersError",
    "UnfinishedError",
    "UnmarkedPageError",
    "UnopenableError",
    "UnreachableError",
    "UnreadableNoteError",
    "UsageError",
    "WriteError",
]

# Where the classes are, in the order in which commands need them.
_MODULES = ("usage", "files", "notes", "pages", "sources", "git")


class PaperlistError(Exception):
    """Base class of all errors that paperlist raises on purpose.

    Attributes:
        exit_status: the exit status of the command line after this error.
    """

    exit_status = 1


# The type checker must not see this function: with it, every name would count as defined.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> type[PaperlistError]:
        """Import the module of the error class `name` on first use, and return the class.

        Most commands need the classes of only two modules.

        Raises:
            AttributeError: there is no such class.
        """
        from importlib import import_module

        if name in __all__:
            for module in _MODULES:
                if found := getattr(import_module(f"{__name__}.{module}"), name, None):
                    return found
        raise AttributeError(f"module '{__name__}' has no attribute {name!r}")
