"""Keypoints: splitting a line of keypoints, joining them again, and comparing their spellings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from paperlist.text.words import fold, lazily, words

SEPARATOR = "; "
# A separator does not separate within brackets, code, a formula, an escape, an entity or a number.
# Each of these is one token, and so is a run of ordinary characters; anything else is a token of
# one character.
_token = lazily(
    r"[^\\&`$()（）\[\];；,，、\n\d]+|\\.|&\#?\w+;|`[^`]*`|\$[^$]*\$|\([^()]*\)|（[^（）]*）|\[[^][]*\]"
    r"|\d,(?=\d{3}\b)|.",
    re.DOTALL,
)
_SEPARATORS = frozenset(";；,，、\n")
_BRACKETS = frozenset("()（）[]`$")  # each of these is a token of its own only if it is unmatched
_ENTITY = re.compile(r"&#x([0-9A-F]{4});")


def split_keypoints(line: str) -> list[str]:
    """Split a line of keypoints at `;`, `,`, their full-width forms and `、`.

    Separators within brackets, code or a formula do not count: `a; f(b, c)` gives `a` and
    `f(b, c)`. Separators that `join_keypoints` escaped do not count either. Empty and repeated
    keypoints are left out.
    """
    return unique(all_mentions(line))


def all_mentions(line: str) -> Iterator[str]:
    """Yield the keypoints of a line like `split_keypoints`, but keep empty and repeated ones."""
    piece: list[str] = []
    for token in _token().findall(line):
        if token in _SEPARATORS:
            yield "".join(piece)
            piece = []
        else:
            piece.append(_ENTITY.sub(_character, token) if "&" in token else token)
    yield "".join(piece)


def _character(entity: re.Match[str]) -> str:
    return chr(int(entity[1], 16))


def join_keypoints(keypoints: Iterable[str]) -> str:
    """Join keypoints into one line of Markdown; `split_keypoints` gives the same keypoints back.

    Each of `keypoints` is Markdown already. A separator or unmatched bracket in a keypoint is
    written as an entity: `&#x003B;` for `;`. Rendered Markdown shows the character.
    """
    return SEPARATOR.join(map(_escape_separators, keypoints))


def _escape_separators(keypoint: str) -> str:
    if _SEPARATORS.isdisjoint(keypoint) and _BRACKETS.isdisjoint(keypoint):
        return keypoint
    return "".join(
        f"&#x{ord(token):04X};" if token in _SEPARATORS or token in _BRACKETS else token
        for token in _token().findall(keypoint)
    )


def unique(keypoints: Iterable[str]) -> list[str]:
    """Return `keypoints` trimmed, in order, without empty and repeated ones.

    Keypoints that differ only in case or accents count as repeated; the first one stays.
    """
    seen: dict[str, str] = {}
    for keypoint in keypoints:
        if trimmed := " ".join(keypoint.split()):
            seen.setdefault(fold(trimmed), trimmed)
    return list(seen.values())


def keypoint_key(keypoint: str) -> str:
    """Return a key that is the same for all spellings of a keypoint.

    The key ignores case, accents, hyphens and the `s` of a plural: `Diffusion models` and
    `diffusion-model` give the same key.
    """
    return " ".join(_singular(word) for word in words(keypoint)) or fold(keypoint)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))  # noqa: PLR2004 (`gas` and `bus` are not plurals)
    return word[:-1] if plural else word


def canonical(keypoint: str, aliases: Mapping[str, str]) -> str:
    """Return the spelling to use for a keypoint.

    `aliases` is a dict from a spelling to the spelling to use instead. A keypoint that is not in
    `aliases` is returned unchanged.
    """
    return speller(aliases)(keypoint)


def speller(aliases: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that returns the spelling to use for a keypoint. See `canonical`."""
    by_key = {keypoint_key(spelling): chosen for spelling, chosen in aliases.items()}
    return lambda keypoint: by_key.get(keypoint_key(keypoint), keypoint) if by_key else keypoint
