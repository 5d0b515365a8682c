"""Sorts the pieces around a title into keypoints, venues, dates, authors, links and remarks."""

import re
from collections.abc import Iterable, Mapping, Sequence

from paperlist.model.keypoints import all_mentions
from paperlist.readers.markdown.line.details import (
    sort_arxiv,
    sort_preprint,
    sort_segments,
    sort_words,
)
from paperlist.readers.markdown.line.recognize import (
    ET_AL,
    PREPRINT_DATE,
    SHORTCODES,
    arxiv_of,
    date_of,
    is_acronym_of_a_year,
    is_dated_venue,
    is_link_name,
    is_venue,
    is_venue_in_brackets,
    is_way_back,
    leads_to_a_paper,
    link_name,
)
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import COMMENT, Piece, pieces, shown

HASH_TAGS = re.compile(r"\s*(?:#[^\s#;,，、]+\s*)+")
# Separators at the beginning of a remark.
_SEPARATORS_BEFORE = re.compile(
    r"(?:[\s,，;；:：、。·|)）】\]]|\.(?=\s)|\\$|[–—-]+(?=\s)|/(?=\s))+"
)
_BRACKETED = re.compile(r"[\[【][^\[\]【】]+[\]】]")
# Words in the address of a picture: `badge/project-Website-blue`, `assets/code.svg`.
_WORD_OF_PICTURE = re.compile(
    r"(?<=[/-])([A-Za-z]+)(?=-[\w%]+(?:\.svg)?[\"'?)]|\.(?:svg|png|gif)\b)"
)
_DASHES = "–—-"
_BEHIND = " \t,，;；|·(（【[\\"
_WORDS = frozenset({"text", "bold", "italic"})
LONGEST_KEYPOINT = 6


def is_bracketed(piece: Piece) -> bool:
    """Return whether a piece is a few bold words in brackets, such as `**[SAM]**`, and no title."""
    few = len(piece.shown.split()) <= LONGEST_KEYPOINT
    return piece.kind == "bold" and few and _BRACKETED.fullmatch(piece.shown) is not None


def begins_with_link(found: Sequence[Piece]) -> bool:
    """Return whether a line begins with a link such as `[Paper](https://arxiv.org/...)`."""
    first = next((piece for piece in found if re.search(r"\w", piece.source)), None)
    return (
        first is not None
        and first.kind in {"link", "badge"}
        and is_link_name(shown(first.shown))
        and leads_to_a_paper(first.url)
    )


def sort_out(*groups: Iterable[Piece]) -> Tail:
    """Sort the pieces of a line into links, authors, dates, remarks and so on.

    Pieces in different groups never become one remark.
    """
    tail = Tail()
    for group in groups:
        found = list(group)
        last = max((n for n, piece in enumerate(found) if piece.kind in _WORDS), default=0)
        i = 0
        while i < len(found):
            end = i + 1
            if not _sort(found[i], tail):
                end = _end_of_remark(found, end, last)
                words = "".join(map(_as_text, found[i:end]))
                tail.rest.append(_without_venue(_without_separators(words), tail))
                tail.structure += [mark for piece in found[i:end] for mark in piece.markup]
            i = end
    _doubt_single_name(tail)
    return tail


def sort_line(line: str, references: Mapping[str, str]) -> Tail | None:
    """Sort a line without a title into links, tags, names and dates; None for ordinary text.

    Args:
        line: the line's Markdown.
        references: a dict from labels of the page's link definitions to URLs.
    """
    found = pieces(line, references)
    marked = {piece.kind for piece in found} - {"text", "tag"}
    kinds = {"link", "badge", "address", "brackets", "code", "italic"}
    if marked.isdisjoint(kinds) and not (ET_AL.search(line) or is_dated_venue(line)):
        return None
    if any(piece.kind == "image" for piece in found):
        return None
    tail = sort_out(found)
    if begins_with_link(found):
        return tail
    only_code = marked <= {"code", "italic", "address"} and not tail.is_evidence
    if tail.rest and _is_linked_byline(found, tail):
        return tail
    return None if tail.rest or only_code else tail


def _is_linked_byline(found: Sequence[Piece], tail: Tail) -> bool:
    """Return whether a line is authors in italics and links: `*Ada Moss* [Paper](URL)`."""
    linked = any(is_link_name(name) and leads_to_a_paper(url) for name, url in tail.links)
    first = next((piece for piece in found if re.search(r"[^\W_]", piece.source)), None)
    italic = first is not None and first.kind == "italic"
    return linked and italic and len(tail.rest) == 1


def _doubt_single_name(tail: Tail) -> None:
    """Turn a single author into a remark, unless something shows that it is a name.

    Initials, `et al.`, a `by` before the name, or a venue or date beside it show that.
    """
    if len(tail.authors) != 1 or tail.venues or tail.dates or "by" in tail.structure:
        return
    (name,) = tail.authors
    if not (ET_AL.search(name) or re.search(r"\b[A-Z]\.", name)):
        tail.authors, tail.rest = [], [name, *tail.rest]


def _end_of_remark(found: Sequence[Piece], start: int, last: int) -> int:
    """Return the index of the first piece after a remark.

    A remark may contain bold words, code and links. If the last words of the line (the piece
    `last`) are a venue or a date, the remark ends before them.
    """
    end = i = start
    while i < len(found) and _continues_remark(found[i]):
        if i == last and sort_words(found[i], beside := Tail()) and (beside.venues or beside.dates):
            break
        i += 1
        # Code at the end of a remark is left out: it may be keypoints.
        if found[i - 1].kind != "code" and re.search(r"\w", found[i - 1].source):
            end = i
    return end


