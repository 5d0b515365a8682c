"""Attacks by one note: it may be unreadable, but nothing else may be, and `rm` removes it."""

import json
import os
import socket
from collections.abc import Callable

from tests.hostile.attack import Table, all_of, file, note, pipe, zeros
from tests.hostile.sandbox import Sandbox

_X = "x.yaml"
_DEEP = 20_000


def fill(table: Table) -> None:
    """Add the attacks of this kind."""
    _unreadable(table)
    _repeated(table)
    _large(table)
    _no_files(table)
    _names(table)
    _odd(table)
    _links(table)


def _merges(levels: int, width: int) -> str:
    lines = ["a: &m0 {k0: 1}"]
    for level in range(1, levels):
        many = ",".join([f"*m{level - 1}"] * width)
        lines.append(f"m{level}: &m{level} {{<<: [{many}], k{level}: 1}}")
    return "title: a\n" + "\n".join(lines) + "\n"


def _aliases(levels: int, width: int) -> str:
    lines = ["a0: &a0 lol"]
    for level in range(1, levels):
        many = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f"a{level}: &a{level} [{many}]")
    return "title: a\n" + "\n".join(lines) + "\n"


# Whole notes that are no notes.
_UNREADABLE: dict[str, str | bytes] = {
    "dashes nested": "title: a\nx:\n  " + "- " * _DEEP + "a\n",
    "brackets nested": "title: a\nx: " + "[" * _DEEP + "]" * _DEEP + "\n",
    "open brackets nested": "title: a\nx: " + "[" * _DEEP + "\n",
    "braces nested": "title: a\nx: " + "{a: " * _DEEP + "}" * _DEEP + "\n",
    "open braces nested": "title: a\nx: " + "{" * _DEEP + "\n",
    "questions nested": "title: a\nx:\n  " + "? " * _DEEP + "a\n",
    "keys nested": "title: a\nx:\n" + "".join(f"{' ' * n}k:\n" for n in range(1, 1500)),
    "title nested": "title: " + "[" * _DEEP + "]" * _DEEP + "\n",
    "only brackets": "[" * 100_000,
    "merge bomb": _merges(30, 10),
    "merge bomb, narrow": _merges(400, 2),
    "alias bomb": _aliases(30, 10),
    "alias bomb in the keypoints": _aliases(8, 10).replace("a7:", "keypoints:"),
    "text at many aliases": f"title: a\nx: &a {'w' * 10_000}\nkeypoints: [{'*a, ' * 3000}]\n",
    "long text at many aliases": f"title: &a {'w' * 900_000}\ny: [{'*a, ' * 3000}]\n",
    "long key at many aliases": f"title: a\nx: &a {{{'w' * 1000}: b}}\ny: [{'*a, ' * 9000}]\n",
    "499,000 headings": "title: a\nobjective: |\n" + "  #\n" * 499_000,
    "600,000 headings in a line": 'title: a\nobjective: "' + "\\n#" * 600_000 + '"\n',
    "escape beyond Unicode": 'title: "\\UFFFFFFFF"\n',
    "escape just beyond Unicode": 'title: "\\U00110000"\n',
    "escape that is none": 'title: "\\q"\n',
    "escape cut off": 'title: "\\u12',
    "open quote": 'title: "a\n',
    "open quote of a megabyte": "title: '" + "a " * 500_000,
    "conflict": "<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> theirs\n",
    "binary": bytes(range(256)) * 20,
    "UTF-16": "title: a paper\n".encode("utf-16"),
    "UTF-32": "title: a paper\n".encode("utf-32"),
    "Latin-1": "title: caf\u00e9\n".encode("latin-1"),
    "half a character": b"title: \xed\xa0\x80\n",
    "UTF-8 of five bytes": b"title: \xf8\x88\x80\x80\x80\n",
    "empty": "",
    "no title": "category: LLM\n",
    "list": "- a\n- b\n",
    "a word": "word\n",
    "null": "null\n",
    "two documents": "title: a\n---\ntitle: b\n",
    "tag of Python": "title: !!python/object/apply:os.system ['touch owned']\n",
    "title is a mapping": "title: {a: b}\n",
    "title twice": "title: a\ntitle: b\n",
    "mapping as a key": "title: a\n? {a: b}\n: c\n",
    "list as a key": "title: a\n? [a, b]\n: c\n",
    "tab": "title: a\n\tcategory: b\n",
    "links are a list of lists": "title: a\nlinks: [[[1]]]\n",
    "authors are mappings of lists": "title: a\nauthors: [{a: [b]}]\n",
    "10,000 directives": "%TAG !a! b\n" * 10_000 + "---\ntitle: a\n",
}  # fmt: skip

