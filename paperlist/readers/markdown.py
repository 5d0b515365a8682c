"""A hand-written page -> papers: headings for months, categories and papers, labelled bullets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from paperlist.keypoints import split_keypoints, unique
from paperlist.labels import field_of, is_known, section_of
from paperlist.markup import parser, plain, restore
from paperlist.month import parse_month
from paperlist.readers.blocks import Page, heading_text, lines_of, parse_page

BEGIN = "paperlist:begin"
# The levels of the headings of a page that we published.
MONTH_LEVEL = 2
PAPER_LEVEL = 4
_CODE_LABEL = re.compile(
    r"(`+)\s*(?P<label>[^`]{1,60}?)\s*(?P<colon>[:：]?)\s*\1\s*(?P<after>[:：]?)"
)
_BOLD_LABEL = re.compile(
    r"(\*\*|__|\*)(?P<label>[^*]{1,60}?)\s*(?P<colon>[:：]?)\s*\1\s*(?P<after>[:：]?)"
)
_PLAIN_LABEL = re.compile(
    r"(?P<label>[^\s`*\[\]():：][^`*\[\]():：]{0,40}?)\s*(?P<colon>[:：])(?P<after>)"
)
_LINK = re.compile(r"\[(?P<name>(?:\\.|[^\]\\])*)\]\((?:<(?P<quoted>[^<>]*)>|(?P<url>[^\s()]*))\)")


@dataclass
class Draft:
    """A paper as a page has it: its month where the page says it, its fields, its first line."""

    month: str | None
    line: int
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Section:
    level: int
    title: str
    line: int
    blocks: list[SyntaxTreeNode] = field(default_factory=list)
    labelled: bool = False


def read(text: str, taught: Mapping[str, str] | None = None) -> list[Draft]:
    """The papers of a page, in its order.

    Args:
        text: the page.
        taught: the `labels` setting: further labels and what they mean.
    """
    return list(_Reader(parse_page(text), taught or {}).drafts())


class _Reader:
    def __init__(self, page: Page, taught: Mapping[str, str]) -> None:
        self._page = page
        self._taught = taught

    def drafts(self) -> Iterator[Draft]:
        sections, strict = self._sections()
        levels = {section.level for section in sections if section.labelled}
        month: str | None = None
        categories: dict[int, str] = {}
        for i, section in enumerate(sections):
            found = (
                parse_month(section.title) if not strict or section.level == MONTH_LEVEL else None
            )
            if found:
                month, categories = found, {}
                continue
            deeper = i + 1 < len(sections) and sections[i + 1].level > section.level
            is_paper = (
                section.level == PAPER_LEVEL
                if strict
                else (section.labelled or (section.level in levels and not deeper))
            )
            if is_paper:
                path = " / ".join(name for level, name in sorted(categories.items()))
                yield self._paper(section, month, path)
            else:
                categories = {k: v for k, v in categories.items() if k < section.level}
                if month is not None and section.title:
                    categories[section.level] = section.title

    def _sections(self) -> tuple[list[_Section], bool]:
        sections = [_Section(0, "", 0)]
        strict = False
        for block in self._page.root.children:
            if block.type == "html_block" and BEGIN in block.content:
                strict = True
            elif block.type == "heading":
                section = _Section(int(block.tag[1]), heading_text(block), lines_of(block)[0])
                sections.append(section)
            else:
                sections[-1].blocks.append(block)
                sections[-1].labelled |= self._has_field(block)
        return sections, strict

    def _has_field(self, block: SyntaxTreeNode) -> bool:
        if block.type not in {"bullet_list", "ordered_list"}:
            return False
        for item in block.children:
            head, _ = self._page.item_parts(item)
            label = _label(head, self._taught)
            if label and (field_of(label[0], self._taught) or is_known(label[0], self._taught)):
                return True
        return any(self._has_field(child) for item in block.children for child in item.children)

    def _paper(self, section: _Section, month: str | None, category: str) -> Draft:
        draft = Draft(month, section.line + 1, {"title": section.title, "category": category})
        for block in section.blocks:
            self._block(block, draft.fields)
        return draft

    def _block(self, block: SyntaxTreeNode, fields: dict[str, Any]) -> None:
        if block.type in {"bullet_list", "ordered_list"}:
            for item in block.children:
                self._item(item, fields)
            return
        text = self._page.text(*lines_of(block))
        label = _label(text, self._taught)
        if label and block.type == "paragraph":
            self._put(label[0], label[1], fields)
        elif BEGIN.split(":", maxsplit=1)[0] not in text or block.type != "html_block":
            _append(fields, "notes", text)

    def _item(self, item: SyntaxTreeNode, fields: dict[str, Any]) -> None:
        head, rest = self._page.item_parts(item)
        if label := _label(head, self._taught):
            name, text = label
            self._put(name, "\n".join(filter(None, (text, rest))), fields)
        elif not head and any(self._has_field(child) for child in item.children):
            # The item held nothing but the <details> around further labels.
            for child in item.children:
                if child.type in {"bullet_list", "ordered_list"}:
                    self._block(child, fields)
                elif lines_of(child)[0] > lines_of(item)[0]:
                    _append(fields, "notes", dedent(self._page.text(*lines_of(child))))
        else:
            _append(fields, "notes", self._page.text(*lines_of(item)), "\n")

    def _put(self, label: str, text: str, fields: dict[str, Any]) -> None:
        literal = label.startswith("**")
        name = label.strip("*")
        where = None if literal else field_of(name, self._taught)
        if where is None:
            section = name if literal else section_of(name, self._taught)
            _append(fields.setdefault("sections", {}), section, restore(text))
        elif where == "keypoints":
            new = [_shown(piece) for piece in split_keypoints(text)]
            fields["keypoints"] = unique([*fields.get("keypoints", ()), *new])
        elif where == "authors":
            fields["authors"] = [*fields.get("authors", ()), *map(_shown, split_keypoints(text))]
        elif where == "links":
            self._links(text, fields)
        elif where in {"venue", "published", "arxiv", "doi"}:
            _append(fields, where, _shown(text), " ")
        else:
            _append(fields, where, restore(text))

    def _links(self, text: str, fields: dict[str, Any]) -> None:
        links = fields.setdefault("links", {})
        for match in _LINK.finditer(text):
            links.setdefault(_shown(match["name"]), match["quoted"] or match["url"])
        if rest := _LINK.sub("", text).strip(" ;,|\n"):
            _append(fields, "notes", rest)


def _label(text: str, taught: Mapping[str, str]) -> tuple[str, str] | None:
    """The label that `text` begins with, and what follows; a bold one keeps its stars.

    Code and bold make a label of anything with a colon, and of a known word without one; plain
    words have to be known.
    """
    for pattern, kind in ((_CODE_LABEL, "code"), (_BOLD_LABEL, "bold"), (_PLAIN_LABEL, "plain")):
        match = pattern.match(text)
        if match:
            label = match["label"].strip()
            colon = match["colon"] or match["after"]
            known = is_known(label, taught)
            if known or (colon and kind != "plain"):
                escaped = kind == "bold" and match[1] == "**" and field_of(label) is not None
                name = f"**{_shown(label)}" if escaped and "\\" in label else _shown(label)
                return name, text[match.end() :].lstrip()
    return None


def _shown(markdown: str) -> str:
    inline = parser().parseInline(markdown)
    return " ".join(plain(inline[0]).split()) if inline else ""


def _append(fields: dict[str, Any], name: str, text: str, between: str = "\n\n") -> None:
    if text:
        fields[name] = f"{fields[name]}{between}{text}" if fields.get(name) else text
    else:
        fields.setdefault(name, "")
