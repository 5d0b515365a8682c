"""Templates of lines: `--line '{id}: {title}'` prints such a line for each paper."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperlist.errors import UsageError
from paperlist.model.entry import FIELDS, Entry
from paperlist.store.layout import path_of

NAMES = ("id", "month", "path", *FIELDS)
OF_A_HIT = ("score", "snippet")
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|\\[tn\\]")
_ESCAPES = {"{{": "{", "}}": "}", "\\t": "\t", "\\n": "\n", "\\\\": "\\"}


def check(template: str, names: Sequence[str] = NAMES) -> None:
    """Check that the names and braces of a template are right.

    Raises:
        UsageError: a name is unknown, or a brace is not closed or not opened.
    """
    for match in _PLACE.finditer(template):
        if match[0] in {"{", "}"}:
            raise UsageError(
                f"--line: unmatched '{match[0]}' in '{template}'; write it twice to print it."
            )
        name = match[1]
        if name is not None and name.partition(".")[0] not in names:
            raise UsageError(
                f"--line: unknown name '{{{name}}}'; known are {', '.join(names)}, "
                "sections.NAME and links.NAME."
            )


def filled(template: str, entry: Entry, more: Mapping[str, Any] | None = None) -> str:
    r"""Return the line for a paper: the template with the values of the paper.

    In the template, `\t` gives a tab, `\n` a line break and `{{` a brace.

    Args:
        template: the template, such as `{id}: {title}`.
        entry: the paper.
        more: values of further names, such as `score`.
    """
    values: dict[str, Any] = {
        "id": entry.id, "month": entry.month, "path": path_of(entry.month, entry.id),
        **{name: value for name, value in entry.fields.items() if name in FIELDS}, **(more or {}),
    }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        if match[1] is None:
            return _ESCAPES[match[0]]
        name, _, part = match[1].partition(".")
        found = values.get(name, "")
        if part:
            found = found.get(part, "") if isinstance(found, dict) else ""
        return _text(found)

    return _PLACE.sub(value, template)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return " ".join(str(value).split())
