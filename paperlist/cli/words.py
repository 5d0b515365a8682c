"""Words that are no commands but that people try, with what to write instead."""

import re
import shlex
from typing import NamedTuple

from paperlist.cli.table import COMMANDS
from paperlist.errors import UsageError

# Patterns of identifiers, addresses and files, which people type without `add` or `import`.
_TO_ADD = re.compile(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,}/.+|https?:.+|.+\.pdf", re.I)
_TO_IMPORT = re.compile(r".+\.(?:md|markdown|bib|ris|json)", re.I)
_PLACEHOLDER = re.compile(r"\b(?:PAPER|MONTH|ID|FILE|KEYPOINT|STATUS|WORDS)\b")


class Instead(NamedTuple):
    """What to write instead of a word that is no command.

    Attributes:
        purpose: a sentence. If there are commands, it introduces them, as in `To mark a paper as
            read:`.
        commands: command lines without `paperlist`, such as `edit PAPER status=read`. Words in
            capitals stand for the user's arguments.
    """

    purpose: str
    commands: tuple[str, ...] = ()


_READ = Instead("To mark a paper as read:", ("edit PAPER status=read",))
_MOVE = Instead("To move a paper to another month:", ("edit PAPER month=MONTH",))
_RENAME = Instead("To change a paper's id:", ("edit PAPER id=ID",))
_TAG = Instead("To add a keypoint to a paper:", ("edit PAPER keypoints+=KEYPOINT",))
_SETTINGS = Instead(
    "The settings are in paperlist.toml in the library's folder; open it in an editor."
)
_CITE = Instead("To print the BibTeX entries of papers:", ("export -f bibtex WORDS",))
_ATTACH = Instead("To keep a file with a paper:", ("edit PAPER --attach FILE",))
INSTEAD = {
    "read": _READ,
    "done": _READ,
    "unread": Instead("To list the papers that are not read yet:", ("list --unread", "next")),
    "status": Instead("To change a paper's status:", ("edit PAPER status=STATUS",)),
    "attach": _ATTACH,
    "addto": _ATTACH,
    "move": _MOVE,
    "mv": _MOVE,
    "rename": _RENAME,
    "tag": _TAG,
    "untag": Instead("To take a keypoint off:", ("edit PAPER keypoints-=KEYPOINT",)),
    "config": _SETTINGS,
    "settings": _SETTINGS,
    "cite": _CITE,
    "bibtex": _CITE,
    "html": Instead("To write a web page:", ("export html -o list.html",)),
    "completion": Instead("To set up completion in your shell:", ("--install-completion",)),
}


def command_of(word: str) -> str | None:
    """Return the command with the other name `word`, or None: `ls` gives `list`."""
    return _other_words().get(word.lower())


def error_for(word: str, *args: str) -> UsageError:
    """Return an error that says what to write instead of `word`.

    Args:
        word: a word that is no command.
        args: the arguments after the word.
    """
    instead = _alternative_for(word, args)
    gap = " " if instead.commands else "\n"
    lines = [f"there is no command '{word}'.{gap}{instead.purpose}"]
    for command in instead.commands:
        lines += [f"  paperlist {line}" for line in _fill_in_arguments(command, args)]
    return UsageError("\n".join(lines))


def _alternative_for(word: str, args: tuple[str, ...]) -> Instead:
    """Return what to write instead of a word that is no command.

    Args:
        word: the word.
        args: the arguments after the word.
    """
    meant = _nearest_name(word.lower())
    if meant in {"mv", "move"} and len(args) > 1 and not args[1][:1].isdigit():
        return _RENAME
    if meant in INSTEAD:
        return INSTEAD[meant]
    given = shlex.join([word, *args])
    if meant:
        return Instead("Did you mean:", (shlex.join([meant, *args]),))
    if _TO_ADD.fullmatch(word):
        return Instead("To add the paper:", (f"add {given}",))
    if _TO_IMPORT.fullmatch(word):
        return Instead("To import the papers of a file:", (f"import {given}",))
    return Instead("To search for it, or to see all commands:", (f"search {given}", "--help"))


def _nearest_name(word: str) -> str | None:
    """Return the name that an abbreviation or misspelling may mean, or None.

    The name is a command or a key of `INSTEAD`: `sear` gives `search`, and `raed` gives `read`.
    """
    from paperlist.text.suggest import nearest

    # From each word to its meaning. So a misspelled `delete` suggests `rm`.
    meanings = {name: name for name in [*COMMANDS, *INSTEAD]} | _other_words()
    begun = {meaning for name, meaning in meanings.items() if name.startswith(word)}
    if word in meanings or len(begun) == 1:
        return meanings.get(word) or begun.pop()
    # First look for the same letters in another order: by the number of typos alone, `raed` would
    # be as near to `redo` as to `read`.
    swapped = [name for name in meanings if sorted(name) == sorted(word)]
    guess = swapped[0] if swapped else nearest(word, list(meanings))
    return meanings[guess] if guess else None


def _other_words() -> dict[str, str]:
    """Return a dict from each other name of a command to the command, as from `ls` to `list`."""
    return {word: name for name, command in COMMANDS.items() for word in command.words.split()}


def _fill_in_arguments(command: str, args: tuple[str, ...]) -> list[str]:
    """Return `command` with the user's arguments in place of the words in capitals.

    If there are more arguments than places, several commands are returned. For `attach PAPER FILE
    FILE`, there is a command for each file.
    """
    given = [shlex.quote(arg) for arg in args if not arg.startswith("-")]
    places = _PLACEHOLDER.findall(command)
    if not places:
        return [command]
    first = dict(zip(places[:-1], given, strict=False))
    last = given[len(places) - 1 :] or [places[-1]]
    if places == ["WORDS"]:
        last = [" ".join(last)]
    return [
        _PLACEHOLDER.sub(lambda match: {**first, places[-1]: each}.get(match[0], match[0]), command)  # noqa: B023
        for each in last
    ]