# Whatever is made of these, the others are not harmed by it.
_EITHER: dict[str, str | bytes] = {
    "holds itself": "title: a\nx: &x [*x]\n",
    "tag of Python, new": "title: a\nx: !!python/object/new:os.system ['touch owned']\n",
    "merges itself": "title: a\nx: &x {<<: *x}\n",
    "NUL bytes": b"title: a\0b\n",
    "100,000 keys": "title: a\n" + "".join(f"k{n}: 1\n" for n in range(100_000)),
    "300,000 keypoints": "title: a\nkeypoints:\n" + "- a\n" * 300_000,
    "100,000 anchors": "title: a\nx:\n" + "".join(f"- &a{n} b\n" for n in range(100_000)),
    "100,000 comments": "title: a\n" + "# x\n" * 100_000 + "x: [\n",
    "number of 5,000 digits": "title: " + "9" * 5000 + "\n",
    "number of 5,000 digits elsewhere": "title: a\nx: " + "9" * 5000 + "\n",
    "hexadecimal number": "title: 0x" + "f" * 50_000 + "\n",
    "exponent": "title: 1e999999999\n",
    "number with an exponent elsewhere": "title: a\nx: 1e999999999\n",
    "not a number": "title: .nan\nx: .inf\ny: -.inf\n",
    "not a number as a key": "title: a\n.nan: b\n",
    "empty float": "title: a\nx: !!float\n",
    "empty int": "title: a\nx: !!int ''\n",
    "odd timestamp": "title: a\nx: !!timestamp 0000-00-00\nadded: 9999-99-99T99:99:99Z\n",
    "binary tag": "title: a\nx: !!binary '!!!'\n",
    "set": "title: a\nx: !!set {a, b}\n",
    "pairs": "title: a\nx: !!omap [a: b]\n",
    "base 60": "title: a\nx: 1:2:3\n",
    "keys of Python": "title: a\n__class__: b\n__dict__: {}\nmodel_config: {}\nmodel_fields: []\n",
    "keys of the program": "title: a\nid: b\nmonth: ../..\nkey: 1\nerror: x\npath: ../../x\n",
    "key of a megabyte": "title: a\n? " + "k" * 1_000_000 + "\n: b\n",
    "title of a megabyte": "title: " + "long " * 200_000 + "\n",
    "title without a gap": "title: " + "x" * 1_000_000 + "\n",
    "empty keys": "title: a\n'': b\n' ': c\n",
    "null byte escaped": 'title: "a\\0b"\n',
    "half characters escaped": 'title: "\\ud800 \\udfff"\n',
    "half characters in a link": 'title: a\nlinks: {"\\ud800": "\\udfff"}\n',
    "combining marks": "title: a" + "\u0301" * 100_000 + "\n",
    "direction marks": "title: \u202eevil\u202c \u2066x\n",
    "authors": "title: a\nauthors:\n" + "- A B\n" * 20_000,
    "marks of a page": "title: a\nobjective: <!-- paperlist:begin --> <!-- paperlist:end -->\n",
    "sections nested": "title: a\nsections: {a: {b: {c: d}}}\n",
    "odd identifiers": "title: a\narxiv: ../../x\ndoi: '10.1/../../../x y'\n",
    "odd identifiers, options": "title: a\narxiv: --help\ndoi: -x\n",
    "odd category": "title: a\ncategory: ../../../victim/new\nstatus: ../x\n",
}

