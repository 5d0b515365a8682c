"""Attacks by links that lead out of the library, and links that stay in it, which have to work."""

import os
from collections.abc import Callable

from tests.hostile.attack import Table, all_of, file, link, pipe, zeros
from tests.hostile.sandbox import Sandbox

_TARGETS = ("keep", "note.yaml", "empty", "new", "endless", "pipe", "folder")


def fill(table: Table) -> None:
    """Add the attacks of this kind."""
    _staged(table)
    _notes(table)
    _folders(table)
    _pages(table)
    _settings(table)
    _attachments(table)
    _odd_attachments(table)
    _templates(table)
    _staying(table)
    _loops(table)


def _to(place: str, target: str) -> Callable[[Sandbox], object]:
    """A link at `place` to something in the victim folder, by its whole path."""
    return link(place, f"{{victim}}/{target}")


def _up(place: str, target: str) -> Callable[[Sandbox], object]:
    """The same by a relative path, as it would be committed."""

    def lay(box: Sandbox) -> None:
        path = box.clear(place)
        path.symlink_to(os.path.relpath(box.victim / target, path.parent))

    return lay


_STAGED = {
    "data/2024-04/.a.yaml.paperlist-new": "edit; merge",
    "data/2024-04/.b.yaml.paperlist-new": "edit",
    "data/2024-04/.c.yaml.paperlist-new": "rename",
    "data/2024-06/.b.yaml.paperlist-new": "move",
    "data/2024-04/.new-one.yaml.paperlist-new": "add",
    "data/2024-01/.ice.yaml.paperlist-new": "import",
    "data/2024-04/a/.x.pdf.paperlist-new": "attach",
    ".README.md.paperlist-new": "export",
    ".PaperList_202404.md.paperlist-new": "export --split",
    ".paperlist.toml.paperlist-new": "import",
    ".out.bib.paperlist-new": "export to a file",
    ".github/workflows/.paperlist.yml.paperlist-new": "init",
}


def _staged(table: Table) -> None:
    """Names that files were staged under, taken."""
    for place, commands in _STAGED.items():
        for target in ("keep", "new", "pipe"):
            table.add(
                f"staged: {place} to {target}",
                _to(place, target),
                commands=commands,
                rare=target != "keep",
            )
        table.add(
            f"staged: {place} is a folder",
            file(f"{place}/x", "x"),
            commands=commands,
            rare=True,
        )


def _notes(table: Table) -> None:
    for target in _TARGETS:
        table.add(
            f"note to {target}", _to("data/2024-04/x.yaml", target),
            named="x.yaml", bad="x", commands="edit x; merge x",
        )  # fmt: skip
    table.add(
        "note by a relative link", _up("data/2024-04/x.yaml", "note.yaml"),
        named="x.yaml", bad="x", commands="edit x; merge x",
    )  # fmt: skip

    def chain(box: Sandbox) -> None:
        box.link("data/2024-04/x.yaml", "../../step")
        box.link("step", "../victim/note.yaml")

    table.add("note by a link to a link", chain, named="x.yaml", bad="x", commands="edit x; show x")

    def through(box: Sandbox) -> None:
        box.link("way", "../victim")
        box.link("data/2024-04/x.yaml", "../../way/note.yaml")

    table.add("note through a folder", through, named="x.yaml", bad="x", commands="edit x; show x")
    table.add(
        "note to the settings", link("data/2024-04/x.yaml", "../../paperlist.toml"),
        named="x.yaml", bad="x", commands="edit x",
    )  # fmt: skip

    def git(box: Sandbox) -> None:
        box.git()
        box.link("data/2024-04/x.yaml", "../../.git/config")

    table.add("note to git's settings", git, named="x.yaml", bad="x", commands="edit x")


