"""Checks of the vocabulary: spellings of keypoints and categories, and duplicate papers."""

import shlex
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from paperlist.library.checks.finding import Found, Subject, place
from paperlist.library.curating import Kind, names_of, uses, variants_in_use, with_other_names
from paperlist.library.merging import groups
from paperlist.model.categories import category_key
from paperlist.model.keypoints import speller
from paperlist.text.words import fold

if TYPE_CHECKING:
    from paperlist.model.entry import Entry


def old_spellings(subject: Subject) -> Iterator[Found]:
    """Yield the keypoints for which paperlist.toml has another spelling."""
    aliases = subject.settings.aliases
    if not aliases:
        return
    known = {use.name for use in uses(subject.entries, Kind.KEYPOINT)}
    spell = speller(aliases)
    replaced = {name: new for name in known if (new := spell(name)) != name}
    for entry in subject.entries:
        old = [name for name in entry.keypoints if name in replaced]
        if old:
            change = partial(with_other_names, Kind.KEYPOINT, replaced)
            said = ", ".join(f"'{name}' to '{replaced[name]}'" for name in old)
            message = f"the aliases in paperlist.toml change keypoint {said}"
            yield Found(place(entry), message, changes=[(entry, change)])


def variants(subject: Subject, *, kind: Kind) -> Iterator[Found]:
    """Yield the keypoints or categories that are other spellings of a more common one."""
    papers = {use.name: use.papers for use in uses(subject.entries, kind)}
    having: dict[str, list[Entry]] = {}
    for entry in subject.entries:
        for name in names_of(entry, kind):
            having.setdefault(name, []).append(entry)
    several = "categories" if kind is Kind.CATEGORY else "keypoints"
    key = category_key if kind is Kind.CATEGORY else fold
    for usual, *others in variants_in_use(subject.entries, kind):
        for name in others:
            # Only a different case, or blanks, is surely no other meaning.
            same = key(name) == key(usual)
            change = partial(with_other_names, kind, {name: usual})
            yield Found(
                place(having[name][0]),
                f"{kind} '{name}' ({papers[name]}) may be '{usual}' ({papers[usual]}); "
                f"'paperlist {several} variants' shows how to merge them",
                changes=[(entry, change) for entry in having[name]] if same else (),
            )


def duplicates(subject: Subject) -> Iterator[Found]:
    """Yield the notes on a paper of which an older note exists."""
    for group in groups(subject.entries):
        first, *others = group.entries
        why = ", ".join(group.why)
        for entry in others:
            # Of several notes with one id, the month says which is meant.
            both = [first.id, entry.id]
            if first.id == entry.id:
                both = [f"{each.month}/{each.id}" for each in (first, entry)]
            yield Found(
                place(entry),
                f"the same paper as {both[0]} ({why}); "
                f"'paperlist merge {shlex.join(both)}' merges them",
            )
