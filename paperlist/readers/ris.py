"""The reader of RIS, which EndNote, Zotero and publishers write.

rispy reads one reference at a time, so that a broken one does not stop the others.

Source: https://en.wikipedia.org/wiki/RIS_(file_format), and rispy's table of tags.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperlist.model.identifiers import is_web_address, parse
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records, date, keep_rest, own_field
from paperlist.text.clean import name_of

_START = re.compile(r"^[^\S\n]*+TY\s{0,2}-", re.M)
_TAG = re.compile(r"\s*(TY|[A-Z][A-Z0-9])\s{0,2}-\s?")
_TITLES = ("title", "primary_title", "short_title", "translated_title")
_VENUES = (
    "journal_name", "secondary_title", "alternate_title3", "alternate_title1", "alternate_title2",
    "publisher",
)  # fmt: skip
_USUAL_TYPES = {"JOUR", "CPAPER", "CONF", "GEN", "UNPB", "MGZN", "EJOUR", "INPR"}


def read(text: str, progress: Progress | None = None) -> Records:
    """Read the papers of a RIS file, in their order.

    Args:
        text: the file's text.
        progress: called for each reference.
    """
    records = Records()
    chunks = list(_chunks(text))
    for number, (line, chunk) in enumerate(chunks, 1):
        if progress:
            progress(number, len(chunks))
        reference = _parsed(chunk)
        if reference is None:
            records.problems.append(Problem(line, "a reference whose lines are no RIS"))
            continue
        draft = _draft(reference, line)
        keep_rest(draft, (said for said in _lines(chunk) if said[0] != "TY"))
        if draft.fields.get("title"):
            records.drafts.append(draft)
        else:
            records.problems.append(Problem(line, "a reference without a title"))
    return records


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of the first line (from 1) and the text of each reference."""
    starts = [match.start() for match in _START.finditer(text)]
    line, place = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        begin = start + re.match(r"\s*", text[start:end]).end()  # type: ignore[union-attr]
        line += text.count("\n", place, begin)
        place = begin
        yield line, text[begin:end].strip()


def _parsed(chunk: str) -> dict[str, Any] | None:
    from rispy import loads

    # Programs disagree on the spaces around the dash, and some omit the end tag.
    lines = [re.sub(r"^\s*([A-Z][A-Z0-9])\s{0,2}-\s?", r"\1  - ", row) for row in chunk.split("\n")]
    if not any(row.startswith("ER  -") for row in lines):
        lines.append("ER  - ")
    try:
        found = loads("\n".join(lines) + "\n", skip_unknown_tags=False)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return dict(found[0]) if found else None


def _draft(reference: dict[str, Any], line: int) -> Draft:
    draft = Draft(line, {})
    fields = draft.fields

    def taken(*names: str) -> str:
        name = next((name for name in names if reference.get(name)), None)
        return _line(reference.pop(name)) if name else ""

    fields["title"] = taken(*_TITLES)
    people = [*reference.pop("first_authors", []), *reference.pop("authors", [])]
    fields["authors"] = [name_of(_line(name)) for name in people]
    draft.keypoints([_line(word) for word in reference.pop("keywords", [])], line)
    if abstract := taken("abstract", "notes_abstract"):
        fields["sections"] = {"Abstract": abstract}
    for note in [*_all(reference.pop("notes", [])), *_all(reference.pop("research_notes", []))]:
        draft.text("notes", str(note).strip())
    fields["venue"] = taken(*_VENUES)
    _take_date(reference, draft)
    _take_identifiers(reference, draft)
    kind = reference.pop("type_of_reference", "")
    if kind not in _USUAL_TYPES:
        own_field(draft, "type", kind)
    own_field(draft, "citekey", taken("id", "label"))
    unknown = reference.pop("unknown_tag", {})
    for name, value in [*reference.items(), *unknown.items()]:
        shown = [_line(each) for each in value] if isinstance(value, list) else _line(value)
        own_field(draft, name, shown)
    return draft


def _lines(chunk: str) -> Iterator[tuple[str, str]]:
    """Yield each tag of a reference with its text; a tag may come more than once."""
    tag, said = "", ""
    for row in chunk.split("\n"):
        if match := _TAG.match(row):
            yield tag, said
            tag, said = match[1], row[match.end() :]
        else:
            said += f"\n{row}"
    yield tag, said


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _line(value: Any) -> str:
    return " ".join(str(value).split())


def _take_date(reference: dict[str, Any], draft: Draft) -> None:
    for name in ("date", "year", "publication_year"):
        given = str(reference.get(name, ""))
        year, month, day, *_ = [part.strip() for part in re.split(r"[/-]", given)] + ["", "", ""]
        if found := date(year, month, day):
            if len(found) > len(draft.fields.get("published", "")):
                draft.fields["published"] = found
            if found.replace("-", "") == re.sub(r"\D", "", given):
                reference.pop(name)


def _take_identifiers(reference: dict[str, Any], draft: Draft) -> None:
    fields = draft.fields
    for name in ("doi", "accession_number"):
        found = parse(str(reference.get(name, "")))
        if found and found.kind != "url":
            given = _line(reference.pop(name))
            fields.setdefault(found.kind, found.versioned if found.kind == "arxiv" else given)
    links = [*reference.pop("urls", []), reference.pop("url", "")]
    # `keep_rest` puts anything that is not a web address into the notes.
    for url in filter(is_web_address, map(_line, links)):
        draft.link("paper", url, draft.line)
        found = parse(url)
        if found and found.kind == "arxiv":
            fields.setdefault("arxiv", found.versioned)
