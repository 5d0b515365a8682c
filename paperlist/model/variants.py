"""Finds names that are one name in different spellings, among keypoints or categories.

    Diffusion model    diffusion-models    Difusion model        one keypoint
    Feedback Attention Memory (FAM)    FAM                        one keypoint
    Text-to-Image    Image-to-Text                                two keypoints
    LoRA    LoRa    GAN    GNN    C    C++    GPT-3    GPT-4      eight keypoints

Each name gets a key, in which case, hyphens, blanks, plurals and typos make no difference. Names
with the same key are variants. So the time is linear in the number of names, and a chain of similar
names never joins two different ones.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from paperlist.text.words import fold, words

_IN_BRACKETS = re.compile(r"(?P<outside>[^()（）]{2,}?)\s*[(（](?P<inside>[^()（）]{2,})[)）]")
_MIXED = re.compile(r"[A-Za-z]+[A-Z][A-Za-z]*")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑–—_]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
# Signs that make another name: `A*` is not `A`.
_SIGNS = re.compile(r"[^\w\s&()\[\]/,.:;'\"-]")
_VOWELS = frozenset("aeiou")
_TWO = re.compile(r"(?<=[a-z]{3})2(?=[a-z]{3})")
_SMALL = frozenset("a an and as at by for from in of on or the to via with".split())
_PLURALS = {
    "analyses": "analysis", "hypotheses": "hypothesis", "syntheses": "synthesis",
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "criteria": "criterion",
    "corpora": "corpus",
}  # fmt: skip
# British and American spellings, and `z` for `s`.
_SPELLINGS = (
    (re.compile(r"(?<=[iy])s(?=(?:e[drs]?|ing|ers?|ations?)$)"), "z"),
    (re.compile(r"our(?=$|al|hood|able)"), "or"),
    (re.compile(r"(?<=[a-z][aeiou])ll(?=(?:ed|ing|ers?)$)"), "l"),
)
# Words of which no two are a typo of each other, although only one letter differs.
_LOOK_ALIKES = frozenset(
    """
    equality modality morality causality casualty bonding bounding lighting lightning deletion
    depletion mediation meditation grasping gasping streaming steaming stacking sticking clipping
    clapping patching pitching regression repression recession
    action auction actions auctions adapting adopting adaptation adaption adoption adaptive adoptive
    altitude attitude appealing appearing attached attacked attaching attacking automation automaton
    bending blending bridging bringing caching catching casual causal clustered cluttered compete
    complete competes computes competing completing computing completion compilation conducive
    conductive confirming conforming contact contract contest context content contacts contracts
    contests contexts contents contrast contrasts contiguous continuous converging converting
    deciding decoding defending depending deriving driving exciting exiting existing expensive
    extensive exploding exploring fiction friction fraction fictional fractional frictional hardness
    harness hoping hopping identifies identities inferior interior inserted inverted inserting
    inverting internal interval leaning learning macroscopic microscopic naively natively painting
    pointing printing perception perceptron preserving presenting preventing presents prevents
    premises promises priorities prioritizes probable provable probably provably projected protected
    projecting protecting projection protection projective protective promoting prompting quantifies
    quantities regarding rewarding relating relaxing remained retained remaining retaining
    retraining replacing replaying reporting resorting resolves revolves scanning spanning spinning
    scaling sealing scoring storing serving servoing shaping sharing shading shopping stopping
    stepping simulate stimulate simulated stimulated simulation stimulation splatting splitting
    summaries summarizes textual textural thorough through throughout throughput tracing tracking
    training trailing translation transition variational vibrational variation vibration
    """.split()
)
SHORTEST_WITH_TYPO = 6
SHORTEST_WITH_LETTER_TOO_MANY = 7
SHORTEST_WITH_WRONG_LETTER = 8
LONGEST_WORD = 30


Variants = tuple[str, ...]
"""The spellings of one name: first the most common one, which is proposed for all."""


def variants(counts: Mapping[str, int], known: Collection[str] = ()) -> list[Variants]:
    """Return the groups of names that are one name in different spellings.

    The groups with the most papers come first.

    Args:
        counts: a dict from each name to the number of papers that have it.
        known: words in lower case that are right as they are, such as those that many notes have.
            No such word is a typo of another.
    """
    corrected = _corrections(counts, known)
    keys = {name: _key(name, corrected) for name in counts}
    keys |= _keys_of_abbreviations(counts, keys, corrected)
    by_key: dict[str, list[str]] = {}
    for name, key in keys.items():
        by_key.setdefault(key, []).append(name)

    def rank(name: str) -> tuple[int, bool, int, int, str]:
        spelled_out = 0 if _IN_BRACKETS.fullmatch(name) else len(words(name))
        return -counts[name], _is_corrected(name, corrected), -spelled_out, len(name), name

    groups = [
        sorted(group, key=rank)
        for names in by_key.values()
        if len(names) > 1 and any(words(name) for name in names)
        for group in _apart_by_capitals(names, counts)
        if len(group) > 1
    ]
    groups.sort(key=lambda group: (-sum(counts[name] for name in group), group[0]))
    return [tuple(group) for group in groups]


def _key(name: str, corrected: Mapping[str, str]) -> str:
    """Return a key that all spellings of a name have in common, except abbreviations."""
    found = _abbreviated(name)
    text = found[0] if found else name
    if not text.isascii():
        # Other scripts have no plural in `s`, and signs that are parts of their letters.
        return _BETWEEN_WORDS.sub("", fold(text))
    text = _POINT.sub("point", text)
    # The levels of a category stay apart.
    levels = text.replace("&", " and ").split(" / ")
    found_words = ("".join(_simple(word, corrected) for word in words(each)) for each in levels)
    return "/".join(found_words) + "".join(_SIGNS.findall(text))


def _simple(word: str, corrected: Mapping[str, str]) -> str:
    """Return a word without typo, in the singular and in American spelling."""
    word = corrected.get(word, word)
    if word in _PLURALS:
        return _PLURALS[word]
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return _TWO.sub("to", _singular(word))


def _singular(word: str) -> str:
    """Return an English word in the singular, as far as its ending tells."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 (`gas`, `bus`)
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 (`ties`)
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def _abbreviated(name: str) -> tuple[str, str] | None:
    """Return the words and the abbreviation of a name that has both, else None.

    `Feedback Attention Memory (FAM)` and `FAM (Feedback Attention Memory)` give
    `Feedback Attention Memory` and `FAM`.
    """
    match = _IN_BRACKETS.fullmatch(name.strip())
    if match is None:
        return None
    outside, inside = match["outside"].strip(), match["inside"].strip()
    for long, short in ((outside, inside), (inside, outside)):
        if _abbreviates(short, long):
            return long, short
    return None


