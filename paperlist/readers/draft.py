"""A paper while it is read from a file, and functions that count words."""

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

# Fields that hold one line, which `Draft.single` sets.
SINGLE = ("venue", "published", "arxiv", "doi", "status")
_WORD = re.compile(r"[^\W_]+")


def audit_words(text: str) -> Counter[str]:
    """Count the words of Markdown in lower case: `AT&amp;T` has the words `at` and `t`."""
    return Counter(words_in(text))


def plain_words(text: str) -> Counter[str]:
    """Count the words of plain text in lower case: `AT&amp;T` has `at`, `amp` and `t`."""
    return Counter(_words(text))


def words_in(text: str) -> list[str]:
    """Return the words of Markdown in lower case and in order; `audit_words` counts them."""
    return _words(html.unescape(restore(text)) if "&" in text else text)


def texts_of(value: Any) -> list[str]:
    """Return all texts in a field's value, also those inside lists and dictionaries."""
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
    """Return `texts[name]` with `between` and `text` appended; the caller has to store the result.

    Until then `texts[name]` is empty.
    """
    have = texts.get(name)
    if not have:
        return text
    # Python appends in place, without copying, only to a string that nothing else refers to.
    texts[name] = ""
    have += between
    have += text
    return have


@dataclass
class Draft:
    """A paper that is being read from a file.

    Attributes:
        line: the line of the paper's title, from 1.
        fields: the fields that were read so far, by name.
        month: the paper's month, `YYYY-MM`, or None if the file gives no month.
        month_from: what said the month, such as `heading`, `table` or `month`; or empty.
        id: the paper's id in the library that the file comes from, or empty.
        lines: the lines of the page (from 0) that belong to this paper.
        structure: words on these lines that need not be in a field, such as labels and repetitions:
            pairs of a line (from 0) and words.
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

    def claim_lines(self, first: int, end: int) -> None:
        """Record that lines `first` to `end` (exclusive, from 0) belong to this paper."""
        self.lines += range(first, end)

    def mark_structure(self, line: int, words: str) -> None:
        """Record words on a line (from 0) that no field needs to keep, such as a label."""
        self.structure.append((line, words))

    def text(self, name: str, text: str, between: str = "\n\n") -> None:
        """Append `text` to the field `name`, after `between` if the field already has a text."""
        if text.strip():
            self.fields[name] = grown(self.fields, name, between, text)

    def section(self, name: str, text: str, line: int) -> None:
        """Append `text` to the section `name`; create the section even if `text` is empty."""
        sections = self.fields.setdefault("sections", {})
        have = sections.get(name)
        if have is not None:
            self.mark_structure(line, name)
        sections[name] = grown(sections, name, "\n\n", text) if text else have or ""

    def keypoints(self, names: list[str], line: int) -> None:
        """Add the keypoints that the paper does not have yet.

        `line` is where the names stand.
        """
        have = self.fields.setdefault("keypoints", [])
        for name in names:
            for trimmed in unique([name]):
                if fold(trimmed) in self._folded:
                    self.mark_structure(line, trimmed)
                else:
                    self._folded.add(fold(trimmed))
                    have.append(trimmed)

    def link(self, name: str, url: str, line: int) -> None:
        """Add a link to the paper, or add an invalid URL to the notes.

        If the paper has a link `code` already, a second one is called `code 2`.
        """
        if not may_be_link(url):
            self.text("notes", f"{name}: {url}")
            return
        links = self.fields.setdefault("links", {})
        base, number = name, self._numbers.get(name, 1)
        if (base, url) in self._linked or links.get(name) == url:
            self.mark_structure(line, f"{base} {url}")
            return
        while name in links:
            number += 1
            name = f"{base} {number}"
        self._numbers[base] = number
        self._linked.add((base, url))
        links[name] = url

    def single(self, name: str, value: str, line: int) -> None:
        """Set a field that holds one line, such as the venue.

        If the field already has another value, a venue is appended. A more exact date replaces the
        date. Any other value goes into the notes. `line` is where the value stands.
        """
        have = self.fields.get(name)
        if not have:
            self.fields[name] = value
        elif fold(have) == fold(value) or (name == "published" and have.startswith(value)):
            self.mark_structure(line, value)
        elif name == "published" and value.startswith(have):
            self.mark_structure(line, have)
            self.fields[name] = value
        elif name == "venue":
            self.fields[name] = grown(self.fields, name, ", ", value)
        else:
            self.text("notes", f"{name}: {value}")
