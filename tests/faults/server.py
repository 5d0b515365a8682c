"""Runs paperlist commands that are asked for on standard input, each in a process of its own.

Everything is imported once, and each command is a fork of that: the checks after a fault take ten
commands, and most of their time would be Python's start.
"""

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
import traceback
from typing import Any

from tests.faults.outcome import TIMEOUT_S

_LIBRARIES = ("pydantic", "ruamel.yaml", "yaml_rs", "filelock", "sqlite3", "rapidfuzz", "slugify")


def _load() -> None:
    import paperlist

    for module in pkgutil.walk_packages(paperlist.__path__, "paperlist."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _become(request: dict[str, Any]) -> None:
    """Make this process the one that `request` describes, as a shell would start it."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    for number, name in enumerate((os.devnull, request["stdout"], request["stderr"])):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
        opened = os.open(name, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["paperlist", *request["arguments"]]


def _run() -> int:
    from paperlist.__main__ import main

    try:
        main()
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except Exception:  # noqa: BLE001 (as Python itself ends a program)
        traceback.print_exc()
        return 1
    return 0


def serve() -> None:
    """Answer each line, a request in JSON, with the status of the command that it asks for."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    _load()
    gc.freeze()
    for line in requests:
        child = os.fork()
        if not child:
            signal.alarm(TIMEOUT_S)
            _become(json.loads(line))
            status = _run()
            sys.stdout.flush()
            sys.stderr.flush()
            # Python would spend more time on taking itself apart than the command took.
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answers.write(f"{status}\n")
        answers.flush()


if __name__ == "__main__":
    serve()
