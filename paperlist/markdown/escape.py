"""Escaping of plain text for a page: a line, and the address of a link.

A *line* (title, category, label) is plain text. Its special characters are escaped, so that the
page shows them. In an address, and in a text that `disarm` changes, a character is written as an
entity of four hex digits (`&#x0023;`). People do not write entities that way, so `restore` knows
which entities paperlist wrote.
"""

import re

from paperlist.text.formulas import split_formulas

_SPECIAL = re.compile(r"[\\`*_\[\]<>#&~|!$@]|^(?=[-+]\s)|(?<=\d)[.)](?=\s)")
_ENTITY = re.compile(r"&#x([0-9A-F]{4});")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f()<>\\`]")
# A line that needs no escapes: it starts with a letter or digit, and has nothing of `_SPECIAL`.
_ORDINARY_LINE = re.compile(r"(?=[^\W_])(?:[^\d\\`*_\[\]<>#&~|!$@]++|\d++(?![.)]\s))*")


def escape_line(line: str, *, bold: bool = False) -> str:
    """Return `line` as Markdown that shows exactly this text; formulas in `$` are kept.

    With `bold`, a formula with an asterisk is treated as text: the asterisk would end the bold.
    """
    if _ORDINARY_LINE.fullmatch(line):
        return line
    if line.startswith("$") and line.endswith("\\"):
        # To see whether the `$` is escaped, the parser looks at the character before the `$`. At
        # the start of a line it looks at the last character of the line instead, here a backslash.
        return _escape(line)
    return "".join(
        part if is_math and not (bold and "*" in part) else _escape(part)
        for is_math, part in split_formulas(line)
    )


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}" if match[0] else "\\", text)


def escape_address(url: str) -> str:
    """Return `url` as Markdown writes the address of a link; `restore` gives `url` back."""
    return _NOT_IN_ADDRESS.sub(lambda match: as_entity(match[0]), without_entities(url))


def as_entity(character: str) -> str:
    """Return a character as an entity: `#` gives `&#x0023;`. `restore` turns the entity back."""
    return f"&#x{ord(character):04X};"


def without_entities(text: str) -> str:
    """Return `text` with its entities escaped, so that `restore` does not decode them."""
    return _ENTITY.sub(lambda match: f"&#x0026;{match[0][1:]}", text)


def restore(text: str) -> str:
    """Return `text` with entities such as `&#x0023;` turned back into characters.

    `disarm` and `escape_address` wrote these entities.
    """
    return _ENTITY.sub(lambda match: chr(int(match[1], 16)), text)
