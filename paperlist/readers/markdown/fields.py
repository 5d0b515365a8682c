"""Fills the fields of a paper from labelled text, title lines and cells of tables."""

import re
from collections.abc import Iterable, Mapping

from paperlist.markdown.escape import restore
from paperlist.model.keypoints import all_mentions
from paperlist.model.labels import field_of, section_of
from paperlist.model.links import with_scheme
from paperlist.model.months import parse_month
from paperlist.model.statuses import asks_for_status, status_of
from paperlist.readers.draft import SINGLE, Draft, grown
from paperlist.readers.markdown.line.columns import (
    CATEGORY_COLUMNS,
    MONTH_COLUMNS,
    NUMBER_COLUMNS,
    field_of_column,
)
from paperlist.readers.markdown.line.labels import Label
from paperlist.readers.markdown.line.paper_line import OneLiner
from paperlist.readers.markdown.line.recognize import (
    LINKS_CALLED,
    arxiv_in,
    arxiv_of,
    date_of,
    is_link_name,
    link_name,
    unlinked,
)
from paperlist.readers.markdown.line.remainder import HASH_TAGS, sort_line
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import parted_words, pieces, shown
from paperlist.readers.markdown.tree.anchors import is_called
from paperlist.readers.markdown.tree.blocks import Page
from paperlist.text.words import fold, title_key

