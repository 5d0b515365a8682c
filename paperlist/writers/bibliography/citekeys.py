"""Citekeys: `vaswani2017attention`, one a paper, the same whatever is exported beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product
from string import ascii_lowercase

from paperlist.model.entry import Entry
from paperlist.text.names import named, split_name
from paperlist.writers.bibliography.reference import key_year

# Words that a title begins with and that say nothing of it.
_STOP_WORDS = frozenset(
    """
    a an the on of in for and or to with by from at as is are be can do does how what when why where
    which who via using towards toward into over under its it we our your you not no all
    """.split()
)
# What ends a key for BibTeX or LaTeX, or makes it another command.
_NOT_IN_A_KEY = re.compile(r"[\s{}()\[\],=\"'#%~\\@&$^|<>\x00-\x1f\x7f]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
_LONGEST = 80
# A part before a hyphen that is a word of its own, and no prefix or half of a name.
_SHORTEST_PART = 4


def citekeys(entries: Iterable[Entry]) -> dict[str, str]:
    """Id -> citekey, for all papers of a library.

    A paper's own field `citekey` is its key. The others get last name, year and the first telling
    word of the title; where that is taken, the paper that was added later gets an `a`, `b` ...
    more. So a key stays what it is while papers are added, and does not depend on the machine,
    nor, given the whole library, on which papers are exported.
    """
    by_age = sorted(entries, key=lambda entry: (str(entry.fields.get("added", "")), entry.id))
    keys: dict[str, str] = {}
    taken: set[str] = set()
    variants: dict[str, Iterator[str]] = {}
    for own in (True, False):
        for entry in by_age:
            wanted = own_key(entry.fields)
            if bool(wanted) == own:
                # BibTeX takes keys that differ in case only for one.
                first = wanted or make_key(entry)
                # What was taken stays so: the next of the same key goes on from there.
                rest = variants.setdefault(first, _variants(first))
                key = next(key for key in rest if key.lower() not in taken)
                taken.add(key.lower())
                keys[entry.id] = key
    return keys


def own_key(fields: Mapping[str, object]) -> str:
    """The key that a paper brings; empty where it has none that LaTeX could use."""
    key = fields.get("citekey")
    valid = isinstance(key, str) and len(key) <= _LONGEST and not _NOT_IN_A_KEY.search(key)
    return key if valid and isinstance(key, str) else ""


def make_key(entry: Entry) -> str:
    """`lastnameYEARword` in small ASCII letters.

    Where nobody is named, the title's first telling word stands for the name: `malmm2024memory`.
    """
    authors, _ = named(map(str, entry.fields.get("authors") or ()))
    name = _ascii(split_name(authors[0]).family) if authors else ""
    words = _telling_words(entry.title)
    if not name:
        name = next(words, "") or _ascii(entry.id) or "paper"
    return f"{name[:40]}{key_year(entry)}{next(words, '')[:30]}"


def _telling_words(title: str) -> Iterator[str]:
    words = filter(None, map(_word, re.split(r"[\s:/–—]+", title)))
    first = next(words, "")
    telling = (
        word for word in chain([first], words) if word not in _STOP_WORDS and not word.isdigit()
    )
    some = next(telling, first)
    return chain([some], telling) if some else telling


def _word(token: str) -> str:
    """`malmm` for `MA-LMM`, `memory` for `Memory-Augmented`."""
    whole = _ascii(token)
    first = _ascii(re.split("[-‐‑]", token, maxsplit=1)[0])
    return first if len(first) >= _SHORTEST_PART else whole


def _ascii(text: str) -> str:
    if text.isascii():
        return _NOT_ALNUM.sub("", text.lower())
    from slugify import slugify

    return slugify(text, separator="")


def _variants(key: str) -> Iterator[str]:
    yield key
    for length in range(1, 8):
        for letters in product(ascii_lowercase, repeat=length):
            yield key + "".join(letters)
