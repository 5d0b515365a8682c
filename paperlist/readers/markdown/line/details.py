"""Sorts the words beside a title into authors, dates, venues and arXiv ids."""

import re

from paperlist.readers.markdown.line.recognize import (
    NAME,
    PREPRINT_DATE,
    SEPARATORS,
    arxiv_in,
    arxiv_of,
    date_of,
    is_acronym_of_a_year,
    is_dated_venue,
    is_name,
    is_venue,
)
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import Piece, shown

# `Ada Moss (University) et al.`
_AFFILIATED = re.compile(r"\s*\(([^()]+)\)(?=\s*et\.?\s*al\b)")
_BYLINE = re.compile(
    rf"(?P<authors>{NAME}(?:\s+{NAME}){{0,3}}\s+et\.?\s*al)\b[.,]?\s*(?P<venue>[A-Z](?:\S++\s?){{1,4}})"
)
# Raised marks after authors' names, which point at their institutes.
_RAISED = re.compile(r"<sup>[^<>]*</sup>")
_JOINING = re.compile(r"\b(?:and|by)\b", re.I)
_RATING = re.compile(r"[★☆⭐\ufe0f]{2,}|[★⭐]\ufe0f?")
_SEGMENT = re.compile(
    r"^[\s>]*by\s|^\s*>|[,，;；|·。()（）]|(?<![A-Z])\.\s|\.\s+(?=[A-Z]{3,}\b)|(?<=\bal)\.|\s[-–—]+\s|\s+(?:and|&)\s+"
)


def sort_words(piece: Piece, tail: Tail) -> bool:
    """Add words beside a title to `tail`, if they are only names, dates and venues.

    Return False, and leave `tail` unchanged, if there are other words.
    """
    whole = SEPARATORS.sub("", shown(piece.shown or piece.source)).strip(" .,()（）")
    if preprint := PREPRINT_DATE.fullmatch(whole):
        sort_preprint(preprint, whole, tail)
    elif date := date_of(whole):
        tail.dates.append(date)
        tail.structure.append(whole)
    elif is_dated_venue(bare := SEPARATORS.sub("", piece.shown).strip("[]【】 ")):
        tail.venues.append(bare.strip(" ."))
    else:
        return sort_segments(piece, tail)
    return True


def sort_segments(piece: Piece, tail: Tail) -> bool:
    """Split words beside a title at commas, and add each part to `tail`.

    Each part has to be an author, a date or a venue. Words in italics such as
    `Ada Moss et al. Venue` are added, too. Return False, and leave `tail` unchanged, if there are
    any other words.
    """
    text = piece.shown or piece.source
    sorted_out = Tail(rest=[*_RATING.findall(text), *_AFFILIATED.findall(text)])
    bare_text = _RATING.sub(",", _AFFILIATED.sub("", text))
    sorted_out.structure += _RAISED.findall(bare_text)
    bare_text = _RAISED.sub("", bare_text)
    segments = [segment for segment in _SEGMENT.split(bare_text) if segment]
    for segment in segments:
        bare = SEPARATORS.sub("", shown(segment)).strip(" .[]【】*†‡§")
        if not re.search(r"[^\W_]", segment):
            continue
        if arxiv_of(bare):
            sort_arxiv(bare, sorted_out)
        elif date := date_of(bare):
            sorted_out.dates.append(date)
            sorted_out.structure.append(bare)
        elif is_venue(bare) or is_acronym_of_a_year(bare):
            sorted_out.venues.append(bare)
        elif is_name(bare):
            sorted_out.authors.append(bare)
        else:
            return _sort_byline(piece, tail)
    sorted_out.structure += _JOINING.findall(bare_text)
    for name, values in vars(sorted_out).items():
        if isinstance(values, list):
            getattr(tail, name).extend(values)
    if tail.arxiv and sorted_out.arxiv not in {"", tail.arxiv}:
        tail.rest.append(f"arXiv:{sorted_out.arxiv}")
    tail.arxiv = tail.arxiv or sorted_out.arxiv
    return True


def _sort_byline(piece: Piece, tail: Tail) -> bool:
    """Add the authors and the venue in `*Ada Moss et al. Venue*` to `tail`.

    Return whether the words have that form.
    """
    match = _BYLINE.fullmatch(piece.shown) if piece.kind == "italic" else None
    if match is None:
        return False
    tail.authors.append(match["authors"])
    tail.venues.append(match["venue"].rstrip("."))
    return True


def sort_arxiv(text: str, tail: Tail) -> None:
    """Add the arXiv id in some words to `tail`.

    If `tail` has another id already, the words are added as a remark.
    """
    arxiv, rest = arxiv_in(text)
    if tail.arxiv and tail.arxiv != arxiv:
        tail.rest.append(text)
        return
    tail.arxiv = arxiv
    tail.structure.append(text.replace(rest, " ", 1) if rest else text)
    tail.rest += [rest] if re.search(r"\w", rest) else []


def sort_preprint(match: re.Match[str], text: str, tail: Tail) -> None:
    """Add the venue and the date in words such as `arXiv 2024.05` to `tail`.

    Args:
        match: the match of `PREPRINT_DATE` in `text`.
        text: the words.
        tail: what was found on the line so far.
    """
    date = date_of(match[2] if match[2].startswith("20") else f"20{match[2]}")
    tail.venues.append(match[1])
    tail.dates += filter(None, [date])
    tail.rest += [] if date else [match[2]]
    tail.structure.append(text if date else match[1])
