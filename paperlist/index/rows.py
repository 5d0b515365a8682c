"""Conversion of a note to its row in the index; the conversion may run in another process."""

import json
from typing import NamedTuple

from paperlist.errors import UnreadableNoteError
from paperlist.index.database import COLUMNS
from paperlist.index.files import File, Stamp
from paperlist.index.texts import searchable, strings
from paperlist.model.categories import category_key
from paperlist.model.entry import Entry
from paperlist.model.identifiers import identities
from paperlist.model.keypoints import keypoint_key
from paperlist.model.titles import Title
from paperlist.store import notes, yaml_reader
from paperlist.store.layout import path_of
from paperlist.text.words import title_key


class Indexed(NamedTuple):
    """What the index holds for a readable note.

    Attributes:
        fields: the fields of the note, as JSON.
        columns: the values for the table `papers`: title key; arXiv id, DOI, address and category
            in normal form; status; added.
        texts: for each of `COLUMNS`, the folded words, separated by spaces.
        keypoints: for each keypoint, its text, and its form for comparisons (`keypoint_key`)
            between two spaces.
        title_keys: the keys of the title; nearly equal titles probably have a key in common.
    """

    fields: str
    columns: tuple[str | None, ...]
    texts: list[str]
    keypoints: list[tuple[str, str]]
    title_keys: list[int]


class Row(NamedTuple):
    """The row of a note in the index.

    Attributes:
        month: the name of the folder.
        name: the id, which is the file name without `.yaml`.
        stamp: the stamp of the file.
        racy: whether the file may change again without a change of the stamp.
        digest: a hash of the content, or of the error.
        known: what the index holds for the note; None if the note is unreadable or unchanged.
        error: why the note is unreadable; empty if the note is readable or unchanged.
        line: the line of the error; None if there is no error or the line is not known.
    """

    month: str
    name: str
    stamp: Stamp
    racy: bool
    digest: bytes
    known: Indexed | None
    error: str = ""
    line: int | None = None


def row(month: str, name: str, path: str, digest_before: bytes | None) -> Row | None:
    """Read the note at `path`, and return its row in the index; None if the file is gone.

    If the digest of the content is still `digest_before`, the note counts as unchanged, and is not
    parsed.
    """
    from hashlib import blake2b

    try:
        file = File.read(path)
    except FileNotFoundError:
        return None
    digest = blake2b(file.error.encode() or file.content, digest_size=16).digest()
    start = Row(month, name, file.stamp, file.racy, digest, None)
    if digest == digest_before:
        return start
    if file.error:
        return start._replace(error=file.error)
    try:
        fields = notes.load(file.content, path_of(month, name)).fields()
        return start._replace(known=_index_entry(Entry(name, month, fields)))
    except UnreadableNoteError as error:
        return start._replace(error=error.reason, line=error.line)
    except Exception as error:  # noqa: BLE001 (one odd note must not stop all commands)
        return start._replace(error=yaml_reader.reason_of(error))


def _index_entry(entry: Entry) -> Indexed:
    fields, named = entry.fields, identities(entry.fields)
    return Indexed(
        json.dumps(fields, ensure_ascii=False),
        (
            title_key(entry.title), named.get("arxiv"), named.get("doi"), named.get("url"),
            category_key(entry.category), entry.status, entry.added,
        ),
        _searchable_texts(entry),
        [(keypoint, f" {keypoint_key(keypoint)} ") for keypoint in entry.keypoints],
        Title(entry.title).keys,
    )  # fmt: skip


def _searchable_texts(entry: Entry) -> list[str]:
    fields = dict(entry.fields)
    values = [fields.pop(column, "") for column in COLUMNS[:-1]]
    for unsearched in ("added", "status"):
        fields.pop(unsearched, None)
    links = map(_searchable_part, fields.pop("links", {}).values())
    # The names of fields and links are not searched, since they are the same in most papers.
    others = [text for value in fields.values() for text in strings(value)]
    return [searchable(value) for value in [*values, [entry.id, *links, *others]]]


def _searchable_part(url: str) -> str:
    """Return what is worth searching in an address: no `https://www.`; of arXiv, only the id."""
    bare = url.partition("//")[2].removeprefix("www.") or url
    return bare.rpartition("/")[2] if bare.startswith("arxiv.org/") else bare
