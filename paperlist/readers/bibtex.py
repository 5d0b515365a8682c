"""The reader of BibTeX and BibLaTeX.

bibtexparser finds the references and their fields, but leaves macros and values joined by `#`
alone, so these are resolved here. No field is lost: a field that paperlist does not know is kept in
the note under its own name. A reference that cannot be read is reported with its line, and all
other references are still read. Text between references is a comment, as in BibTeX.

Source: O. Patashnik, BibTeXing (1988), and the BibLaTeX manual, section 2.2.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from paperlist.model.identifiers import is_web_address, parse
from paperlist.model.months import MONTH_ABBREVIATIONS, MONTH_NAMES, english_month
from paperlist.readers.draft import Draft
from paperlist.readers.records import (
    Problem,
    Progress,
    Records,
    date,
    keep_rest,
    own_field,
    status,
)
from paperlist.text.clean import name_of
from paperlist.text.latex_decoder import decode

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_MACROS = dict(zip(MONTH_ABBREVIATIONS, MONTH_NAMES, strict=True))
# Fields that name the venue; the first one present wins.
_VENUES = (
    "venue", "journaltitle", "journal", "booktitle", "howpublished", "school", "institution",
    "publisher",
)  # fmt: skip
_TEXTS = {
    "objective": "objective", "method": "method", "metric": "metric", "limitation": "limitation",
    "note": "notes", "annote": "notes", "annotation": "notes",
}  # fmt: skip
# Fields that only say how to read other fields, so their words need not be kept.
_WITHOUT_CONTENT = {"crossref", "archiveprefix", "eprinttype", "primaryclass"}
_VERBATIM = {"url", "doi", "eprint", "file", "pdf", "howpublished", "code"}
# Types of collections. A paper that names a collection in `crossref` inherits its fields.
_PARENTS = {"proceedings", "mvproceedings", "collection", "mvcollection", "book", "mvbook"}
_INHERITED = frozenset(
    """
    title booktitle journal journaltitle year date month day publisher editor series volume number
    address location organization institution edition eventtitle eventdate venue
    """.split()
)
# These describe the collection, so a paper inherits them with a prefix: `collection_doi`.
_OF_THE_COLLECTION = frozenset("doi url isbn issn subtitle biburl bibsource timestamp".split())
_USUAL_TYPES = {"article", "inproceedings", "conference", "misc", "online", "unpublished", "paper"}
_VALUE = re.compile(r'\s*(?:(?P<number>\d+)|(?P<name>[^\s#{}"]+)|(?P<open>[{"]))\s*')
_MOST_OF_MACROS = 20_000_000
_TOO_MUCH = "its macros make more than 20 MB of text; beyond that, only their names are kept"
_JOIN = re.compile(r"[\s#]*")
_ENCLOSING = re.compile(r'\\.|[{}"]', re.S)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ARXIV = re.compile(r"arXiv:\s*(\d{4}\.\d{4,5}(?:v\d+)?)", re.I)
_URL = re.compile(r"(?:\\url\{)?(https?://[^\s{}]+)\}?")


class _Macros:
    """The macros of a file: `@string{cvpr = "..."}` gives the macro `cvpr` its text.

    The total length of the texts that `get` returns is limited, because a few nested macros could
    expand to terabytes.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.left = _MOST_OF_MACROS

    def get(self, name: str) -> str:
        """Return the text of a macro; return the name for an unknown macro, or above the limit."""
        text = self.texts.get(name.lower(), name)
        self.left -= len(text)
        return text if self.left >= 0 else name

    def problems(self) -> list[Problem]:
        """Return one problem if the texts of macros exceeded the limit, else an empty list."""
        return [Problem(1, _TOO_MUCH)] if self.left < 0 else []