def _folders(table: Table) -> None:
    for name, lay in (("whole", _to), ("relative", _up)):
        table.add(
            f"month is a {name} link", lay("data/2024-05", "notes/2024-05"),
            named="2024-05", commands="move to 2024-05; export; rm outside; edit outside",
        )  # fmt: skip
        table.add(
            f"new month is a {name} link", lay("data/2024-06", "folder"),
            named="2024-06", commands="move; export",
        )  # fmt: skip
    table.add("month is a link to a file", _to("data/2024-05", "keep"), named="2024-05")
    table.add("month is a link to nowhere", _to("data/2024-06", "new"), commands="move")
    table.add("month is a link to a pipe", _to("data/2024-06", "pipe"), commands="move")

    def data(box: Sandbox) -> None:
        box.link("data", box.victim / "notes")

    table.add(
        "data is a link", data, named="data", refused=True,
        commands="add; import; rm outside; edit outside; export",
    )  # fmt: skip
    table.add(
        "data is a link to nowhere", link("data", "{victim}/new"),
        refused=True, commands="add; import",
    )  # fmt: skip
    table.add(
        "data is a link upward", link("data", ".."), named="data", refused=True,
        commands="add; import; export",
    )  # fmt: skip
    table.add("data is a file", file("data", "x"),
              refused=True, commands="add; import")  # fmt: skip
    table.add("data is a pipe", pipe("data"), refused=True, commands="add; import")
    table.add("month is a file", file("data/2024-06", "x"), commands="move")
    table.add("month is a pipe", pipe("data/2024-06"), commands="move")

    def repository(box: Sandbox) -> None:
        box.git()
        box.clear(".git")
        box.link(".git", box.victim / "folder")

    table.add("git is a link", repository, commands="attach big; init; edit")
    table.add("workflows: .github is a link", _to(".github", "folder"), commands="init")
    table.add("workflows: folder is a link", _to(".github/workflows", "folder"), commands="init")
    table.add("workflows: link to nowhere", _to(".github/workflows", "new"), commands="init")
    for target in ("new", "keep", "pipe"):
        table.add(
            f"workflows: file to {target}",
            _to(".github/workflows/paperlist.yml", target),
            commands="init",
        )


def _pages(table: Table) -> None:
    commands = {
        "README.md": "export; export --force",
        "PaperList_202404.md": "export --split --force",
        "out.bib": "export to a file",
        "out.md": "export to a page",
    }
    for place, run in commands.items():
        for target in _TARGETS:
            table.add(
                f"{place} to {target}",
                _to(place, target),
                commands=run,
                rare=target in {"note.yaml", "empty", "folder"},
            )
        table.add(f"{place} is a pipe", pipe(place), commands=run)
        table.add(
            f"{place} is a folder",
            file(f"{place}/x", "x"),
            commands=run,
            rare=place != "README.md",
        )
    table.add(
        "README.md by a relative link", _up("README.md", "keep"),
        says=[("export", "README.md")], commands=commands["README.md"],
    )  # fmt: skip
    contents: dict[str, str | bytes] = {
        "binary": bytes(range(256)),
        "UTF-16": "# A page\n".encode("utf-16"),
        "marks": "<!-- paperlist:begin -->\n" * 20_000,
        "comments": "<!--" * 100_000,
        "brackets": "[" * 400_000,
        "lines": "\n" * 5_000_000,
    }
    for name, content in contents.items():
        table.add(f"README.md of {name}", file("README.md", content), commands="export")
    table.add("README.md of zeros", zeros("README.md", 1_500_000_000), commands="export")
    # Somebody else's month page in the victim folder, which split would tidy away.
    table.add("README.md to a home's file", link("README.md", "../.bashrc"),
              says=[("export", "README.md")], commands=commands["README.md"])  # fmt: skip

    def folder(box: Sandbox) -> None:
        box.file("paperlist.toml", 'export = "pages/papers.md"\n')
        box.link("pages", "../victim/folder")

    table.add("export folder is a link", folder, says=[("export", "pages")],
              commands="export; export --split; export --check")  # fmt: skip

    def git(box: Sandbox) -> None:
        box.git()
        box.link("README.md", ".git/hooks/post-commit")

    table.add("README.md to a git hook", git, commands=commands["README.md"])

    def private(box: Sandbox) -> None:
        box.link("README.md", "data/2024-04/b.yaml")

    def private_month(box: Sandbox) -> None:
        box.link("PaperList_202404.md", "data/2024-04/b.yaml")

    table.add("month page to a note", private_month, commands="export --split --force")
    table.add("README.md to a note", private, commands="export; export --force; export --check")


