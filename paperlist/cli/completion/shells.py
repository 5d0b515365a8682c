"""Answers shells that ask for completions, in the form that each shell's script expects.

The scripts ask through environment variables and not through arguments. If a wrapper loses the
variables, only `paperlist` alone is run, and not the command that is being typed.

The first line of an answer says what follows:

- `values`: completions
- `open`: one completion, after which the shell adds no blank
- `files` or `folders`: nothing, because the shell completes these names itself

Each further line is a completion. For zsh and fish, a tab and a description follow.
"""

import os
import re
from typing import Any

from typer._click.shell_completion import CompletionItem, ShellComplete

from paperlist.cli.completion.command_line import escaped, split
from paperlist.cli.completion.items import FILES, FOLDERS, VARIABLE
from paperlist.text.words import printable

_LINE, _WORDS, _WORD = "_PAPERLIST_LINE", "_PAPERLIST_WORDS", "_PAPERLIST_WORD"


def answer(command: Any, question: str) -> str:
    """Return the answer to a shell's question. It is empty for an unknown shell.

    Args:
        command: the group of all commands.
        question: the value of the environment variable `VARIABLE`, such as `complete_bash`.
    """
    shell = _SHELLS.get(question.removeprefix("complete_"))
    return shell(command, {}, "paperlist", VARIABLE).complete() if shell else ""


class _Words(ShellComplete):
    """Completion for zsh and fish. They pass words without quotes, and quote what they insert."""

    def source_vars(self) -> dict[str, Any]:
        """Return nothing, because the scripts have no variables."""
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words between program name and cursor, and the word at the cursor."""
        words = os.environ.get(_WORDS, "").split("\n")
        return words[1:], split(os.environ.get(_WORD, ""))[-1].text

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion and its description on one line."""
        return f"{item.value}\t{_description(item)}"

    def complete(self) -> str:
        """Return the answer for the shell: its first line, and a line for each completion."""
        kind, items = self.kind_and_items(*self.get_completion_args())
        return "\n".join((kind, *map(self.format_completion, items)))

    def kind_and_items(self, args: list[str], incomplete: str) -> tuple[str, list[CompletionItem]]:
        """Return the first line of the answer, such as `values`, and the completions.

        Completions with a line break or a control character are left out.
        """
        items = self.get_completions(args, incomplete)
        for names in (FILES, FOLDERS):
            if any(item.value is names for item in items):
                return str(names), []
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("--"):
            for item in items:
                item.value = f"{option}={item.value}"
        return "values", [item for item in items if item.value.isprintable()]


class _Bash(_Words):
    """Completion for bash, which passes the line as typed and inserts completions unquoted.

    bash replaces only the last part of the word at the cursor: the part after the last colon,
    equals sign or opening quote.
    """

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words between program name and cursor, and the word at the cursor."""
        *words, last = split(os.environ.get(_LINE, ""))
        return [word.text for word in words[1:]], last.text

    def complete(self) -> str:
        """Return the answer for bash: its first line, and a line for each completion.

        Such a line is the text that replaces the last part of the word at the cursor.
        """
        args, incomplete = self.get_completion_args()
        kind, items = self.kind_and_items(args, incomplete)
        before = split(os.environ.get(_LINE, "").removesuffix(os.environ.get(_WORD, "")))[-1]
        place = len(before.text)
        rest = [
            item.value[place:]
            for item in items
            if item.value[:place].casefold() == before.text.casefold()
        ]
        replacements = [_before_closing(escaped(each, before.quote), before.quote) for each in rest]
        typed = len(incomplete) - place
        if len({each[:typed] for each in rest}) > 1:
            # bash replaces what was typed by the common beginning of all values. If the values
            # differ in case, this is shorter than what was typed. An empty value makes bash keep
            # what was typed.
            replacements.append("")
        if len(rest) == 1 and rest[0].endswith((":", "=")):
            kind = "open"
        return "\n".join((kind, *replacements))


class _PowerShell(_Words):
    """Completion for PowerShell, with the script of Typer."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words between program name and cursor, and the word at the cursor."""
        words = [word.text for word in split(os.environ.get("_TYPER_COMPLETE_ARGS", "").strip())]
        incomplete = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "").strip("'\"")
        return words[1:-1] if incomplete else words[1:], incomplete

    def complete(self) -> str:
        """Return the answer for PowerShell: a line for each completion.

        Without completions, the answer is empty. Then PowerShell completes the names of files.
        """
        _, items = self.kind_and_items(*self.get_completion_args())
        return "\n".join(map(self.format_completion, items))

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion and its description on one line. Special characters need quotes."""
        value = item.value
        if not re.fullmatch(r"[\w./:=+-]+", value):
            # PowerShell takes curly quotes for straight ones.
            value = "'" + re.sub("['\u2018-\u201b]", r"\g<0>\g<0>", value) + "'"
        return f"{value}:::{_description(item) or ' '}"


def _before_closing(text: str, quote: str) -> str:
    """Return `text`, with a second quote if the text ends with `quote`.

    bash would omit a single quote at the end.
    """
    return f"{text}{quote}" if quote and text.endswith(quote) else text


def _description(item: CompletionItem) -> str:
    """Return the description of a completion on one line, or an empty text."""
    return " ".join(printable(item.help or "").split())


_SHELLS = {
    "bash": _Bash, "zsh": _Words, "fish": _Words, "powershell": _PowerShell, "pwsh": _PowerShell,
}  # fmt: skip
