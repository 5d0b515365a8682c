"""The reader of CSL-JSON, which Zotero, pandoc and citeproc write."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from paperlist.model.identifiers import is_web_address
from paperlist.readers.csl_fields import fields_of
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records, keep_rest, own_field
from paperlist.text.clean import abstract_of, title_of

# Names that need no field of their own: they are read elsewhere, or add nothing.
_TAKEN = {
    "title", "subtitle", "DOI", "abstract", "author", "container-title", "issued", "id",
    "citation-key", "type", "URL", "keyword", "note", "annote", "archive", "number",
}  # fmt: skip
_OURS = {"keypoints", "month", "objective"}
_TAG = re.compile(r"<[^<>]*>")
_USUAL_TYPES = {"article", "article-journal", "paper-conference", "document", ""}


def is_csl(items: list[Any]) -> bool:
    """Return whether items are CSL-JSON: one has names or types of CSL, and none of our fields."""
    return any(
        isinstance(item, dict)
        and ({"issued", "container-title", "DOI", "URL", "citation-key"} & item.keys())
        and not _OURS & item.keys()
        for item in items
    ) or any(
        isinstance(item, dict)
        and item.get("type") in _USUAL_TYPES - {""}
        and not _OURS & item.keys()
        for item in items
    )


def read(items: list[Any], progress: Progress | None = None) -> Records:
    """Read the papers of an array of CSL items, in their order.

    The line of a paper or a problem is the number of its item.
    """
    records = Records()
    for number, item in enumerate(items, 1):
        if progress:
            progress(number, len(items))
        if not isinstance(item, dict):
            records.problems.append(Problem(number, "an item that is no object"))
            continue
        draft = _draft(item, number)
        if draft.fields.get("title"):
            records.drafts.append(draft)
        else:
            records.problems.append(Problem(number, "an item without a title"))
    return records


def _draft(item: dict[str, Any], number: int) -> Draft:
    draft = Draft(number, fields_of(item))
    fields = draft.fields
    if not fields.get("venue") and isinstance(item.get("publisher"), str):
        fields["venue"] = title_of(item["publisher"])
    if words := item.get("keyword"):
        parts = words if isinstance(words, list) else str(words).replace(";", ",").split(",")
        draft.keypoints([str(word).strip() for word in parts], number)
    for name in ("note", "annote"):
        if isinstance(item.get(name), str):
            draft.text("notes", abstract_of(item[name]))
    if isinstance(item.get("URL"), str) and is_web_address(item["URL"]):
        draft.link("paper", item["URL"], number)
    arxiv = str(item.get("number", ""))
    if arxiv.lower().startswith("arxiv:"):
        fields.setdefault("arxiv", arxiv[len("arxiv:") :])
    else:
        own_field(draft, "number", arxiv)
    if str(item.get("type", "")) not in _USUAL_TYPES:
        own_field(draft, "type", item["type"])
    own_field(draft, "citekey", str(item.get("citation-key") or item.get("id") or ""))
    for name, value in item.items():
        taken = name in _TAKEN or (name == "publisher" and fields.get("venue") == value)
        if not taken and value not in ("", None, [], {}):
            own_field(draft, name, value)
    keep_rest(draft, _said(item))
    return draft


def _said(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of an item, each under the name of what it is within."""
    for name, value in item.items():
        if name == "type":
            continue
        for text in _texts(value):
            yield name, _TAG.sub(" ", html.unescape(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "sequence":  # of authors, as Crossref says it: the list has it, too
                yield from _texts(inner)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def items_of(text: str) -> list[Any]:
    """Return the items of JSON text: an array, one object, one per line, or Zotero's `items`.

    Raises:
        ValueError: it is not JSON; the message names the line.
    """
    try:
        values = json.loads(text)
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines] if len(lines) > 1 else _refuse(error)
        except json.JSONDecodeError:
            _refuse(error)
    if isinstance(values, dict) and isinstance(values.get("items"), list):
        return list(values["items"])
    return values if isinstance(values, list) else [values]


def _refuse(error: json.JSONDecodeError) -> Any:
    raise ValueError(f"not JSON: {error.msg} in line {error.lineno}") from error
