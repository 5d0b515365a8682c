"""Attacks by paperlist.toml, and by the git repository that a library is in."""

from tests.hostile.attack import Table, file, zeros
from tests.hostile.sandbox import Sandbox

_TOML = "paperlist.toml"
_PAGES = "export --split"


def fill(table: Table) -> None:
    """Add the attacks of this kind."""
    _no_settings(table)
    _places(table)
    _odd_values(table)
    _git(table)


# Files that are no settings: each is named, and no command ends in a traceback.
_WRONG: dict[str, str | bytes] = {
    "nested arrays": "x = " + "[" * 10_000 + "]" * 10_000 + "\n",
    "nested tables": "x = " + "{a = " * 10_000 + "1" + "}" * 10_000 + "\n",
    "dotted key": "a" + ".a" * 50_000 + " = 1\n",
    "dotted table": "[a" + ".a" * 50_000 + "]\n",
    "many tables": "".join(f"[t{n}]\n" for n in range(50_000)),
    "nested in a known key": "categories = " + "[" * 10_000 + "]" * 10_000 + "\n",
    "nonsense": "= = =\n",
    "open string": 'title = "x\n',
    "unknown key": "titel = 'x'\n",
    "binary": bytes(range(256)),
    "NUL bytes": b"title = 'a\0b'\n",
    "UTF-16": "title = 'x'\n".encode("utf-16"),
    "half a character": 'title = "\\ud800"\n',
    "number of 5,000 digits": "toc = " + "9" * 5000 + "\n",
    "date that is none": "toc = 2024-99-99\n",
    "title is a number": "title = 1\n",
    "categories are a table": "categories = {a = 1}\n",
    "labels are a list": "labels = []\n",
    "labels are numbers": "[labels]\nx = 1\n",
    "aliases are tables": "[aliases]\nx = {a = 'b'}\n",
    "aliases are a word": "aliases = 'x'\n",
    "sources are a file": "[sources]\narxiv = 'file:///etc/passwd'\n",
    "sources are an option": "[sources]\narxiv = '-x'\n",
    "waits for ever": "[sources]\ndelay = inf\ntimeout = inf\n",
    "not a number": "[sources]\ndelay = nan\n",
    "retries for ever": "[sources]\nretries = 999999999\n",
    "searches are numbers": "[searches]\nx = 1\n",
    "split name with a slash": "split = true\nsplit_name = '../%Y%m.md'\n",
    "split name with a whole path": "split = true\nsplit_name = '/tmp/%Y%m.md'\n",
    "split name that is hidden": "split = true\nsplit_name = '.bashrc%Y%m'\n",
    "split name with a backslash": "split = true\nsplit_name = '..\\%Y%m.md'\n",
    "split name without a month": "split = true\nsplit_name = 'x.md'\n",
    "export above": "export = '../victim/.bashrc'\n",
    "export with a whole path": "export = '/tmp/paperlist-owned'\n",
    "export at home": "export = '~/.bashrc'\n",
    "export within and above": "export = 'data/../../victim/.bashrc'\n",
    "export with a backslash": "export = '..\\victim\\x'\n",
    "export of a drive": "export = 'C:/x'\n",
    "export empty": "export = ''\n",
    "export is a dot": "export = '.'\n",
    "style is unknown": "style = '../x'\n",
}


def _no_settings(table: Table) -> None:
    for name, content in _WRONG.items():
        table.add(
            f"settings: {name}", file(_TOML, content),
            named=_TOML, refused=True, commands=_PAGES,
        )  # fmt: skip
    table.add(
        "settings: conflict",
        file(_TOML, "<<<<<<< HEAD\ntitle = 'a'\n=======\ntitle = 'b'\n>>>>>>> theirs\n"),
        named=(_TOML, "conflict"),
        refused=True,
    )
    table.add(
        "settings: 20 MB",
        file(_TOML, "# " + "x" * 20_000_000 + "\ntitle = 'a'\n"),
        refused=True,
    )
    table.add(
        "settings: 20 MB of lines",
        file(_TOML, "#x\n" * 7_000_000),
        refused=True,
    )
    table.add("settings: zeros", zeros(_TOML, 1_500_000_000), named=_TOML, refused=True)


# Places within the library where no page may be published; refused in words, by `list` or by
# `export`, and never written to.
_PLACES = (
    ".git/hooks/post-commit", ".git/config", ".GIT/hooks/post-commit", ".git", "x/.git/config",
    "data/2024-04/a.yaml", "data/2024-04/b.yaml", "data/2024-04/x.yaml",
    "./data/2024-04/b.yaml", "data//2024-04/b.yaml",
    "paperlist.toml", ".paperlist/journal.json", ".paperlist/history/00000009.json",
    ".paperlist/lock", ".github/workflows/x.yml", ".gitattributes", ".gitmodules", ".gitignore",
    ".envrc", ".bashrc", ".vscode/tasks.json",
)  # fmt: skip


