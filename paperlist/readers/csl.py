"""The reader of CSL-JSON, which Zotero, pandoc and citeproc write, and Crossref and DataCite send.

Source: csl-data.json of the Citation Style Language, 1.0.2. Where the services do otherwise (titles
in lists, `name` for a group, null as a date), the reader follows the services.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from paperlist.model.identifiers import is_web_address, parse
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records, date, keep_rest, own_field
from paperlist.text.clean import abstract_of, title_of

_DATES = ("published", "issued", "published-print", "published-online", "available-date", "posted")
_VENUES = ("container-title", "collection-title", "event-title", "event")
# Names of an item that get no field of their own: they are read in another way, or add nothing.
_TAKEN = {
    "title", "subtitle", "DOI", "abstract", "author", "container-title", "issued", "id",
    "citation-key", "type", "URL", "keyword", "note", "annote", "archive", "number",
}  # fmt: skip
_OURS = {"keypoints", "month", "objective"}
_TAG = re.compile(r"<[^<>]*>")
_USUAL_TYPES = {"article", "article-journal", "paper-conference", "document", ""}


def is_csl(items: list[Any]) -> bool:
    """Return whether the items of a JSON file are CSL, and not papers that paperlist wrote.

    It is enough if one item has a type of CSL, or a name such as `container-title`. That item must
    have no name such as `keypoints`, which only paperlist uses.
    """
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

    The `line` of a draft or a problem is the number of its item, from 1.
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


def fields_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper that a CSL item describes, without empty fields."""
    title, subtitle = (title_of(_text(item.get(name))) for name in ("title", "subtitle"))
    if subtitle and subtitle.lower() not in title.lower():
        title = f"{title}: {subtitle}"
    doi = parse(_text(item.get("DOI")))
    abstract = abstract_of(_text(item.get("abstract")))
    fields = {
        "title": title,
        "sections": {"Abstract": abstract} if abstract else {},
        "doi": doi.value if doi and doi.kind == "doi" else "",
        "arxiv": doi.value if doi and doi.kind == "arxiv" else "",
        "authors": [name for name in map(_name, _list(item.get("author"))) if name],
        "venue": title_of(next(filter(None, (_text(item.get(name)) for name in _VENUES)), "")),
        "published": next(filter(None, (_date(item.get(name)) for name in _DATES)), ""),
    }
    return {name: value for name, value in fields.items() if value}


def _text(value: Any) -> str:
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    part = {name: _text(value) for name, value in author.items()}
    if whole := part.get("literal") or part.get("name"):
        # A group, or a name that was never split into parts, so a comma is part of it.
        return title_of(whole)
    names = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return title_of(" ".join(filter(None, map(part.get, names))))


def _date(value: Any) -> str:
    parts = _list(value.get("date-parts")) if isinstance(value, Mapping) else ()
    return date(*map(str, _list(parts[0])[:3])) if parts and _list(parts[0]) else ""


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
    """Yield each text of an item, without its tags, as (name of its field, text)."""
    for name, value in item.items():
        if name == "type":
            continue
        for text in _texts(value):
            yield name, _TAG.sub(" ", html.unescape(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            # In `sequence` Crossref says which author is the first; their order says so as well.
            if name != "sequence":
                yield from _texts(inner)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
