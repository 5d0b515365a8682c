"""Attacks by way of `.paperlist/`: what a clone brings there was not written by this user."""

import base64
import json
import os
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from itertools import chain, repeat
from typing import Any

from tests.hostile.attack import Table, all_of, file, link, pipe, zeros
from tests.hostile.sandbox import SECRET, Sandbox

Files = Mapping[str, tuple[Any, Any]]
_PAGE = "00000001.json"
_UNDO = "undo; redo"
_WRITE = "edit"
_HOOK = "#!/bin/sh\ntouch owned\n"


def fill(table: Table) -> None:
    """Add the attacks of this kind."""
    _forged_journals(table)
    _forged_pages(table)
    _forged_histories(table)
    _folders(table)
    _links(table)
    _marks(table)
    _odd_files(table)
    _damaged(table)


def _change(files: Files, kind: str = "apply", page: str = _PAGE) -> str:
    said = {
        "kind": kind, "entry": page, "token": "0123456789abcdef", "time": 0, "summary": "x",
        "files": files,
    }  # fmt: skip
    return json.dumps(said)


def _journal(files: Callable[[Sandbox], Files], kind: str = "apply") -> Callable[[Sandbox], object]:
    return lambda box: box.file(".paperlist/journal.json", _change(files(box), kind))


def _history(files: Callable[[Sandbox], Files]) -> Callable[[Sandbox], object]:
    """The same forged change, to be taken back and to be done again."""

    def lay(box: Sandbox) -> None:
        done = {path: (after, before) for path, (before, after) in files(box).items()}
        box.file(f".paperlist/history/{_PAGE}", _change(done))
        box.file(".paperlist/undone/00000002.json", _change(files(box), page="00000002.json"))

    return lay


def _of(box: Sandbox, name: str) -> str:
    return (box.victim / name).read_text()


def _held(box: Sandbox, name: str) -> dict[str, Any]:
    content = (box.victim / name).read_bytes()
    return {"sha256": sha256(content).hexdigest(), "size": len(content)}


# Each as a change whose end is the harm.
_FORGED: dict[str, Callable[[Sandbox], Files]] = {
    "new file above": lambda _: {"../victim/new": (None, "owned\n")},
    "file above": lambda box: {"../victim/.bashrc": (_of(box, ".bashrc"), "owned\n")},
    "file above, removed": lambda box: {"../victim/id_rsa": (_of(box, "id_rsa"), None)},
    "absolute path": lambda box: {str(box.victim / "new"): (None, "owned\n")},
    "absolute file": lambda box: {str(box.victim / "keep"): (_of(box, "keep"), "owned\n")},
    "dots within": lambda _: {"data/2024-04/../../../victim/new": (None, "owned\n")},
    "link above": lambda _: {"../victim/new": (None, {"link": "/"})},
    "link to a victim": lambda box: {"out": (None, {"link": str(box.victim / "secret.md")})},
    "held file above": lambda box: {"../victim/id_rsa": (_held(box, "id_rsa"), None)},
    "note removed": lambda box: {
        "data/2024-04/b.yaml": ((box.library / "data/2024-04/b.yaml").read_text(), None)
    },
    "settings": lambda _: {"paperlist.toml": ("", "nonsense = 1\n")},
    "backslashes": lambda _: {"..\\victim\\new": (None, "owned\n")},
    "empty path": lambda _: {"": (None, "owned\n"), ".": (None, "owned\n")},
    "NUL in a path": lambda _: {"data/2024-04/\0.yaml": (None, "title: x\n")},
    "half a character": lambda _: {"data/2024-04/\ud800.yaml": (None, "title: x\n")},
    "path of 5,000 letters": lambda _: {"data/" + "x" * 5000: (None, "x")},
}


def _forged_journals(table: Table) -> None:
    for name, files in _FORGED.items():
        table.add(f"journal: {name}", _journal(files))

    def hook(box: Sandbox) -> None:
        box.git()
        sample = (box.library / ".git/hooks/post-commit.sample").read_text()
        box.file(".paperlist/journal.json", _change({
            ".git/hooks/post-commit": (None, _HOOK),
            ".git/hooks/post-commit.sample": (sample, _HOOK),
            ".git/config": (None, "[core]\n\tfsmonitor = touch owned\n"),
        }))  # fmt: skip

    table.add("journal: git hook", hook)

    def through_a_link(box: Sandbox) -> None:
        box.link("way", "../victim/folder")
        box.file(".paperlist/journal.json", _change({"way/new": (None, "owned\n")}))

    table.add("journal: through a link", through_a_link)


