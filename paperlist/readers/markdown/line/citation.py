"""Reads a citation as in print, which begins with the authors of the paper.

    Moss, A., & Reed, B. (2023). Title. *Journal*, 12(3), 45-67.      A. Moss et al., "Title," in X
    Ada Moss, Ben Reed. Title. In X, 2017.       Moss A, Reed BC, et al. Title[J]. X, 2019.

Names could also be the beginning of a title. So they count as authors only with initials, with
`et al.`, or if a year or a full stop follows several names.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from paperlist.readers.markdown.line.recognize import (
    date_of,
    is_aside,
    is_dated_venue,
    is_link_name,
    is_name,
    is_venue,
    names_in,
)
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import Piece, shown

_WORD = r"[^\W\d_a-z][\w'’-]*"
_SURNAME = rf"(?:(?:van|von|der|den|de|la|le|di|da|del|dos|y|e)\s+){{0,3}}{_WORD}(?:\s{_WORD})?"
_DOTTED = r"(?:[A-Z]\.[\s-]?){0,3}[A-Z]\."
_NAME = re.compile(
    rf"""
      (?P<middle>{_WORD}\s(?:[A-Z]\.\s?){{1,2}}{_SURNAME}(?=\s*(?:[,;.:&(]|and\b|et\b)))
    | (?P<initials>{_SURNAME},\s(?:{_DOTTED}|[A-Z]\b)|{_DOTTED}\s?{_SURNAME}|{_SURNAME}\s{_DOTTED})
    | (?P<short>{_SURNAME}\s[A-Z]{{1,3}}\b)
    | (?P<full>{_WORD}(?:\s(?:[A-Z]\.|{_SURNAME})){{1,2}})
    | (?P<chinese>[\u4e00-\u9fff]{{2,4}}(?=[,，、;；.。]|等))
    | (?P<surname>{_SURNAME})
    """,
    re.X,
)
_ET_AL = re.compile(r",?\s+(?:and\s+)?(et\s+al)\b|,?\s+and\s+(others)\b|[,，]?\s*(等)")
_BETWEEN = re.compile(r"\s*(?:[,，;；、]\s*)?(?:\b(and)\s+|&\s*)|\s*[,，;；、]\s*")
_YEAR = r"(?:19|20)\d\d"
# The end of the authors: a year, a quotation mark, a colon, a dash or the end of a sentence.
_END = re.compile(
    rf"""
      \.?,?\s*[(（](?P<year>{_YEAR}[^()（）]{{0,20}})[)）][\s.,:：]*
    | [.,]?\s+(?P<bare>{_YEAR}[a-z]?)[.,:]\s+
    | [.,:]*\s*(?=["“]) | (?P<dash>\.?[:：]\s*|\s+[–—-]\s+)
    | \.\s+ | 。\s* | (?<=[.])\s+ | (?<=\bal)\.?,?\s+ | \s*\Z
    """,
    re.X,
)
_QUOTED = re.compile(r"""["“](?=[^"“”\s]*+\s)([^"“”]*+)["”]""")
# The end of a title: the end of its sentence, or a mark for the kind of publication, `[J]`.
_SENTENCE = re.compile(r"(?<=[\w)\]])(?<!\bvs)\.(?:\s+(?=[^\W_])|\s*\Z)|(?<=[?!])\s+(?=[^\W_])")
_KIND_OF_TEXT = re.compile(r"\\?\[[A-Z]{1,2}(?:/OL)?\\?\]")
_IN = re.compile(r"[\s.,]*(?:\b[Ii]n:?\s+|//\s*)")
_PLACE = re.compile(r"(?=[^\W\d_])(?:[^.,，\d]|(?<=\w)\d|\.(?=\S)){4,}")
_STOPS = " .,，;"
SHORTEST_TITLE = 4  # letters
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


class Citation(NamedTuple):
    """A citation, split into its title and what is known about the paper.

    Attributes:
        pieces: the title, and then what is left of the line, such as links. The kind of the title
            is `title` if it is certain where the title ends.
        aside: the authors, the year, and the journal or proceedings.
    """

    pieces: list[Piece]
    aside: Tail


def cited(found: Sequence[Piece]) -> Citation | None:
    """Read a line, already split into pieces, as a citation.

    Return None if the line begins neither with authors nor with a title in quotation marks.
    """
    if not found or found[0].kind != "text":
        return None
    aside = Tail()
    words = found[0].source.lstrip()
    if _QUOTED.match(words):
        rest = [*_text_pieces(words), *found[1:]]
    elif end := _take_authors(words, aside):
        rest = _without_quote([*_text_pieces(words[end.end() :]), *found[1:]])
        if not _begins_with_title(rest):
            return None
        _take_year(end["year"] or end["bare"] or "", aside)
    else:
        return None
    title, *behind = _split_title(rest, aside)
    return Citation([title, *_take_venue(behind, aside)], aside)


def _take_authors(words: str, aside: Tail) -> re.Match[str] | None:
    """Add the authors at the beginning of a line to `aside`.

    Return the match of the separator after the authors, or None if there are no authors.
    """
    forms: list[str] = []
    position = 0
    while name := _NAME.match(words, position):
        form = str(name.lastgroup)
        if form in {"full", "middle", "surname"} and not _is_name(name[0]):
            return None
        forms.append(form)
        aside.authors.append(name[0])
        position = name.end()
        if et_al := _ET_AL.match(words, position):
            more = et_al[et_al.lastindex or 0]
            aside.structure += re.findall(r"\band\b", et_al[0])
            if len(forms) == 1 and more.isascii():
                aside.authors[0] += f" {more}"
            else:
                aside.authors.append(more)
            position = et_al.end()
        if end := _END.match(words, position):
            if _is_inverted(forms, end):
                aside.authors[:2] = [", ".join(aside.authors[:2])]
            return end if _are_authors(forms, end, et_al=et_al is not None) else None
        between = _BETWEEN.match(words, position)
        if et_al or not between:
            return None
        aside.structure += filter(None, [between[1]])
        position = between.end()
    return None


def _is_name(words: str) -> bool:
    return is_name(words if " " in words else f"A. {words}")


def _are_authors(forms: Sequence[str], end: re.Match[str], *, et_al: bool) -> bool:
    """Return whether names are certainly authors.

    Args:
        forms: the form of each name, such as `initials`: the groups of `_NAME`.
        end: the match of `_END` after the last name.
        et_al: whether `et al.` follows the names.
    """
    if _is_inverted(forms, end):
        return True
    alone = len(forms) == 1 and not et_al
    if et_al or not {"initials", "middle"}.isdisjoint(forms) or forms.count("short") > 1:
        return not (alone and end["dash"])
    if alone or end["dash"]:
        return False
    return "surname" not in forms or bool(end["year"] or end["bare"])


def _is_inverted(forms: Sequence[str], end: re.Match[str]) -> bool:
    """Return whether only the first name is inverted: `Moss, Ada, and Cy Poe. "Title."`."""
    first = forms[:1] == ["surname"] and forms[1:2] in (["surname"], ["initials"], ["short"])
    quoted = end.string[end.end() - 1 : end.end() + 1].strip()[:1] in {'"', "“"}
    return first and quoted and set(forms[2:]) <= {"full", "middle"}


def _without_quote(found: list[Piece]) -> list[Piece]:
    """Return the pieces of `"[Title](URL)"` without the quotation marks."""
    if len(found) < 2 or found[0].shown.strip() not in {'"', "“"} or found[1].kind == "text":  # noqa: PLR2004
        return found
    title, *behind = found[1:]
    if behind and behind[0].kind == "text":
        behind = [*_text_pieces(re.sub(r"""^[.,]?["”][.,]?""", "", behind[0].source)), *behind[1:]]
    return [title, *behind]


def _begins_with_title(found: Sequence[Piece]) -> bool:
    if not found:
        return False
    first = found[0]
    if first.kind != "text":
        return first.kind in {"link", "bold", "italic"} and not is_link_name(first.shown)
    bare = first.shown.strip(" .")
    # `Moss et al. (2017) showed that` is a sentence.
    if len(bare) < SHORTEST_TITLE or bare[0].islower() or _IN.match(bare):
        return False
    return not is_aside(bare) and not names_in(bare)


def _take_year(year: str, aside: Tail) -> None:
    if not year:
        return
    # `2022a` has a letter to tell it from `2022b`; `2022, June` has its month last.
    date = date_of(year.rstrip("abcde")) or date_of(" ".join(re.findall(r"\w+", year)[::-1]))
    aside.dates.append(date or year[:4])
    (aside.structure if date else aside.rest).append(year)


def _split_title(found: list[Piece], aside: Tail) -> list[Piece]:
    """Split `Title. Journal, 2019` after the title.

    A title ends at a quotation mark, a full stop, or a mark such as `[J]`. If there is none of
    them, return the pieces as they are.
    """
    first, *behind = found
    words = first.source
    if first.kind != "text":
        return found
    if quoted := _QUOTED.match(words):
        return [
            _title_piece(quoted[1].rstrip(" .,")),
            *_text_pieces(words[quoted.end() :]),
            *behind,
        ]
    if sentence := _SENTENCE.search(words):
        title, more = words[: sentence.start()], words[sentence.end() :]
        return [_title_piece(title), *_text_pieces(more), *behind]
    if behind and _KIND_OF_TEXT.fullmatch(behind[0].source):
        aside.structure.append(behind[0].source)
        return [_title_piece(words), *behind[1:]]
    return found


def _take_venue(found: list[Piece], aside: Tail) -> list[Piece]:
    """Add the journal and the year to `aside`; return the pieces that are left.

    `found` is the pieces after the title.
    """
    words = "".join(piece.source for piece in takewhile(lambda each: not each.url, found))
    if is_dated_venue(words.strip(_STOPS)) and not _IN.match(words):
        return found
    if not aside.dates and (year := _ANY_YEAR.search(words)):
        aside.dates.append(year[0])
    if found and found[0].kind == "text":
        words, within = found[0].source.lstrip(_STOPS), _IN.match(found[0].source)
        if within:
            aside.structure.append(within[0])
            words = found[0].source[within.end() :]
        place = _PLACE.match(words)
        if place and (within or is_venue(place[0])):
            aside.venues.append(place[0].strip())
            words = words[place.end() :].lstrip(_STOPS)
        found = [*_text_pieces(words), *found[1:]]
    if found and found[0].kind == "italic" and not aside.venues and not names_in(found[0].shown):
        aside.venues.append(shown(found[0].shown))
        found = found[1:]
        if found and found[0].kind == "text":
            found = [*_text_pieces(found[0].source.lstrip(_STOPS)), *found[1:]]
    return found


def _title_piece(title: str) -> Piece:
    return Piece("title", title.strip(), "", title)


def _text_pieces(words: str) -> list[Piece]:
    return [Piece("text", words, "", words)] if words.strip() else []
