"""Writers of BibTeX and BibLaTeX.

Keypoints become `keywords`, the section Abstract becomes `abstract`, and arXiv ids become `eprint`.
Fields that these formats do not know keep their names. LaTeX ignores such fields, and an import of
paperlist reads them back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperlist.model.dates import date_parts
from paperlist.model.entry import FIELDS, TEXT_FIELDS, Entry
from paperlist.model.links import paper_link
from paperlist.model.months import MONTH_ABBREVIATIONS
from paperlist.model.values import as_text
from paperlist.text.latex_encoder import encode, protect
from paperlist.text.names import named, split_name
from paperlist.text.words import printable
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.bibliography.reference import (
    Kind,
    abstract,
    batches,
    kind,
)

if TYPE_CHECKING:
    from bibtexparser.model import Field

# The first line of a file, by which paperlist recognizes its own files. BibTeX ignores such text.
HEAD = "% Written by `paperlist export`."
# Entry types that the user may choose with a field `type`; else the venue decides.
_TYPES = frozenset(
    """
    article book booklet collection conference dataset inbook incollection inproceedings manual
    mastersthesis misc online patent periodical phdthesis proceedings report software techreport
    thesis unpublished
    """.split()
)
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_DASHES = re.compile(r"(?<!\s)\s*+[-–—]+\s*")
_AND = re.compile(r"\band\b", re.I)


class _Dialect(NamedTuple):
    """The differences between BibTeX and BibLaTeX.

    Attributes:
        types: a dict from a kind of publication to the entry type. Other kinds become `misc`.
        venues: a dict from a kind of publication to the field for the venue. Other kinds use
            `howpublished`.
        accents: whether non-ASCII letters are written as LaTeX commands.
        biblatex: whether to write `date`, `eprinttype` and `annotation`, which only BibLaTeX knows.
    """

    types: dict[Kind, str]
    venues: dict[Kind, str]
    accents: bool
    biblatex: bool


_BIBTEX = _Dialect(
    {Kind.CONFERENCE: "inproceedings", Kind.JOURNAL: "article"},
    {Kind.CONFERENCE: "booktitle", Kind.JOURNAL: "journal"},
    accents=True,
    biblatex=False,
)
_BIBLATEX = _Dialect(
    {Kind.CONFERENCE: "inproceedings", Kind.JOURNAL: "article"},
    {Kind.CONFERENCE: "booktitle", Kind.JOURNAL: "journaltitle"},
    accents=False,
    biblatex=True,
)


def bibtex(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield BibTeX, a batch of entries at a time.

    Accents are written as LaTeX commands, which all versions of BibTeX can read.
    """
    return _write_references(entries, _BIBTEX)


def biblatex(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield BibLaTeX, a batch of entries at a time.

    The text is UTF-8, and uses fields that only BibLaTeX knows, such as `date` and `journaltitle`.
    """
    return _write_references(entries, _BIBLATEX)


def _write_references(entries: Sequence[Entry], dialect: _Dialect) -> Iterator[str]:
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.middlewares.parsestack import default_unparse_stack
    from bibtexparser.model import Block
    from bibtexparser.model import Entry as Reference
    from bibtexparser.writer import BibtexFormat

    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.block_separator = "\n"
    layout.trailing_comma = True
    keys = citekeys(entries)
    yield f"{HEAD}\n"
    for batch in batches(entries):
        blocks: list[Block] = [
            Reference(_type(entry, dialect), keys[entry.id], list(_fields(entry, dialect)))
            for entry in batch
        ]
        yield "\n" + write_string(
            Library(blocks),
            unparse_stack=default_unparse_stack(allow_inplace_modification=True),
            bibtex_format=layout,
        )


def _type(entry: Entry, dialect: _Dialect) -> str:
    own = entry.fields.get("type")
    return own if isinstance(own, str) and own in _TYPES else dialect.types.get(kind(entry), "misc")


def _fields(entry: Entry, dialect: _Dialect) -> "Iterator[Field]":
    from bibtexparser.model import Field

    written: set[str] = set()
    for name, value in _values(entry, dialect):
        # The first value counts: a field that the user added does not replace one that we write.
        if value and name.lower() not in written:
            written.add(name.lower())
            bare = name == "month" and value in MONTH_ABBREVIATIONS
            yield Field(name, value, enclosing="no-enclosing" if bare else "{")


def _values(entry: Entry, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    def text(value: object) -> str:
        return encode(printable(str(value)), accents=dialect.accents) if value else ""

    yield "title", protect(printable(entry.title), accents=dialect.accents)
    yield "author", _people(entry.authors, accents=dialect.accents)
    yield dialect.venues.get(kind(entry), "howpublished"), text(entry.venue)
    yield from _date(entry, dialect)
    if entry.arxiv:
        yield "eprint", verbatim(entry.arxiv)
        yield ("eprinttype", "arxiv") if dialect.biblatex else ("archivePrefix", "arXiv")
    yield "doi", verbatim(entry.doi)
    yield "url", verbatim(paper_link(entry))
    yield (
        "keywords",
        ", ".join(_keyword(keypoint, accents=dialect.accents) for keypoint in entry.keypoints),
    )
    yield "abstract", text(abstract(entry))
    for name in ("category", "status", *TEXT_FIELDS):
        yield name, text(entry.text(name))
    yield ("annotation" if dialect.biblatex else "annote"), text(entry.notes)
    for name, value in entry.fields.items():
        told = name == "citekey" or (name == "type" and str(value) in _TYPES)
        if name == "pages":
            yield name, text(_DASHES.sub("-", str(value))).replace("-", "--")
        elif name not in FIELDS and not told and _NAME.fullmatch(name.lower()):
            yield name, text(as_text(value))


def _date(entry: Entry, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    if dialect.biblatex:
        yield "date", entry.published
        return
    parts = date_parts(entry.published)
    if parts:
        yield "year", parts[0]
    if len(parts) > 1:
        yield "month", MONTH_ABBREVIATIONS[int(parts[1]) - 1]
    if len(parts) > 2:  # noqa: PLR2004 (year and month)
        yield "day", parts[2].lstrip("0")


def _people(authors: Iterable[str], *, accents: bool) -> str:
    people, others = named(map(printable, authors))
    known = [_person(person, accents=accents) for person in people]
    return " and ".join([*known, *(["others"] if others else [])])


def _person(author: str, *, accents: bool) -> str:
    name = split_name(author)
    whole = encode(author, accents=accents)
    # `Smith and Sons` is one author, and so is a name of commas only.
    odd = _AND.search(author) or not name.family or author.count(",") > 2  # noqa: PLR2004 (von Last, Jr, First)
    return f"{{{whole}}}" if odd else whole


def _keyword(keypoint: str, *, accents: bool) -> str:
    # A comma separates keywords, except within braces.
    whole = encode(printable(keypoint), accents=accents)
    return f"{{{whole}}}" if set(",;") & set(keypoint) else whole


def verbatim(value: str) -> str:
    """Return an identifier or address in which no character can end a BibTeX field.

    Braces, spaces and similar characters become `%XX`: `a b` becomes `a%20b`.
    """
    return re.sub(r"[{}\\^\s\x00-\x1f\x7f]", lambda match: f"%{ord(match[0]):02X}", value)
