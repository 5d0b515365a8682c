r"""A paper in one line: title, authors, venue, date, keypoints and links.

    - [Title](URL) `[SD]` `[2024.11]` `[ICLR25]` \[[paper](URL)\] \[[code](URL)\] a remark
    - **Title**, A. Author, B. Author, *CVPR 2024* [[pdf](URL)]
    - [ ] 2024-04 Title [![arXiv](badge)](URL)
    - CVPR 2024 oral, **Name**: the rest of the title, [arXiv](URL) / [Code](URL)

The line is cut into pieces: links, images, brackets, code, bold, italics, tags and words. The
first piece that can be one is the title; each piece behind it goes where it belongs by what it
is; and what is none of these is a remark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from paperlist.keypoints import all_mentions
from paperlist.markup import parser, plain
from paperlist.month import parse_month
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
# What a link is called, as against the title of a paper.
_LINK_NAMES = frozenset(
    """
    paper papers pdf abs abstract html arxiv openreview doi link links url code github git repo
    repository project page website web site homepage home demo video youtube slides poster blog
    post dataset data datasets model models weights checkpoint checkpoints huggingface hf supp
    supplementary supplement appendix bib bibtex cite citation talk colab notebook twitter x
    tweet medium zhihu wechat review reviews news docs documentation official unofficial
    implementation pytorch tensorflow jax here acm ieee springer cvf openaccess aclanthology
    semantic scholar leaderboard benchmark api app report tech technical
    论文 代码 主页 项目 链接 数据集 视频 博客 解读 演示 模型 知乎
    """.split()
)
_PAPER_HOST = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:arxiv\.org|openreview\.net|doi\.org|aclanthology\.org|aclweb\.org|"
    r"thecvf\.com|neurips\.cc|nips\.cc|mlr\.press|ieee\.org|acm\.org|springer\.com|nature\.com|"
    r"science\.org|sciencedirect\.com|biorxiv\.org|medrxiv\.org|semanticscholar\.org|jmlr\.org|"
    r"isca-speech\.org|isca-archive\.org|aaai\.org|ijcai\.org|usenix\.org|ecva\.net|eccv2\d+|"
    r"huggingface\.co/papers|papers\.)|https?://\S+\.pdf\b",
    re.I,
)
_ARXIV = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf|html)/|\s*[:：]\s*|\s+)(\d{4}\.\d{4,5}(?:v\d+)?)", re.I
)
_VENUE = re.compile(
    r"""
    (?:in\s+|published\s+(?:in|at)\s+|accepted\s+(?:to|by|at)\s+)?(?:the\s+)?
    (?: cvpr|iccv|eccv|wacv|bmvc|accv|3dv|miccai|neurips|nips|iclr|icml|aaai|ijcai|ecai|acl|emnlp
    | naacl|eacl|coling|conll|tacl|aacl|lrec|sigir|kdd|www|wsdm|cikm|recsys|siggraph(?:\s+asia)?
    | acm(?:\s+mm)?|mm|icassp|interspeech|asru|ismir|corl|icra|iros|rss|ra-l|uai|aistats|colt|tmlr
    | jmlr|dmlr|colm|t?pami|ijcv|tip|tog|tvcg|tmm|tcsvt|tnnls|tkde|tois|taslp|nature|science|cell
    | pnas|patterns|arxiv|preprint|biorxiv|medrxiv|under\s+review|osdi|sosp|nsdi|eurosys|asplos|isca
    | micro|hpca|mlsys|vldb|sigmod|icde|chi|uist|cscw|ccs|usenix|dac|iccad|date|icme|icip|icpr|ijcnn
    | gecco|cogsci|openreview|tech(?:nical)?\s+report
    )
    (?:\W{0,2}(?:19|20)?\d\d)?
    (?:\W+(?:oral|spotlight|poster|highlight|outstanding|workshops?|findings|best|student|paper|award|finalist|
       nominee|candidate|main|demo|w|track|datasets?|benchmarks?|and|(?:19|20)\d\d|accepted|
       submission|preprint))*
    \W*
    """,
    re.I | re.X,
)
_NAME = r"(?:[^\W\d_][\w.'’-]*\.?)"
_AUTHOR = re.compile(rf"{_NAME}(?:\s+{_NAME}){{1,4}}|et\s+al\.?")
_ET_AL = re.compile(r"\s*\bet\.?\s*al\b\.?")
# `Ada Moss (University) et al.`
_AFFILIATED = re.compile(r"\s*\(([^()]+)\)(?=\s*et\.?\s*al\b)")
_PARTICLES = frozenset("van von der den de la le del di da dos ter bin al".split())
NUMBERING = re.compile(r"\s*(?:\d{1,3}[.)、](?=\s|\*|\[)|\(\d{1,3}\)(?=\s))\s*")
# What may stand behind a title in plain words: up to two pieces behind a comma.
_ASIDE = re.compile(r"(?:\s*[,，]|\s+[—–-]\s)[^,，]{2,40}(?:[,，]\s*(?:19|20)\d\d)?\s*[.。]?\s*$")
_DAY = re.compile(
    r"((?:19|20)\d\d)(?:[-./]|\s*年\s*)(\d\d?)(?:[-./]|\s*月\s*)(\d\d?)\s*日?", re.ASCII
)
_BARE_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_PREPRINT_DATE = re.compile(r"(arxiv|preprint)\W*((?:20)?\d\d[./-]\d\d?)", re.I)
_CHECK_BOX = re.compile(r"\s*\\?\[([ xX])\\?\]\s+")
_SEGMENT = re.compile(
    r"[,，;；|·。()（）]|(?<![A-Z])\.\s|(?<=\bal)\.|\s[-–—]+\s|\s+(?:and|&)\s+|^\s*by\s"
)
_IN_PARENTHESES = re.compile(r"\W*\(([^()]{2,30})\)[\s:：,.–—-]*")
_BEFORE_COLON = re.compile(r"\W*((?:[\w.'/-]+\s){0,2}?[\w.'/-]*\d{2})(?:\s*[:：,|–—]\s*|\s+)")
_INLINE_SIGN = re.compile(r"[\\`*_\[\]<>&$~\x00]")
# What stands before a title in plain words, up to a comma.
_LEADING = re.compile(r"\s*([^,，]{3,60}?)\s*[,，]\s+")
LONGEST_KEYPOINT = 6
LONGEST_NAME = 4
_BETWEEN = re.compile(r"[\s,，;；|·•:：.。()（）/&+~—–\-]*")
_SEPARATORS = re.compile(r"^[\s,，;；|·•:：。/—–\-]+|[\s,，;；|·•:：/—–\-]+$")


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


@dataclass
class Tail:
    """What stands beside a title, sorted by what it is; `rest` is what is none of it."""

    keypoints: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    arxiv: str = ""
    structure: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    @property
    def is_evidence(self) -> bool:
        """Whether this is what stands beside the title of a paper, and not beside any words."""
        return bool(self.links or self.dates or self.venues or self.authors or self.arxiv)


class OneLiner(NamedTuple):
    """A paper in one line; `status` is what a check box says."""

    title: str
    url: str
    status: str
    tail: Tail


def pieces(line: str, references: Mapping[str, str] | None = None) -> list[Piece]:
    """`line` cut into pieces; `references` are the page's link definitions, folded -> URL."""
    found = [_piece(match) for match in _PIECE.finditer(line)]
    return list(_merged(_bracketed(found, references or {})))


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
                each for each in inside if each.kind != "text" or not _BETWEEN.fullmatch(each.shown)
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


