"""Says in plain words, with what to write instead, why a note is not YAML.

A parser of YAML complains about the place where it cannot go on, in its own terms: "mapping values
are not allowed here". The person who wrote the line needs to know which line it is, and that the
text wants quotes. So the fields of the note are parsed one by one, and the first that does not
parse is explained.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperlist.model.entry import FIELDS
from paperlist.store.yaml_rules import ODD_YAML_ERRORS, ruamel_yaml

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_NAME = r"(?:\"[^\"]*\"|'[^']*'|[^\s:\"'\[{][^:]*)"
_VALUE = re.compile(rf"(?P<before>\s*(?:- +)?(?:{_NAME}: +)?)(?P<text>.*)")
_FIELD = re.compile(r"(?P<name>[^\s:][^:]*):(?:\s+|$)(?P<text>.*)")
_BRACKETS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_GLUED = re.compile(r"\s*-[^\s-]")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
_SHOWN = 40
_LINES_IN_BRACKETS = 50
_LARGEST = 50_000


def hint(text: str) -> tuple[str, int] | None:
    """Return what is wrong with a note, and the number of the line, from 1.

    Return None if each field of the note is YAML by itself, or if the note is very long.
    """
    if len(text) > _LARGEST:
        return None
    yaml = ruamel_yaml(safe=True)
    for first, lines in _fields(text):
        wrong = _wrong_line(yaml, lines, has_anchors="&" in text)
        if wrong is not None:
            # A hyphen without a blank begins no item, so the parser complains about a later line.
            glued = (row for row in range(1, wrong) if _GLUED.match(lines[row]))
            wrong = next(glued, wrong) if not _BLOCK.search(lines[0]) else wrong
            return _explain(lines, wrong), first + wrong + 1
    return None


def _fields(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first line (from 0) and the lines of each field."""
    first, lines = 0, list[str]()
    for number, line in enumerate(text.splitlines()):
        # Blank lines, lists and indented lines go on with the field above.
        if lines and line[:1] not in {"", " ", "\t", "-", "#"} and not _is_open(lines):
            yield first, lines
            first, lines = number, []
        lines.append(line)
    yield first, lines


def _is_open(lines: list[str]) -> bool:
    """Return whether a list in brackets was opened a few lines above, and goes on."""
    match = _FIELD.match(lines[0]) if len(lines) <= _LINES_IN_BRACKETS else None
    return match is not None and match["text"][:1] in {"[", "{"} and lines[-1].endswith(",")


def _wrong_line(yaml: "YAML", lines: list[str], *, has_anchors: bool) -> int | None:
    """Return the number (from 0) of the line at which a field is not YAML; None if it is."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        value = yaml.load("\n".join(lines))
    except MarkedYAMLError as error:
        if has_anchors and "undefined alias" in (error.problem or ""):
            return None  # its anchor may stand in another field
        mark = error.context_mark or error.problem_mark
        if error.problem_mark and error.problem_mark.line < len(lines):
            mark = error.problem_mark
        return min(mark.line, len(lines) - 1) if mark else 0
    except (YAMLError, *ODD_YAML_ERRORS):
        return 0
    return 0 if isinstance(value, str) else None


def _explain(lines: list[str], wrong: int) -> str:
    """Return what to write instead of line `wrong` (from 0) of a field."""
    line = lines[wrong]
    if line.lstrip(" ").startswith("\t"):
        return "indented with a tab; use blanks instead"
    if _GLUED.match(line):
        return f"a blank after the hyphen is missing; write - {_shortened(line.strip()[1:])}"
    if wrong == 0 and not _FIELD.match(line):
        name, _, rest = line.replace(":", " ", 1).partition(" ")
        if name.lower() in FIELDS and rest:
            lacks = "a blank after the colon" if line.startswith(f"{name}:") else "a colon"
            return f"{lacks} is missing; write {name}: {_shortened(rest.strip())}"
        return "this line is no field; indent it if it belongs to the text above"
    above = _FIELD.match(lines[0])
    if wrong and above and above["text"][:1] not in {"", "|", ">", "#"}:
        return f"a text of several lines needs '{above['name']}: |', and its lines below that"
    return _explain_value(line)


def _explain_value(line: str) -> str:
    """Return what to write instead of the text behind a field's name or the `-` of a list."""
    match = _VALUE.fullmatch(line.rstrip())
    before, text = (match["before"], match["text"]) if match else ("", line.strip())
    end = _BRACKETS.get(text[:1], "")
    if end and text[-1:] != end:
        if end in text[1:]:
            return f"words follow {end}; put quotes around the whole text"
        return f"{end} is missing at the end; add it, or put quotes around the text"
    quoted = text.strip("\"'").replace("'", "''")
    named = f"{before.strip()} ".lstrip()
    return f"this text needs quotes: {named}'{_shortened(quoted)}'"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}..."