_LINK = re.compile(
    r"(?<!\[)\[(?P<name>\[*+(?>(?:\\.|[^\[\]\\])*))\]\((?:<(?P<quoted>[^<>]*)>|(?P<url>[^\s()]*))\)"
)
_LINK_LABELS = LINKS_CALLED | {
    "github": "code", "repository": "code", "project page": "project", "homepage": "project",
}  # fmt: skip
# Links with these names lead to something that the paper uses, perhaps to another paper.
_OF_OTHERS = frozenset("dataset datasets data benchmark model models baseline review".split())
_PAPER_LABELS = frozenset("paper title 论文 标题 题目 论文标题".split())
_EMPTY_CELL = re.compile(r"(?:null|none|n/?a|tbd|[-–—/✗❌⚠️\s]|:heavy_minus_sign:|:x:)*", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_WORD = re.compile(r"[^\W_]")
_ADDRESS = re.compile(r"\(\s*https?://[^()]*\)|<[^<>]*>")
_BRACKETED = re.compile(r"\A[\[【]([^\[\]【】]+)[\]】]\Z")
_MARKER = re.compile(r"^[^\S\n]*+(?:[-*+]|\d+[.)])\s+", re.M)
# Tags, and a comment that keeps a heading out of the table of contents, have no author's words.
_SILENT_TAG = re.compile(r"</?[a-z]|<!--\s*omit (?:in|from) toc\s*-->", re.I)


class Fields:
    """Fills the fields of one paper with text from a page.

    Args:
        page: the page.
        draft: the paper.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
    """

    def __init__(self, page: Page, draft: Draft, label_aliases: Mapping[str, str]) -> None:
        self._page = page
        self._draft = draft
        self._label_aliases = label_aliases

    def title(self, one: OneLiner, line: int) -> None:
        """Add what stands beside the title on its line, such as links and authors."""
        if one.url.startswith("#"):
            self._draft.mark_structure(line, one.url)
        elif one.url:
            # The link of the title leads to the paper.
            one.tail.links.insert(0, ("paper", one.url))
        if one.status:
            self._draft.fields["status"] = one.status
        self.apply(one.tail, line)

    def listed(self, one: OneLiner, first: int, end: int) -> None:
        """Add what the table of contents says about the paper, on lines `first` to `end`."""
        self._draft.claim_lines(first, end)
        self._draft.mark_structure(first, one.url)
        if is_called(one.title, str(self._draft.fields["title"])):
            self._draft.mark_structure(first, one.title)
        else:
            self._draft.text("notes", one.title)
        if one.status:
            self._draft.fields.setdefault("status", one.status)
        self.apply(one.tail, first)

    def apply(self, tail: Tail, line: int) -> None:
        """Add the links, dates, authors and so on that were found on a line."""
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
        own = (arxiv_of(url) for name, url in tail.links if name not in _OF_OTHERS)
        arxiv = tail.arxiv or next(filter(None, own), "")
        if arxiv and not draft.fields.get("arxiv"):
            draft.fields["arxiv"] = arxiv
        elif tail.arxiv and tail.arxiv != draft.fields["arxiv"]:
            draft.text("notes", f"arXiv:{tail.arxiv}")
        for words in tail.structure:
            draft.mark_structure(line, words)
        for words in [*tail.rest, *tail.tips]:
            draft.text("notes", words)

    def put(self, label: Label, text: str, line: int, field: str | None = None) -> None:
        """Add the text of a label to the paper: `Method: diffusion` fills the field `method`.

        If `field` is given, the text goes to that field instead.
        """
        # On a page that paperlist published, a bold label is a section even if it names a field.
        section = self._page.exact and label.bold
        if not field and not section:
            field = self._field_of(label.name, text)
        if field is None and not section and self._take_link(label, text, line):
            return
        if field is None:
            name = label.name if section else section_of(label.name, self._label_aliases)
            self._draft.section(name, restore(text) if self._page.exact else text, line)
            if name != label.name:
                self._draft.mark_structure(line, label.name)
            return
        self._draft.mark_structure(line, label.name)
        if field == "keypoints":
            self._keypoints(text, line)
        elif field == "authors":
            self._draft.fields.setdefault("authors", []).extend(self._names(text, line))
        elif field == "links":
            self._links(text, line)
        elif field == "status":
            self._status(self.plain(text, line), line)
        elif field in SINGLE:
            text, page = unlinked(text)
            self._draft.mark_structure(line, page)
            value = self.plain(text, line)
            # A year alone is a date, even in a column of venues.
            dated = field == "venue" and not self._page.exact and date_of(value)
            self._single("published" if dated else field, value, line)
        else:
            self._draft.text(field, restore(text) if self._page.exact else text)

    def _field_of(self, label: str, text: str) -> str | None:
        """Return the field of a label; the text tells whether `Read?` is a status or a section."""
        if not self._page.exact and asks_for_status(label) and status_of(shown(text)):
            return "status"
        return field_of(label, self._label_aliases)

    def add(self, label: Label, text: str, between: str) -> None:
        """Append more text to the field or section of a label, after the separator `between`."""
        field = field_of(label.name, self._label_aliases)
        if field in {"objective", "method", "metric", "limitation", "notes"}:
            self._draft.text(field, text, between)
        elif field is None:
            sections = self._draft.fields["sections"]
            name = section_of(label.name, self._label_aliases)
            if text.strip("\n"):
                sections[name] = grown(sections, name, between, text.strip("\n"))
        else:
            self._draft.text("notes", text, between)

    def cell(self, name: str, text: str, line: int) -> None:
        """Add a cell of a table to the paper; `name` is the heading of the column."""
        column = fold(shown(name)).strip()
        field = field_of_column(column, self._label_aliases) or self._field_of(column, text)
        tail = self.tail(text)
        if _EMPTY_CELL.fullmatch(text) or (column in NUMBER_COLUMNS and text.isdigit()):
            self._draft.mark_structure(line, text)
        elif column in CATEGORY_COLUMNS and not self._draft.fields.get("category"):
            self._draft.fields["category"] = self.plain(_BREAK.sub(" ", text), line)
            self._draft.mark_structure(line, self._draft.fields["category"])
        elif column in MONTH_COLUMNS and (month := parse_month(shown(text))):
            self._draft.month, self._draft.month_from = month, "table"
            self._draft.mark_structure(line, text)
        elif tail and (tail.links or tail.arxiv) and field in {None, "links", "arxiv", "doi"}:
            for i, (shown_as, url) in enumerate(tail.links):
                silent = shown_as in {"link", "here", "url"} or not _WORD.search(
                    _ADDRESS.sub("", text)
                )
                # Links are named like their column if it is unusual: `My reimplementation`.
                silent = silent or (is_link_name(shown_as) and not is_link_name(column))
                if len(tail.links) == 1 and silent:
                    self._draft.mark_structure(line, shown_as)
                    tail.links[i] = (_LINK_LABELS.get(column, column), url)
            self.apply(tail, line)
        elif field == "links" and text.startswith("http"):
            self._draft.link(column, text, line)
        elif not shown(name):
            self._draft.text("notes", text)
        elif (
            field is None or field == "links" or (field == "published" and not date_of(shown(text)))
        ):
            self._draft.section(shown(name), text, line)
        else:
            self.put(Label(shown(name)), text, line, field)

    def link(self, name: str, url: str, line: int) -> None:
        """Add a link to the paper."""
        self._draft.link(name, url, line)

    def tail(self, words: str) -> Tail | None:
        """Sort a line into links, tags, names and dates; return None for ordinary text."""
        return sort_line(words, self._page.references)

    def plain(self, text: str, line: int) -> str:
        """Return the text that Markdown shows; add its links and pictures to the paper."""
        if not self._page.exact:
            for piece in pieces(text, self._page.references):
                if piece.url.startswith("#"):
                    self._draft.mark_structure(line, piece.url)
                elif piece.url:
                    self._draft.link(shown(piece.shown) or "link", piece.url, line)
                elif _SILENT_TAG.match(piece.source):
                    self._draft.mark_structure(line, piece.source)
                elif piece.kind in {"image", "tag"}:
                    self._draft.text("notes", piece.source)
                for mark in piece.markup:
                    self._draft.mark_structure(line, mark)
                self._draft.text("notes", piece.tip)
            for words in parted_words(text):
                self._draft.mark_structure(line, words)
        return shown(text)

    def _take_link(self, label: Label, text: str, line: int) -> bool:
        """Add the link in `Code: URL` and return True; return False for any other text.

        `Code: [here](URL)` gives the link `code`, since `here` is a usual text of links.
        """
        if not text and is_link_name(label.name) and not self._page.exact:
            self._draft.mark_structure(line, label.name)  # `Code:` without a link
            return True
        tail = self.tail(text) if text and not self._page.exact else None
        if tail is None or len(tail.links) != 1:
            return False
        if tail.keypoints or tail.venues or tail.dates or tail.authors:
            return False
        name, url = tail.links[0]
        called = fold(shown(label.name)).strip()
        if self._take_title(label, name, line):
            tail.links[0] = ("paper", url)
        elif is_link_name(name):
            self._draft.mark_structure(line, name)
            tail.links[0] = (_LINK_LABELS.get(called, called), url)
        elif called not in _PAPER_LABELS and called not in _LINK_LABELS:
            return False  # `Superseded by: [Another Paper](URL)` is a remark
        self._draft.mark_structure(line, label.name)
        self.apply(tail, line)
        return True

    def _take_title(self, label: Label, title: str, line: int) -> bool:
        """Complete a heading such as `MAE` by the title in `Paper: [Masked Autoencoders](URL)`.

        Return whether the title was changed.
        """
        name = str(self._draft.fields["title"])
        if fold(label.name) not in _PAPER_LABELS or is_link_name(title) or ":" in name:
            return False
        if title_key(title).startswith(title_key(name)):
            self._draft.mark_structure(line, name)
        else:
            title = f"{name}: {title}"
        self._draft.fields["title"] = title
        return True

    def _keypoints(self, text: str, line: int) -> None:
        source = text
        if not self._page.exact:
            for marker in _MARKER.findall(text):
                self._draft.mark_structure(line, marker)
            source = _MARKER.sub("", text)
        if not self._page.exact and HASH_TAGS.fullmatch(source):
            source = "; ".join(source.replace("#", " ").split())
        names = [self.plain(piece, line) for piece in all_mentions(source)]
        if not self._page.exact:
            names = [_BRACKETED.sub(r"\1", name) for name in names]
        self._draft.keypoints(names, line)

    def _names(self, text: str, line: int) -> Iterable[str]:
        parts = re.split(r"(?<!&#x003B);|\n", text)
        if len(parts) == 1 and not self._page.exact:
            parts = re.split(r"[,，、]\s*(?:and\s)?|\s+(?:and|&)\s+", text)
            self._draft.mark_structure(line, " and" * (len(parts) - 1))
        return filter(None, (self.plain(part, line) for part in parts))

    def _single(self, field: str, value: str, line: int) -> None:
        found, rest = value, ""
        if field == "published" and not self._page.exact:
            found = date_of(value)
        elif field == "arxiv" and not self._page.exact:
            found, rest = arxiv_in(f"arXiv:{value}")
            found, rest = (found, rest) if found else arxiv_in(value)
        if found:
            self._draft.single(field, found, line)
            if found != value:
                self._draft.mark_structure(line, value.replace(rest, " ", 1) if rest else value)
            if re.search(r"\w", rest):
                self._draft.text("notes", f"{field}: {rest}")
        elif value:
            self._draft.text("notes", f"{field}: {value}")

    def _status(self, value: str, line: int) -> None:
        """Set the status if `value` is a known status; keep any other value in the notes."""
        if known := status_of(value):
            self._single("status", known, line)
            self._draft.mark_structure(line, value)
        elif value:
            self._draft.text("notes", f"status: {value}")

    def _links(self, text: str, line: int) -> None:
        for match in _LINK.finditer(text):
            url = match["quoted"] or match["url"]
            url = restore(url) if self._page.exact else url
            name = shown(match["name"])
            if not self._page.exact:
                if link_name(name) != name.lower():
                    self._draft.mark_structure(line, name)
                name = link_name(name) or "link"
                arxiv = arxiv_of(url)
                if arxiv and not self._draft.fields.get("arxiv"):
                    self._draft.fields["arxiv"] = arxiv
            self._draft.link(name, url, line)
        rest = with_scheme(_LINK.sub("", text).strip(" ;,|\n"))
        if rest and (tail := self.tail(rest)):
            self.apply(tail, line)
        elif rest:
            self._draft.text("notes", rest)
