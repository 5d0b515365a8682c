"""The message of a commit, made from the files that changed: `Add ma-lmm; edit rho-1`."""

from collections.abc import Iterable, Mapping

from paperlist.library.editing import few
from paperlist.library.together.trees import id_of, is_note


def message(changed: Mapping[str, str]) -> str:
    """Return what a commit does, in one line.

    Args:
        changed: a dict from each changed path to git's letter for the change: A, D, M or T.
    """
    letters: dict[str, set[str]] = {}
    for path, letter in changed.items():
        if is_note(path):
            letters.setdefault(id_of(path), set()).add(letter)
    parts = [
        _part("add", (name for name, each in letters.items() if each == {"A"})),
        _part("edit", (name for name, each in letters.items() if each & {"M", "T"})),
        _part("move", (name for name, each in letters.items() if each == {"A", "D"})),
        _part("remove", (name for name, each in letters.items() if each == {"D"})),
    ]
    said = "; ".join(filter(None, parts)) or f"update {few(sorted(changed))}"
    return said[:1].upper() + said[1:]


def _part(verb: str, ids: Iterable[str]) -> str:
    found = sorted(ids)
    return f"{verb} {few(found)}" if found else ""
