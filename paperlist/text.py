"""Folding, words and slugs: what search, ids and duplicate checks share."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+(?:[-‐‑–'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
# Scripts written without spaces: kana, Han with its extensions, Hangul.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_SCRIPT_RUN = re.compile(f"[{_CJK}]+|[^{_CJK}]+")
_CJK_RUN = re.compile(f"[{_CJK}]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_IN_KEY = re.compile(r"[^\w+]+|_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

ID_WORDS_BEFORE_COLON = 4
ID_WORDS = 5


def fold(text: str) -> str:
    """`text` without what search looks past: case, accents, compatibility forms (NFKC)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).casefold()


def words(text: str) -> list[str]:
    """The words of `text` as the index holds them, in order.

    A hyphenated word gives its parts; a run of Chinese, Japanese or Korean gives its bigrams and
    its last character, so that any part of it of one or more characters can be found.
    """
    return [part for word in _WORD.findall(fold(text)) for part in _parts(word)]


def joined_words(text: str) -> list[str]:
    """The hyphenated words of `text` written as one: `longcontext` for `long-context`."""
    return [
        "".join(_PART.findall(word))
        for word in _WORD.findall(fold(text))
        if not word.isalnum() and not _CJK_RUN.search(word)
    ]


def is_cjk(word: str) -> bool:
    """Whether `word`, one of `words`, is from a script written without spaces."""
    return _CJK_RUN.match(word) is not None


def _parts(word: str) -> Iterator[str]:
    for part in _PART.findall(word):
        if part.isascii():
            yield part
            continue
        for run in _SCRIPT_RUN.findall(part):
            if _CJK_RUN.match(run):
                yield from (run[i : i + 2] for i in range(len(run)))
            else:
                yield run


def title_key(title: str) -> str:
    """What two spellings of one title have in common: no case, accents, punctuation or spaces."""
    return _NOT_IN_KEY.sub("", fold(title))


def make_id(title: str) -> str:
    """The id a title asks for: the part before a colon if short, else its first words.

    ASCII, as python-slugify writes it: `MA-LMM: Memory-Augmented ...` gives `ma-lmm`.
    """
    from slugify import slugify

    head, colon, _ = title.partition(":")
    few = colon and 0 < len(head.split()) <= ID_WORDS_BEFORE_COLON
    text = head if few else " ".join(title.split()[:ID_WORDS])
    return slugify(text, max_length=60, word_boundary=True) or slugify(title[:60]) or "paper"


def is_id(text: str) -> bool:
    """Whether `text` can be an id: small letters, digits, and `.`, `_` or `-` between them."""
    return re.fullmatch(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", text) is not None


def printable(text: str) -> str:
    """`text` without control characters and direction overrides; tabs and line ends stay."""
    return _CONTROL.sub("", text)