def read(text: str, progress: Progress | None = None) -> Records:
    """Read the papers of a bibliography, in their order.

    Args:
        text: the file's text.
        progress: called for each reference.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock, String

    # bibtexparser would also log the errors that it returns as failed blocks.
    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    # An empty stack leaves the values unchanged.
    blocks = parse_string(text, parse_stack=[]).blocks
    macros = _Macros(_MACROS)
    records = Records()
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, String):
            macros.texts[block.key.lower()] = _resolved(block.value, macros)
        elif isinstance(block, ParsingFailedBlock):
            inside = block.ignore_error_block
            if isinstance(inside, Entry):
                # A repeated citekey or field is an error to bibtexparser, but not to paperlist.
                entries.append(inside)
            else:
                records.problems.append(Problem((block.start_line or 0) + 1, _reason(block)))
        elif isinstance(block, Entry):
            entries.append(block)
    by_key = {entry.key.lower(): entry for entry in entries}
    values = {id(entry): list(_values(entry, macros)) for entry in entries}
    records.problems += macros.problems()
    parents = {_value_of(values[id(entry)], "crossref").lower() for entry in entries}
    for number, entry in enumerate(entries, 1):
        if progress:
            progress(number, len(entries))
        said = {name for name, value in values[id(entry)] if value.strip()}
        is_parent = entry.entry_type.lower() in _PARENTS and entry.key.lower() in parents
        if is_parent and said <= _INHERITED | _OF_THE_COLLECTION:
            continue
        key = _value_of(values[id(entry)], "crossref").lower()
        parent = by_key.get(key) if key else None
        inherited = _inherited(values[id(parent)], values[id(entry)]) if parent else []
        draft = _draft(entry, [*values[id(entry)], *inherited])
        if draft.fields.get("title"):
            records.drafts.append(draft)
        else:
            records.problems.append(Problem(draft.line, f"{_describe(entry)} has no title"))
    return records


def _reason(block: "Block") -> str:
    head = re.match(r"\s*@(\w*)\s*\{?\s*([^\s,{}]*)", block.raw or "")
    name = f"@{head[1]}{{{head[2]}" if head else "a reference"
    return f"{name} is not closed, or a comma or sign is missing"


def _describe(entry: "Entry") -> str:
    return f"'{entry.key}'" if entry.key else f"a nameless @{entry.entry_type}"


def _values(entry: "Entry", macros: _Macros) -> Iterator[tuple[str, str]]:
    for field in entry.fields:
        yield field.key.lower(), _resolved(str(field.value), macros)


def _value_of(values: Sequence[tuple[str, str]], name: str) -> str:
    return next((value for key, value in values if key == name), "")


def _inherited(
    parent: Sequence[tuple[str, str]], child: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the fields that a paper (`child`) lacks and inherits from its collection (`parent`).

    The title of the collection becomes the paper's `booktitle`. The DOI of the collection does not
    identify the paper, so this DOI becomes `collection_doi`; ISBN, URL and such in the same way.
    """
    said = {name for name, _ in child}
    found: list[tuple[str, str]] = []
    for name, value in parent:
        inner = "booktitle" if name == "title" else name
        inner = f"collection_{name}" if name in _OF_THE_COLLECTION else inner
        if inner not in said and name in _INHERITED | _OF_THE_COLLECTION:
            found.append((inner, value))
            said.add(inner)
    return found


def _resolved(raw: str, macros: _Macros) -> str:
    """Return the text of a raw value: `{x}`, `"x"`, a number, a macro, or several joined by `#`."""
    parts: list[str] = []
    place = 0
    while match := _VALUE.match(raw, place):
        if match["open"]:
            start = match.end("open")
            end = _closing(raw, start, match["open"])
            parts.append(raw[start:end])
            place = end + 1
        else:
            word = match["number"] or match["name"]
            parts.append(macros.get(word))
            place = match.end()
        place = _JOIN.match(raw, place).end()  # type: ignore[union-attr]
    return "".join(parts) + raw[place:]


def _closing(raw: str, start: int, opened: str) -> int:
    depth = 0
    for character in _ENCLOSING.finditer(raw, start):
        if character[0] == "{":
            depth += 1
        elif depth == 0 and character[0] == ('"' if opened == '"' else "}"):
            return character.start()
        elif character[0] == "}":
            depth -= 1
    return len(raw)


def _draft(entry: "Entry", values: Sequence[tuple[str, str]]) -> Draft:
    draft = Draft((entry.start_line or 0) + 1, {})
    text: dict[str, str] = {}
    again: list[tuple[str, str]] = []
    for name, value in values:
        if name in text:
            again.append((name, value))
        elif value.strip():
            text[name] = value
    _take_words(text, draft)
    _take_date(text, draft)
    _take_identifiers(text, draft)
    if venue := next((name for name in _VENUES if name in text), None):
        draft.fields["venue"] = _line(text.pop(venue))
        # Google Scholar writes an arXiv id so: `journal={arXiv preprint arXiv:2106.09685}`.
        if (found := _ARXIV.search(draft.fields["venue"])) and not draft.fields.get("arxiv"):
            draft.fields["arxiv"] = found[1]
    text.pop("crossref", None)
    if entry.entry_type.lower() not in _USUAL_TYPES:
        own_field(draft, "type", entry.entry_type.lower())
    own_field(draft, "citekey", entry.key)
    for name, value in text.items():
        own_field(draft, name, value if name in _VERBATIM else _line(value))
    for name, value in again:
        draft.text("notes", f"{name}: {_line(value)}")
    keep_rest(
        draft, [(name, _line(value)) for name, value in values if name not in _WITHOUT_CONTENT]
    )
    return draft


