"""Reading notes on papers: small YAML files, found in a blink, published as a page.

>>> from paperlist import Library, Paper
"""

from typing import TYPE_CHECKING, Any

from paperlist._version import __version__

if TYPE_CHECKING:
    from paperlist.library.library import Library
    from paperlist.model.paper import Paper

__all__ = ["Library", "Paper", "__version__"]

_HOMES = {"Library": "paperlist.library.library", "Paper": "paperlist.model.paper"}


def __getattr__(name: str) -> Any:
    # Import a class only when it is first used, so that `import paperlist` costs nothing.
    if name not in _HOMES:
        raise AttributeError(f"module 'paperlist' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
