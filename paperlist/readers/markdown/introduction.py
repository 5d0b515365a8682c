"""Keeps text that belongs to no paper for the introduction of the library.

This text is the YAML at the top of a page, lines that no block contains, and the names of
categories without papers.
"""

import re
from collections.abc import Sequence

from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import lines_of

_TITLE = re.compile(r"""^title:\s*["']?(.*?\w.*?)["']?\s*$""", re.M)
# A link definition. A definition with a title does not match: the title is an author's words.
_DEFINITION = re.compile(r"\s*\[[^\[\]]+\]:\s*<?(?P<url>[^\s<>]+)>?\s*")


def keep_uncovered_lines(collector: Collector) -> None:
    """Keep the lines that the Markdown parser put into no block.

    Most of them define links: `[1]: https://a.org`. A definition is dropped if a paper has the
    link.
    """
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
    """Keep the names of categories that have no papers.

    If the page has no title, the first such name at the top level becomes the title.
    """
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
    """Keep the YAML at the top of a page as a block of code.

    If the page has no title, the `title` in the YAML becomes the title.
    """
    end = reading.page.front
    for i, (line, _) in enumerate(reading.words):
        if end and line == 0:
            matter = reading.page.source_text(1, end - 1)
            reading.words[i] = (0, f"```yaml\n{matter}\n```")
            title = _TITLE.search(matter)
            if title and not reading.title:
                reading.title = title[1]
