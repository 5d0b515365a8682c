"""Splits a Markdown line into pieces: links, images, brackets, code, bold, italics, tags, words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from paperlist.markdown.parser import parser, plain
from paperlist.text.words import fold

_URL = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
_TEXT = r"(?>(?:\\.|`[^`]*+`|`(?![^`]*+`)|\[(?>(?:\\.|[^\[\]\\])*)\]|[^\[\]\\`]++)*)"
_ALT = r"(?>(?:\\.|[^\[\]\\]++)*)"
# No alternative backtracks, and each stops where another of its kind may begin. So the time for a
# line grows only linearly with its length, whatever the line contains.
_COMMENT = r"<!--[^<-]*+(?>(?:(?!-->|<!--)[<-][^<-]*+)*)-->"
COMMENT = re.compile(_COMMENT)
_PIECE = re.compile(
    rf"""
      (?P<badge>\[!\[(?P<alt>{_ALT})\]\((?P<picture>{_URL})\)\]\((?P<target>{_URL})\))
    | (?P<image>!\[{_ALT}\]\({_URL}\)|<img\b[^<>]*>)
    | (?P<link>\[(?P<name>{_TEXT})\]\((?P<url>{_URL})\))
    | (?P<anchor>(?><a\b(?=[^<>]*+>)[^<>]*?href\s*+=\s*+["']?(?P<href>[^"'<>\s]+)["']?[^<>]*>)
        (?P<shown>[^<>]*+(?>(?:<(?:img|/?(?:b|i|em|strong|code|kbd|span|font))\b[^<>]*+>[^<>]*+)*))</a\s*>)
    | (?P<marked><(?P<mark>b|strong|i|em|code|kbd|(?<!\S<)(?:sub|sup|small))\b[^<>]*>
        (?P<within>[^<>\[\]]*)</(?P=mark)\s*>)
    | (?P<tag><(?!https?://)/?[a-zA-Z][^<>]*>|{_COMMENT})
    | (?P<auto><(?P<address>https?://[^<>\s]+)>|(?P<bare>https?://[^\s<>()\[\]`]+))
    | (?P<code>(?<!`)`++(?P<inside>[^`]++)`++)
    | (?P<bold>\*\*\*(?P<strong3>(?=\S)(?:\\.|[^*\\])+?)\*\*\*(?!\*)
        |\*\*(?P<strong>(?=\S)(?:\\.|[^*\\]|\*(?!\*))+?)\*\*(?!\*)
        |__(?P<strong2>(?=\S)[^_]+)__)
    | (?P<italic>(?<![*\w])\*(?P<em>(?=\S)(?:\\.|[^*\\])+?)\*(?![*\w])
        |(?<!\w)_(?P<em2>[^_]+)_(?!\w))
    | (?P<open>\\?\[|【)
    | (?P<close>\\?\]|】)
    | (?P<text>(?>(?:[^\[\]\\`*_<!【】h]++|\\[^\[\]]|h(?!ttps?://))+)|.)
    """,
    re.X | re.S,
)
# A line without any of these is plain text.
_MARKED = re.compile(r"[\[\]\\`*_<!【】]|https?://")
# The elements of HTML, those that GitHub drops included.
_ELEMENTS = """
a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas
caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr
html i iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr
noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script
search section select slot small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
# `<A class of algorithms>`, `<Title: its rest>`, `<think>`: words in angle brackets that only look
# like tags.
_WORDS_IN_ANGLE_BRACKETS = re.compile(
    r"(?<!\\)<(?=[\w-]+(?:(?:\s+[\w'’-]+){3,}\s*>|[:,]\s[^<>]*>)"
    rf"|/?(?!(?:{'|'.join(_ELEMENTS.split())})\b)[a-z][\w-]*>)",
    re.I,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARTED = re.compile(r"(?<![^\W_])[^\W_]++(?:(?:</?[a-zA-Z][^<>]*+>|\*{1,3}|`+|~~)[^\W_]++)+")
_MARK_WITHIN = re.compile(r"[<*`~]")
_IMG = re.compile(r"""<img\b(?:[^<>]*?\balt\s*=\s*["']?(?P<alt>[^"'<>]*))?""", re.I)
# HTML tags that mean the same as Markdown's bold and italics; any other is treated as code.
_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_TIP = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*\Z""")
_INLINE_CHARACTER = re.compile(r"[\\`*_\[\]<>&$~\x00]")
BETWEEN = re.compile(r"[\s,，;；|·•:：.。()（）/&+~—–\-]*")


class Piece(NamedTuple):
    """A piece of a line.

    Attributes:
        kind: link, badge (a linked image), image, address, brackets, code, bold, italic, tag or
            text. `cited` adds the kind title. While a line is being split, single brackets are open
            or close.
        shown: the Markdown inside the piece's markup: a link's text, the words in bold.
        url: the address that a link, badge or address leads to.
        source: the exact text of the piece in the line.
        tip: a link's title, which browsers show on hover.
        markup: parts of the source that are no words of the author's, such as tags and the picture
            of a badge.
    """

    kind: str
    shown: str
    url: str
    source: str
    tip: str = ""
    markup: tuple[str, ...] = ()


def pieces(line: str, references: Mapping[str, str] | None = None) -> list[Piece]:
    """Split a line into links, images, code, bold words and so on.

    `references` has the link definitions of the page: `[Code]: URL` gives `{"code": URL}`.
    """
    if not _MARKED.search(line):
        return [Piece("text", line, "", line)] if line else []
    line = _WORDS_IN_ANGLE_BRACKETS.sub(r"\<", line)
    found = [_piece(match) for match in _PIECE.finditer(line)]
    whole = _split_marked(_bracketed(_unmarked(found), references or {}), references)
    return list(_merged(whole))


def _unmarked(found: Sequence[Piece]) -> list[Piece]:
    """Turn markup within a word, as in `**C**ontrastive`, back into plain text."""
    kept: list[Piece] = []
    for before, piece, behind in zip([None, *found], found, [*found[1:], None], strict=False):
        glued = (before and before.kind == "text" and before.source[-1:].isalnum()) or (
            behind and behind.kind == "text" and behind.source[:1].isalnum()
        )
        marked = piece.kind in {"bold", "italic", "code"} and piece.shown[-1:].isalnum()
        kept.append(Piece("text", piece.source, "", piece.source) if glued and marked else piece)
    return kept


def _split_marked(found: Iterable[Piece], references: Mapping[str, str] | None) -> Iterator[Piece]:
    """Split bold or italic words with links inside into the links and the words between them."""
    for piece in found:
        marked = piece.kind in {"bold", "italic"}
        inner = pieces(piece.shown, references) if marked and not piece.url else []
        if any(each.url for each in inner):
            for each in inner:
                yield each._replace(kind=piece.kind) if each.kind == "text" else each
        else:
            yield piece


def shown(markdown: str) -> str:
    """Return the text that inline Markdown shows, on one line."""
    if not _INLINE_CHARACTER.search(markdown):
        return " ".join(markdown.split())
    inline = parser().parseInline(_WORDS_IN_ANGLE_BRACKETS.sub(r"\<", markdown))
    return " ".join(plain(inline[0]).split()) if inline else ""


def parted_words(markdown: str) -> list[str]:
    """Return the words that have markup inside them, such as `H<sub>2</sub>O`."""
    return _PARTED.findall(markdown) if _MARK_WITHIN.search(markdown) else []


def _piece(match: re.Match[str]) -> Piece:
    source, group = match[0], match.group
    kind = str(match.lastgroup)
    if kind in {"badge", "link", "anchor"}:
        return _link(match, kind)
    if kind == "auto":
        url = group("address") or group("bare").rstrip(".,;:，。；")
        return Piece("address", "", url, source)
    markup = tuple(_TAG.findall(source)) if "<" in source and kind != "image" else ()
    if kind in {"code", "marked"}:
        words = (group("inside") or group("within") or "").strip()
        return Piece(_MARKS.get(group("mark"), "code"), words, "", source, markup=markup)
    if kind in {"bold", "italic"}:
        words = next(filter(None, group("strong3", "strong", "strong2", "em", "em2")))
        # A link in bold is a link: `**[Title](URL)**`.
        linked = _PIECE.fullmatch(words)
        inner = linked and linked["link"] and _piece(linked)
        return (
            inner._replace(source=source) if inner else Piece(kind, words, "", source, "", markup)
        )
    shown_as = source if kind in {"text", "open", "close"} else ""
    return Piece(kind, shown_as, "", source, markup=markup)


def _link(match: re.Match[str], kind: str) -> Piece:
    names = {"badge": ("alt", "target"), "link": ("name", "url"), "anchor": ("shown", "href")}
    words, place = (match[name] for name in names[kind])
    url, tip = _address(place)
    markup = [] if kind != "badge" else [match["picture"]]
    if kind == "anchor":
        markup += [match.string[match.start() : match.start("href")], "</a>"]
        markup.append(match.string[match.end("href") : match.start("shown")])
    if image := _IMG.search(words):
        # The text of a picture is the `alt` of its tag.
        kind, markup = "badge", [*markup, words[: image.start("alt")], words[image.end("alt") :]]
        words = image["alt"] or ""
    else:
        markup += _TAG.findall(words)
    return Piece("badge" if kind == "badge" else "link", words, url, match[0], tip, tuple(markup))


def _address(text: str) -> tuple[str, str]:
    """Return the address and the title of a link, from the text in its parentheses."""
    tip = _TIP.search(text)
    url = (text[: tip.start()] if tip else text).strip()
    url = url[1:-1] if url.startswith("<") and url.endswith(">") else url
    return url, tip[0].strip()[1:-1].strip() if tip else ""


def _bracketed(found: Sequence[Piece], references: Mapping[str, str]) -> Iterator[Piece]:
    """Join brackets: `[X]` becomes one piece, `[text][label]` a link, `[[link]]` its inner link."""
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
            yield Piece("link", shown, url, source, markup=(label,))
            i = after
            continue
        if any(each.kind in {"link", "badge", "address", "image"} for each in inside):
            yield from (
                each for each in inside if each.kind != "text" or not BETWEEN.fullmatch(each.shown)
            )
        else:
            markup = tuple(mark for each in inside for mark in each.markup)
            yield Piece("brackets", shown.strip(), "", source, markup=markup)
        i = end + 1


def _reference(found: Sequence[Piece], start: int) -> str:
    """Return the label of `[text][label]` if `[label]` begins at the piece `start`, or empty."""
    kinds = [piece.kind for piece in found[start : start + 3]]
    return found[start + 1].source if kinds == ["open", "text", "close"] else ""


def _merged(found: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbouring text pieces into one."""
    for is_text, group in groupby(found, key=lambda piece: piece.kind == "text"):
        if is_text:
            source = "".join(piece.source for piece in group)
            yield Piece("text", source, "", source)
        else:
            yield from group
