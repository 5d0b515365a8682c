"""SQL functions for tests that SQL cannot express: words in one section, and attached files."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from paperlist.index.texts import searchable
from paperlist.store.layout import DATA
from paperlist.text.words import title_key


def says(fields: str, part: str, alternatives: str) -> bool:
    """Return whether one part of a note contains at least one of several runs of words.

    Args:
        fields: the fields of the note, as JSON.
        part: the name of a field in lower case, or a section or link by its title key, such as
            `sections.results`.
        alternatives: the runs of words, as a JSON list of lists; a word that ends in `*` is a
            prefix.
    """
    runs = [f" {' '.join(run)} ".replace("* ", "") for run in json.loads(alternatives)]
    texts = (f" {searchable(value)} " for value in _values(json.loads(fields), part))
    return any(run in text for text in texts for run in runs)


def _values(fields: dict[str, Any], part: str) -> Iterable[Any]:
    name, dot, key = part.partition(".")
    if not dot:
        # The names of links are left out, as they are in the index.
        found = [value for field, value in fields.items() if field.lower() == name]
        return [list(each.values()) if isinstance(each, dict) else each for each in found]
    inner = fields.get(name)
    items = inner.items() if isinstance(inner, dict) else ()
    return [value for name, value in items if title_key(name) == key]


def has_file(root: Path, month: str, paper_id: str, ending: str) -> bool:
    """Return whether a paper has an attached file with this ending, such as `.pdf` or `.PDF`.

    `ending` is in lower case. An empty `ending` fits any file.
    """
    folder = root / DATA / month / paper_id
    if folder.is_symlink():
        return False
    walked = os.walk(folder)
    return any(name.lower().endswith(ending) for _, _, names in walked for name in names)