def _places(table: Table) -> None:
    for place in _PLACES:
        for marks in ("", "<!-- paperlist:begin -->\n<!-- paperlist:end -->\n"):

            def lay(box: Sandbox, place: str = place, marks: str = marks) -> None:
                box.git()
                # The attacker can make what is there look like a page of ours.
                if marks and not (box.library / place).exists() and place != ".git":
                    box.file(place, marks)
                box.file(_TOML, f"title = 'x'\nexport = '{place}'\n")

            marked = ", marked" if marks else ""
            table.add(
                f"export to {place}{marked}", lay, refused=True, commands="publish nowhere",
                rare=bool(marks) and "hooks" not in place,
            )  # fmt: skip


_ODD = {
    "searches that loop": "[searches]\na = '@b'\nb = '@a'\n",
    "search of itself": "[searches]\na = '@a'\n",
    "searches that grow": "[searches]\n" + "".join(
        f"a{n} = '@a{n + 1} @a{n + 1}'\n" for n in range(40)
    ) + "a40 = 'x'\n",
    "long search": "[searches]\na = '" + "(" * 100_000 + "'\n",
    "100,000 aliases": "[aliases]\n" + "".join(f"a{n} = 'a{n + 1}'\n" for n in range(100_000)),
    "aliases that loop": "[aliases]\na = 'b'\nb = 'a'\n",
    "labels for no field": "[labels]\nx = '__class__'\ny = 'id'\nz = ''\n",
    "month format": "month_format = '%" + "Y" * 1000 + "%n%s%c%'\n",
    "month format of Markdown": "month_format = '%Y%m](x) <script> <!-- paperlist:end -->'\n",
    "long title": "title = '" + "x" * 1_000_000 + "'\n",
    "marks in the introduction": "introduction = '<!-- paperlist:end -->'\n",
    "brackets in the introduction": "introduction = '" + "[" * 50_000 + "'\n",
    "escapes in the title": 'title = "\\u001b]0;owned\\u0007\\u001b[8m"\n',
    "100,000 categories": "categories = [" + "'x'," * 100_000 + "]\n",
    "mirrors": "[sources.mirrors]\n'arxiv.org' = 'http://127.0.0.1:1'\n",
    "split name of dots": "split = true\nsplit_name = 'x%Y%m..'\n",
    "split name of a note": "split = true\nsplit_name = '%Y-%m'\nexport = 'data/index.md'\n",
    "split name of 300 letters": f"split = true\nsplit_name = '{'x' * 300}%Y%m'\n",
    "split name of settings": "split = true\nsplit_name = 'paperlist.toml%Y%m'\n",
}  # fmt: skip


def _odd_values(table: Table) -> None:
    for name, text in _ODD.items():
        table.add(
            f"odd settings: {name}", file(_TOML, text),
            refused=True, commands=f"{_PAGES}; search a; import",
        )  # fmt: skip


# Each makes git run a program of whoever wrote it.
_CONFIGS = {
    "fsmonitor": "\tfsmonitor = {program}\n",
    "hooks": "\thooksPath = {hooks}\n",
    "editor": "\teditor = {program}\n\tpager = {program}\n",
    "ssh": "\tsshCommand = {program}\n\taskPass = {program}\n",
    "filter": '[filter "x"]\n\tclean = {program}\n\tsmudge = {program}\n\tprocess = {program}\n',
    "diff": '[diff]\n\texternal = {program}\n[diff "x"]\n\ttextconv = {program}\n',
    "alias": "[alias]\n\tcheck-attr = !{program}\n\trev-parse = !{program}\n",
    "attributes outside": "\tattributesFile = {victim}/secret.md\n",
    "include": "[include]\n\tpath = {victim}/secret.md\n",
    "work tree outside": "\tworktree = {victim}\n",
    "not a configuration": "[[[\n",
    "no version of git": "\trepositoryformatversion = 99\n",
}


def _git(table: Table) -> None:
    for name, text in _CONFIGS.items():

        def lay(box: Sandbox, text: str = text) -> None:
            program = box.victim / "program"
            hooks = box.file("hooks/post-index-change", program.read_bytes(), 0o755).parent
            for word, path in (("program", program), ("hooks", hooks), ("victim", box.victim)):
                text = text.replace(f"{{{word}}}", str(path))
            box.git(text)
            box.file(".gitattributes", "* filter=x diff=x merge=x\n")

        table.add(f"git: {name}", lay, commands="attach big; init")

    def elsewhere(box: Sandbox) -> None:
        box.file(".git", f"gitdir: {box.victim}/folder\n")

    table.add("git: folder elsewhere", elsewhere, commands="attach big; init; edit")

    def bare(box: Sandbox) -> None:
        """A folder that git takes for a bare repository, and obeys."""
        program = box.victim / "program"
        box.file("HEAD", "ref: refs/heads/main\n")
        box.file("config", f"[core]\n\tbare = true\n\tfsmonitor = {program}\n\tworktree = .\n")
        box.file("objects/x", "")
        box.file("refs/x", "")

    table.add("git: bare repository", bare, commands="attach big; edit")
    table.add("git: a program called git",
              lambda box: box.file("git", f"#!/bin/sh\ntouch {box.mark}\n", 0o755),
              commands="attach big; edit; editor x")  # fmt: skip
