"""Checks of single notes: their files, fields and identifiers."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from paperlist.errors import InvalidPaperError, UsageError
from paperlist.library.checks.finding import Change, Found, Subject, place
from paperlist.model import identifiers
from paperlist.model.entry import FIELDS, TEXT_FIELDS, meant_field
from paperlist.text.words import is_id

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper

CONFLICT = "a git merge conflict"
# The names of copies that programs which synchronise folders make of a file in conflict.
_COPY = re.compile(
    r"conflicted copy|sync-conflict-\d{8}|\(case conflict|_conf\(\d+\)|[ _-]conflict(?:ed)?[ _-]"
    r"| \(\d+\)(?:\.yaml)?$| - copy(?:\.yaml)?$",
    re.I,
)
# Names of files that Windows refuses, whatever their ending.
_OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.I)
# A field is expected in a category if so many papers of the category, and such a part, have it.
FEWEST, USUAL = 5, 0.8
_EXPECTED = ("keypoints", "objective", "method", "metric", "limitation")


def unreadable(subject: Subject) -> Iterator[Found]:
    """Yield the notes that cannot be read, except for merge conflicts."""
    for each in subject.broken:
        if each.is_note and not each.reason.startswith(CONFLICT):
            yield Found(each.path, each.reason, each.line)


def conflicts(subject: Subject) -> Iterator[Found]:
    """Yield the notes that have a merge conflict."""
    for each in subject.broken:
        if each.is_note and each.reason.startswith(CONFLICT):
            yield Found(each.path, each.reason, each.line)


def two_versions(subject: Subject) -> Iterator[Found]:
    """Yield the notes with fields of which a merge kept two versions."""
    from paperlist.model.three_way import undecided_fields

    for entry in subject.entries:
        if names := undecided_fields(entry.fields):
            yield Found(place(entry), f"two versions of {', '.join(names)}; keep one")


def strays(subject: Subject) -> Iterator[Found]:
    """Yield what lies below data/ and is not read, because of its place or name."""
    for each in subject.broken:
        if not each.is_note and not _COPY.search(each.path):
            yield Found(each.path, each.reason, each.line)


def conflict_copies(subject: Subject) -> Iterator[Found]:
    """Yield the copies that synchronising programs made of notes."""
    paths = [*map(place, subject.entries), *(each.path for each in subject.broken)]
    for path in paths:
        if _COPY.search(path.rpartition("/")[2]):
            yield Found(
                path, "a copy that a synchronising program made; merge it with the original"
            )


def misspelled_fields(subject: Subject) -> Iterator[Found]:
    """Yield the fields of the user's own whose names probably mean standard fields."""
    for entry in subject.entries:
        for name in entry.fields:
            meant = meant_field(name) if name not in FIELDS else ""
            if meant == "month":
                yield Found(place(entry), f"'{name}' is no standard field; the folder is the month")
            elif meant:
                is_text = meant in {*TEXT_FIELDS, "keypoints"}
                safe = _renamed(subject, entry, name, meant) if is_text else ()
                yield Found(
                    place(entry),
                    f"'{name}' is no standard field; did you mean '{meant}'?",
                    changes=safe,
                )


def _renamed(
    subject: Subject, entry: "Entry", old: str, new: str
) -> "Sequence[tuple[Entry, Change]]":
    """Return the repair that gives a field of a note another name, or nothing if that is not safe.

    It is safe if the note lacks the new field, the value is valid there, and no comment beside the
    old field would be lost.
    """
    from paperlist.model.paper import Paper

    if entry.fields.get(new):
        return ()
    text = subject.library.read_file(entry).decode(errors="replace")
    lines = re.search(rf"^{re.escape(old)}[ \t]*:.*(?:\n(?:[ \t#-].*)?)*", text, re.M)
    if lines is None or "#" in lines[0]:
        return ()
    try:
        _with_field_renamed(old, new, Paper.parse(entry.fields))
    except InvalidPaperError:
        return ()
    return [(entry, partial(_with_field_renamed, old, new))]


def _with_field_renamed(old: str, new: str, paper: "Paper") -> "Paper":
    from paperlist.model.paper import Paper

    fields = paper.fields()
    fields[new] = fields.pop(old)
    return Paper.parse(fields)


def bad_identifiers(subject: Subject) -> Iterator[Found]:
    """Yield arXiv ids and DOIs that are none, and those that a link to the paper contradicts."""
    for entry in subject.entries:
        valid = True
        for field, text in (("arxiv", entry.arxiv), ("doi", entry.doi)):
            try:
                identifiers.check(field, text)
            except UsageError as error:
                valid = False
                yield Found(place(entry), str(error))
        if valid and (found := _contradiction(entry)):
            yield Found(place(entry), found)


def _contradiction(entry: "Entry") -> str:
    """Return a message if a link to the paper leads to another arXiv id or DOI; else ""."""
    linked = identifiers.identities({"links": entry.links})
    for field, text in (("arxiv", entry.arxiv), ("doi", entry.doi)):
        other = linked.get(field, "")  # type: ignore[call-overload]
        parsed = identifiers.parse(text) if text and other else None
        if parsed and parsed.kind == field and parsed.value != other:
            return f"{field} is {text}, but the link to the paper leads to {other}"
    return ""


def odd_ids(subject: Subject) -> Iterator[Found]:
    """Yield ids that some systems refuse, and ids that differ only in the case of letters."""
    twins = Counter(place(entry).casefold() for entry in subject.entries)
    for entry in subject.entries:
        path = place(entry)
        if _OF_WINDOWS.fullmatch(entry.id):
            yield Found(path, f"Windows has no file '{entry.id}'; {_other_id(entry)}")
        elif twins[path.casefold()] > 1:
            yield Found(path, f"two names differ only in case; {_other_id(entry)}")
        elif not is_id(entry.id):
            yield Found(path, f"the id has more than a-z, 0-9 and single - . _; {_other_id(entry)}")


def _other_id(entry: "Entry") -> str:
    return f"'paperlist edit {shlex.quote(entry.id)} id=NEW-ID' renames it"


def missing_fields(subject: Subject) -> Iterator[Found]:
    """Yield papers that were read and lack a field that most papers of their category have."""
    finished = [entry for entry in subject.entries if entry.status not in {"to-read", "reading"}]
    papers = Counter(entry.category for entry in finished)
    having = Counter(
        (entry.category, field) for entry in finished for field in _EXPECTED if entry.text(field)
    )
    for entry in finished:
        many = papers[entry.category]
        lacks = [
            field
            for field in _EXPECTED
            if not entry.fields.get(field)
            and many >= FEWEST
            and having[entry.category, field] >= USUAL * many
        ]
        if lacks:
            most = f"most papers of {entry.category}" if entry.category else "most papers"
            yield Found(place(entry), f"has no {' and no '.join(lacks)}, which {most} have")
