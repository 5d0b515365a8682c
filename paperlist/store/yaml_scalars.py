"""A fast writer of YAML for simple values, whose output is the same as from ruamel.yaml.

A text that YAML could misread, such as `yes`, is left to ruamel.yaml. A property test checks that
this module and ruamel.yaml write the same bytes.
"""

import re
from typing import Any

# The characters that YAML calls printable, without line ends and the byte order mark.
_PRINTABLE = re.compile(
    "[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]+"
)
# Characters that may end a value without quotes: `: ` or ` #`.
_MAY_END = re.compile(r":(?![^\s:])|(?<![^\s#])#")
_NEEDS_QUOTES = re.compile(r"\A- |: | #|:\Z")
_NOT_TEXT = re.compile(r"(?:true|false|null|yes|no|on|off|y|n)", re.I)
_NUMBER = re.compile(r"[\d][\d.:/-]*", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}", re.ASCII)


def dump(key: str, value: Any) -> str | None:
    """Return the YAML lines of `key: value`; None if the value has to be left to ruamel.yaml."""
    if not _is_key(key):
        return None
    if isinstance(value, str):
        written = _text(value, "  ")
        return written and f"{key}: {written}\n"
    if isinstance(value, list) and value:
        items = [_line(item) if isinstance(item, str) else None for item in value]
        return _joined(f"{key}:\n", [item and f"- {item}\n" for item in items])
    if isinstance(value, dict) and value:
        entries = [
            f"  {name}: {written}\n"
            if isinstance(text, str) and _is_key(name) and (written := _text(text, "    "))
            else None
            for name, text in value.items()
        ]
        return _joined(f"{key}:\n", entries)
    return None


def _is_key(name: Any) -> bool:
    return isinstance(name, str) and bool(_KEY.fullmatch(name)) and not _NOT_TEXT.fullmatch(name)


def _joined(head: str, parts: list[str | None]) -> str | None:
    return head + "".join(filter(None, parts)) if all(parts) else None


def _text(text: str, indent: str) -> str | None:
    if "\n" not in text:
        return _line(text)
    lines = text.split("\n")
    if lines[0][:1] in {"", " "} or not lines[-1]:
        return None  # YAML then needs an indicator behind the `|`, such as `2` or `+`
    if not all(not line or (_is_printable(line) and not line.isspace()) for line in lines):
        return None
    return "|-\n" + "\n".join(f"{indent}{line}" if line else "" for line in lines)


def _is_printable(line: str) -> bool:
    if line.isascii():
        return line != "" and line.isprintable()
    return _PRINTABLE.fullmatch(line) is not None


def _line(text: str) -> str | None:
    if not _is_printable(text) or text != text.strip() or _NOT_TEXT.fullmatch(text):
        return None
    if text[0].isalpha() and not _MAY_END.search(text):
        return text
    if _NEEDS_QUOTES.search(text) or _NUMBER.fullmatch(text):
        if "'" not in text:
            return f"'{text}'"
        if not set(text) & set('"\\'):
            return f'"{text}"'
    return text if _MOMENT.fullmatch(text) else None