# Numbers and letters that are as odd as another above.
_LIKE_ANOTHER = frozenset((
    "number of 5,000 digits elsewhere", "hexadecimal number", "number with an exponent elsewhere",
    "not a number as a key", "empty int", "pairs", "base 60", "null byte escaped",
    "half characters in a link", "odd identifiers, options", "title without a gap",
))  # fmt: skip


def _unreadable(table: Table) -> None:
    for name, content in _UNREADABLE.items():
        table.add(
            f"note: {name}", note("x", content, None),
            named=_X, bad="x",
        )  # fmt: skip
    assert _EITHER.keys() > _LIKE_ANOTHER
    for name, text in _EITHER.items():
        table.add(
            f"odd note: {name}", note("x", text, None),
            finds=["?x"], bad="x", rare=name in _LIKE_ANOTHER,
        )  # fmt: skip


# What a reader or a writer may look at again and again: each repeated to 400 kB.
_REPEATED = (
    "[", "![", "](", "[a](", "[[", "<", "<!--", "<a ", "<a href='", "</", "&", "&#", "\\", "`",
    "` `` ", "$", "$$ ", "*", "*a **b ", "_", "__a", "~", ">", "> ", "#", "|", "|-|\n", "- ",
    "\n- ", "\n", " ", "\t", "\r", "\n```\n", "\n> ", "{", "{{", "{%", "\u0301", "\u3000",
    "\u4e00", "http://", "www.", "@", "a@", "\n[a]: b\n", "\n[^a]: b\n", "<details>",
    "</details>", "; ", "\uff1b", "%", "\n#\n", "'", '"', "\U0001f600", "10.1/", "arxiv:",
)  # fmt: skip
_SIZE = 400_000


