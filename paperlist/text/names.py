"""Names of persons, split into parts as BibTeX does."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# A Roman numeral counts only in capitals, since `Xi` and `Vi` are given names.
_SUFFIX = re.compile(r"\s*(?:(?i:jr|sr)\.?|[IVX]{2,})\s*")
# `Smith and Sons` and `The OPT Team` are not persons.
_GROUP = re.compile(r"\b(?:and|&|team|group|consortium|collaboration|community|inc\.?)\b", re.I)
_ET_AL = re.compile(
    r"(?:^|(?<![,\s])[,\s]++)(?:and\s+)?(?:et\.?\s*al\b\.?|others)\s*$|(?<!\s)\s*+等\s*$", re.I
)
_COMMAS_OF_A_FULL_NAME = 2


class Name(NamedTuple):
    """The parts of a person's name. The name of a group, or of one word, has only a `family`."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def family_first(self) -> str:
        """Return the name with the family name first, which no program misreads.

        For example, `Aäron van den Oord` gives `van den Oord, Aäron`.
        """
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(filter(None, (family, self.suffix, self.given)))


def split_names(line: str) -> list[str]:
    """Return the names in a line of authors: `Jane Doe; John Roe` gives `Jane Doe` and `John Roe`.

    `and` and line ends separate names too, but beside semicolons `and` may be a part of a name:
    `Smith and Sons; Jane Doe`. Commas separate names only if each name has several
    words: `Doe, Jane` is one name, and `Jane Doe, John Roe` are two.
    """
    if re.search(r"[;\n]", line):
        parts = [name for part in re.split(r"[;\n]", line) for name in _between_ands(part)]
    else:
        parts = [part for each in re.split(r"\s+and\s+", line) for part in _between_commas(each)]
    return [" ".join(part.split()) for part in parts if part.strip()]


def _between_ands(text: str) -> list[str]:
    """Return the names in a text that semicolons separate from others; most texts are one name."""
    text = re.sub(r"^\s*and\s+", "", text)
    parts = re.split(r"\s+and\s+", text)
    persons = all(len(part.split()) > 1 and not _GROUP.search(part) for part in parts)
    return parts if persons else [text]


def _between_commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    whole = all(" " in part and not is_suffix(part) for part in parts)
    return parts if whole and not text.strip()[:1].islower() else [text.strip(" ,")]


def is_suffix(text: str) -> bool:
    """Return whether `text` is what follows a family name: `Jr.`, `Sr.`, `III`."""
    return _SUFFIX.fullmatch(text) is not None


def named(authors: Iterable[str]) -> tuple[list[str], bool]:
    """Return the names of the authors, and whether there are more authors.

    `["Ada Moss", "et al."]` gives `["Ada Moss"]` and True.
    """
    found: list[str] = []
    others = False
    for author in authors:
        name = _ET_AL.sub("", author)
        others = others or name != author
        found += filter(None, [name.strip(" ,")])
    return found, others


def split_name(name: str) -> Name:
    """Split `Aäron van den Oord`, `Oord, Aäron van den` or `King, Jr., Martin Luther` into parts.

    Source: "First von Last", "von Last, First" and "von Last, Jr, First", as in O. Patashnik,
    BibTeXing (1988), section 4; the particle is the part that begins with a lower-case letter.
    """
    if _GROUP.search(name):
        return Name(name.strip())
    parts = [part.strip() for part in name.split(",")]
    family, *rest = [part for part in parts if part] or [name.strip()]
    if not rest:
        return _in_one_piece(family.split())
    if len(rest) == 1 and is_suffix(rest[0]):
        return _in_one_piece(family.split())._replace(suffix=rest[0])
    suffix = rest[0] if len(rest) >= _COMMAS_OF_A_FULL_NAME else ""
    given = " ".join(rest[1:] if suffix else rest)
    words = family.split()
    small = next((i for i, word in enumerate(words) if not word[:1].islower()), len(words) - 1)
    return Name(" ".join(words[small:]), given, " ".join(words[:small]), suffix)


def _in_one_piece(words: list[str]) -> Name:
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):  # noqa: PLR2004 (given, family, suffix)
        suffix = words.pop()
    if len(words) < 2:  # noqa: PLR2004 (given and family)
        return Name(" ".join(words), suffix=suffix)
    small = [i for i, word in enumerate(words[:-1]) if word[:1].islower()]
    first = small[0] if small else len(words) - 1
    last = small[-1] + 1 if small else len(words) - 1
    return Name(
        " ".join(words[last:]), " ".join(words[:first]), " ".join(words[first:last]), suffix
    )
