"""What stands under a paper's title, put into its draft: labels, badges, links, cells, words."""

import re
from collections.abc import Iterable, Mapping
from textwrap import dedent

from paperlist.keypoints import all_mentions
from paperlist.labels import field_of, is_known, section_of
from paperlist.markup import restore
from paperlist.month import parse_month
from paperlist.readers.blocks import Block, Page, is_summary, lines_of
from paperlist.readers.draft import SINGLE, Draft
from paperlist.readers.evidence import arxiv_of, date_of, is_link_name, names_in
from paperlist.readers.labelled import (
    LISTS,
    Label,
    has_fields,
    is_own_label,
    label_of,
    label_of_item,
    plain_label,
)
from paperlist.readers.oneliner import OneLiner
from paperlist.readers.pieces import pieces, shown
from paperlist.readers.tail import Tail, sort_out
from paperlist.text import fold, title_key

_LINK = re.compile(r"\[(?P<name>(?:\\.|[^\]\\])*)\]\((?:<(?P<quoted>[^<>]*)>|(?P<url>[^\s()]*))\)")
# Columns of a table that are fields, beside the labels.
_COLUMNS = {
    "year": "published", "年份": "published", "code": "links", "代码": "links", "pdf": "links",
    "project": "links", "paper link": "links",
}  # fmt: skip
_CATEGORY_COLUMNS = frozenset("category categories type 类别 分类".split())
_MONTH_COLUMNS = frozenset("month 月份".split())
_LINK_LABELS = {
    "论文": "paper", "论文地址": "paper", "论文链接": "paper", "代码": "code", "主页": "project",
    "项目主页": "project", "项目": "project", "github": "code", "repository": "code",
    "project page": "project", "homepage": "project",
}  # fmt: skip
_PAPER_LABELS = frozenset("paper title 论文 标题 题目 论文标题".split())
_EMPTY_CELL = re.compile(r"(?:null|none|n/?a|tbd|[-–—/✗❌⚠️\s]|:heavy_minus_sign:|:x:)*", re.I)
_BRACKETED = re.compile(r"\A[\[【]([^\[\]【】]+)[\]】]\Z")
_MARKER = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.M)
# Tags, and the comment by which editors leave a heading out of their table of contents.
_SILENT_TAG = re.compile(r"</?[a-z]|<!--\s*omit (?:in|from) toc\s*-->", re.I)


