"""Values with a name before them: `Results=TEXT` is a section, `code=URL` a link."""

from collections.abc import Iterable
from itertools import count

from paperlist.errors import UsageError
from paperlist.model.links import checked


def section_of(text: str) -> tuple[str, str]:
    """Return the name and the text of a section that is written like `Results=TEXT`.

    Raises:
        UsageError: `text` has no name.
    """
    name, equals, content = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--section '{text}': write it like --section Results=TEXT.")
    return name.strip(), content


def sections_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return sections as a dict from name to text. Texts with the same name are joined."""
    sections: dict[str, str] = {}
    for name, text in pairs:
        have = f"{sections[name]}\n\n" if name in sections else ""
        sections[name] = have + text
    return sections


def links_of(texts: Iterable[str]) -> dict[str, str]:
    """Return a dict from the name of each link to the address of the link.

    Each of `texts` is `name=URL`, or a URL alone. A link without a name is called `paper`. If
    another link has the name already, the new link gets a number: `paper 2`.

    Raises:
        UsageError: a URL is not an address.
    """
    links: dict[str, str] = {}
    for name, url in map(link_of, texts):
        numbered = (f"{name} {number}" for number in count(2))
        free = name if name not in links else next(key for key in numbered if key not in links)
        links[free] = checked(name, url)
    return links


def link_of(text: str) -> tuple[str, str]:
    """Return the name and the URL of a link `name=URL`; without `name=`, the name is `paper`."""
    name, equals, url = text.partition("=")
    # An address may contain `=`, but only behind a `/` or a `:`.
    is_named = equals and "/" not in name and ":" not in name
    return (name, url) if is_named else ("paper", text)
