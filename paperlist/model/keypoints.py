"""Keypoints: how a line of them is split and joined, and which spellings are one."""

import re
from collections.abc import Iterable, Iterator, Mapping

from paperlist.text.words import fold, lazily, words

SEPARATOR = "; "
# What keeps a separator from separating: brackets, code, a formula, an escape, an entity, the
# comma within a number. Each alternative is one token, and so is a run of what is none of these;
# whatever is left is a single character.
_token = lazily(
    r"[^\\&`$()（）\[\];；,，、\n\d]+|\\.|&\#?\w+;|`[^`]*`|\$[^$]*\$|\([^()]*\)|（[^（）]*）|\[[^][]*\]"
    r"|\d,(?=\d{3}\b)|.",
    re.DOTALL,
)
_SEPARATORS = frozenset(";；,，、\n")
_BRACKETS = frozenset("()（）[]`$")  # as a token of its own, one that has no partner
_ENTITY = re.compile(r"&#x([0-9A-F]{4});")


def split_keypoints(line: str) -> list[str]:
    """The keypoints of a line that people wrote, on `;`, `,`, their full-width forms and `、`.

    Separators within brackets, code or a formula, and those that `join_keypoints` escaped, do
    not separate. Empty ones fall away, and so does a second mention.
    """
    return unique(all_mentions(line))


def all_mentions(line: str) -> Iterator[str]:
    """The keypoints of a line as `split_keypoints` finds them, second mentions included."""
    piece: list[str] = []
    for token in _token().findall(line):
        if token in _SEPARATORS:
            yield "".join(piece)
            piece = []
        else:
            piece.append(_ENTITY.sub(_sign, token) if "&" in token else token)
    yield "".join(piece)


def _sign(entity: re.Match[str]) -> str:
    return chr(int(entity[1], 16))


def join_keypoints(keypoints: Iterable[str]) -> str:
    """One line of Markdown that `split_keypoints` takes apart again into just these keypoints.

    Each of `keypoints` is Markdown already. A sign that would separate, or hold a neighbour, is
    written as an entity, which shows as the sign itself wherever Markdown is rendered.
    """
    return SEPARATOR.join(map(_unparted, keypoints))


def _unparted(keypoint: str) -> str:
    if _SEPARATORS.isdisjoint(keypoint) and _BRACKETS.isdisjoint(keypoint):
        return keypoint
    return "".join(
        f"&#x{ord(token):04X};" if token in _SEPARATORS or token in _BRACKETS else token
        for token in _token().findall(keypoint)
    )


def unique(keypoints: Iterable[str]) -> list[str]:
    """`keypoints` trimmed, without empty ones, each spelling once, in their order."""
    seen: dict[str, str] = {}
    for keypoint in keypoints:
        if trimmed := " ".join(keypoint.split()):
            seen.setdefault(fold(trimmed), trimmed)
    return list(seen.values())


def keypoint_key(keypoint: str) -> str:
    """What the spellings of one keypoint have in common: case, accents, hyphens, a plural's s."""
    return " ".join(_singular(word) for word in words(keypoint)) or fold(keypoint)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))  # noqa: PLR2004 (`gas`, `bus` are no plurals)
    return word[:-1] if plural else word


def canonical(keypoint: str, aliases: Mapping[str, str]) -> str:
    """The spelling that `aliases` (spelling -> the one to use) gives, else `keypoint` itself."""
    if not aliases:
        return keypoint
    by_key = {keypoint_key(spelling): chosen for spelling, chosen in aliases.items()}
    return by_key.get(keypoint_key(keypoint), keypoint)