def _settings(table: Table) -> None:
    def folder(box: Sandbox) -> None:
        box.clear("paperlist.toml").mkdir()

    for target in ("paperlist.toml", "keep", "new", "endless", "pipe", "folder"):
        table.add(
            f"settings to {target}", _to("paperlist.toml", target), refused=True,
            commands="import; export",
        )  # fmt: skip
    table.add("settings are a pipe", pipe("paperlist.toml"), refused=True)
    table.add("settings are a folder",
              folder,
              refused=True)  # fmt: skip
    table.add("settings never end", zeros("paperlist.toml", 1 << 40),
              named="paperlist.toml", refused=True)  # fmt: skip


def _attachments(table: Table) -> None:
    commands = "attach; merge; undo rm"
    table.add("attachments are a link", _to("data/2024-04/a", "folder"), commands=commands)
    table.add("attachments are a link of b", _up("data/2024-04/b", "folder"),
              commands="attach b; move; merge; undo rm")  # fmt: skip
    table.add("attachments are a link to nowhere", _to("data/2024-04/a", "new"), commands=commands)
    table.add("attachments are a file", file("data/2024-04/a", "x"),
              commands=commands)  # fmt: skip
    table.add("attachments are a pipe", pipe("data/2024-04/a"), commands=commands)
    for target in ("folder/paper.pdf", "folder", "new", "pipe", "endless"):
        table.add(
            f"attachment to {target}",
            _to("data/2024-04/a/x.pdf", target),
            commands=commands,
            rare=target != "folder",
        )
        table.add(f"attachment of b to {target}", _to("data/2024-04/b/x.pdf", target),
                  commands="move; merge; undo rm")  # fmt: skip
    table.add("attachments hold a link to a folder", _to("data/2024-04/b/more", "folder"),
              commands="move; merge; undo rm")  # fmt: skip
    table.add("attachments hold a pipe", pipe("data/2024-04/b/p"),
              commands="move; rename; rm b; merge")  # fmt: skip
    table.add("attachments are a link in the new month", _to("data/2024-06/b", "folder"),
              commands="move")  # fmt: skip
    table.add("attachments are a link of the new id", _to("data/2024-04/c", "folder"),
              commands="rename")  # fmt: skip


def _odd_attachments(table: Table) -> None:
    names = ("new\nline", "-rf", "\x1b[8m", "x" * 255, " ", "..x", "\u202ex", "*", "$(touch owned)")
    for name in names:
        table.add(
            f"attachment called {name[:20]!a}",
            all_of(file(f"data/2024-04/a/{name}", "x"), file(f"data/2024-04/b/{name}", "x")),
            commands="show; move; undo rm",
            rare=name == " ",
        )
    table.add("attachments nested 300 deep", file("data/2024-04/b/" + "d/" * 300 + "x", "x"),
              commands="move; undo rm; merge")  # fmt: skip

    def half(box: Sandbox) -> None:
        box.file("data/2024-04/b/x", "x")
        folder = os.fsencode(box.library / "data" / "2024-04" / "b")
        os.rename(folder + b"/x", folder + b"/\xff")  # noqa: PTH104 (bytes)

    table.add("attachment called no UTF-8", half, commands="show; move; undo rm; merge")