def _abbreviates(short: str, long: str) -> bool:
    """Return whether `short` is made of the initials of `long`, and perhaps of more letters.

    `LoRA` abbreviates `Low-Rank Adaptation`, and `T2I` abbreviates `text-to-image`.
    """
    letters = re.sub(r"[&/-]", "", fold(_single(short))).replace("2", "t").replace("4", "f")
    parts = [fold(word) for word in _WORD.findall(long)]
    initials = [word[0] for word in parts if word not in _SMALL]
    if len(parts) < 2 or " " in short or not letters.isalnum():  # noqa: PLR2004 (words of a name)
        return False
    return _within(initials, letters) and _within(letters, "".join(parts)) and len(letters) > 1


def _within(letters: Iterable[str], text: Iterable[str]) -> bool:
    """Return whether `text` has all `letters`, in this order, perhaps with others between."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _single(abbreviation: str) -> str:
    """Return an abbreviation without the `s` of its plural: `LLMs` gives `LLM`."""
    plural = abbreviation[-1:] == "s" and abbreviation[-2:-1].isupper()
    return abbreviation[:-1] if plural else abbreviation


def _short_key(abbreviation: str) -> str:
    """Return the key of an abbreviation; case counts only if there are capitals inside: `LoRA`."""
    single = _single(abbreviation)
    return single if _is_mixed(single) else _singular(fold(single))


def _is_mixed(word: str) -> bool:
    return _MIXED.fullmatch(word) is not None and not word.isupper()


def _keys_of_abbreviations(
    names: Iterable[str], keys: Mapping[str, str], corrected: Mapping[str, str]
) -> dict[str, str]:
    """Return a dict from names that are abbreviations to the key of their words.

    Only an abbreviation that stands in brackets beside its words counts, since letters alone may
    abbreviate anything. If it stands beside different words, its meaning is open, so it is left
    out.
    """
    meanings: dict[str, set[str]] = {}
    for name in names:
        if found := _abbreviated(name):
            meanings.setdefault(_short_key(found[1]), set()).add(_key(name, corrected))
    for name in names:
        match = None if _abbreviated(name) else _IN_BRACKETS.fullmatch(name.strip())
        for part in match.groups() if match else ():
            if _short_key(part) in meanings:
                meanings[_short_key(part)].add(_key(name, corrected))
    return {
        name: next(iter(meanings[_short_key(name)]))
        for name in keys
        if len(meanings.get(_short_key(name), ())) == 1
    }


def _apart_by_capitals(names: list[str], counts: Mapping[str, int]) -> Iterable[list[str]]:
    """Split spellings of a name that have different capitals inside a word: `LoRA`, `LoRa`.

    Spellings without such capitals, `lora`, go with the most common of the others.
    """
    by_capitals: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        inner = tuple(filter(_is_mixed, map(_single, _WORD.findall(name))))
        by_capitals.setdefault(inner, []).append(name)
    plain = by_capitals.pop((), [])
    if not by_capitals:
        return [plain]
    groups = sorted(by_capitals.values(), key=lambda group: -sum(counts[each] for each in group))
    return [groups[0] + plain, *groups[1:]]


def _is_corrected(name: str, corrected: Mapping[str, str]) -> bool:
    return any(word in corrected for word in words(name))


def _corrections(counts: Mapping[str, int], known: Collection[str]) -> dict[str, str]:
    """Return a dict from each misspelled word in names to the word that is meant.

    A word is misspelled if another word, which more papers have, differs by one letter or by two
    swapped letters. Numbers, names with capitals inside and short words are never misspelled.
    """
    used: Counter[str] = Counter()
    odd: set[str] = set()
    for name, count in counts.items():
        odd.update(map(fold, _MIXED.findall(name)))
        used.update(dict.fromkeys(words(name), count))
    may_be_wrong = [
        word
        for word in used
        if SHORTEST_WITH_TYPO <= len(word) <= LONGEST_WORD and word.isalpha() and word not in odd
    ]
    near: dict[str, list[str]] = {}
    for word in may_be_wrong:
        for shorter in {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}:
            near.setdefault(shorter, []).append(word)
    right = {*known, *_LOOK_ALIKES}

    def rank(word: str) -> tuple[int, bool, int, str]:
        return used[word], word in right, len(word), word

    found: dict[str, str] = {}
    for alike in near.values():
        for one, other in pairwise(sorted(alike, key=rank)):
            if not (one in right and other in right) and _is_typo(one, other):
                found[one] = max(found.get(one, other), other, key=rank)
    # A typo of a typo is corrected to what is right.
    return {word: found.get(meant, meant) for word, meant in found.items()}


def _is_typo(one: str, other: str) -> bool:
    """Return whether two words differ as a word and its typo do: by one letter, or by two swapped.

    The first letter has to be right, and mostly the ending: `encoder` and `encoded` are two words.
    """
    from rapidfuzz.distance import OSA

    short, long = sorted((one, other), key=len)
    if OSA.distance(one, other) != 1 or one[0] != other[0]:
        return False
    if _simple(one, {}) == _simple(other, {}):
        return False  # a plural, or another spelling
    if len(short) == len(long):
        swapped = sorted(one) == sorted(other)
        # A wrong consonant usually makes another word: `planning` and `planting`.
        differing = {letter for pair in zip(one, other, strict=True) if len(set(pair)) > 1
                     for letter in pair}  # fmt: skip
        wrong = len(one) >= SHORTEST_WITH_WRONG_LETTER and one[-2:] == other[-2:]
        return swapped or (wrong and differing <= _VOWELS)
    if short[-1] != long[-1]:
        return False
    doubled = any(
        long[:i] + long[i + 1 :] == short and long[i] == long[i - 1] for i in range(1, len(long))
    )
    return doubled or len(short) >= SHORTEST_WITH_LETTER_TOO_MANY
