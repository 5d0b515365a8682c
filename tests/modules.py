"""Names of modules, which tests forbid commands to import."""

from collections.abc import Iterable
from importlib.util import find_spec


def missing(names: Iterable[str]) -> list[str]:
    """Return the names that no module has: to forbid a module that has moved forbids nothing."""
    return sorted(name for name in names if find_spec(name) is None)
