"""The settings that paperlist.toml can have. The reference in docs/ is made from this model."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self
from unicodedata import category, normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from paperlist.errors import ConfigError
from paperlist.model.months import format_month
from paperlist.search.query import wrong_search
from paperlist.sources.settings import Sources
from paperlist.text.suggest import nearest


def _path_in_library(path: str) -> str:
    """Return a path in the library, with `/` between its parts. Refuse any other path.

    Raises:
        ValueError: the path leads out of the library.
    """
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or path.startswith(("/", "~")) or ".." in parts or ":" in parts[0]:
        raise ValueError("has to be a path within the library")
    return "/".join(parts)


def _page_path(path: str) -> str:
    """Return `path`, unless a page there would overwrite files of git, paperlist or notes.

    Raises:
        ValueError: a page may not be written there.
    """
    parts = [_normalized_part(part) for part in _path_in_library(path).split("/")]
    if any(part in {".git", ".paperlist"} or re.fullmatch(r"git~\d+", part) for part in parts):
        raise ValueError("has to be a page's path; .git and .paperlist hold none")
    if any(part.startswith(".") for part in parts) and not parts[-1].endswith(".md"):
        raise ValueError("has to be a page's path; in a hidden folder only one that ends in .md")
    if parts == ["paperlist.toml"] or (parts[0] == "data" and not parts[-1].endswith(".md")):
        raise ValueError("has to be a page's path; below data/ only one that ends in .md")
    return _path_in_library(path)


def _schema_path(path: str) -> str:
    if not path.isprintable():
        raise ValueError("has to be a path without control characters")
    return _path_in_library(path) if path else ""


def _normalized_part(part: str) -> str:
    """Return a part of a path as tolerant file systems read it: `.Git.` gives `.git`."""
    shown = (sign for sign in normalize("NFKC", part) if category(sign) != "Cf")
    return "".join(shown).split(":")[0].rstrip(". ").casefold()


def _searches(named: dict[str, str]) -> dict[str, str]:
    problem = wrong_search(named)
    if problem:
        raise ValueError(problem)
    return named


def _page_name(name: str) -> str:
    if "/" in name or "\\" in name or name.startswith("."):
        raise ValueError("has to be a file's name; its place is beside the published page")
    if name.lower().endswith((".yaml", ".toml")):
        raise ValueError("has to be a page's name, such as PaperList_%Y%m.md")
    if format_month("2024-04", name) in {
        format_month("2023-04", name),
        format_month("2024-05", name),
    }:
        raise ValueError("has to differ from month to month: PaperList_%Y%m.md")
    return name


class Git(BaseModel):
    """The settings of what is done with git: the table [git] of paperlist.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    commit: bool = Field(
        False,
        description="Whether each change is committed; your own `git_libraries` has to allow it.",
    )


class Settings(BaseModel):
    """The settings of a library. Every setting is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field("PaperList", description="The heading of the published page.")
    introduction: str = Field("", description="Markdown between the heading and the first month.")
    categories: list[str] = Field(
        [], description="The categories in the order of the page; others follow by first mention."
    )
    export: Annotated[str, AfterValidator(_page_path)] = Field(
        "README.md", description="The published page, as a path within the library."
    )
    month_format: str = Field(
        "%Y%m", description="How a month is headed: %Y (2024), %m (04), %B (April), %b (Apr)."
    )
    style: Literal["notes", "list", "table"] = Field(
        "notes",
        description="How the page shows a paper: with its notes, in a line, in a row of a table.",
    )
    toc: bool = Field(False, description="Whether the page begins with a table of contents.")
    summary: bool = Field(
        False, description="Whether the page begins with the numbers of papers in all and a month."
    )
    split: bool = Field(
        False, description="Whether each month has a page of its own, beside the published one."
    )
    split_name: Annotated[str, AfterValidator(_page_name)] = Field(
        "PaperList_%Y%m.md", description="How these pages are called, with the codes for a month."
    )
    note_schema: Annotated[str, AfterValidator(_schema_path)] = Field(
        "",
        description="A file with the JSON Schema of a note; new notes tell editors to use it.",
    )
    skip_checks: list[str] = Field(
        [], description="Codes of checks that `paperlist check` leaves out."
    )
    labels: dict[str, str] = Field(
        {}, description="Labels of your own pages and the field or section each means."
    )
    aliases: dict[str, str] = Field(
        {}, description="Spellings of a keypoint and the one to use instead."
    )
    sources: Sources = Field(
        Sources(), description="Where papers' metadata comes from: the table [sources]."
    )
    git: Git = Field(Git(), description="What is done with git; the table below.")
    searches: Annotated[dict[str, str], AfterValidator(_searches)] = Field(
        {}, description="Searches by name: `unread` is what `search @unread` looks for."
    )

    @classmethod
    def parse(cls, values: Mapping[str, Any], path: Path, text: str) -> Self:
        """Return the settings from a parsed paperlist.toml.

        Args:
            values: a dict from each key to its value.
            path: the path of the file, for errors.
            text: the text of the file, for the line numbers in errors.

        Raises:
            ConfigError: a key is unknown, or a value is invalid. For an unknown key, the error
                suggests a known one.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            table, *rest = map(str, problem["loc"])
            # Only two tables have fixed keys. In the other tables, users choose the keys.
            fixed: dict[str, type[BaseModel]] = {"sources": Sources, "git": Git}
            nested = table in fixed and rest
            key, model = (rest[0], fixed[table]) if nested else (table, cls)
            line = _line_of(key, text)
            if rest and rest[0] in cls.model_fields and _line_of(rest[0], text):
                raise ConfigError(
                    path, _wrong_table(table, rest[0]), _line_of(rest[0], text)
                ) from error
            if problem["type"] == "extra_forbidden":
                raise ConfigError(
                    path, _no_such_setting(key, list(model.model_fields)), line
                ) from error
            key = f"{table}.{key}" if nested else key
            reason = problem["msg"].removeprefix("Value error, ")
            raise ConfigError(path, f"{key}: {reason[:1].lower()}{reason[1:]}", line) from error

    def misplaced(self, text: str) -> list[tuple[int, str]]:
        """Return (line, problem) for each setting that is in the wrong table of paperlist.toml.

        A table such as [aliases] may have any key. A key there that is also the name of a setting
        is probably in the wrong place. If such a key is in quotes, it is right.

        Args:
            text: the text of paperlist.toml.
        """
        tables = {"labels": self.labels, "searches": self.searches, "aliases": self.aliases}
        return [
            (line, f"{_wrong_table(table, key)}, or write it in quotes if it is none")
            for table, words in tables.items()
            for key in words
            if key in type(self).model_fields
            and key not in self.model_fields_set
            and (line := _line_of(key, text))
        ]


def _wrong_table(table: str, key: str) -> str:
    return f"'{key}' stands below [{table}] and sets nothing there; move it above the tables"


def _no_such_setting(key: str, names: list[str]) -> str:
    if key in Sources.model_fields:
        return f"'{key}' belongs below the line [sources]"
    guess = nearest(key, names)
    hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(names)}."
    return f"there is no setting '{key}'; {hint}"


def _line_of(key: str, text: str) -> int | None:
    """Return the number, from 1, of the first line that begins with `key` or `[key]`; or None."""
    match = re.search(rf"^[ \t]*\[?[ \t]*{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None