def is_link_name(shown: str) -> bool:
    """Whether a link's text is what links are called, and no title: `paper`, `[Code]`, `arXiv`."""
    words = re.findall(r"[^\W_]+", fold(shown))
    return not words or (
        len(words) <= 4 and all(word in _LINK_NAMES or word.isdigit() for word in words)  # noqa: PLR2004
    )


def leads_to_a_paper(url: str) -> bool:
    """Whether an address is that of a paper: arXiv, OpenReview, a DOI, a publisher, a PDF."""
    return _PAPER_HOST.match(url) is not None


def arxiv_of(text: str) -> str:
    """The arXiv id that an address or a bracket names, or nothing."""
    match = _ARXIV.search(text)
    if match:
        return match[1]
    bare = text.strip(" []()")
    return bare if _BARE_ARXIV.fullmatch(bare) else ""


def is_venue(text: str) -> bool:
    """Whether `text` is the name of a conference or journal, with or without its year."""
    return _VENUE.fullmatch(text.strip()) is not None


def date_of(text: str) -> str:
    """`2024-11-09`, `2024-11` or `2024` for a date in any usual form, or nothing."""
    stripped = text.strip(" ()[]")
    if day := _DAY.fullmatch(stripped):
        year, month_of_year, number = (int(part) for part in day.groups())
        if 1 <= month_of_year <= 12 and 1 <= number <= 31:  # noqa: PLR2004 (months, days)
            return f"{year}-{month_of_year:02}-{number:02}"
    if month := parse_month(stripped):
        return month
    return stripped if re.fullmatch(r"(?:19|20)\d\d", stripped) else ""