def _forged_pages(table: Table) -> None:
    pages = {
        "above": "../../../.bashrc",
        "absolute": "{victim}/keep",
        "hidden": "../history/../../../victim/keep",
        "folder": ".",
        "no number": "x.json",
        "empty": "",
        "long": "9" * 300 + ".json",
        "NUL": "1\0.json",
    }
    for name, page in pages.items():
        for kind in ("apply", "undo"):
            table.add(
                f"page: {name}, {kind}",
                file(
                    ".paperlist/journal.json",
                    _change({}, kind, page),
                ),
                rare=kind == "undo",
            )
    for name in ("../../../victim/id_rsa", "{victim}/id_rsa", "../00000001/../../../../.bashrc"):
        table.add(
            f"checksum: {name}",
            file(".paperlist/journal.json", _change(
                {"y": ("z", {"sha256": name, "size": 1})},
                "undo",
            )),
        )  # fmt: skip


def _forged_histories(table: Table) -> None:
    for name, files in _FORGED.items():
        table.add(f"history: {name}", _history(files), commands=_UNDO)

    def leak(box: Sandbox) -> None:
        """A kept file that is a link to a secret, which undo would put into the library."""
        kept = _held(box, "id_rsa")
        box.file(f".paperlist/history/{_PAGE}", _change({"data/2024-04/a/x.txt": (kept, None)}))
        box.link(f".paperlist/files/00000001/{kept['sha256']}", box.victim / "id_rsa")

    table.add("history: kept file is a link", leak, commands=_UNDO)
    table.add(
        "history: huge number",
        file(f".paperlist/history/{'9' * 200}.json", _change({})),
        commands=_WRITE,
    )
    table.add(
        "history: no number",
        file(".paperlist/history/zzz.json", _change({}, page="zzz.json")),
        commands=_WRITE,
    )
    table.add(
        "history: number of another script",
        file(".paperlist/history/²³.json", _change({})),
        commands=_WRITE,
    )
    table.add(
        "history: page is a folder",
        file(f".paperlist/history/{_PAGE}/x", ""),
        commands=_WRITE,
    )
    table.add(
        "history: page is a pipe",
        pipe(f".paperlist/history/{_PAGE}"),
        commands=_UNDO,
    )
    table.add(
        "history: page is a link",
        link(f".paperlist/history/{_PAGE}", "{victim}/keep"),
        commands=_UNDO,
    )
    table.add(
        "history: page never ends",
        zeros(f".paperlist/history/{_PAGE}", 1 << 40),
        commands=_UNDO,
    )


def _folders(table: Table) -> None:
    def cleared(target: str) -> Callable[[Sandbox], object]:
        def lay(box: Sandbox) -> None:
            box.link(".paperlist/files", target.replace("{victim}", str(box.victim)))
            box.file(".paperlist/staging.json", "[]")

        return lay

    table.add("kept files: the folder above", cleared("../.."), read_only=True)
    table.add("kept files: a victim", cleared("{victim}"), read_only=True)
    table.add("kept files: the library", cleared(".."), read_only=True)
    table.add("kept files: nowhere", cleared("nowhere"), read_only=True)
    for name in ("history", "undone", "files", "cache", "drafts"):
        table.add(
            f"folder is a link: {name}",
            link(f".paperlist/{name}", "../../victim/folder"),
            read_only=True,
            commands=_WRITE,
        )
    table.add(
        "private folder is a link",
        link(".paperlist", "../victim/folder"),
        read_only=True,
        commands=_WRITE,
    )
    table.add(
        "private folder is a link to nowhere",
        link(".paperlist", "../victim/new"),
        read_only=True,
        commands=_WRITE,
    )
    table.add(
        "private folder is a link to itself",
        link(".paperlist", ".paperlist"),
        read_only=True,
        commands=_WRITE,
    )
    table.add(
        "private folder is a link to the folder above",
        link(".paperlist", ".."),
        read_only=True,
        commands=_WRITE,
    )
    table.add("private folder is a file", file(".paperlist", "x"), read_only=True)
    table.add("private folder is a pipe", pipe(".paperlist"), read_only=True)


def _marks(table: Table) -> None:
    """The sign of an unfinished change, as it would be ours, and is none."""
    mark = f".paperlist/unfinished-{os.getuid()}"
    table.add("mark is a folder", file(f"{mark}/x", ""), commands=_WRITE)
    table.add("mark is a link", link(mark, "{victim}/folder"), commands=_WRITE)
    table.add("mark is a pipe", pipe(mark), commands=_WRITE)


