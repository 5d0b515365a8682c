"""When two titles are nearly one, and how such titles are found among many.

A slip of the pen changes a letter of a word; another paper has another word. So titles are
compared word by word, and not by how many of their letters they share: `A Survey on Image ...` and
`A Survey on Video ...` share most letters. What was measured is in docs/duplicates.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from zlib import crc32

from paperlist.text.words import fold, title_key, words

SHORTEST = 12
"""Titles of fewer letters are one only where they are the same."""
REWORDED = 84
"""How alike (0 to 100) the words behind one name have to be where they were put anew."""
CROWD = 100
"""What more titles than these share says nothing of any two of them."""
_KEYS = 8
_RUN = 8
_FAR = 58
_MOST_WORDS = 200
_SHORTEST_NAME = 4
# Words of these lengths may differ by one letter, or by two.
_ONE_SLIP, _TWO_SLIPS = 5, 10
_SHORTEST_SWAP = 3

# What tells the papers of a series apart, however near their titles are.
_SERIAL = re.compile(r"\d+|\b[ivx]+\b|\+")
_STYLE = re.compile(
    r"\\(?:text\w*|math\w*|emph|em|bf|it|rm|tt|sc|operatorname|boldsymbol|bm)(?![A-Za-z])"
)
_ACCENT = re.compile(r"""\\["'`^~=.]|\\[cvuHkrbd](?=\{)""")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SIGN = re.compile(r"[${}_^]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_DOUBLED = re.compile(r"(.)\1")
_WEAK = frozenset(
    "a an the of for from in into on at to with by via using and towards toward".split()
)

_NEGATIONS = frozenset({"no", "non", "not"})


def plain(title: str) -> str:
    """`title` without LaTeX and HTML, its Greek letters and `&` spelled out."""
    if "&" in title:
        import html

        title = html.unescape(title).replace("&", " and ")
    if "\\" in title:
        title = _STYLE.sub("", title)
        title = _ACCENT.sub("", title)
        title = re.sub(r"\\ell(?![A-Za-z])", "l", title)
        title = _COMMAND.sub(r"\1", title)
    if not title.isascii():
        title = _GREEK.sub(_spelled, title)
    return _SIGN.sub("", title.replace("~", " ").replace("--", "-"))


def _spelled(letter: re.Match[str]) -> str:
    name = unicodedata.name(letter[0], "").split(" WITH ")[0]
    return name.rpartition(" ")[2].lower() if " LETTER " in name else letter[0]


class Title:
    """A title as it is compared.

    Attributes:
        key: its letters and digits.
        name: the one word before a colon, or the title where it is one word.
    """

    def __init__(self, written: str) -> None:
        self._text = plain(written)
        head, _, self._behind = self._text.partition(":")
        self.key = title_key(self._text)
        name = "" if len(head.split()) != 1 else title_key(head)
        self.name = name if len(name) >= _SHORTEST_NAME else ""

    @cached_property
    def serial(self) -> list[str]:
        """What tells it from the others of a series."""
        return sorted(_SERIAL.findall(fold(self._text)))

    @cached_property
    def words(self) -> list[str]:
        """Its words, folded."""
        return words(self._text)

    @cached_property
    def rest(self) -> list[str]:
        """The words behind the colon."""
        return words(self._behind)

    @cached_property
    def keys(self) -> list[int]:
        """A few numbers of which titles that are nearly one share at least one.

        They are the smallest checksums among those of all runs of eight letters, so each letter
        that differs costs a few of them (Broder, "On the resemblance and containment of
        documents", 1997), and one for a name before a colon.
        """
        letters = self.key.encode()
        starts = range(max(1, len(letters) - _RUN + 1))
        runs = {crc32(letters[i : i + _RUN]) for i in starts} if letters else set()
        return [*sorted(runs)[:_KEYS], *([] if self.name_key is None else [self.name_key])]

    @property
    def name_key(self) -> int | None:
        """The one of `keys` that stands for the name."""
        return crc32(f"{self.name}:".encode()) if self.name else None


def nearly_one(one: Title, other: Title) -> bool:
    """Whether two titles are those of one paper, slips of the pen and of memory allowed.

    The same words but for small ones, a slip in a letter, a hyphen, an abbreviation spelled out;
    or one name before a colon with next to the same words behind it. Papers of a series are
    different.
    """
    if one.key == other.key:
        return bool(one.key)
    if min(len(one.key), len(other.key)) < SHORTEST or one.serial != other.serial:
        return False
    from rapidfuzz.fuzz import ratio

    # Cheap, and enough to send away most of those that share a phrase.
    if ratio(one.key, other.key, score_cutoff=_FAR) < _FAR:
        return False
    return _same_words(one.words, other.words) or _reworded(one, other)


def is_short_for(one: Title, other: Title) -> bool:
    """Whether one of two titles is the name alone that the other has before its colon."""
    return bool(one.name) and one.name == other.name and bool(one.rest) != bool(other.rest)


def alike(title: Title, others: Sequence[Title]) -> list[int]:
    """Return which of `others` are nearly `title`.

    A name alone means the one title that begins with it, or the first of several that are nearly
    one; where papers of different titles have that name, it means none.
    """
    near = [place for place, other in enumerate(others) if nearly_one(title, other)]
    if near:
        return near
    short = [place for place, other in enumerate(others) if is_short_for(title, other)]
    alone = all(nearly_one(others[short[0]], others[place]) for place in short[1:])
    return short[:1] if alone else []


def worth_a_look(title: Title, others: Mapping[int, str]) -> list[int]:
    """Those of `others` (number -> `key`) that are near enough to be compared word by word."""
    if not others:
        return []
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    near = extract(
        title.key, others, scorer=ratio, processor=None, score_cutoff=_FAR, limit=len(others)
    )
    return [number for _, _, number in near]


class Shelf:
    """Titles, found again in spite of a slip of the pen."""

    def __init__(self) -> None:
        self._titles: list[Title] = []
        self._with: dict[int, list[int]] = {}

    def put(self, title: Title) -> int:
        """Take `title` in; returns its number, counted from 0."""
        number = len(self._titles)
        self._titles.append(title)
        for key in title.keys:
            self._with.setdefault(key, []).append(number)
        return number

    def near(self, title: Title) -> list[int]:
        """The numbers of the titles that are nearly this one."""
        shared: set[int] = set()
        named: set[int] = set()
        for key in title.keys:
            numbers = self._with.get(key, ())
            if len(numbers) <= CROWD:
                shared.update(numbers)
            if key == title.name_key:
                named.update(numbers[:CROWD])
        others = {number: self._titles[number].key for number in sorted(shared)}
        numbers = sorted({*worth_a_look(title, others), *named})
        return [numbers[i] for i in alike(title, [self._titles[number] for number in numbers])]


def _same_words(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if max(len(mine), len(theirs)) > _MOST_WORDS:
        return False
    from difflib import SequenceMatcher

    for kind, i, j, k, m in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind != "equal" and not _same_block(mine[i:j], theirs[k:m]):
            return False
    return True


def _same_block(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    one, other = _strong(mine), _strong(theirs)
    if _same_word("".join(mine), "".join(theirs)) or _same_word("".join(one), "".join(other)):
        return True
    if len(one) == len(other):
        return all(_same_word(*pair) for pair in zip(one, other, strict=True))
    return _stands_for(mine, theirs) or _stands_for(theirs, mine)


def _strong(block: Iterable[str]) -> list[str]:
    return [word for word in block if word not in _WEAK]


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, but for a slip of the pen."""
    short, long = sorted((one, other), key=len)
    if one == other or not short:
        return one == other
    from rapidfuzz.distance import OSA

    if len(short) >= _SHORTEST_SWAP and sorted(short) == sorted(long):
        return OSA.distance(short, long) == 1
    # `unsupervised` is `supervised` with two letters more, and no slip of it.
    if long.endswith(short) or short[0] != long[0]:
        return False
    if _DOUBLED.sub(r"\1", short) == _DOUBLED.sub(r"\1", long):
        return True
    if len(short) < _ONE_SLIP:
        weak = not _WEAK.isdisjoint({short, long}) and _NEGATIONS.isdisjoint({short, long})
        return long == f"{short}s" or (weak and OSA.distance(short, long) == 1)
    allowed = 2 if len(short) >= _TWO_SLIPS and short[:2] == long[:2] else 1
    return OSA.distance(short, long, score_cutoff=allowed) <= allowed


def _stands_for(short: Sequence[str], spelled_out: Sequence[str]) -> bool:
    """Whether one is an abbreviation of the other: `LLMs`, `large language models`."""
    if len(short) != 1 or len(spelled_out) < 2:  # noqa: PLR2004 (an abbreviation of one word is none)
        return False
    initials = "".join(word[0] for word in spelled_out)
    return short[0] in {initials, f"{initials}s"}


def _reworded(one: Title, other: Title) -> bool:
    from rapidfuzz.fuzz import token_sort_ratio

    if not one.name or one.name != other.name or not (one.rest and other.rest):
        return False
    return token_sort_ratio(" ".join(one.rest), " ".join(other.rest)) >= REWORDED
