"""The notes on one paper, validated. Nothing here reads or writes a file."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from math import isfinite, isnan
from textwrap import dedent
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
)

from paperlist.errors import InvalidPaperError
from paperlist.model import identifiers
from paperlist.model.dates import is_date
from paperlist.model.keypoints import split_keypoints, unique
from paperlist.model.statuses import status_of
from paperlist.text.names import split_names

_NO_MOMENT = "is not a time; write it like 2024-04-09T10:00:00Z"
_HALF = "has half of a surrogate pair, which is not a character"
_BLANK_ABOVE = re.compile(r"\A(?:[^\S\n]*\n)+")
_BLANK = re.compile(r"^[ \t]+$", re.M)
_LINE_ENDS = re.compile(r"\r\n?")


def _text(text: str) -> str:
    """Return `text` with Unix line ends, without blank lines around it.

    Indentation that all lines share is removed too.
    """
    if text.isascii() and "\n" not in text and "\r" not in text:
        return text.strip()
    lines = _LINE_ENDS.sub("\n", text)
    try:
        lines.encode()
    except UnicodeEncodeError as error:
        raise ValueError(_HALF) from error
    lines = _BLANK_ABOVE.sub("", lines)
    # Indentation shared by all lines has no meaning, and confuses both YAML and Markdown.
    return (dedent(lines) if lines[:1].isspace() else _BLANK.sub("", lines)).strip()


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _title(text: str) -> str:
    if not text:
        raise ValueError("is missing")
    return text


def _name(text: str) -> str:
    if not text:
        raise ValueError("has an item without a name")
    return text


def _address(text: str) -> str:
    if set("<>") & set(text):
        raise ValueError("is not an address: it contains < or >")
    return text


def _category(text: str) -> str:
    if "/" not in text:
        return text
    return " / ".join(filter(None, (part.strip() for part in re.split(r"\s+/\s+", text))))


def _authors_if_text(value: Any) -> Any:
    return split_names(value) if isinstance(value, str) else value


def _split_if_text(value: Any) -> Any:
    # People write `keypoints: a; b` as well as a list.
    return split_keypoints(value) if isinstance(value, str) else value


def _status_if_word(value: Any) -> Any:
    # People write `Reading` and `done`, and a note must not be lost for that.
    return (status_of(value) or value) if isinstance(value, str) else value


def _none_as(empty: Any) -> BeforeValidator:
    # `metric:` without a value is an empty field, not an error.
    return BeforeValidator(lambda value: empty() if value is None else value)


def _no_number(value: Any) -> Any:
    # pydantic would read a number as seconds since 1970, but people mean a day (`20240401`) or a
    # year.
    if isinstance(value, (int, float, str)) and not re.match(r"\s*\d{4}-", str(value)):
        raise ValueError(_NO_MOMENT)
    return value


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def _published(text: str) -> str:
    if text and not is_date(text):
        raise ValueError("is not a date; write it like 2024-04 or 2024-04-09")
    return text


Text = Annotated[str, AfterValidator(_text), _none_as(str)]
Line = Annotated[str, AfterValidator(_line), _none_as(str)]
Authors = Annotated[
    list[Line],
    AfterValidator(lambda lines: [x for x in lines if x]),
    BeforeValidator(_authors_if_text),
    _none_as(list),
]
Keypoints = Annotated[
    list[Line], AfterValidator(unique), BeforeValidator(_split_if_text), _none_as(list)
]
Name = Annotated[Line, AfterValidator(_name)]
Sections = Annotated[dict[Name, Text], _none_as(dict)]
Status = Annotated[
    Literal["", "to-read", "reading", "read"], BeforeValidator(_status_if_word), _none_as(str)
]
Links = Annotated[dict[Name, Annotated[Line, AfterValidator(_address)]], _none_as(dict)]


class Paper(BaseModel):
    """The notes on one paper. Only the title is required; text fields are Markdown.

    An arXiv id or a DOI is stored in its normal form; any other text in these two fields stays as
    it is. Unknown fields are kept unchanged. The id and the month are not fields: they are the
    names of the file and of its folder.

    Source: the keys and their order are taken from the files under `data/`.
    """

    model_config = ConfigDict(extra="allow", validate_assignment=True, ser_json_inf_nan="constants")

    title: Annotated[Line, AfterValidator(_title)]
    category: Annotated[Line, AfterValidator(_category)] = ""
    # pydantic would copy a list that is a default, which takes longer than making a new one.
    keypoints: Keypoints = Field(default_factory=list)
    objective: Text = ""
    method: Text = ""
    metric: Text = ""
    limitation: Text = ""
    sections: Sections = Field(default_factory=dict)
    notes: Text = ""
    links: Links = Field(default_factory=dict)
    arxiv: Annotated[Line, AfterValidator(partial(identifiers.normal, "arxiv"))] = ""
    doi: Annotated[Line, AfterValidator(partial(identifiers.normal, "doi"))] = ""
    authors: Authors = Field(default_factory=list)
    venue: Line = ""
    published: Annotated[Line, AfterValidator(_published)] = ""
    status: Status = ""
    added: Annotated[datetime | None, AfterValidator(_utc), BeforeValidator(_no_number)] = None

    @field_serializer("added")
    def _added_text(self, moment: datetime | None) -> str | None:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

    def fields(self) -> dict[str, Any]:
        """Return the fields in the order of the file, as a dict from name to JSON value.

        Empty fields are left out, except fields that paperlist does not know.
        """
        own = self.model_extra or {}
        return {
            key: _replace_infinite(value) if key in own else value
            for key, value in self.model_dump(mode="json").items()
            if value not in ("", [], {}, None) or key in own
        }

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """Return the paper with the fields `values`, or raise an error in plain words.

        Raises:
            InvalidPaperError: the values are not valid; each problem names its field.
        """
        try:
            paper = cls.model_validate(dict(values))
        except ValidationError as error:
            problems = [_in_words(problem) for problem in error.errors(include_url=False)]
            raise InvalidPaperError(problems) from error
        if problems := list(_find_unstorable(paper.model_extra or {})):
            raise InvalidPaperError(problems)
        return paper

    def changed(self, **values: Any) -> Self:
        """Return a copy with these fields replaced, validated again.

        Raises:
            InvalidPaperError: the new values are not valid.
        """
        return self.parse({**self.fields(), **values})


def _find_unstorable(own: Mapping[str, Any]) -> Iterator[str]:
    for name, value in own.items():
        try:
            json.dumps({name: value}, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            yield f"{name.encode(errors='replace').decode()} {_HALF}"
        except (ValueError, RecursionError):
            yield f"{name} is too large or too deeply nested for a note"


def _replace_infinite(value: Any) -> Any:
    """Return `value` with the numbers that JSON lacks as texts: `.nan`, `.inf` and `-.inf`."""
    if isinstance(value, dict):
        return {name: _replace_infinite(item) for name, item in value.items()}
    if isinstance(value, list):
        return list(map(_replace_infinite, value))
    if isinstance(value, float) and not isfinite(value):
        return ".nan" if isnan(value) else ".inf" if value > 0 else "-.inf"
    return value


def now() -> datetime:
    """Return the current time in UTC, to the second, as `added` stores it."""
    return datetime.now(UTC).replace(microsecond=0)


_EXPECTED = {
    "string_type": "has to be text",
    "list_type": "has to be a list",
    "dict_type": "has to be a mapping of names to texts",
    "invalid_key": "is not the name of a field; quote it",
    "missing": "is missing",
    "literal_error": "has to be one of to-read, reading, read",
}


def _in_words(problem: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    kind = problem["type"]
    if kind == "value_error":
        reason = str(problem["ctx"]["error"])
    elif kind.startswith("datetime"):
        reason = _NO_MOMENT
    else:
        reason = _EXPECTED.get(kind, problem["msg"][:1].lower() + problem["msg"][1:])
    given = problem.get("input")
    shown = f" (it is {given!r})" if kind != "missing" and given not in ("", None, {}) else ""
    return f"{place} {reason}{shown if len(shown) < 60 else ''}"  # noqa: PLR2004 (fits on the line)