def parse_line(line: str, references: Mapping[str, str] | None = None) -> OneLiner | None:
    """The paper that a line is, or None where no piece of it can be a title.

    What it holds beside the title decides nothing here: whether the line *is* a paper is for
    the reader to say, who sees its neighbours.
    """
    numbered = NUMBERING.match(line)
    line = line[numbered.end() :] if numbered else line
    found = pieces(line, references)
    status = ""
    if match := _CHECK_BOX.match(line):
        status = "to-read" if match[1] == " " else "read"
        found = pieces(line[match.end() :], references)
    found, led = _led(found)
    start = next((i for i, piece in enumerate(found) if i >= led and _can_be_title(piece)), None)
    if start is None:
        return None
    end = _end_of_title(found, start, led=bool(led))
    words = "".join(piece.source for piece in found[start:end])
    if end == start + 1 and found[start].kind != "text":
        words = found[start].shown
    elif prefix := _dated_prefix(words):
        found[start:start] = [Piece("text", prefix, "", prefix)]
        start, end, words = start + 1, end + 1, words[len(prefix) :]
    plain_words = found[start].kind == "text" or end > start + 1
    words, asides = _without_asides(words) if plain_words else (words, [])
    title = _untrailed(shown(words).strip(" ,，;:：·|—–-"))
    url = found[start].url if found[start].kind == "link" else ""
    # What the title does not show is none of it: tags, images, addresses.
    hidden = [piece for piece in pieces(words) if piece.url or piece.kind in {"tag", "image"}]
    beside = [Piece("text", aside, "", aside) for aside in asides]
    tail = sort_out([*found[:start], *hidden, *beside, *found[end:]])
    tail.structure += [each[0] for each in (match, numbered) if each]
    return OneLiner(title, url, status, tail) if title else None


def _untrailed(title: str) -> str:
    """`title` without the dot, or the opening bracket of a link, behind it."""
    if title.endswith(("(", "（", "[")):
        title = title[:-1].rstrip(" ,;:：—–-")
    return title.removesuffix(".") if not re.search(r"(?:\.\.|\bal|\betc)\.$", title) else title


def _without_asides(words: str) -> tuple[str, list[str]]:
    """Plain words cut where the title ends: behind it stand `, A. Author et al.`, `, CVPR 2022`."""
    asides: list[str] = []
    while match := _ASIDE.search(words):
        bare = re.sub(r"[\s,，]+", " ", match[0]).strip(" .—–-")
        author = re.fullmatch(rf"{_NAME}(?:\s+{_NAME}){{0,3}}\s+et\s+al", bare)
        aside = author or (is_venue(bare) and re.search(r"\d", bare))
        if not aside or not words[: match.start()].strip():
            break
        words, asides = words[: match.start()], [match[0], *asides]
    return words, asides


def names_in(text: str) -> list[str]:
    """The names of a line that is nothing but two or more of them: `Ada Moss, Ben Reed`."""
    parts = [part.strip(" .*_") for part in re.split(r"[,，;、]|\s+(?:and|&)\s+", text.strip())]
    parts = [part for part in parts if part]
    names = [part for part in parts if _is_name(part)]
    return names if len(parts) == len(names) > 1 else []


def _is_name(text: str) -> bool:
    alone = re.sub(r"\s*\bet\.?\s*al\.?$", "", text)
    if alone != text:
        return not alone or (len(alone.split()) <= 4 and alone[:1].isupper())  # noqa: PLR2004 (words of a name)
    return _AUTHOR.fullmatch(text) is not None and all(
        word[:1].isupper() or word in _PARTICLES for word in text.split()
    )


