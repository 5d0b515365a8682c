"""Asks for a paper, field by field, with completion of categories and keypoints."""

import sys
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, FuzzyCompleter, WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.output import create_output
from prompt_toolkit.validation import ValidationError, Validator

from paperlist.cli.terminal.console import say
from paperlist.errors import UsageError
from paperlist.library.library import Library
from paperlist.model.entry import TEXT_FIELDS
from paperlist.model.keypoints import split_keypoints
from paperlist.model.named_values import link_of, links_of


class _Address(Validator):
    """Lets only the address of a link pass, or an empty line."""

    def validate(self, document: Document) -> None:
        """Raise a ValidationError, which is shown below the question, if the link is no address."""
        text = document.text.strip()
        try:
            links_of([text] if text else [])
        except UsageError as error:
            raise ValidationError(len(document.text), str(error)) from error


_ADDRESS = _Address()
# Which part of the text before the cursor is completed: the whole line, or one keypoint.
_WHOLE_LINE = r"^.*\S"
_ONE_KEYPOINT = r"^[^;]*[^;\s]"


def ask_for_title() -> str:
    """Ask for the title of a paper until the user types one.

    Raises:
        EOFError: the user pressed Ctrl-D.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    say(
        "Give a title, or an arXiv id, DOI or URL to fetch. Enter skips a field; Ctrl-C stops, and "
        "keeps the answers."
    )
    title = ""
    while not title:
        title = _session().prompt("Title: ").strip()
    return title


def ask_for_fields(library: Library, answers: dict[str, Any]) -> None:
    """Ask for all fields except the title. Put each answer into `answers` at once.

    Raises:
        EOFError: the user pressed Ctrl-D. `answers` has everything that was typed before.
        KeyboardInterrupt: the user pressed Ctrl-C. `answers` has everything that was typed before.
    """
    categories = FuzzyCompleter(
        WordCompleter(list(library.values("category"))), pattern=_WHOLE_LINE
    )
    keypoints = FuzzyCompleter(
        WordCompleter(list(library.values("keypoint"))), pattern=_ONE_KEYPOINT
    )
    _ask("category", "Category: ", answers, categories)
    _ask("keypoints", "Keypoints, separated by ;: ", answers, keypoints)
    for name in TEXT_FIELDS:
        _ask(name, f"{name.capitalize()}: ", answers)
    _ask("links", "Link: ", answers, validator=_ADDRESS)


def _ask(
    name: str,
    question: str,
    answers: dict[str, Any],
    completer: Completer | None = None,
    validator: Validator | None = None,
) -> None:
    """Ask for one field, and put the answer into `answers`.

    After Ctrl-C or Ctrl-D, the text typed so far is put into `answers` before the error is raised.
    """
    if name in answers:
        return
    # A session would use its completer for the next question too, so each question gets a session.
    session = _session()
    try:
        answer = session.prompt(
            question, completer=completer, validator=validator, validate_while_typing=False
        )
    except (EOFError, KeyboardInterrupt):
        answers[name] = _value(name, session.default_buffer.text)
        raise
    answers[name] = _value(name, answer)


def _value(name: str, answer: str) -> Any:
    """Return the value of a field for an answer: `a; b` gives two keypoints."""
    if name == "keypoints":
        return split_keypoints(answer)
    if name == "links":
        return dict([link_of(answer.strip())]) if answer.strip() else {}
    return answer.strip()


def _session() -> "PromptSession[str]":
    return PromptSession(output=create_output(stdout=sys.stderr))
