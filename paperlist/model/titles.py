"""Nearly equal titles: comparing two titles, and finding the nearly equal ones among many.

A typing error changes a letter of a word, while the title of another paper has another word. So
titles are compared word by word, not by the number of letters that they share: `A Survey on Image
...` and `A Survey on Video ...` share most letters. The measurements are in docs/duplicates.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from zlib import crc32

from paperlist.text.words import fold, title_key, words

SHORTEST = 12
"""Titles with fewer letters than this are nearly equal only if all their letters are the same."""
REWORDED = 84
"""How similar (0 to 100) the words after the colon have to be if the name before it is the same."""
CROWD = 100
"""A key (`Title.keys`) is too common to be useful if more than this number of titles have it."""
_KEYS = 8  # per title
_RUN = 8  # letters
# Titles that are less similar than this (0 to 100) are not compared word by word.
_FAR = 58
_MOST_WORDS = 200
_SHORTEST_NAME = 4
# Words with at least this many letters may differ by one letter, or by two.
_ONE_SLIP, _TWO_SLIPS = 5, 10
_SHORTEST_SWAP = 3

# The numbers and plus signs by which the titles of a series differ, however similar they are.
_SERIAL = re.compile(r"\d+|\b[ivx]+\b|\+")
_STYLE = re.compile(
    r"\\(?:text\w*|math\w*|emph|em|bf|it|rm|tt|sc|operatorname|boldsymbol|bm)(?![A-Za-z])"
)
_ACCENT = re.compile(r"""\\["'`^~=.]|\\[cvuHkrbd](?=\{)""")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MARKUP = re.compile(r"[${}_^]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_DOUBLED = re.compile(r"(.)\1")
_WEAK = frozenset(
    "a an the of for from in into on at to with by via using and towards toward".split()
)

_NEGATIONS = frozenset({"no", "non", "not"})


def plain(title: str) -> str:
    """Return `title` without LaTeX and HTML, with Greek letters and `&` spelled out."""
    if "&" in title:
        import html

        title = html.unescape(title).replace("&", " and ")
    if "\\" in title:
        title = _STYLE.sub("", title)
        title = _ACCENT.sub("", title)
        title = re.sub(r"\\ell(?![A-Za-z])", "l", title)
        title = _COMMAND.sub(r"\1", title)
    if not title.isascii():
        title = _GREEK.sub(_spell_letter, title)
    return _MARKUP.sub("", title.replace("~", " ").replace("--", "-"))


def _spell_letter(letter: re.Match[str]) -> str:
    name = unicodedata.name(letter[0], "").split(" WITH ")[0]
    return name.rpartition(" ")[2].lower() if " LETTER " in name else letter[0]


class Title:
    """A title prepared for comparison.

    Attributes:
        key: the letters and digits of the title.
        name: `clip` for the titles `CLIP: Learning Models` and `CLIP`; empty for a title of another
            form, or if the name has fewer than four letters.
    """

    def __init__(self, written: str) -> None:
        self._text = plain(written)
        head, _, self._behind = self._text.partition(":")
        self.key = title_key(self._text)
        name = "" if len(head.split()) != 1 else title_key(head)
        self.name = name if len(name) >= _SHORTEST_NAME else ""

    @cached_property
    def serial(self) -> list[str]:
        """Return the numbers (`2`, `ii`) and plus signs in the title, sorted.

        Two titles of a series may differ only in their numbers or plus signs.
        """
        return sorted(_SERIAL.findall(fold(self._text)))

    @cached_property
    def words(self) -> list[str]:
        """Return the words of the title, without case and accents."""
        return words(self._text)

    @cached_property
    def rest(self) -> list[str]:
        """Return the words after the colon, without case and accents."""
        return words(self._behind)

    @cached_property
    def keys(self) -> list[int]:
        """Return MinHash keys: nearly equal titles probably have at least one key in common.

        The keys are the eight smallest checksums of all runs of eight letters, so one different
        letter changes only a few keys (Broder, "On the resemblance and containment of documents",
        1997).
        If there is a name before the colon, one more key stands for that name.
        """
        letters = self.key.encode()
        starts = range(max(1, len(letters) - _RUN + 1))
        runs = {crc32(letters[i : i + _RUN]) for i in starts} if letters else set()
        return [*sorted(runs)[:_KEYS], *([] if self.name_key is None else [self.name_key])]

    @property
    def name_key(self) -> int | None:
        """Return the key that stands for the name, or None if there is no name."""
        return crc32(f"{self.name}:".encode()) if self.name else None


def nearly_one(one: Title, other: Title) -> bool:
    """Return whether two titles are the same apart from typos and small changes.

    The titles may differ in small words such as `the`, in a letter or two of a word, in hyphens, or
    in an abbreviation (`LLMs` for `large language models`). Titles with the same name before a
    colon may have words after the colon that are only similar. Titles with different numbers are
    never nearly equal, since they may be parts of a series.
    """
    if one.key == other.key:
        return bool(one.key)
    if min(len(one.key), len(other.key)) < SHORTEST or one.serial != other.serial:
        return False
    from rapidfuzz.fuzz import ratio

    # A cheap test that rules out most titles that only share a phrase.
    if ratio(one.key, other.key, score_cutoff=_FAR) < _FAR:
        return False
    return _same_words(one.words, other.words) or _is_reworded(one, other)


def is_short_for(one: Title, other: Title) -> bool:
    """Return whether one title is a name such as `CLIP`, and the other begins with `CLIP:`."""
    return bool(one.name) and one.name == other.name and bool(one.rest) != bool(other.rest)


def alike(title: Title, others: Sequence[Title]) -> list[int]:
    """Return the positions in `others` of the titles that are nearly equal to `title`.

    If no title is nearly equal, `CLIP` counts as equal to a title that begins with `CLIP:`. Of
    several titles that begin so, the first is returned. But if another of them is not nearly equal
    to the first, nobody knows which paper is meant, and the result is empty.
    """
    near = [place for place, other in enumerate(others) if nearly_one(title, other)]
    if near:
        return near
    short = [place for place, other in enumerate(others) if is_short_for(title, other)]
    alone = all(nearly_one(others[short[0]], others[place]) for place in short[1:])
    return short[:1] if alone else []


def worth_a_look(title: Title, others: Mapping[int, str]) -> list[int]:
    """Return the numbers of titles that are worth a slow comparison with `title`.

    `others` is a dict from the number of each title to the `key` of that title.
    """
    if not others:
        return []
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    near = extract(
        title.key, others, scorer=ratio, processor=None, score_cutoff=_FAR, limit=len(others)
    )
    return [number for _, _, number in near]


class TitleIndex:
    """A collection of titles, to find the titles that are nearly equal to a given title."""

    def __init__(self) -> None:
        self._titles: list[Title] = []
        self._with: dict[int, list[int]] = {}

    def add(self, title: Title) -> int:
        """Add `title` and return its number, counted from 0."""
        number = len(self._titles)
        self._titles.append(title)
        for key in title.keys:
            self._with.setdefault(key, []).append(number)
        return number

    def near(self, title: Title) -> list[int]:
        """Return the numbers of the titles that are nearly equal to `title`."""
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
    one, other = _drop_weak_words(mine), _drop_weak_words(theirs)
    if _same_word("".join(mine), "".join(theirs)) or _same_word("".join(one), "".join(other)):
        return True
    if len(one) == len(other):
        return all(_same_word(*pair) for pair in zip(one, other, strict=True))
    return _stands_for(mine, theirs) or _stands_for(theirs, mine)


def _drop_weak_words(block: Iterable[str]) -> list[str]:
    return [word for word in block if word not in _WEAK]


def _same_word(one: str, other: str) -> bool:
    """Return whether two words are the same apart from a typing error."""
    short, long = sorted((one, other), key=len)
    if one == other or not short:
        return one == other
    from rapidfuzz.distance import OSA

    if len(short) >= _SHORTEST_SWAP and sorted(short) == sorted(long):
        return OSA.distance(short, long) == 1
    # `unsupervised` has two letters more than `supervised`, but is not a typing error.
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
    """Return whether `short` is an abbreviation: `LLMs` stands for `large language models`."""
    if len(short) != 1 or len(spelled_out) < 2:  # noqa: PLR2004 (an abbreviation stands for several words)
        return False
    initials = "".join(word[0] for word in spelled_out)
    return short[0] in {initials, f"{initials}s"}


def _is_reworded(one: Title, other: Title) -> bool:
    from rapidfuzz.fuzz import token_sort_ratio

    if not one.name or one.name != other.name or not (one.rest and other.rest):
        return False
    return token_sort_ratio(" ".join(one.rest), " ".join(other.rest)) >= REWORDED