def _take_words(text: dict[str, str], draft: Draft) -> None:
    fields = draft.fields
    titles = [_line(text.pop(name, "")) for name in ("title", "subtitle")]
    fields["title"] = ": ".join(filter(None, titles))
    for name in ("category", "status"):
        if name in text:
            fields[name] = _line(text.pop(name))
    status(draft, fields.pop("status", ""))
    for name in ("keywords", "keyword"):
        draft.keypoints(_words(text.pop(name, "")), draft.line)
    fields["authors"] = [*map(_person, _split(text.pop("author", ""), r"\s+(?i:and)\s+"))]
    if "abstract" in text:
        fields["sections"] = {"Abstract": _paragraphs(text.pop("abstract"))}
    for name, field in _TEXTS.items():
        if name in text:
            draft.text(field, _paragraphs(text.pop(name)))


def _line(value: str) -> str:
    return " ".join(decode(value).split())


def _paragraphs(value: str) -> str:
    """Return LaTeX as plain text, with the lines of each paragraph joined into one.

    Empty lines separate paragraphs. A line that begins like a list item keeps its line break,
    because paperlist's own export writes lists that way.
    """
    text = decode(value.replace("\r\n", "\n")).strip()
    text = re.sub(r"\n[ \t]*\n\s*", "\n\n", text)
    return re.sub(r"(?<!\n)\n[ \t]*(?![\s\-*+>|#`]|\d+[.)])", " ", text)


def _split(value: str, separator: str) -> list[str]:
    """Split `value` at each match of the expression `separator` that is outside braces."""
    if "{" not in value:
        return [part for part in re.split(separator, value.strip()) if part.strip()]
    parts = [""]
    for piece in re.split(rf"({separator})", value.strip()):
        is_separator = re.fullmatch(separator, piece) is not None
        if is_separator and parts[-1].count("{") <= parts[-1].count("}"):
            parts.append("")
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def _words(value: str) -> list[str]:
    return [word for part in _split(value, r"[,;]") if (word := _line(part))]


def _person(author: str) -> str:
    author = author.strip()
    if author.startswith("{") and _closing(author, 1, "{") == len(author) - 1:
        return _line(author)  # a group, whose commas do not separate names
    if author == "others":
        return "et al."
    return name_of(_line(author))


def _take_date(text: dict[str, str], draft: Draft) -> None:
    given = _line(text.get("date", ""))
    if match := _DATE.match(given):
        found = date(*(part or "" for part in match.groups()))
    else:
        month, _, day = _line(text.get("month", "")).partition(" ")
        found = date(_line(text.get("year", "")), _month(month), text.get("day", "") or day)
    if not found:
        return
    draft.fields["published"] = found
    parts = found.split("-")
    used = {"date": given == found, "year": True, "month": len(parts) > 1, "day": len(parts) > 2}  # noqa: PLR2004 (year, month)
    for name, whole in used.items():
        if whole and (name != "date" or given):
            text.pop(name, None)


def _month(value: str) -> str:
    return str(english_month(value.rstrip(".")) or value)


def _take_identifiers(text: dict[str, str], draft: Draft) -> None:
    fields = draft.fields
    kind = (text.get("archiveprefix") or text.get("eprinttype") or "arxiv").lower()
    if "eprint" in text and kind == "arxiv":
        fields["arxiv"] = text.pop("eprint").removeprefix("arXiv:")
        text.pop("archiveprefix", None)
        text.pop("eprinttype", None)
    if "doi" in text:
        found = parse(text["doi"])
        if found and found.kind in {"doi", "arxiv"}:
            value = found.value if found.kind == "arxiv" else _trim_doi(text["doi"])
            if fields.setdefault(found.kind, value) == value or found.kind == "doi":
                text.pop("doi")
    links: dict[str, str] = {}
    if (url := _URL.fullmatch(text.get("url", "").strip())) and is_web_address(url[1]):
        links["paper"] = url[1]
        text.pop("url")
    for name in ("pdf", "code"):
        if is_web_address(text.get(name, "")):
            links[name] = text.pop(name)
    if links:
        fields["links"] = links
    if not fields.get("arxiv") and (found := parse(links.get("paper", ""))):
        fields.update({"arxiv": found.versioned} if found.kind == "arxiv" else {})


def _trim_doi(doi: str) -> str:
    return re.sub(r"(?i)^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi).strip()
