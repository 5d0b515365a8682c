"""Adds to a page's own words, which become the introduction, what its sections do not hold.

These are the lines outside all blocks, the names of categories without papers, and the front
matter of a page written by hand. `audit.py` counts which words no field and no introduction keeps.
"""

import re
from collections.abc import Sequence

from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import lines_of

_TITLE = re.compile(r"""^title:\s*["']?(.*?\w.*?)["']?\s*$""", re.M)
# A link definition. One with a title does not match: the title is an author's words.
_DEFINITION = re.compile(r"\s*\[[^\[\]]+\]:\s*<?(?P<url>[^\s<>]+)>?\s*")


def keep_uncovered_lines(collector: Collector) -> None:
    """Keep the lines outside all blocks: link definitions that no paper uses."""
    covered: set[int] = set()
    for block in collector.page.root.children:
        covered.update(range(*lines_of(block)))
    drafts = collector.reading.drafts
    used = {url for draft in drafts for url in draft.fields.get("links", {}).values()}
    for number, line in enumerate(collector.page.lines):
        if number not in covered and line.strip():
            defined = _DEFINITION.fullmatch(line)
            if defined and defined["url"] in used:
                collector.mark_lines(number, number + 1)
            else:
                collector.keep_words(number, number + 1)


def keep_names_of_empty_categories(sections: Sequence[Section], collector: Collector) -> None:
    """Keep the names of categories that have no papers; one may be the title of the page."""
    reading = collector.reading
    for section in sections:
        if section.role is not Role.CATEGORY or section.name in collector.used_categories:
            continue
        if section.says_nothing and section.level > 1:
            continue  # a heading such as `Papers` within a category
        if section.level == 1 and not reading.title:
            reading.title = section.name
        else:
            reading.words.append((section.line, section.source))


def take_front_matter(reading: Reading) -> None:
    """Keep front matter as code; take the title in it if the page has no other."""
    end = reading.page.front
    for i, (line, _) in enumerate(reading.words):
        if end and line == 0:
            matter = reading.page.source_text(1, end - 1)
            reading.words[i] = (0, f"```yaml\n{matter}\n```")
            title = _TITLE.search(matter)
            if title and not reading.title:
                reading.title = title[1]
