"""Every attack, by name."""

from tests.hostile import links, notes, settings, state
from tests.hostile.attack import Attack, Table

_table = Table()
for _kind in (state, links, notes, settings):
    _kind.fill(_table)

ATTACKS: dict[str, Attack] = _table.attacks
