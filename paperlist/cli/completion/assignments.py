"""Completion of the edits in `edit PAPER FIELD=VALUE`."""

import re
from collections.abc import Callable, Iterator

import typer

from paperlist.cli.completion.items import Completion, matching
from paperlist.cli.completion.values import fields_of, keypoints, months_of, paper_of, values_of
from paperlist.model.entry import FIELDS
from paperlist.model.statuses import STATUSES

_BEGUN = re.compile(r"(?P<field>[^=+]*?)(?P<sign>[+-]?=)(?P<value>.*)", re.DOTALL)
_LISTS = ("keypoints", "authors")
# `sections` and `links` are set one by one, as `sections.Results`; `added` is set by the program.
_NOT_SET = ("sections", "links", "added")
_KNOWN = ("month", "id", *FIELDS)
_VALUES: dict[str, Callable[[typer.Context], list[str]]] = {
    "category": lambda context: values_of(context, "category"),
    "month": months_of,
    "status": lambda _: list(STATUSES),
}


def complete_assignment(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield completions of an edit: `ca` gives `category=`, and `status=` gives `status=read`."""
    begun = _BEGUN.fullmatch(incomplete)
    if begun is None:
        return matching(_fields(context), incomplete)
    field, sign, value = begun.group("field", "sign", "value")
    before = f"{field}{sign}"
    if field in {"keypoint", "keypoints"}:
        return keypoints(_keypoints(context, sign), value, before)
    if field in _VALUES and sign == "=":
        return matching(_VALUES[field](context), value, before)
    return iter(())


def _fields(context: typer.Context) -> Iterator[str]:
    """Yield each field with its sign, such as `status=`. Lists also have `+=` and `-=`.

    A field that users added is only offered if the paper has it.
    """
    paper = paper_of(context)
    own = paper.fields if paper else {}
    for name in ("month", "id", *fields_of(context)):
        if name in _NOT_SET or not (name in _KNOWN or "." in name or name in own):
            continue
        yield f"{name}="
        if name in _LISTS:
            yield f"{name}+="
            yield f"{name}-="


def _keypoints(context: typer.Context, sign: str) -> list[str]:
    """Return the keypoints that an edit may add, or for the sign `-=`, those it may remove."""
    if sign == "-=":
        paper = paper_of(context)
        return paper.keypoints if paper else []
    return values_of(context, "keypoint")
