"""What an attack is, and the table that all of them are in."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.hostile.sandbox import Sandbox

Lay = Callable[[Sandbox], object]


class Attack(NamedTuple):
    """A library that is made to do harm.

    Attributes:
        name: what it is called on the command line.
        lay: what turns a good library into it.
        named: what `list` has to say on standard error: the bad file's name.
        says: other commands, and what each has to say there.
        bad: the id of a note that cannot be read, and that `rm` has to remove.
        finds: the ids that `list` finds beside `a` and `b`.
        refused: whether the whole library may be refused, with status 1 and the words `named`.
        read_only: whether commands that write may be refused.
        commands: the commands that this attack is meant for.
        rare: whether it is one of many of a kind, and not among the tests.
    """

    name: str
    lay: Lay
    named: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    bad: str = ""
    finds: tuple[str, ...] = ()
    refused: bool = False
    read_only: bool = False
    commands: tuple[str, ...] = ()
    rare: bool = False


class Table:
    """Attacks by name; each is added once."""

    def __init__(self) -> None:
        self.attacks: dict[str, Attack] = {}

    def add(  # noqa: PLR0913 (an attack has as many sides)
        self,
        name: str,
        lay: Lay,
        *,
        named: str | Sequence[str] = (),
        says: Sequence[tuple[str, str]] = (),
        bad: str = "",
        finds: Sequence[str] = (),
        refused: bool = False,
        read_only: bool = False,
        commands: str = "",
        rare: bool = False,
    ) -> None:
        """Add an attack; see `Attack` for what each part is."""
        assert name not in self.attacks, name
        named = (named,) if isinstance(named, str) else tuple(named)
        self.attacks[name] = Attack(
            name, lay, named, tuple(says), bad, tuple(finds), refused, read_only,
            tuple(filter(None, commands.split("; "))), rare,
        )  # fmt: skip


def file(place: str, content: str | bytes) -> Lay:
    """Lay a file of the library; `{victim}` in a text is the victim folder."""

    def lay(box: Sandbox) -> None:
        box.clear(place)
        words = (
            content.replace("{victim}", str(box.victim)) if isinstance(content, str) else content
        )
        box.file(place, words)

    return lay


def note(name: str, rest: str | bytes, title: str | None = "Bad paper") -> Lay:
    """Lay a note; without a title `rest` is all of it."""
    return lambda box: box.note(name, rest, title)


def link(place: str, target: str) -> Lay:
    """Lay a link; `{victim}` in its target is the victim folder."""
    return lambda box: box.link(place, target.replace("{victim}", str(box.victim)))


def pipe(place: str) -> Lay:
    """Lay a named pipe."""
    return lambda box: box.pipe(place)


def zeros(place: str, size: int) -> Lay:
    """Lay a file of zeros that takes no room on the disk."""
    return lambda box: box.sparse(place, size)


def all_of(*lays: Lay) -> Lay:
    """Lay several things, one after the other."""
    return lambda box: [lay(box) for lay in lays]