def _without_venue(remark: str, tail: Tail) -> str:
    """Move the venue at the beginning of `ICLR 2018. It does X.` to `tail`.

    Return the rest of the remark.
    """
    venue, stop, rest = remark.partition(". ")
    if not stop or not is_dated_venue(venue):
        return remark
    tail.venues.append(venue)
    return rest.strip()


def _as_text(piece: Piece) -> str:
    """Return a piece's Markdown, with a link by reference written as `[text](URL)`."""
    by_reference = piece.kind == "link" and piece.source.endswith("]")
    return f"[{piece.shown}]({piece.url})" if by_reference else piece.source


def _continues_remark(piece: Piece) -> bool:
    if piece.kind == "link":
        return not (is_link_name(shown(piece.shown)) or leads_to_a_paper(piece.url))
    return piece.kind in _WORDS or (piece.kind == "code" and not piece.shown.startswith("["))


def _sort(piece: Piece, tail: Tail) -> bool:
    """Add a piece of a line to `tail`, but not words of a remark; return whether it was added."""
    tail.structure += piece.markup
    if piece.kind in {"link", "badge", "address"}:
        _sort_link(piece, tail)
    elif piece.kind in {"brackets", "code"} or is_bracketed(piece):
        for part in re.split(r"\]\s*\[", piece.shown.strip("[]【】 ")):
            _sort_brackets(part.strip(), piece.source, tail)
    elif piece.kind == "image" or piece.source.startswith("<!--"):
        tail.rest.append(piece.source)
    elif piece.kind != "tag" and re.search(r"[^\W_]", SHORTCODES.sub(" ", piece.source)):
        return sort_words(piece, tail)
    elif piece.kind == "text":
        tail.structure += SHORTCODES.findall(piece.source)
    return True


def _sort_link(piece: Piece, tail: Tail) -> None:
    name = _unwrapped(shown(piece.shown))
    tail.rest += COMMENT.findall(piece.shown)
    tail.structure += SHORTCODES.findall(name)
    name = SHORTCODES.sub(" ", name).strip(" :：")
    if not re.search(r"\w", name):
        name = _called_by_picture(piece) or ("code" if "github.com" in piece.url else "paper")
    if arxiv_of(f"arXiv {name}") and link_name(name) != name:
        # The text of the link is the arXiv id that it leads to.
        tail.structure.append(name)
        name = link_name(name)
    if name.lower() in {"star", "stars"} and "github.com" in piece.url:
        tail.structure.append(name)
        name = "code"
    if is_link_name(name):
        tail.structure += {name.lower()} - {link_name(name)}
        name = link_name(name)
    elif piece.kind == "link" and (is_venue(name) or is_acronym_of_a_year(name)):
        tail.venues.append(name)
        name = "paper"
    elif piece.kind == "link" and ET_AL.search(name):
        if not sort_segments(Piece("text", name, "", name), tail):
            tail.rest.append(name)
        name = "paper"
    if not piece.url or piece.url.startswith("#"):
        remark = piece.kind == "link" and not (is_link_name(name) or is_way_back(name))
        tail.structure.append(piece.url if remark else piece.source)
        tail.rest += [name] if remark else []
    else:
        tail.links.append((name, piece.url))
    tail.tips += filter(None, [piece.tip])


def _called_by_picture(piece: Piece) -> str:
    """Return the name in the address of a badge's picture: `Paper-red.svg` gives `paper`."""
    for picture in piece.markup:
        names = [name for name in _WORD_OF_PICTURE.findall(picture) if is_link_name(name)]
        if names:
            return str(names[-1]).lower()
    return ""


def _unwrapped(name: str) -> str:
    """Return a link's text without brackets around it: `[Code]` gives `Code`.

    An unclosed bracket is removed, too.
    """
    for pair in ("[]", "【】", "()"):
        if name.strip()[:1] == pair[0] or name.count(pair[0]) != name.count(pair[1]):
            name = name.strip(f"{pair} ")
    return name.strip()


def _sort_brackets(text: str, source: str, tail: Tail) -> None:
    if HASH_TAGS.fullmatch(text):
        tail.keypoints += text.replace("#", " ").split()
    elif text.startswith("^"):
        tail.rest.append(f"[{text}]")  # a footnote's number
    elif preprint := PREPRINT_DATE.fullmatch(text.strip()):
        sort_preprint(preprint, text, tail)
    elif arxiv_of(text):
        sort_arxiv(text, tail)
    elif date := date_of(text):
        tail.dates.append(date)
        tail.structure.append(text)
    elif is_venue(text) or is_venue_in_brackets(text):
        tail.venues.append(shown(text))
    elif ET_AL.search(text):
        if not sort_segments(Piece("text", text, "", text), tail):
            tail.rest.append(text)
    elif is_link_name(text) or len(text.split()) > LONGEST_KEYPOINT:
        tail.rest.append(text if len(text) < len(source) else source)
    else:
        tail.keypoints += filter(None, map(shown, all_mentions(text)))


def _without_separators(words: str) -> str:
    """Return words without the separators, such as commas or a lone bracket, at both ends."""
    if words.count("~~") == 1:
        words = words.replace("~~", " ")  # the end of words that were struck out before this piece
    begin = _SEPARATORS_BEFORE.match(words)
    rest = words[begin.end() if begin else 0 :]
    rest = rest.rstrip(_BEHIND)
    while (bare := rest.rstrip(_DASHES)) != rest and bare[-1:].isspace():
        rest = bare.rstrip(_BEHIND)
    return rest or words.strip()
