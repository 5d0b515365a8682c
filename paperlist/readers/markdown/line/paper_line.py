r"""Reads a paper in one line: title, authors, venue, date, keypoints and links.

    - [Title](URL) `[SD]` `[2024.11]` `[ICLR25]` \[[paper](URL)\] \[[code](URL)\] a remark
    - **Title**, A. Author, B. Author, *CVPR 2024* [[pdf](URL)]
    - [ ] 2024-04 Title [![arXiv](badge)](URL)
    - CVPR 2024 oral, **Name**: the rest of the title, [arXiv](URL) / [Code](URL)

The line is split into pieces: links, images, brackets, code, bold, italics, tags and words. The
first piece that can be a title is the title; `remainder` sorts all other pieces into fields.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from paperlist.model.statuses import status_of
from paperlist.readers.markdown.line.citation import cited
from paperlist.readers.markdown.line.recognize import (
    BARE_ARXIV,
    ET_AL,
    PREPRINT_DATE,
    SHORTCODES,
    date_of,
    is_acronym_of_a_year,
    is_aside,
    is_link_name,
    is_venue,
    leads_to_a_paper,
    names_in,
)
from paperlist.readers.markdown.line.remainder import LONGEST_KEYPOINT, is_bracketed, sort_out
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.title_end import (
    at_sentences,
    without_asides,
    without_parentheses,
)
from paperlist.readers.markdown.line.tokens import Piece, parted_words, pieces, shown

NUMBERING = re.compile(
    r"\s*(?:\d{1,3}[.)、](?=\s|\*|\[)|\(\d{1,3}\)(?=\s)|(?:\*\*)?\\?\[(?P<cited>\d{1,3})\\?\](?:\*\*)?(?=\s))\s*"
)
_DASHES = re.compile(r"&(?:[mn]dash|bull|middot|nbsp|e[mn]sp);")
_CHECK_BOX = re.compile(r"\s*\\?\[([ xX])\\?\]\s+")
_IN_PARENTHESES = re.compile(r"\W*\(([^()]{2,30})\)[\s:：,.–—-]*")
_ID_FIRST = re.compile(r"\W*(?:arxiv\s*[:：]?\s*)?\d{4}\.\d{4,5}(?:v\d+)?[\s:：,|–—-]+(?=\S)", re.I)
_BEFORE_COLON = re.compile(r"\W*+((?:[\w.'/-]+\s){0,2}?[\w.'/-]*\d{2})(?:\s*[:：,|–—]\s*|\s+)")
# The words up to the first comma, which may be a venue or a date before the title.
_LEADING = re.compile(r"\s*([^,，]{3,60}?)\s*[,，]\s+")
_STATUS = re.compile(r"(?<=\S)\s*\((?P<word>done|todo|to[ -]read|unread|already read)\)\Z", re.I)
_BETWEEN = " ,，;:：·|—–-"
# What is cut off before a title: emoji, commas, and a bracket that closes a date or venue.
_BEFORE = re.compile("\\A[\\s)）\\]】,:：\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+")
_MARK = re.compile("[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]{1,20}")
# Thumbs, flames, stars, check marks; or any character repeated.
_RATING = re.compile("[👍👎🔥⭐★❗‼✅✔☑✓❌✗]+\ufe0f?|(.)(?:\ufe0f?\\1)+\ufe0f?")
_CHECK_CODE = re.compile(r":[a-z_]*(?:check|cross_mark)[a-z_]*:")
_WORD = re.compile(r"[^\W_]")
_WORDS_BEHIND = re.compile(r"\s+[^\W\d_]{2,}")
_OF_SEVERAL = re.compile(r"[,，;；&]|\b(?:and|al)\b")
_BREAK = re.compile(r"<br\b", re.I)
_QUOTED = re.compile(r"""["“”]([^"“”]+?)[.,，。]?["“”]|《([^《》]+)》""")
_BRACKETED = re.compile(r"\s*[\[【(]([^\[\]【】()]{2,30})[\]】)][\s:：-]*")
LONGEST_NAME = 4
# Enough for a hundred authors with their institutes; a longer line is no paper.
LONGEST_LINE = 10_000