def sort_out(found: Iterable[Piece]) -> Tail:
    """Each piece put where it belongs."""
    tail = Tail()
    for piece in found:
        if piece.kind in {"link", "badge", "address"}:
            _sort_link(piece, tail)
        elif piece.kind in {"brackets", "code"}:
            for part in re.split(r"\]\s*\[", piece.shown.strip("[]【】 ")):
                _sort_brackets(part.strip(), piece.source, tail)
        elif piece.kind == "tag" and not piece.source.startswith("<!--"):
            tail.structure.append(piece.source)
        elif piece.kind in {"tag", "image"}:
            tail.rest.append(piece.source)
        elif re.search(r"[^\W_]", piece.source):
            _sort_words(piece, tail)
    return tail


def shown(markdown: str) -> str:
    """The text that inline Markdown shows, on one line."""
    if not _INLINE_SIGN.search(markdown):
        return " ".join(markdown.split())
    inline = parser().parseInline(markdown)
    return " ".join(plain(inline[0]).split()) if inline else ""


def _can_be_title(piece: Piece) -> bool:
    if piece.kind == "link":
        # What points at a heading of the page is called as that is.
        heading = piece.url.startswith("#") and " " in piece.shown.strip()
        return heading or not (is_link_name(piece.shown) or _is_dated_venue(piece.shown))
    if piece.kind in {"bold", "italic"}:
        bare = piece.shown.strip("[]()【】 ")
        return bool(re.search(r"\w", bare)) and not (_is_aside(bare) or _BARE_ARXIV.fullmatch(bare))
    words = re.findall(r"[^\W\d_]{2,}", piece.shown)
    named = re.fullmatch(r"\W*(?:[\w'’-]+\.?\s+){1,4}et\s+al\b\W*", piece.shown)
    return piece.kind == "text" and bool(words) and not named and not _is_aside(piece.shown)


def _is_dated_venue(text: str) -> bool:
    return is_venue(text) and re.search(r"\d", text) is not None


def _is_aside(text: str) -> bool:
    bare = _SEPARATORS.sub("", text)
    return is_venue(bare) or bool(date_of(bare))


def _dated_prefix(words: str) -> str:
    """The date or venue that stands before a title in plain words, with what parts them."""
    for match in (_IN_PARENTHESES.match(words), _BEFORE_COLON.match(words)):
        if match and (date_of(match[1]) or (is_venue(match[1]) and re.search(r"\d", match[1]))):
            return match[0]
    return ""


def _led(found: list[Piece]) -> tuple[list[Piece], int]:
    """The pieces, and how many of them stand before a title in plain words: `CVPR 2024 oral,`.

    Where a link is called by a title, that is the title.
    """
    match = _LEADING.match(found[0].source) if found and found[0].kind == "text" else None
    links = [piece for piece in found if piece.kind == "link"]
    if match is None or not all(is_link_name(piece.shown) for piece in links):
        return found, 0
    words = match[1]
    known = is_venue(words) or date_of(words) or _PREPRINT_DATE.fullmatch(words.strip())
    if not known or not re.search(r"\d", words):
        return found, 0
    rest = found[0].source[match.end() :]
    behind = [Piece("text", rest, "", rest)] if rest else []
    return [Piece("text", words, "", match[0]), *behind, *found[1:]], 1


def _end_of_title(found: Sequence[Piece], start: int, *, led: bool) -> int:
    """Where a title ends: one in plain words, or with a name in bold before it, at a link."""
    ends = {"link", "badge", "address", "image", "brackets", "code", "bold"}
    if led or _is_name_of_more(found, start):
        ends -= {"bold", "code"}
    elif found[start].kind != "text":
        return start + 1
    return next(
        (i for i in range(start, len(found)) if found[i].kind in ends or _is_byline(found[i])),
        len(found),
    )


def _is_byline(piece: Piece) -> bool:
    """Whether a piece in italics says who wrote a paper, or where it stands."""
    if piece.kind != "italic":
        return False
    return bool(_ET_AL.search(piece.shown) or names_in(piece.shown) or _is_aside(piece.shown))