def _templates(table: Table) -> None:
    commands = "template"
    for target in ("secret.md", "new", "endless", "pipe", "folder"):
        table.add(f"template to {target}", _to("templates/page.md", target), commands=commands)

    def folder(box: Sandbox) -> None:
        (box.victim / "folder" / "page.md").write_text("ploverxyzzy {{ papers }}\n")
        box.link("templates", box.victim / "folder")

    table.add("templates are a link", folder, commands=commands)
    table.add("template is a pipe", pipe("templates/page.md"), commands=commands)
    texts = {
        "includes a secret": "{% include '../../victim/secret.md' %}",
        "includes a whole path": "{% include '{victim}/secret.md' %}",
        "reaches for classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "never ends": "{% for a in range(99999) %}" * 2 + "{% endfor %}" * 2,
        "is a long word": "{{ 'a' * 9999999999 }}",
        "is a gigabyte": "{{ ('a' * 1000000000) | length }}",
        "is a great number": "{{ 9 ** 9 ** 9 }}",
        "is deep": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
        "calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "includes itself": "{% include 'page.md' %}",
    }  # fmt: skip
    for name, text in texts.items():
        table.add(
            f"template {name}",
            file("templates/page.md", text),
            commands=commands,
        )


def _staying(table: Table) -> None:
    """Links that lead somewhere else within the library."""

    def note(box: Sandbox) -> None:
        box.file("more/x.yaml", "title: A note elsewhere\n")
        box.link("data/2024-04/x.yaml", "../../more/x.yaml")

    table.add("inside: a note", note, finds=["x"], commands="edit x")

    def month(box: Sandbox) -> None:
        box.file("old/x.yaml", "title: A note elsewhere\n")
        box.link("data/2024-05", "../old")

    table.add("inside: a month", month, finds=["x"], commands="edit x; move to 2024-05")

    def page(box: Sandbox) -> None:
        box.file("docs/page.md", "")
        box.link("README.md", "docs/page.md")

    table.add("inside: the page", page, commands="export works")

    def new_page(box: Sandbox) -> None:
        (box.library / "docs").mkdir()
        box.link("README.md", "docs/page.md")

    table.add("inside: the page that is not there yet", new_page, commands="export works")

    def whole(box: Sandbox) -> None:
        box.file("more/x.yaml", "title: A note elsewhere\n")
        box.link("data/2024-04/x.yaml", box.library / "more" / "x.yaml")

    table.add("inside: a note by its whole path", whole, finds=["x"], commands="edit x")

    def attachments(box: Sandbox) -> None:
        box.file("files/paper.pdf", "%PDF\n")
        box.link("data/2024-04/b/paper.pdf", "../../../files/paper.pdf")

    table.add("inside: an attachment", attachments, commands="move; rename; undo rm; attach b")

    def library(box: Sandbox) -> None:
        box.link("here", ".")
        box.file("data/2024-03/x.yaml", "title: A note elsewhere\n")
        box.link("data/2024-05", "../here/data/2024-04/../2024-03")

    table.add("inside: through a link to itself", library, finds=["x", "x"],
              commands="edit; export works")  # fmt: skip


def _loops(table: Table) -> None:
    table.add("loop: a note", link("data/2024-04/x.yaml", "x.yaml"),
              named="x.yaml", bad="x")  # fmt: skip

    def two(box: Sandbox) -> None:
        box.link("data/2024-04/x.yaml", "y.yaml")
        box.link("data/2024-04/y.yaml", "x.yaml")

    table.add("loop: two notes", two, named="x.yaml", bad="x")
    table.add("loop: a month", link("data/2024-05", "2024-05"),
              commands="move to 2024-05")  # fmt: skip
    table.add("loop: data", link("data", "data"), refused=True, commands="add")
    table.add("loop: the page", link("README.md", "README.md"),
              commands="export; export --force")  # fmt: skip
    table.add("loop: the settings", link("paperlist.toml", "paperlist.toml"),
              refused=True)  # fmt: skip
    table.add("loop: the attachments", link("data/2024-04/b", "b"),
              commands="attach b; move; rename; rm b; merge")  # fmt: skip
    table.add("loop: attachments hold their month", link("data/2024-04/b/up", ".."),
              commands="attach b; move; merge; undo rm")  # fmt: skip
