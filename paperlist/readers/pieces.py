"""A line of Markdown cut into pieces: links, images, brackets, code, bold, italics, tags, words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from paperlist.markup import parser, plain
from paperlist.text import fold

_URL = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
_TEXT = r"(?:\\.|`[^`]*`|\[(?:\\.|[^\[\]\\])*\]|[^\[\]\\])*?"
_PIECE = re.compile(
    rf"""
      (?P<badge>\[!\[(?P<alt>(?:\\.|[^\[\]])*)\]\({_URL}\)\]\((?P<target>{_URL})\))
    | (?P<image>!\[(?:\\.|[^\[\]])*\]\({_URL}\))
    | (?P<link>\[(?P<name>{_TEXT})\]\((?P<url>{_URL})\))
    | (?P<anchor><a\b[^<>]*?href\s*=\s*["']?(?P<href>[^"'<>\s]+)["']?[^<>]*>
        (?P<shown>[^<>]*)</a\s*>)
    | (?P<tag><(?!https?://)/?[a-zA-Z][^<>]*>|<!--.*?-->)
    | (?P<auto><(?P<address>https?://[^<>\s]+)>|(?P<bare>https?://[^\s<>()\[\]`]+))
    | (?P<code>`+(?P<inside>[^`]+)`+)
    | (?P<bold>\*\*(?P<strong>(?=\S)(?:\\.|[^*\\]|\*(?!\*))+?)\*\*(?!\*)
        |__(?P<strong2>(?=\S)[^_]+)__)
    | (?P<italic>(?<![*\w])\*(?P<em>(?=\S)(?:\\.|[^*\\])+?)\*(?![*\w])
        |(?<!\w)_(?P<em2>[^_]+)_(?!\w))
    | (?P<open>\\?\[|【)
    | (?P<close>\\?\]|】)
    | (?P<text>(?:\\[^\[\]]|[^\[\]\\`*_<!【】h]|h(?!ttps?://))+|.)
    """,
    re.X | re.S,
)
# Without one of these, a line is words alone.
_MARKED = re.compile(r"[\[\]\\`*_<!【】]|https?://")
_INLINE_SIGN = re.compile(r"[\\`*_\[\]<>&$~\x00]")
BETWEEN = re.compile(r"[\s,，;；|·•:：.。()（）/&+~—–\-]*")


class Piece(NamedTuple):
    """A piece of a line.

    Attributes:
        kind: link, badge (a linked image), image, address, brackets, code, bold, italic, tag or
            text; open and close while brackets are being joined.
        shown: the Markdown between its signs.
        url: the address it leads to.
        source: the piece as it stands in the line.
    """

    kind: str
    shown: str
    url: str
    source: str


def pieces(line: str, references: Mapping[str, str] | None = None) -> list[Piece]:
    """`line` cut into pieces; `references` are the page's link definitions, folded -> URL."""
    if not _MARKED.search(line):
        return [Piece("text", line, "", line)] if line else []
    found = [_piece(match) for match in _PIECE.finditer(line)]
    return list(_merged(_bracketed(found, references or {})))


def shown(markdown: str) -> str:
    """The text that inline Markdown shows, on one line."""
    if not _INLINE_SIGN.search(markdown):
        return " ".join(markdown.split())
    inline = parser().parseInline(markdown)
    return " ".join(plain(inline[0]).split()) if inline else ""


def _piece(match: re.Match[str]) -> Piece:
    source, group = match[0], match.group
    kind = str(match.lastgroup)
    if kind in {"badge", "link", "anchor"}:
        words, url = {"badge": ("alt", "target"), "link": ("name", "url")}.get(
            kind, ("shown", "href")
        )
        return Piece(
            "badge" if kind == "badge" else "link", group(words), _address(group(url)), source
        )
    if kind == "auto":
        url = group("address") or group("bare").rstrip(".,;:，。；")
        return Piece("address", "", url, source)
    if kind == "code":
        return Piece("code", group("inside").strip(), "", source)
    if kind in {"bold", "italic"}:
        words = next(filter(None, group("strong", "strong2", "em", "em2")))
        # A link within is a link: `**[Title](URL)**`.
        linked = _PIECE.fullmatch(words)
        inner = linked and linked["link"] and _piece(linked)
        return inner._replace(source=source) if inner else Piece(kind, words, "", source)
    shown_as = source if kind in {"text", "open", "close"} else ""
    return Piece(kind, shown_as, "", source)


def _address(text: str) -> str:
    url = re.sub(r"\s+(?:\"[^\"]*\"|'[^']*')\Z", "", text.strip())
    return url[1:-1] if url.startswith("<") and url.endswith(">") else url


def _bracketed(found: Sequence[Piece], references: Mapping[str, str]) -> Iterator[Piece]:
    """Brackets joined: `[X]` to one piece, `[text][label]` to a link, `[[link]]` to the link."""
    i = 0
    while i < len(found):
        piece = found[i]
        if piece.kind != "open":
            yield piece if piece.kind != "close" else piece._replace(kind="text")
            i += 1
            continue
        end = next(
            (j for j in range(i + 1, len(found)) if found[j].kind in {"open", "close"}), None
        )
        inside = found[i + 1 : end] if end is not None else []
        if end is None or found[end].kind == "open" or not inside:
            yield piece._replace(kind="text")
            i += 1
            continue
        source = "".join(each.source for each in found[i : end + 1])
        shown = "".join(each.source for each in inside)
        label = _reference(found, end + 1)
        if (url := references.get(fold(label or shown))) and not source.startswith("\\"):
            after = end + 1 + (3 if label else 0)
            source = "".join(each.source for each in found[i:after])
            yield Piece("link", shown, url, source)
            i = after
            continue
        if any(each.kind in {"link", "badge", "address"} for each in inside):
            yield from (
                each for each in inside if each.kind != "text" or not BETWEEN.fullmatch(each.shown)
            )
        else:
            yield Piece("brackets", shown.strip(), "", source)
        i = end + 1


def _reference(found: Sequence[Piece], start: int) -> str:
    """The label of `[text][label]`, whose second bracket begins at `start`."""
    kinds = [piece.kind for piece in found[start : start + 3]]
    return found[start + 1].source if kinds == ["open", "text", "close"] else ""


def _merged(found: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring words as one piece."""
    for is_text, group in groupby(found, key=lambda piece: piece.kind == "text"):
        if is_text:
            source = "".join(piece.source for piece in group)
            yield Piece("text", source, "", source)
        else:
            yield from group
