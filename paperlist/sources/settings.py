"""The settings of the sources: the table [sources] of paperlist.toml."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _base(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", address):
        raise ValueError("has to be an http or https address, without a question mark")
    return address.rstrip("/")


Base = Annotated[str, AfterValidator(_base)]


class Sources(BaseModel):
    """The settings of the sources from which `add` and `update` fetch papers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    arxiv: Base = Field("https://export.arxiv.org/api/query", description="arXiv's API.")
    doi: Base = Field("https://doi.org", description="What answers for a DOI with CSL-JSON.")
    mirrors: dict[str, Base] = Field(
        {}, description="Hosts, and the address to ask instead of each."
    )
    delay: float = Field(
        3.0, ge=0, le=60, description="Seconds between requests to arXiv, and before a retry."
    )
    timeout: float = Field(15.0, gt=0, le=120, description="Seconds to wait for an answer.")
    retries: int = Field(2, ge=0, le=5, description="Further tries where a server is busy.")
