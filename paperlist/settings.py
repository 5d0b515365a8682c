"""What paperlist.toml may say. The reference in docs/ is made from this model."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from paperlist.errors import ConfigError


def _inside(path: str) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or path.startswith(("/", "~")) or ".." in parts or ":" in parts[0]:
        raise ValueError("has to be a path within the library")
    return "/".join(parts)


class Settings(BaseModel):
    """The settings of a library; every one may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field("PaperList", description="The heading of the published page.")
    introduction: str = Field("", description="Markdown between the heading and the first month.")
    categories: list[str] = Field(
        [], description="The categories in the order of the page; others follow by first mention."
    )
    export: Annotated[str, AfterValidator(_inside)] = Field(
        "README.md", description="The published page, as a path within the library."
    )
    month_format: str = Field(
        "%Y%m", description="How a month is headed: %Y (2024), %m (04), %B (April), %b (Apr)."
    )
    labels: dict[str, str] = Field(
        {}, description="Labels of your own pages and the field or section each means."
    )
    aliases: dict[str, str] = Field(
        {}, description="Spellings of a keypoint and the one to use instead."
    )

    @classmethod
    def parse(cls, values: Mapping[str, Any], path: Path, text: str) -> Self:
        """The settings that `values` give; `path` and `text` are for the wording of errors.

        Raises:
            ConfigError: an unknown key (the nearest right one is named) or a wrong value.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            key = str(problem["loc"][0])
            line = _line_of(key, text)
            if problem["type"] == "extra_forbidden":
                raise ConfigError(path, _unknown(key, list(cls.model_fields)), line) from error
            reason = problem["msg"].removeprefix("Value error, ")
            raise ConfigError(path, f"{key}: {reason[:1].lower()}{reason[1:]}", line) from error


def _unknown(key: str, names: list[str]) -> str:
    guess = difflib.get_close_matches(key, names, 1, 0.6)
    hint = f"did you mean '{guess[0]}'?" if guess else f"there are {', '.join(names)}."
    return f"there is no setting '{key}'; {hint}"


def _line_of(key: str, text: str) -> int | None:
    match = re.search(rf"^[ \t]*\[?[ \t]*{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None