class OneLiner(NamedTuple):
    """A paper in one line.

    Attributes:
        title: the title.
        url: the address that the title links to, or empty.
        status: `read` or `to-read` if the line has a check box, else empty.
        tail: everything else on the line, such as authors and links.
    """

    title: str
    url: str
    status: str
    tail: Tail


def parse_line(line: str, references: Mapping[str, str] | None = None) -> OneLiner | None:
    """Read a line as if it were a paper; return None if it has no title.

    Almost any words can be a title. So the caller, who sees the other lines too, has to decide
    whether the line is a paper.

    Args:
        line: the line's Markdown.
        references: the link definitions of the page: `[Code]: URL` gives `{"code": URL}`.
    """
    if len(line) > LONGEST_LINE:
        return None
    line = " ".join(_DASHES.sub(lambda dash: unescape(dash[0]), line).split())
    numbered = NUMBERING.match(line)
    if numbered and numbered["cited"] in (references or {}):
        numbered = None
    line = line[numbered.end() :] if numbered else line
    emoji = SHORTCODES.match(line)
    line = line[emoji.end() :] if emoji else line
    found = pieces(line, references)
    status = ""
    if match := _CHECK_BOX.match(line):
        status = "to-read" if match[1] == " " else "read"
        found = pieces(line[match.end() :], references)
    citation = cited(found)
    found, led = (citation.pieces, 0) if citation else _split_leading_venue(found)
    start = next((i for i, piece in enumerate(found) if i >= led and _can_be_title(piece)), None)
    if start is None:
        return None
    if _is_remark_before(found, start):
        start += 1
    end = _end_of_title(found, start, led=bool(led))
    words = "".join(piece.source for piece in found[start:end])
    if end == start + 1 and found[start].kind != "text":
        words = (
            found[start].shown.strip("*_") if found[start].kind == "bold" else found[start].shown
        )
        if prefix := _bracketed_prefix(words):
            before = pieces(prefix)
            found[start:start] = before
            start, end, words = start + len(before), end + len(before), words[len(prefix) :]
    elif prefix := _dated_prefix(words):
        found[start:start] = [Piece("text", prefix, "", prefix)]
        start, end, words = start + 1, end + 1, words[len(prefix) :]
    words, asides = _split_title(words, "text" if end > start + 1 else found[start].kind)
    title = _trim_title(shown(words))
    url = found[start].url if found[start].kind == "link" else ""
    # Tags, images and addresses do not show in the title, so they are kept beside it.
    hidden = [piece for piece in pieces(words) if piece.url or piece.kind in {"tag", "image"}]
    beside = [
        Piece("brackets" if aside[:1] == "[" else "text", aside, "", aside) for aside in asides
    ]
    tail = sort_out(found[:start], hidden, beside, found[end:])
    tail.structure += [each[0] for each in (match, numbered, emoji) if each]
    tail.rest += re.findall(_CHECK_CODE, emoji[0] if emoji else "")
    tail.structure += [mark for piece in found[start:end] for mark in piece.markup]
    tail.structure += parted_words(words)
    if citation:
        tail.put_first(citation.aside)
    tail.tips += filter(None, [found[start].tip])
    tail.rest += _emoji_marks(found[:start], found[end:])
    title, word = _split_status(title) if found[start].kind == "text" else (title, "")
    tail.structure += filter(None, [word])
    return OneLiner(title, url, status or status_of(word), tail) if title else None


def _split_status(title: str) -> tuple[str, str]:
    """Split a title from a status in brackets at its end: `Moss Nets (done)`."""
    match = _STATUS.search(title)
    return (title[: match.start()], match["word"]) if match else (title, "")


