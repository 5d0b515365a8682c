"""Questions that ask for a paper field by field, with completion of categories and keypoints."""

from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, FuzzyWordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.output import create_output

from paperlist.cli.terminal.console import say
from paperlist.library.library import Library
from paperlist.model.keypoints import split_keypoints


class _Keypoints(Completer):
    """Completion of the keypoint after the last `;`."""

    def __init__(self, known: list[str]) -> None:
        self._one = FuzzyWordCompleter(known)

    def get_completions(self, document: Document, complete_event: Any) -> Any:
        begun = document.text_before_cursor.rpartition(";")[2].lstrip()
        return self._one.get_completions(Document(begun), complete_event)


def ask_for_paper(library: Library) -> dict[str, Any]:
    """Ask for the fields of a paper and return them; only the title is required.

    Raises:
        EOFError: the user pressed Ctrl-D.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    import sys

    session: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    say("Press Enter to skip a field, Ctrl-C to cancel.")
    title = ""
    while not title:
        title = session.prompt("Title: ").strip()
    category = session.prompt(
        "Category: ", completer=FuzzyWordCompleter(list(library.values("category")))
    )
    keypoints = session.prompt(
        "Keypoints (a; b): ", completer=_Keypoints(list(library.values("keypoint")))
    )
    fields = {"title": title, "category": category, "keypoints": split_keypoints(keypoints)}
    for name in ("objective", "method", "metric", "limitation"):
        fields[name] = session.prompt(f"{name.capitalize()}: ", completer=None)
    link = session.prompt("Link: ").strip()
    return fields | ({"links": {"paper": link}} if link else {})
