"""The JSON Schemas say what paperlist reads, and what it writes is valid."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from paperlist import Library, Paper
from paperlist.errors import ConfigError, UnreadableNoteError
from paperlist.library.assignments import parse as parse_edit
from paperlist.library.schema import note_schema, settings_schema
from paperlist.library.settings_file import NEW_FILE
from paperlist.model.entry import FIELDS
from paperlist.store.notes import dump, load
from paperlist.store.yaml_reader import parse
from tests.strategies import papers

ROOT = Path(__file__).parents[2]
NOTE = Draft202012Validator(note_schema())
SETTINGS = Draft202012Validator(settings_schema())
VALUES: list[Any] = [
    None, "", " ", "x", 5, 1.5, True, 2024, 20240409, "2024", "2024-04", "2024-13", "2024-04-09",
    "2024-04-09T10:00:00Z", "2024-04-09 10:00", "2024-04-091", " 2024-04-09 ", "now",
    "read", "Read", [], ["a"], ["a", 5, None, True], [["a"]],
    [{"a": "b"}], {}, {"a": "b"}, {"a": None, "b": 5}, {"a": ["b"]}, {"": "b"}, {" ": "b"},
    {"a": "<b>"}, {"a": {"b": "c"}},
]  # fmt: skip


def is_read(content: bytes) -> bool:
    try:
        load(content, "note.yaml")
    except UnreadableNoteError:
        return False
    return True


@pytest.mark.parametrize("schema", [note_schema(), settings_schema()])
def test_a_schema_is_valid_itself(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    for name, field in schema["properties"].items():
        assert field["description"].endswith("."), name


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_schema_takes_what_paperlist_reads(name: str, value: Any) -> None:
    """Each kind of value in each field, right or wrong; of words for a status, only the usual."""
    note = {"title": "A", name: value}
    read = is_read(json.dumps(note).encode())
    if name == "status" and value in ("x", "Read"):
        assert read
        read = False
    assert NOTE.is_valid(note) == read


def test_fields_of_ones_own_may_hold_anything() -> None:
    assert NOTE.is_valid({"title": "A", "rating": 5, "more": {"a": [1, None]}})
    assert not NOTE.is_valid({"rating": 5})
    assert list(note_schema()["properties"]) == list(FIELDS)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("data/**/*.yaml")), ids=lambda path: str(path.stem)
)
def test_the_notes_of_the_sample_library_are_valid(path: Path) -> None:
    """As paperlist reads them, and as ruamel.yaml reads them for other programs."""
    text = path.read_text("utf-8")
    NOTE.validate(parse(text, str(path)))
    other = YAML(typ="base", pure=True)
    NOTE.validate(dict(other.load(text)))


@given(papers)
@example(Paper(title="1984", keypoints=["true", "5"], published="2024"))
def test_what_paperlist_writes_is_valid(paper: Paper) -> None:
    NOTE.validate(parse(dump(paper).decode(), "note.yaml"))


def test_settings_are_valid_or_not() -> None:
    """As in the sample library, and in a new library in which each setting is set."""
    SETTINGS.validate(tomllib.loads((ROOT / "paperlist.toml").read_text()))
    lines = NEW_FILE.splitlines()[1:]
    lines = [line.removeprefix("# ") for line in lines if "What stands below" not in line]
    SETTINGS.validate(tomllib.loads("\n".join(lines)))
    assert not SETTINGS.is_valid({"titel": "A"})
    assert not SETTINGS.is_valid({"style": "cards"})
    assert not SETTINGS.is_valid({"sources": {"retries": 99}})


def test_new_notes_tell_editors_where_the_schema_is(library: Library) -> None:
    """If the library wants it; the note is read, edited and moved as any other."""
    (library.root / "paperlist.toml").write_text('note_schema = "sub/note.schema.json"\n')
    library = Library(library.root)
    library.add(Paper(title="One"), "2024-04")
    library.assign(["one"], [parse_edit("status=read"), parse_edit("month=2024-05")])
    text = (library.root / "data/2024-05/one.yaml").read_text()
    hint, rest = text.split("\n", 1)
    assert hint == "# yaml-language-server: $schema=../../sub/note.schema.json"
    assert rest.startswith("title: One\nstatus: read\n")
    assert library.get("one").status == "read"


@pytest.mark.parametrize("path", ["../x.json", "/x.json", "a\\ntitle: evil"])
def test_a_schema_lies_in_the_library(library: Library, path: str) -> None:
    """And its path is one line, since it becomes a line of each note."""
    (library.root / "paperlist.toml").write_text(f'note_schema = "{path}"\n')
    with pytest.raises(ConfigError, match="note_schema"):
        _ = Library(library.root).settings