def _repeated(table: Table) -> None:
    for sign in _REPEATED:
        text = json.dumps(sign * (_SIZE // len(sign)), ensure_ascii=False)
        for field in ("objective", "title"):
            head = "title: a\n" if field != "title" else ""
            table.add(
                f"repeated in the {field}: {sign!a}",
                note("x", f"{head}{field}: {text}\n", None),
                finds=["?x"], bad="x", rare=field == "title" or sign not in _REPEATED[::6],
            )  # fmt: skip

    def twins(box: Sandbox) -> None:
        for number in range(600):
            box.note(f"n{number}", "", "One and the same title of a paper")

    ids = [f"n{number}" for number in range(600)]
    table.add("600 twins", twins, finds=ids, commands="duplicates; search")
    table.add("twins of a long title", all_of(
        note("x", "", "long " * 60_000), note("y", "", "long " * 60_001),
    ), finds=["?x", "?y"], commands="duplicates; related x; show x")  # fmt: skip


def _large(table: Table) -> None:
    place = "data/2024-04/x.yaml"

    def real(box: Sandbox) -> None:
        with box.note("x").open("ab") as file:
            file.write(b"notes: '")
            for _ in range(50):
                file.write(b"a b c " * 166_667)
            file.write(b"'\n")

    for name, lay in {
        "zeros, 1.5 GB": zeros(place, 1_500_000_000),
        "zeros behind a title": lambda box: os.truncate(box.note("x"), 1_500_000_000),
        "50 MB": real,
        "5 MB of nothing": note("x", "\n" * 5_000_000),
        "5 MB of a comment": note("x", "# " + "x" * 5_000_000),
    }.items():
        table.add(f"large note: {name}", lay, finds=["?x"], bad="x")

    # It is named, and too large to be kept for undo.
    table.add("large note: zeros, a terabyte", zeros(place, 1 << 40), named="x.yaml",
              commands="list; search; export; edit; add")  # fmt: skip

    def many(box: Sandbox) -> None:
        for number in range(500):
            box.note(f"n{number}", "", None)

    table.add("500 empty notes", many, named="n499.yaml", bad="n7")


def _no_files(table: Table) -> None:
    place = "data/2024-04/x.yaml"
    table.add("no file: pipe", pipe(place), named=_X,
              commands="edit x; rm x; move x")  # fmt: skip
    table.add("no file: folder", file(f"{place}/y", ""), named=_X,
              commands="edit x; rm x")  # fmt: skip

    def listening(box: Sandbox) -> None:
        # A socket's path may have 107 letters, so it is made by a short way.
        here = os.open(box.library / "data/2024-04", os.O_RDONLY)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"/proc/self/fd/{here}/x.yaml")
        os.close(here)

    table.add("no file: socket", listening, named=_X, commands="edit x; rm x")
    for name in ("a.yaml", "b.yaml"):
        table.add(f"no file: temporary pipe of {name}",
                  pipe(f"data/2024-04/.{name}.tmp"))  # fmt: skip


def _names(table: Table) -> None:
    names = {
        "new line": "x\ny",
        "carriage return": "x\ry",
        "escape": "x\x1b[31mred",
        "bell": "x\x07y",
        "tab": "x\ty",
        "option": "-rf",
        "long option": "--help",
        "blank": " ",
        "blanks about": " x ",
        "colon": "x:y",
        "glob": "*",
        "quote": "x'\"y",
        "dollar": "$(touch owned)",
        "percent": "%s%n",
        "backslash": "x\\..\\y",
        "255 bytes": "x" * 250,
        "255 bytes of others": "\u00e9" * 125,
        "capital": "A",
        "dots": "..x",
        "direction mark": "x\u202ey",
        "line separator": "x\u2028y",
        "no-break blank": "x\u00a0y",
        "full width": "\uff21",
        "device of Windows": "con",
    }
    usual = {"new line", "escape", "option", "blank", "glob", "dollar", "255 bytes", "capital",
             "direction mark"}  # fmt: skip
    assert usual < names.keys()
    for name, stem in names.items():
        # A good note behind an odd name may be found or named, but is never two ids.
        table.add(f"name: {name}", note(stem, ""), finds=[f"?{stem}"],
                  commands="editor of it; rm of it", rare=name not in usual)  # fmt: skip
        table.add(f"bad name: {name}", note(stem, "[", None),
                  commands="editor of it; rm of it", rare=name != "new line")  # fmt: skip

    def half(content: bytes) -> Callable[[Sandbox], object]:
        def lay(box: Sandbox) -> None:
            folder = os.fsencode(box.library / "data" / "2024-04")
            with open(folder + b"/x\xff.yaml", "wb") as written:  # noqa: PTH123 (bytes)
                written.write(content)

        return lay

    table.add("name: not UTF-8", half(b"title: a\n"), named="yaml", commands="export")
    table.add("bad name: not UTF-8", half(b"["), named="yaml", commands="export")

    def months(box: Sandbox) -> None:
        for month in ("2024-13", "0000-00", "2024-04\n", "-x", "2024-05 ", "２０２４-０５", "..x"):
            box.file(f"data/{month}/x.yaml", "title: x\n")

    table.add("name: months that are none", months, commands="export; export --split")

    def twice(box: Sandbox) -> None:
        box.file("data/2024-05/a.yaml", "title: Another\n")

    table.add("name: one id twice", twice, finds=["a"], commands="edit; rm a; export; merge")


def _odd(table: Table) -> None:
    def many_months(box: Sandbox) -> None:
        for year in range(1000, 1200):
            box.file(f"data/{year}-01/n{year}.yaml", "[")

    table.add("200 months", many_months, named="n1100.yaml", bad="n1100")
    table.add("escapes in a note", note(
        "x", 'objective: "\\e]0;owned\\a \\e[8m \\e[2J \\x9b31m"\n'), finds=["x"],
        commands="show x; edit x; export")  # fmt: skip
    table.add("escapes in an error", note(
        "x", 'status: "\\e]0;owned\\a\\e[8m"\n"\\e[8m": "\\e[8m"\nlinks: "\\e[8m"\n'),
        finds=["?x"], commands="show x; edit x")  # fmt: skip
    table.add("python beside the notes", all_of(*(
        file(f"{name}.py", "import os\nos.system('touch owned')\n")
        for name in ("yaml_rs", "paperlist", "sitecustomize", "filelock")
    )))  # fmt: skip
    table.add("settings of Python", all_of(
        file("pyvenv.cfg", "home = .\n"), file(".env", "BROWSER=x\n"),
        file("paperlist.pth", "import os; os.system('touch owned')\n"),
    ))  # fmt: skip


# What `open` may have been given, and must not open.
_LINKS = {
    "option": "-flag",
    "long option": "--new-window",
    "option with a command": "--renderer-cmd-prefix=touch owned",
    "option with a scheme": "-https://example.org",
    "javascript": "javascript:alert(1)",
    "javascript in capitals": "JavaScript:alert(1)",
    "javascript with a blank": " javascript:alert(1)",
    "javascript with a tab": "java\\tscript:alert(1)",
    "ssh": "ssh://-oProxyCommand=touch%20owned/x",
    "file": "file:///etc/passwd",
    "file in capitals": "FILE:///etc/passwd",
    "file of a victim": "file://{victim}/id_rsa",
    "file without slashes": "file:{victim}/id_rsa",
    "victim": "{victim}/id_rsa",
    "path above": "../victim/id_rsa",
    "path above from within": "data/../../victim/id_rsa",
    "program": "../victim/program",
    "data": "data:text/html,<script>alert(1)</script>",
    "vbscript": "vbscript:x",
    "about": "about:config",
    "chrome": "chrome://settings",
    "view-source": "view-source:file:///etc/passwd",
    "intent": "intent://x#Intent;scheme=http;end",
    "ftp": "ftp://example.org/x",
    "smb": "smb://example.org/x",
    "UNC path": "\\\\\\\\example.org\\\\x",
    "two slashes": "//example.org/x",
    "new line": "https://example.org/\\n-flag",
    "NUL": "https://example.org/\\0",
    "half a character": "https://example.org/\\ud800",
    "escape": "https://example.org/\\e[8m",
    "percent s": "%s",
    "empty": "",
    "blank": " ",
    "git folder": ".git/config",
    "long": "https://example.org/" + "x" * 300_000,
    "no host": "https://",
    "bad host": "http://[",
    "bad port": "http://example.org:99999999/",
    "link to a victim": "out.pdf",
    "link to a folder outside": "outside/id_rsa",
    "settings": "paperlist.toml",
}

# Those of which another of the same kind is above.
_LIKE_ANOTHER_LINK = frozenset((
    "long option", "option with a scheme", "javascript in capitals", "javascript with a blank",
    "file in capitals", "file of a victim", "path above from within", "vbscript", "about", "chrome",
    "intent", "ftp", "UNC path", "half a character", "escape", "blank", "no host", "bad port",
    "link to a folder outside",
))  # fmt: skip


def _links(table: Table) -> None:
    assert _LINKS.keys() > _LIKE_ANOTHER_LINK
    for name, link in _LINKS.items():

        def lay(box: Sandbox, link: str = link) -> None:
            link = link.replace("{victim}", str(box.victim))
            box.link("out.pdf", box.victim / "id_rsa")
            box.link("outside", box.victim)
            box.note("x", f'links:\n  paper: "{link}"\n  code: "{link}"\n')

        table.add(
            f"open: {name}", lay, finds=["?x"], commands="open x",
            rare=name in _LIKE_ANOTHER_LINK,
        )  # fmt: skip

    def key(box: Sandbox) -> None:
        box.note("x", "links:\n  '-flag': https://example.org\n  '[8m': https://example.org\n")

    table.add("open: odd name of a link", key, finds=["x"], commands="open x; show x; export")
    table.add("open: odd arXiv id", note("x", "arxiv: '-x'\ndoi: '-y z'\n"),
              finds=["?x"], commands="open x")  # fmt: skip
