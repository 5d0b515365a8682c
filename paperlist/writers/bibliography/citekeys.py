"""Citekeys such as `vaswani2017attention`, unique and the same in every export."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product
from string import ascii_lowercase

from paperlist.model.entry import Entry
from paperlist.text.names import named, split_name
from paperlist.writers.bibliography.reference import key_year

# Words of titles that are not distinctive.
_STOP_WORDS = frozenset(
    """
    a an the on of in for and or to with by from at as is are be can do does how what when why where
    which who via using towards toward into over under its it we our your you not no all
    """.split()
)
# Characters that end a key for BibTeX or LaTeX, or are special there.
_NOT_IN_A_KEY = re.compile(r"[\s{}()\[\],=\"'#%~\\@&$^|<>\x00-\x1f\x7f]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
_LONGEST = 80
# If the part before a hyphen has fewer letters, it is a prefix or half of a name, and not a word.
_SHORTEST_PART = 4


def citekeys(entries: Iterable[Entry]) -> dict[str, str]:
    """Return a dict from the id of each paper to its citekey, such as `vaswani2017attention`.

    If a paper has a field `citekey`, that field is used. Other keys consist of last name, year and
    the first distinctive word of the title. If two papers would have the same key, the paper that
    was added later gets an `a`, `b` ... at the end. So keys do not change when papers are added.

    Args:
        entries: all papers of the library. With only some papers, the keys would differ between
            exports.
    """
    by_age = sorted(entries, key=lambda entry: (entry.added, entry.id))
    keys: dict[str, str] = {}
    taken: set[str] = set()
    variants: dict[str, Iterator[str]] = {}
    for own in (True, False):
        for entry in by_age:
            wanted = own_key(entry.fields)
            if bool(wanted) == own:
                # BibTeX ignores the case of keys.
                first = wanted or make_key(entry)
                # The variants before `key` stay taken, so the next paper continues from here.
                rest = variants.setdefault(first, _variants(first))
                key = next(key for key in rest if key.lower() not in taken)
                taken.add(key.lower())
                keys[entry.id] = key
    return keys


def own_key(fields: Mapping[str, object]) -> str:
    """Return the paper's field `citekey`.

    Return an empty text if the field is missing or is not valid in LaTeX.
    """
    key = fields.get("citekey")
    valid = isinstance(key, str) and len(key) <= _LONGEST and not _NOT_IN_A_KEY.search(key)
    return key if valid and isinstance(key, str) else ""


def make_key(entry: Entry) -> str:
    """Return a key made of last name, year and a word of the title, such as `vaswani2017attention`.

    Without authors, the key has two words of the title: `malmm2024memory`.
    """
    authors, _ = named(entry.authors)
    name = _ascii(split_name(authors[0]).family) if authors else ""
    words = _distinctive_words(entry.title)
    if not name:
        name = next(words, "") or _ascii(entry.id) or "paper"
    return f"{name[:40]}{key_year(entry)}{next(words, '')[:30]}"


def _distinctive_words(title: str) -> Iterator[str]:
    words = filter(None, map(_key_word, re.split(r"[\s:/–—]+", title)))
    first = next(words, "")
    telling = (
        word for word in chain([first], words) if word not in _STOP_WORDS and not word.isdigit()
    )
    some = next(telling, first)
    return chain([some], telling) if some else telling


def _key_word(token: str) -> str:
    """Return a title word for a key: `MA-LMM` gives `malmm`, `Memory-Augmented` gives `memory`."""
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
