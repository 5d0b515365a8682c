"""JSON Schemas of the files that people write: a note, and paperlist.toml.

Editors and other programs check such files with them. The schemas are made from the models
`Paper` and `Settings`. The schema of a note is wider than the model, because a note may also have
empty fields, and lists in a single line.

Source: JSON Schema, draft 2020-12.
"""

from collections.abc import Mapping
from typing import Any

from paperlist.model.labels import FIELD_LABELS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A number, true or false in a standard field is read as text.
_TEXT = ("string", "number", "boolean")
_NOT_BLANK = {"pattern": r"\S"}
_DATE = r"^\s*([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?\s*$"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(\D|$)"
_DESCRIPTIONS = {
    "title": "The title of the paper. The only field that is required.",
    "category": "The place on the page. 'Video / Editing' is a category within the category Video.",
    "keypoints": "The keypoints: a list, or one line in which ';' separates them.",
    "objective": "What the paper wants to reach. Markdown.",
    "method": "How it is done. Markdown.",
    "metric": "How good the results are, and how they were measured. Markdown.",
    "limitation": "What does not work, or was not shown. Markdown.",
    "sections": "Further notes by name, such as Results. Markdown.",
    "notes": "Notes without a label. Markdown.",
    "links": "Addresses by name, such as paper or code.",
    "arxiv": "The arXiv id, such as 2404.11912.",
    "doi": "The DOI, such as 10.1145/3292500.3330701.",
    "authors": "The authors: a list, or one line, such as 'Jane Doe and John Roe'.",
    "venue": "The conference or journal, such as CVPR 2024.",
    "published": "The date of publication: 2024, 2024-04 or 2024-04-09.",
    "status": "Whether the paper was read.",
    "added": "When the note was made, such as 2024-04-09T10:00:00Z.",
}


def note_schema() -> dict[str, Any]:
    """Return the JSON Schema of a note, which describes what people may write in the YAML file."""
    from paperlist.model.paper import Paper

    made = Paper.model_json_schema()
    fields = {
        name: {
            "title": FIELD_LABELS.get(name, name.capitalize()),
            "description": _DESCRIPTIONS[name],
            **_widened(field),
        }
        for name, field in made["properties"].items()
    }
    fields["title"] |= {"type": list(_TEXT), **_NOT_BLANK}
    fields["links"]["additionalProperties"] |= {"pattern": "^[^<>]*$"}
    fields["published"]["anyOf"] = [
        {"type": ["string", "null"], "pattern": _DATE},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ]
    del fields["published"]["type"]
    return {
        "$schema": DIALECT,
        "title": "Note of paperlist",
        "description": "The notes on one paper. Other fields are allowed, and are kept.",
        "type": "object",
        "properties": fields,
        "required": made["required"],
        "additionalProperties": True,
    }


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema of paperlist.toml."""
    from paperlist.library.settings import Settings

    return {"$schema": DIALECT, **Settings.model_json_schema(), "title": "paperlist.toml"}


def _widened(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of what people may write for a field, from the schema of its value."""
    text = {"type": [*_TEXT, "null"]}
    if "enum" in field:
        # paperlist reads other words too, such as `done`, but the schema offers these.
        return {"enum": [*field["enum"], None]}
    match field.get("type"):
        case "array":
            return {"anyOf": [{"type": "array", "items": text}, text]}
        case "object":
            return {
                "type": ["object", "null"],
                "propertyNames": _NOT_BLANK,
                "additionalProperties": text,
            }
        case "string":
            return text
    # Only the time `added` is left. Its format is not named, since a day alone is right too.
    return {"type": ["string", "null"], "pattern": _DAY}