def _split_title(words: str, kind: str) -> tuple[str, list[str]]:
    """Split `Title, CVPR 2024` into the title and a list of what follows it.

    `kind` is the kind of the words, such as `text`, `link` or `bold`. After a link or bold words,
    only brackets are split off.
    """
    return without_asides(words) if kind in {"text", "title"} else without_parentheses(words)


def _is_remark_before(found: Sequence[Piece], start: int) -> bool:
    """Return whether a remark or authors stand before the title, as in `see also [Title](URL)`."""
    first, *behind = found[start : start + 2]
    if first.kind == "link" and ET_AL.search(first.shown) and behind and behind[0].kind == "text":
        # `[Moss et al., 2020](URL) Title`
        return behind[0].shown.strip(_BETWEEN)[:1].isupper() and _can_be_title(behind[0])
    if first.kind != "text" or not behind or behind[0].kind != "link":
        return False
    words = first.shown[len(_dated_prefix(first.shown)) :].strip(_BETWEEN)
    few = words[:1].islower() and len(words.split()) < LONGEST_NAME
    return few and leads_to_a_paper(behind[0].url) and _can_be_title(behind[0])


def _emoji_marks(before: Iterable[Piece], behind: Iterable[Piece]) -> list[str]:
    """Return the emoji on both sides of a title, such as stars.

    Before the title only ratings count, since any other emoji may be a bullet.
    """
    found = [
        [mark for piece in each if piece.kind == "text" and not _WORD.search(piece.source)
         for mark in _MARK.findall(piece.source)]
        for each in (before, behind)
    ]  # fmt: skip
    return [mark for mark in found[0] if _RATING.fullmatch(mark)] + found[1]


def _trim_title(title: str) -> str:
    """Return a title without commas, dashes, emoji and quotation marks around it."""
    title = _BEFORE.sub("", title).strip(_BETWEEN)
    if title.endswith(("(", "（", "[")):
        title = title[:-1].rstrip(_BETWEEN)
    if not re.search(r"(?:\.\.|\bal|\betc)\.$", title):
        title = title.removesuffix(".")
    quoted = _QUOTED.fullmatch(title)
    return quoted[1] or quoted[2] if quoted else title


def _can_be_title(piece: Piece) -> bool:
    if piece.kind == "link":
        # A link to a heading of this page has the heading's words as its text.
        heading = piece.url.startswith("#") and " " in piece.shown.strip()
        venue = is_venue(piece.shown) or is_acronym_of_a_year(piece.shown)
        return heading or not (is_link_name(piece.shown) or venue)
    if piece.kind == "code":
        return len(piece.shown.split()) > LONGEST_NAME
    if piece.kind == "brackets":
        return len(piece.shown.split()) > LONGEST_KEYPOINT
    if piece.kind in {"bold", "italic"}:
        bare = piece.shown.strip("[]()【】` ")
        if _is_byline(piece) or is_bracketed(piece):
            return False
        return bool(re.search(r"\w", bare)) and not (is_aside(bare) or BARE_ARXIV.fullmatch(bare))
    words = re.findall(r"[^\W\d_]{2,}", piece.shown)
    named = is_aside(piece.shown) or _names_people(piece)
    return piece.kind == "title" or (piece.kind == "text" and bool(words) and not named)


def _names_people(words: Piece) -> bool:
    """Return whether plain words are only authors, perhaps with a year or a venue."""
    if not _OF_SEVERAL.search(words.shown):
        return False
    beside = sort_out([words])
    if beside.rest or at_sentences(words.shown):
        return False
    several = len(beside.authors) > 1 and bool(beside.dates or beside.venues)
    return several or ET_AL.search(words.shown) is not None


def _dated_prefix(words: str) -> str:
    """Return the date, venue or arXiv id before a title: `2024-05: ` in `2024-05: Title`.

    Return an empty string if there is none.
    """
    if match := _ID_FIRST.match(words):
        return match[0]
    for match in (_IN_PARENTHESES.match(words), _BEFORE_COLON.match(words)):
        if match and (date_of(match[1]) or (is_venue(match[1]) and re.search(r"\d", match[1]))):
            return match[0]
    return ""


