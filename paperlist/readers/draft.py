"""A paper as it is being read from a page, and what of the page was structure."""

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from paperlist.markdown.escape import restore
from paperlist.model.identifiers import may_be_link
from paperlist.model.keypoints import unique
from paperlist.text.words import fold

# What fields hold as one line; a second, different value is kept in the notes.
SINGLE = ("venue", "published", "arxiv", "doi", "status")
_WORD = re.compile(r"[^\W_]+")


def audit_words(text: str) -> Counter[str]:
    """The words of `text` for the audit: without case, Markdown's signs and HTML's entities."""
    return Counter(words_in(text))


def plain_words(text: str) -> Counter[str]:
    """The same of a text in which an entity is just these characters."""
    return Counter(_words(text))


def words_in(text: str) -> list[str]:
    """The words of `audit_words`, in their order."""
    return _words(html.unescape(restore(text)) if "&" in text else text)


def texts_of(value: Any) -> list[str]:
    """All text within a value: a field's, or all fields."""
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in texts_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    return [str(value)]


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def grown(texts: dict[str, str], name: str, between: str, text: str) -> str:
    """What `texts` holds under `name`, with `text` behind it."""
    have = texts.get(name)
    if not have:
        return text
    # Python makes a text that nothing else holds longer where it is, and copies any other.
    texts[name] = ""
    have += between
    have += text
    return have


@dataclass
class Draft:
    """A paper as a page has it.

    Attributes:
        month: `YYYY-MM` where the page says it.
        month_from: where it says so: `heading`, `file name`, `date`, `arXiv id` or nothing.
        line: the line of its title, from 1.
        fields: its fields so far.
        id: the id that it had in another library, where it had one.
        lines: the page's lines (from 0) whose words have to be in its fields.
        structure: lines and words on them that are none of its words: labels, repetitions.
    """

    line: int
    fields: dict[str, Any]
    month: str | None = None
    month_from: str = ""
    id: str = ""
    lines: list[int] = field(default_factory=list)
    structure: list[tuple[int, str]] = field(default_factory=list)
    _folded: set[str] = field(default_factory=set, repr=False)
    _linked: set[tuple[str, str]] = field(default_factory=set, repr=False)
    _numbers: dict[str, int] = field(default_factory=dict, repr=False)

    def own(self, first: int, end: int) -> None:
        """Lines `first` to `end` (exclusive, from 0) are this paper's."""
        self.lines += range(first, end)

    def say(self, line: int, words: str) -> None:
        """`words` on `line` are structure."""
        self.structure.append((line, words))

    def text(self, name: str, text: str, between: str = "\n\n") -> None:
        """Put `text` behind what the field `name` holds."""
        if text.strip():
            self.fields[name] = grown(self.fields, name, between, text)

    def section(self, name: str, text: str, line: int) -> None:
        """Put `text` behind what the section `name` holds; one without text keeps its name."""
        sections = self.fields.setdefault("sections", {})
        have = sections.get(name)
        if have is not None:
            self.say(line, name)
        sections[name] = grown(sections, name, "\n\n", text) if text else have or ""

    def keypoints(self, names: list[str], line: int) -> None:
        """Add keypoints; one that is there already is a repetition."""
        have = self.fields.setdefault("keypoints", [])
        for name in names:
            for trimmed in unique([name]):
                if fold(trimmed) in self._folded:
                    self.say(line, trimmed)
                else:
                    self._folded.add(fold(trimmed))
                    have.append(trimmed)

    def link(self, name: str, url: str, line: int) -> None:
        """Add a link; a second one of that name gets a number, and what may not be one is text."""
        if not may_be_link(url):
            self.text("notes", f"{name}: {url}")
            return
        links = self.fields.setdefault("links", {})
        base, number = name, self._numbers.get(name, 1)
        if (base, url) in self._linked or links.get(name) == url:
            self.say(line, f"{base} {url}")
            return
        while name in links:
            number += 1
            name = f"{base} {number}"
        self._numbers[base] = number
        self._linked.add((base, url))
        links[name] = url

    def single(self, name: str, value: str, line: int) -> None:
        """Set a field of one line; another value than it has is kept in the notes."""
        have = self.fields.get(name)
        if not have:
            self.fields[name] = value
        elif fold(have) == fold(value) or (name == "published" and have.startswith(value)):
            self.say(line, value)
        elif name == "published" and value.startswith(have):
            self.say(line, have)
            self.fields[name] = value
        elif name == "venue":
            self.fields[name] = grown(self.fields, name, ", ", value)
        else:
            self.text("notes", f"{name}: {value}")
