"""Fetches a paper by its DOI.

Crossref and DataCite send the data of the paper as CSL-JSON on request (content negotiation).

Source: https://www.crossref.org/documentation/retrieve-metadata/content-negotiation/,
https://support.datacite.org/docs/datacite-content-resolver.
"""

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from paperlist.errors import InvalidPaperError, SourceError
from paperlist.model.identifiers import Identifier
from paperlist.model.paper import Paper
from paperlist.readers.csl import fields_of

if TYPE_CHECKING:
    from paperlist.sources.http import Web
    from paperlist.sources.settings import Sources

_CSL = "application/vnd.citationstyles.csl+json"


def paper(identifier: Identifier, web: "Web", settings: "Sources") -> Paper:
    """Fetch the paper with the DOI `identifier` from the agency that registered the DOI.

    Raises:
        SourceError: there is no answer, or the answer does not describe a paper.
    """
    answer = web.get(f"{settings.doi}/{quote(identifier.value, '/:;()')}", accept=_CSL)
    host = urlsplit(answer.url).netloc
    try:
        item = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{host} answered with something other than JSON for a DOI.") from error
    # Crossref's own API wraps the item in a message.
    if isinstance(item, dict) and isinstance(item.get("message"), dict):
        item = item["message"]
    if not isinstance(item, dict):
        raise SourceError(f"{host} answered with JSON that describes no paper.")
    fields = fields_of(item)
    fields = {"links": {"paper": identifier.url}, **fields, "doi": identifier.value}
    try:
        return Paper.parse(fields)
    except InvalidPaperError as error:
        reason = f"{identifier.value} makes no paper: {error}."
        raise SourceError(f"what {host} says of {reason}") from error
