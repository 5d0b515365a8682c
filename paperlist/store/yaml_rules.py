"""The settings of ruamel.yaml: the rules of YAML 1.2, no folded lines, no merged mappings.

By these rules, `no` and a date are text. `<<` is a key like any other; `yaml_reader.py` merges the
mappings under this key, but only at the top level of a note.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML

ODD_YAML_ERRORS = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
"""Errors that the parsers raise besides their own classes, for example for an empty `!!float`."""
_MERGE = "tag:yaml.org,2002:merge"


def ruamel_yaml(*, safe: bool = False, numbers: bool = True) -> "YAML":
    """Return a ruamel.yaml parser and writer.

    Args:
        safe: whether to read only values. Otherwise comments and styles are kept, for an edit.
        numbers: whether to read numbers and booleans as such, and not as text.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe" if safe else "rt", pure=True)
    yaml.Resolver = _resolver(numbers=numbers)
    yaml.Constructor = _constructor(safe=safe)
    yaml.composer.warn_double_anchors = False  # YAML 1.2 allows them
    yaml.width = 2**31  # never fold
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


@cache
def _resolver(*, numbers: bool) -> Any:
    from ruamel.yaml.resolver import VersionedResolver

    unresolved = {"tag:yaml.org,2002:timestamp", _MERGE}
    if not numbers:
        unresolved |= {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool")}
    by_version: dict[Any, Any] = {}

    class Resolver(VersionedResolver):
        @property
        def versioned_resolver(self) -> Any:
            version = self.processing_version
            if version not in by_version:
                by_version[version] = {
                    first: [(tag, pattern) for tag, pattern in known if tag not in unresolved]
                    for first, known in super().versioned_resolver.items()
                }
            return by_version[version]

    return Resolver


@cache
def _constructor(*, safe: bool) -> Any:
    from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor

    class Constructor(SafeConstructor if safe else RoundTripConstructor):  # type: ignore[misc]
        def flatten_mapping(self, node: Any) -> list[Any]:  # noqa: ARG002
            """Merge nothing, since nested merges can grow without limit."""
            return []

    return Constructor
