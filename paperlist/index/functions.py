"""SQL functions for what SQL cannot say: words within one section, and attached files."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from paperlist.index.texts import searchable
from paperlist.store.layout import DATA
from paperlist.text.words import title_key


def says(fields: str, part: str, alternatives: str) -> bool:
    """Return whether a part of a note has one of several runs of words.

    Args:
        fields: the fields of the note, as JSON.
        part: `sections.` or `links.` and the key of a name in it, or the name of a field.
        alternatives: lists of words, as JSON; a word that ends in `*` is a prefix.
    """
    runs = [f" {' '.join(run)} ".replace("* ", "") for run in json.loads(alternatives)]
    texts = (f" {searchable(value)} " for value in _values(json.loads(fields), part))
    return any(run in text for text in texts for run in runs)


def _values(fields: dict[str, Any], part: str) -> Iterable[Any]:
    name, dot, key = part.partition(".")
    if not dot:
        # The names of links are no words, as in the index.
        found = [value for field, value in fields.items() if field.lower() == name]
        return [list(each.values()) if isinstance(each, dict) else each for each in found]
    inner = fields.get(name)
    items = inner.items() if isinstance(inner, dict) else ()
    return [value for name, value in items if title_key(name) == key]


def has_file(root: Path, month: str, paper_id: str, ending: str) -> bool:
    """Return whether a paper has an attachment whose name ends so, in any case."""
    folder = root / DATA / month / paper_id
    if folder.is_symlink():
        return False
    walked = os.walk(folder)
    return any(name.lower().endswith(ending) for _, _, names in walked for name in names)
