"""Splits text into words, removes case and accents, and makes ids and keys from titles."""

import re
from collections.abc import Callable, Iterator
from functools import cache


def lazily(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Return a function that compiles `pattern` at its first call.

    So a command that does not need the pattern spends no time on compiling.
    """

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern, flags)

    return compiled


_hyphenated = lazily(r"(?<![^\W_])[^\W_]++(?:[-‐‑–'’][^\W_]++)+")
_PART = re.compile(r"[^\W_]+")
# `MovieChat` and `VideoLLMs`; each is found once, and each letter is looked at a few times at most.
_inner_capital = lazily(r"(?<![^\W_])[A-Za-z][A-Z]*+[a-z]++[A-Z][A-Za-z]*+")
_name_part = lazily(r"[A-Z]*[a-z]+|[A-Z]+")
SHORTEST_PART = 3
# A translation table for ASCII: all but letters and digits become spaces. Twice as fast as `_PART`.
_ONLY_WORDS = "".join(each if each.isalnum() else " " for each in map(chr, range(128)))
# A translation table for ASCII: `a` for a small letter, `A` for a capital, a space for others.
_SHAPES = "".join("A" if x.isupper() else "a" if x.islower() else " " for x in map(chr, range(128)))
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""The character ranges of kana, Han and Hangul, to be put into a regular expression."""
_script_run = lazily(f"[{CJK}]+|[^{CJK}]+")
_cjk_run = lazily(f"[{CJK}]+")
_accents = lazily("[\u0300-\u036f]")
_not_in_key = lazily(r"[^\w+]+|_")
# Words with signs: `c++`, also in `c++11`, but not in `a++b`; `f#`; `.net`, but not in `asp.net`.
_signed = lazily(
    r"((?<![a-z0-9])[a-z][a-z0-9]*(?:\+\+(?![a-z+])|\#(?![\w\#]))|(?<![\w.])\.net(?!\w))"
)
CONTROL = lazily("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
CONTROL_IN_NAME = lazily("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_conflict = lazily(r"^(?:<{7}|>{7}|\|{7}) \S", re.M)

GAP = "\ue000"
"""A character that no text has. Between two texts, it keeps a phrase from matching across them."""
ID_WORDS_BEFORE_COLON = 4
ID_WORDS = 5


def fold(text: str) -> str:
    """Return `text` as search compares it: in lower case, without accents.

    Variants of a character, such as full-width letters, are replaced by the usual character.
    """
    if text.isascii():
        return text.lower()
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", _accents().sub("", decomposed)).casefold()


def words(text: str) -> list[str]:
    """Return the words of `text` as the index stores them, in order.

    A hyphenated word is split into its parts. A run of Chinese, Japanese or Korean is split into
    all pairs of neighbouring characters, and its last character alone, so that a search finds any
    part of the run. `c++`, `c#` and `.net` keep their signs.
    """
    folded = fold(text)
    if "++" in folded or "#" in folded or ".net" in folded:
        # `split` puts the words with signs at the odd places.
        pieces = enumerate(_signed().split(folded))
        return [
            word
            for place, piece in pieces
            for word in ([piece] if place % 2 else _plain_words(piece))
        ]
    return _plain_words(folded)


def _plain_words(folded: str) -> list[str]:
    if folded.isascii():
        return folded.translate(_ONLY_WORDS).split()
    parts = _PART.findall(folded)
    if not _cjk_run().search(folded):
        return parts
    return [piece for part in parts for piece in _pieces(part)]


def joined_words(text: str) -> list[str]:
    """Return the hyphenated words of `text` without hyphens: `longcontext` for `long-context`."""
    if text.isascii():
        if "-" not in text and "'" not in text:
            return []
        chunks = [each for each in text.lower().split() if "-" in each or "'" in each]
    else:
        chunks = [
            each for each in fold(text).split()
            if "-" in each or "'" in each or not (each.isascii() or each.isalnum())
        ]  # fmt: skip
    return [
        "".join(_PART.findall(word))
        for chunk in chunks
        for word in _hyphenated().findall(chunk)
        if word.isascii() or not _cjk_run().search(word)
    ]


def parts_of_names(text: str) -> list[str]:
    """Return the parts of names with capitals inside: `movie` and `chat` for `MovieChat`.

    Parts of one or two letters are left out.
    """
    if text.isascii() and "aA" not in text.translate(_SHAPES):
        return []  # as in most texts, which this finds out faster than the search below
    return [
        part
        for name in _inner_capital().findall(text)
        for part in map(fold, _name_part().findall(name))
        if len(part) >= SHORTEST_PART
    ]


def is_cjk(word: str) -> bool:
    """Return whether `word`, which `words` returned, is Chinese, Japanese or Korean."""
    return not word.isascii() and _cjk_run().match(word) is not None


def runs(text: str) -> Iterator[re.Match[str]]:
    """Split `text` into runs of Chinese, Japanese or Korean, and runs of other characters."""
    return _script_run().finditer(text)


def _pieces(part: str) -> Iterator[str]:
    if part.isascii():
        yield part
        return
    for run in _script_run().findall(part):
        if _cjk_run().match(run):
            yield from (run[i : i + 2] for i in range(len(run)))
        else:
            yield run


def title_key(title: str) -> str:
    """Return a key to compare titles by: without case, accents, punctuation and spaces.

    `Résumé: A Tool` and `resume - a tool` give the same key.
    """
    return _not_in_key().sub("", fold(title))


def make_id(title: str) -> str:
    """Return an id for a title: `MA-LMM: Memory-Augmented ...` gives `ma-lmm`.

    The id is made from the part before a colon if that part is short. Otherwise it is made from the
    first words of the title. It is ASCII, made by python-slugify.
    """
    from slugify import slugify

    head, colon, _ = title.partition(":")
    few = colon and 0 < len(head.split()) <= ID_WORDS_BEFORE_COLON
    text = head if few else " ".join(title.split()[:ID_WORDS])
    return slugify(text, max_length=60, word_boundary=True) or slugify(title[:60]) or "paper"


def is_id(text: str) -> bool:
    """Return whether `text` is a valid id: a-z and 0-9, with single `.`, `_` or `-` between."""
    return re.fullmatch(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", text) is not None


def printable(text: str) -> str:
    """Return `text` without control characters and direction overrides; tabs and line ends stay."""
    return text if text.isprintable() else CONTROL().sub("", text)


def conflict_line(text: str) -> int | None:
    """Return the number, from 1, of the first line with a conflict marker of git, or None."""
    found = _conflict().search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