def _bracketed_prefix(words: str) -> str:
    """Return the date or venue in brackets before a title: `[CVPR 2024] ` in `[CVPR 2024] Title`.

    Return an empty string if there is none.
    """
    match = _BRACKETED.match(words)
    return match[0] if match and is_aside(match[1]) and match.end() < len(words) else ""


def _split_leading_venue(found: list[Piece]) -> tuple[list[Piece], int]:
    """Split off a venue or date before the title, as in `CVPR 2024 oral, Title`.

    Return the pieces, and how many of them stand before the title. Nothing is split off if the
    text of a link can be the title.
    """
    match = _LEADING.match(found[0].source) if found and found[0].kind == "text" else None
    links = [piece for piece in found if piece.kind == "link"]
    if match is None or not all(is_link_name(piece.shown) for piece in links):
        return found, 0
    words = match[1]
    known = is_venue(words) or date_of(words) or PREPRINT_DATE.fullmatch(words.strip())
    if not known or not re.search(r"\d", words):
        return found, 0
    rest = found[0].source[match.end() :]
    behind = [Piece("text", rest, "", rest)] if rest else []
    return [Piece("text", words, "", match[0]), *behind, *found[1:]], 1


def _end_of_title(found: Sequence[Piece], start: int, *, led: bool) -> int:
    """Return the index of the first piece after the title; the title begins at `start`.

    A title that is a link or bold is one piece. A title in plain words ends before the next link,
    bracket or the like. So does a title with only its name in bold. `led` says that a venue stands
    before the title.
    """
    ends = {"link", "badge", "address", "image", "brackets", "code", "bold"}
    if led or _is_beginning_of_title(found, start):
        ends -= {"bold", "code"}
    elif found[start].kind != "text":
        return start + 1
    for i in range(start, len(found)):
        ended = found[i].kind in ends and not (found[i].kind == "bold" and _is_within(found, i))
        if ended or _is_byline(found[i]) or _BREAK.match(found[i].source):
            return i
        if i > start and found[i].kind == "italic" and _ends_line(found, i):
            return i
    return len(found)


def _is_within(found: Sequence[Piece], i: int) -> bool:
    """Return whether bold words are part of a title, as in `Learning **Masked** Autoencoders`."""
    before, behind = found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None
    if not (before and behind and before.kind == behind.kind == "text") or is_aside(found[i].shown):
        return False
    return (
        _WORD.match(before.source.rstrip()[-1:]) is not None
        and _WORDS_BEHIND.match(behind.source) is not None
    )


def _ends_line(found: Sequence[Piece], i: int) -> bool:
    """Return whether a piece follows a comma, dash or full stop, and is the last on the line."""
    parted = found[i - 1].source.rstrip().endswith((",", "，", "—", "–", "-", "."))
    return parted and not any(_WORD.search(each.source) for each in found[i + 1 :] if not each.url)


def _is_byline(piece: Piece) -> bool:
    """Return whether a piece is in italics and contains authors, a venue or a date."""
    if piece.kind != "italic":
        return False
    return bool(ET_AL.search(piece.shown) or names_in(piece.shown) or is_aside(piece.shown))


def _is_beginning_of_title(found: Sequence[Piece], start: int) -> bool:
    """Return whether bold words are only the beginning of a title, as in `**MAE**: Masked ...`.

    This is the case if a colon and plain words follow, and then a link, or authors in italics at
    the end.
    """
    piece, behind = found[start], found[start + 1 :]
    if piece.kind != "bold" or len(piece.shown.split()) > LONGEST_NAME or not behind:
        return False
    colon = piece.shown.rstrip().endswith((":", "：")) or behind[0].source.startswith((":", "："))
    linked = any(each.kind in {"link", "badge", "address"} for each in behind)
    byline = len(behind) > 1 and behind[1].kind == "italic" and _ends_line(behind, 1)
    return colon and (linked or byline) and behind[0].kind == "text"
