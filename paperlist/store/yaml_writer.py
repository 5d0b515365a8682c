"""Writes YAML in the style of notes: literal blocks, no folded lines, quotes only where needed.

`yaml_scalars.py` writes simple values. ruamel.yaml, in its round-trip mode, writes all others.
ruamel.yaml also edits a text that cannot be edited by lines.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

from paperlist.store import yaml_editor, yaml_scalars
from paperlist.store.limits import LARGEST_TO_READ_SLOWLY, may_be_deep
from paperlist.store.yaml_rules import ODD_YAML_ERRORS, ruamel_yaml

# Characters that YAML allows only if they are escaped, or reads as line ends.
_NOT_LITERAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LOOKS_LIKE_A_NUMBER = re.compile(r"[\d][\d.:/-]*", re.ASCII)


def dump(values: Any) -> str:
    """Return a mapping or a list as YAML text."""
    if isinstance(values, dict):
        return "".join(
            yaml_scalars.dump(*field) or dump_slowly(dict([field])) for field in values.items()
        )
    return dump_slowly(values)


def dump_slowly(values: Any) -> str:
    """Return a mapping or a list as YAML text, written by ruamel.yaml alone."""
    stream = io.StringIO()
    ruamel_yaml().dump(_as_block(values), stream)
    return stream.getvalue()


def change(text: str, values: Mapping[str, Any]) -> str | None:
    """Return the YAML `text` with the keys in `values` changed; None if ruamel.yaml fails.

    A key whose new value is None is removed.
    """
    from ruamel.yaml.error import YAMLError

    if len(text) > LARGEST_TO_READ_SLOWLY or may_be_deep(text):
        return None
    yaml = ruamel_yaml()
    stream = io.StringIO()
    try:
        document = yaml.load(text)
        for key, value in values.items():
            _set(document, key, value)
        yaml.dump(document, stream)
    except (YAMLError, *ODD_YAML_ERRORS):
        return None
    return stream.getvalue()


def _set(document: Any, key: str, value: Any) -> None:
    have = document.get(key)
    if value is None:
        document.pop(key, None)
    elif isinstance(value, list) and isinstance(have, list):
        have[:] = _as_block(value)
    elif isinstance(value, dict) and isinstance(have, dict):
        for name in list(have):
            if name not in value or list(have) != list(value):
                del have[name]
        for name, item in value.items():
            if have.get(name) != item:
                have[name] = _as_block(item)
    elif key in document:
        document[key] = _as_block(value)
    else:
        document.insert(yaml_editor.place_of(key, list(document)), key, _as_block(value))


def _as_block(value: Any) -> Any:
    if isinstance(value, str) and _NOT_LITERAL.search(value):
        return _escaped(value)
    if isinstance(value, str) and "\n" in value:
        from ruamel.yaml.scalarstring import LiteralScalarString

        return LiteralScalarString(value)
    if isinstance(value, str) and _LOOKS_LIKE_A_NUMBER.fullmatch(value):
        # In YAML 1.2 a date is text anyway; in quotes, other programs read it as text too.
        from ruamel.yaml.scalarstring import SingleQuotedScalarString

        return SingleQuotedScalarString(value)
    if isinstance(value, dict):
        return {_as_key(key): _as_block(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_block(item) for item in value]
    return value


def _as_key(key: str) -> Any:
    return key if key.isprintable() else _escaped(key)


def _escaped(text: str) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text)
