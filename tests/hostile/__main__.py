"""`python -m tests.hostile [NAME ...]`: every command over every attack, a line for each.

A name is all of an attack's, or its beginning. `--quick` runs what the tests run, `--warm` as
they do, in forks of one process; otherwise each command is the program itself.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.harness import Harness
from tests.hostile.libraries import ATTACKS
from tests.hostile.runner import Runner


def main() -> int:
    """Print a line for each attack, and its faults below; 1 where there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="only what the tests run")
    parser.add_argument("--warm", action="store_true", help="in forks of one process")
    given = parser.parse_args()
    names = tuple(given.names) or ("",)
    chosen = [attack for name, attack in ATTACKS.items() if name.startswith(names)]
    harmed = 0
    with (
        tempfile.TemporaryDirectory(prefix="hostile-") as folder,
        Runner(Path(folder), warm=given.warm) as runner,
    ):
        harness = Harness(Path(folder), runner)
        for attack in chosen:
            started = time.monotonic()
            faults = harness.quick(attack) if given.quick else harness.thorough(attack)
            harmed += bool(faults)
            held = f"{len(faults)} faults" if faults else "held"
            _say(f"{attack.name}: {held} ({time.monotonic() - started:.1f} s)")
            for fault in faults:
                _say(f"    {fault}")
    _say(f"{len(chosen)} attacks, of which {len(chosen) - harmed} held")
    return bool(harmed)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


raise SystemExit(main())