class Body:
    """Puts blocks into a paper's draft.

    Args:
        page: the page that the blocks are of.
        draft: the paper.
        taught: the `labels` setting.
    """

    def __init__(self, page: Page, draft: Draft, taught: Mapping[str, str]) -> None:
        self._page = page
        self._draft = draft
        self._taught = taught
        self._open: Label | None = None

    def block(self, block: Block) -> None:
        """Take one block, with all that is in it."""
        if block.type in LISTS and (not self._open or has_fields(self._page, block, self._taught)):
            for item in block.children:
                self.item(item)
        elif block.type == "paragraph":
            self.paragraph(self._page.text(*lines_of(block)), lines_of(block)[0])
        else:
            self._loose(self._page.text(*lines_of(block)))

    def open(self, label: Label, line: int) -> None:
        """Let what follows belong to `label`, which stood alone on `line`."""
        self._put(label, "", line)
        self._open = label

    def item(self, item: Block) -> None:
        """Take one list item."""
        head, rest = self._page.item_parts(item)
        first = lines_of(item)[0]
        marker = self._page.marker(first)
        if label := label_of_item(self._page, item, self._taught):
            text = head[label.width :].lstrip()
            self._draft.say(first, marker)
            text = f"{text}\n{rest}".strip("\n") if rest.strip() else text
            self._put(label, text, first)
            if not text and not self._page.exact:
                # What was meant may stand below the list: a formula, a figure.
                self._open = label
        elif (not head.strip() or is_summary(head)) and any(map(self._is_labelled, item.children)):
            # The item held nothing but the <details> around further labels.
            self._draft.say(first, f"{marker} {head}")
            for child in item.children:
                if lines_of(child)[0] > first or child.type in LISTS:
                    self._nested(child)
        elif not rest.strip() and not self._page.exact and (tail := self._tail(head)):
            self._draft.say(first, marker)
            self.apply(tail, first)
        elif not rest.strip() and not self._page.exact and (names := self._names_alone(head)):
            self._draft.say(first, marker)
            self._draft.fields["authors"] = names
        else:
            self._loose(dedent(self._page.text(*lines_of(item))), "\n")

    def _names_alone(self, text: str) -> list[str]:
        """The names of a line of nothing else, where the paper has no authors yet."""
        return [] if self._open or self._draft.fields.get("authors") else names_in(text)

    def _is_labelled(self, block: Block) -> bool:
        if self._page.exact:
            return block.type in LISTS
        return has_fields(self._page, block, self._taught)

    def apply(self, tail: Tail, line: int) -> None:
        """Take what stood beside a title."""
        draft = self._draft
        if tail.keypoints:
            draft.keypoints(tail.keypoints, line)
        for name, url in tail.links:
            draft.link(name, url, line)
        for venue in tail.venues:
            draft.single("venue", venue, line)
        for date in tail.dates:
            draft.single("published", date, line)
        for author in tail.authors:
            draft.fields.setdefault("authors", []).append(author)
        arxiv = tail.arxiv or next(filter(None, (arxiv_of(url) for _, url in tail.links)), "")
        if arxiv and not draft.fields.get("arxiv"):
            draft.fields["arxiv"] = arxiv
        for words in tail.structure:
            draft.say(line, words)
        for words in tail.rest:
            draft.text("notes", words)

    def title(self, one: OneLiner, line: int) -> None:
        """Take what a title line says beside the title."""
        if one.url.startswith("#"):
            self._draft.say(line, one.url)
        elif one.url:
            # The title's own link is the paper's.
            one.tail.links.insert(0, ("paper", one.url))
        if one.status:
            self._draft.fields["status"] = one.status
        self.apply(one.tail, line)

    def listed(self, one: OneLiner, first: int, end: int) -> None:
        """Take what a table of contents says of this paper on the lines `first` to `end`."""
        self._draft.own(first, end)
        self._draft.say(first, f"{one.title} {one.url}")
        self.apply(one.tail, first)

    def cell(self, name: str, text: str, line: int) -> None:
        """Take a cell of a table, whose column is headed `name`."""
        column = fold(shown(name)).strip()
        field = _COLUMNS.get(column) or field_of(column, self._taught)
        tail = self._tail(text)
        if _EMPTY_CELL.fullmatch(text):
            self._draft.say(line, text)
        elif column in _CATEGORY_COLUMNS and not self._draft.fields.get("category"):
            self._draft.fields["category"] = shown(text)
            self._draft.say(line, text)
        elif column in _MONTH_COLUMNS and (month := parse_month(shown(text))):
            self._draft.month, self._draft.month_from = month, "table"
            self._draft.say(line, text)
        elif tail and tail.links and field in {None, "links", "arxiv", "doi"}:
            for i, (shown_as, url) in enumerate(tail.links):
                if len(tail.links) == 1 and shown_as in {"link", "here", "url"}:
                    self._draft.say(line, shown_as)
                    tail.links[i] = (_LINK_LABELS.get(column, column), url)
            self.apply(tail, line)
        elif field == "links" and text.startswith("http"):
            self._draft.link(column, text, line)
        elif field is None or field == "links":
            self._draft.section(shown(name) or "Notes", text, line)
        else:
            self._put(Label(shown(name)), text, line, field)

    def _nested(self, block: Block) -> None:
        if block.type in LISTS:
            for item in block.children:
                self.item(item)
        else:
            self._loose(dedent(self._page.text(*lines_of(block))))

    def paragraph(self, text: str, first: int) -> None:
        """Take a paragraph that begins on the line `first`."""
        parts: list[tuple[int, list[str]]] = []
        for row, line in enumerate(text.split("\n")):
            label = label_of(line.lstrip(), self._taught)
            again = bool(parts and label) and label_of(parts[0][1][0].lstrip(), self._taught)
            starts = bool(label and (row == 0 or is_known(label.name, self._taught) or again))
            if not starts and parts and not self._page.exact and is_own_label(line, parts[0][1][0]):
                starts = True
            if starts or not parts:
                parts.append((first + row, []))
            parts[-1][1].append(line)
        for row, lines in parts:
            words = "\n".join(lines)
            label = label_of(words.lstrip(), self._taught)
            if not label and row > first and not self._page.exact:
                label = plain_label(words.lstrip())
            if label:
                self._put(label, words.lstrip()[label.width :].strip(), row)
                self._open = label
            elif not self._page.exact and (names := self._names_alone(words)):
                self._draft.fields["authors"] = names
            elif not self._page.exact and not self._open and (tail := self._tail(words)):
                self.apply(tail, row)
            else:
                self._loose(words)

    def _tail(self, words: str) -> Tail | None:
        """Badges and links, where `words` are nothing else."""
        found = pieces(words, self._page.references)
        marked = {piece.kind for piece in found} - {"text", "tag"}
        if not marked & {"link", "badge", "address", "brackets", "code", "italic"}:
            return None
        if any(piece.kind == "image" for piece in found):
            return None
        tail = sort_out(found)
        only_code = marked <= {"code", "italic", "address"} and not tail.is_evidence
        return None if tail.rest or only_code else tail

    def _loose(self, text: str, between: str = "\n\n") -> None:
        if not text.strip():
            return
        text = restore(text) if self._page.exact else text
        if self._open:
            self._add(self._open, text, between)
        else:
            self._draft.text("notes", text, between)

    def _put(self, label: Label, text: str, line: int, field: str | None = None) -> None:
        self._open = None
        # On a page of ours a bold label is a section's, though it bear the name of a field.
        section = self._page.exact and label.bold
        if not field and not section:
            field = field_of(label.name, self._taught)
        if field is None and not section and self._linked(label, text, line):
            return
        if field is None:
            name = label.name if section else section_of(label.name, self._taught)
            self._draft.section(name, restore(text) if self._page.exact else text, line)
            if name != label.name:
                self._draft.say(line, label.name)
            return
        self._draft.say(line, label.name)
        if field == "keypoints":
            self._keypoints(text, line)
        elif field == "authors":
            self._draft.fields.setdefault("authors", []).extend(self._names(text, line))
        elif field == "links":
            self._links(text, line)
        elif field in SINGLE:
            value = self.plain(text, line)
            # In a column of venues, a year alone is a date.
            dated = field == "venue" and not self._page.exact and date_of(value)
            self._single("published" if dated else field, value, line)
        else:
            self._draft.text(field, restore(text) if self._page.exact else text)

    def _linked(self, label: Label, text: str, line: int) -> bool:
        """Take `Code: URL` for a link, called as its label where its own name says nothing."""
        tail = self._tail(text) if text and not self._page.exact else None
        if tail is None or len(tail.links) != 1:
            return False
        if tail.keypoints or tail.venues or tail.dates or tail.authors:
            return False
        name, url = tail.links[0]
        if self._called(label, name, line):
            tail.links[0] = ("paper", url)
        elif is_link_name(name):
            self._draft.say(line, name)
            called = fold(shown(label.name)).strip()
            tail.links[0] = (_LINK_LABELS.get(called, called), url)
        self._draft.say(line, label.name)
        self.apply(tail, line)
        return True

    def _called(self, label: Label, title: str, line: int) -> bool:
        """Take `Paper: [Title](URL)` for the title, below a heading that is the paper's name."""
        name = str(self._draft.fields["title"])
        if fold(label.name) not in _PAPER_LABELS or is_link_name(title) or ":" in name:
            return False
        if title_key(title).startswith(title_key(name)):
            self._draft.say(line, name)
        else:
            title = f"{name}: {title}"
        self._draft.fields["title"] = title
        return True

    def _add(self, label: Label, text: str, between: str) -> None:
        field = field_of(label.name, self._taught)
        if field in {"objective", "method", "metric", "limitation", "notes"}:
            self._draft.text(field, text, between)
        elif field is None:
            sections = self._draft.fields["sections"]
            name = section_of(label.name, self._taught)
            sections[name] = f"{sections[name]}{between}{text}".strip("\n")
        else:
            self._draft.text("notes", text, between)

    def _keypoints(self, text: str, line: int) -> None:
        source = text
        if not self._page.exact:
            for marker in _MARKER.findall(text):
                self._draft.say(line, marker)
            source = _MARKER.sub("", text)
        names = [self.plain(piece, line) for piece in all_mentions(source)]
        if not self._page.exact:
            names = [_BRACKETED.sub(r"\1", name) for name in names]
        self._draft.keypoints(names, line)

    def plain(self, text: str, line: int) -> str:
        """What `text` shows; what it does not show (addresses, images, tags) is kept elsewhere."""
        if not self._page.exact:
            for piece in pieces(text, self._page.references):
                if piece.url.startswith("#") or _SILENT_TAG.match(piece.source):
                    self._draft.say(line, piece.url or piece.source)
                elif piece.url:
                    if piece.url not in piece.source:
                        self._draft.say(line, piece.source)
                    self._draft.link(shown(piece.shown) or "link", piece.url, line)
                elif piece.kind in {"image", "tag"}:
                    self._draft.text("notes", piece.source)
        return shown(text)

    def _names(self, text: str, line: int) -> Iterable[str]:
        parts = re.split(r"(?<!&#x003B);|\n", text)
        if len(parts) == 1 and not self._page.exact:
            parts = re.split(r"[,，、]|\s+(?:and|&)\s+", text)
        return filter(None, (self.plain(part, line) for part in parts))

    def _single(self, field: str, value: str, line: int) -> None:
        found = value
        if field == "published" and not self._page.exact:
            found = date_of(value)
        elif field == "arxiv" and not self._page.exact:
            found = arxiv_of(f"arXiv:{value}") or arxiv_of(value)
        if found:
            self._draft.single(field, found, line)
            if found != value:
                self._draft.say(line, value)
        elif value:
            self._draft.text("notes", f"{field}: {value}")

    def _links(self, text: str, line: int) -> None:
        for match in _LINK.finditer(text):
            url = match["quoted"] or match["url"]
            url = restore(url) if self._page.exact else url
            name = shown(match["name"])
            usual = not self._page.exact and is_link_name(name)
            self._draft.link(name.lower() if usual else name, url, line)
        rest = _LINK.sub("", text).strip(" ;,|\n")
        if rest and (tail := self._tail(rest)):
            self.apply(tail, line)
        elif rest:
            self._draft.text("notes", rest)