_STATE = ("lock", "journal.json", "staging.json", ".gitignore", ".journal.json.paperlist-new",
          ".staging.json.paperlist-new")  # fmt: skip


def _links(table: Table) -> None:
    """Each file that paperlist may open there, as a link to what it would open then."""
    for name in _STATE:
        for target in ("keep", "empty", "new", "endless", "pipe", "folder"):
            table.add(
                f"link: {name} to {target}",
                link(f".paperlist/{name}", f"{{victim}}/{target}"),
                read_only=True,
                commands=_WRITE,
                rare=target in {"empty", "folder"},
            )


def _odd_files(table: Table) -> None:
    for name in _STATE:
        table.add(f"pipe: {name}", pipe(f".paperlist/{name}"), read_only=True)
        table.add(
            f"folder: {name}",
            file(f".paperlist/{name}/x", ""),
            read_only=True,
        )
    for places in (["../victim/keep"], ["{victim}/keep"], ["data/../../victim/keep"]):
        table.add(
            f"staging: {places[0]}",
            file(
                ".paperlist/staging.json",
                json.dumps(places),
            ),
        )


def _bomb(size: int) -> str:
    """A gigabyte and more of zeros as zlib makes them, without making them."""
    compressor = zlib.compressobj(9)
    block = bytes(1 << 20)
    first = compressor.compress(block) + compressor.flush(zlib.Z_FULL_FLUSH)
    again = compressor.compress(block) + compressor.flush(zlib.Z_FULL_FLUSH)
    return base64.b64encode(b"".join(chain([first], repeat(again, size)))).decode()


# What a journal, a staging list or a history entry may be when it is no such thing.
_DAMAGED: dict[str, str | bytes] = {
    "empty": b"",
    "cut off": _change({"data/2024-04/c.yaml": (None, "title: x\n")})[:-20],
    "binary": bytes(range(256)) * 10,
    "null": "null",
    "a number": "1" * 5000,
    "a list": "[]",
    "a list of numbers": "[1, 2]",
    "an object": "{}",
    "deep": "[" * 200_000,
    "files of another form": '{"kind": "apply", "entry": "00000001.json", "files": [1]}',
    "files of no pairs": _change({"data/2024-04/c.yaml": "x"}),  # type: ignore[dict-item]
    "no checksum": _change({"y": (None, {"sha256": None, "size": "x"})}),
    "no base64": _change({"y": (None, {"base64": "!"})}),
    "no zlib": _change({"y": (None, {"zlib": "AAAA"})}),
    "unknown content": _change({"y": (None, {"what": 1})}),
    "unknown kind": _change({}, "explode"),
    "no text": _change({"y": (None, ["x"])}),
    "file that is gone": _change(
        {"data/2024-04/a/z.pdf": (None, {"sha256": "0" * 64, "size": 3})}
    ),
    "folder at its place": _change({"data/2024-04": (None, "x\n")}),
    "file above its place": _change({"data/2024-04/a.yaml/x": (None, "x\n")}),
    "nan": '{"kind": NaN, "entry": Infinity, "files": {}, "summary": -Infinity}',
    "conflict": "<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> theirs\n",
    "secret": f'"{SECRET}',
}  # fmt: skip


def _damaged(table: Table) -> None:
    for name, content in _DAMAGED.items():
        table.add(
            f"damaged: {name}",
            file(".paperlist/journal.json", content),
        )
        table.add(
            f"damaged staging: {name}",
            file(".paperlist/staging.json", content),
            rare=True,
        )
        table.add(
            f"damaged history: {name}",
            all_of(
                file(f".paperlist/history/{_PAGE}", content),
                file(".paperlist/undone/00000002.json", content),
            ),
            rare=name not in {"cut off", "deep", "unknown content"},
            commands=_UNDO,
        )
    table.add(
        "damaged: zlib bomb",
        file(".paperlist/journal.json", _change({"y": (None, {"zlib": _bomb(2000)})})),
    )
    table.add(
        "damaged history: zlib bomb",
        file(f".paperlist/history/{_PAGE}", _change({"y": (None, {"zlib": _bomb(2000)})})),
        commands=_UNDO,
    )
    table.add("damaged: never ends", zeros(".paperlist/journal.json", 1 << 40))