def _is_name_of_more(found: Sequence[Piece], start: int) -> bool:
    """Whether a title begins with its name in bold, `**MAE**: Masked ...`, and a link follows."""
    piece, behind = found[start], found[start + 1 :]
    if piece.kind != "bold" or len(piece.shown.split()) > LONGEST_NAME or not behind:
        return False
    colon = piece.shown.rstrip().endswith((":", "：")) or behind[0].source.startswith((":", "："))
    linked = any(each.kind in {"link", "badge", "address"} for each in behind)
    return colon and linked and behind[0].kind == "text"


def _sort_link(piece: Piece, tail: Tail) -> None:
    name = shown(piece.shown).strip(" []()【】:：")
    if not name:
        name = "code" if "github.com" in piece.url else "paper"
    if (
        _BARE_ARXIV.fullmatch(name.removeprefix("arXiv:"))
        and name.removeprefix("arXiv:") in piece.url
    ):
        tail.structure.append(name)
        name = "paper"
    if name.lower() in {"star", "stars"} and "github.com" in piece.url:
        name = "code"
    if is_link_name(name):
        name = name.lower()
    elif piece.kind == "link" and _is_dated_venue(name):
        tail.venues.append(name)
        name = "paper"
    if piece.kind == "badge":
        tail.structure.append(piece.source.replace(piece.url, " ").replace(name, " ", 1))
    elif piece.url not in piece.source:
        # A link by reference: its label is no word of the paper's.
        tail.structure.append(piece.source.replace(piece.shown, " ", 1))
    if not piece.url or piece.url.startswith("#"):
        tail.structure.append(piece.source)
    else:
        tail.links.append((name, piece.url))


def _sort_brackets(text: str, source: str, tail: Tail) -> None:
    if preprint := _PREPRINT_DATE.fullmatch(text.strip()):
        _sort_preprint(preprint, text, tail)
    elif arxiv := arxiv_of(text):
        tail.arxiv = tail.arxiv or arxiv
        tail.structure.append(text)
    elif date := date_of(text):
        tail.dates.append(date)
        tail.structure.append(text)
    elif is_venue(text):
        tail.venues.append(shown(text))
    elif is_link_name(text) or len(text.split()) > LONGEST_KEYPOINT:
        tail.rest.append(text if len(text) < len(source) else source)
    else:
        tail.keypoints += filter(None, map(shown, all_mentions(text)))


def _sort_preprint(match: re.Match[str], text: str, tail: Tail) -> None:
    year = match[2] if match[2].startswith("20") else f"20{match[2]}"
    tail.venues.append(match[1])
    tail.dates += filter(None, [date_of(year)])
    tail.structure.append(text)


def _sort_words(piece: Piece, tail: Tail) -> None:
    whole = _SEPARATORS.sub("", shown(piece.shown or piece.source)).strip(" .,()（）")
    if preprint := _PREPRINT_DATE.fullmatch(whole):
        _sort_preprint(preprint, whole, tail)
    elif date := date_of(whole):
        tail.dates.append(date)
        tail.structure.append(whole)
    elif is_venue(bare := _SEPARATORS.sub("", piece.shown)) and re.search(r"\d", bare):
        tail.venues.append(bare.strip(" ."))
    else:
        _sort_segments(piece, tail)


def _sort_segments(piece: Piece, tail: Tail) -> None:
    text = piece.shown or piece.source
    sorted_out = Tail(rest=_AFFILIATED.findall(text))
    segments = [segment for segment in _SEGMENT.split(_AFFILIATED.sub("", text)) if segment]
    for segment in segments:
        bare = _SEPARATORS.sub("", shown(segment)).strip(" .[]【】")
        if not re.search(r"[^\W_]", segment):
            continue
        if arxiv := arxiv_of(bare):
            sorted_out.arxiv = arxiv
            sorted_out.structure.append(bare)
        elif date := date_of(bare):
            sorted_out.dates.append(date)
            sorted_out.structure.append(bare)
        elif is_venue(bare):
            sorted_out.venues.append(bare)
        elif _is_name(bare):
            sorted_out.authors.append(bare)
        else:
            tail.rest.append(piece.source.strip())
            return
    for name, values in vars(sorted_out).items():
        if isinstance(values, list):
            getattr(tail, name).extend(values)
    tail.arxiv = tail.arxiv or sorted_out.arxiv
