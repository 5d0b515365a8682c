"""Pages on disk: which are written, which are left alone, and which go."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import (
    ConfigError,
    ConflictError,
    EditedPageError,
    MarksError,
    OverwriteError,
    UnmarkedPageError,
    UsageError,
)
from paperlist.model.combine import OnDuplicate
from tests.conftest import WriteNote
from tests.console import Console

PAPERLIST = str(Path(sys.executable).with_name("paperlist"))


@pytest.fixture
def three(library: Library) -> Library:
    """A library of three papers in two months."""
    library.add(Paper(title="One", category="LLM", objective="First."), "2024-04")
    library.add(Paper(title="Two", category="LLM", method="- a\n- b"), "2024-04")
    library.add(Paper(title="Three", status="read"), "2024-05")
    library.publish()
    return library


def page(library: Library, name: str = "README.md") -> Path:
    return library.root / name


def settings(library: Library, text: str) -> Library:
    (library.root / "paperlist.toml").write_text(text)
    return Library(library.root)


# Edits between the marks


def test_a_linked_title_that_was_added_to_the_page_keeps_its_link(three: Library) -> None:
    """No word is lost, and the page can be published again."""
    text = page(three).read_text()
    mark = "<!-- paperlist:end -->"
    new = "#### [Four](https://arxiv.org/abs/2403.12345)\n\n- `Objective:` New.\n\n"
    page(three).write_text(text.replace(mark, new + mark))
    three.import_files([page(three)], on_duplicate=OnDuplicate.UPDATE)
    four = three.get("four")
    assert (four.title, four.objective) == ("Four", "New.")
    assert four.links == {"paper": "https://arxiv.org/abs/2403.12345"}
    assert four.arxiv == "2403.12345"
    three.publish()


def edit(library: Library, old: str, new: str, name: str = "README.md") -> None:
    path = page(library, name)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("First.", "Changed."), ("#### One\n", ""), ("### LLM\n", "### LLM\n\nwords\n")],
)
def test_an_edited_page_is_not_overwritten(three: Library, old: str, new: str) -> None:
    """Refused with a diff; --force overwrites it."""
    before = page(three).read_bytes()
    edit(three, old, new)
    edited = page(three).read_bytes()
    with pytest.raises(EditedPageError) as caught:
        three.publish()
    assert page(three).read_bytes() == edited
    assert caught.value.exit_status == 1
    assert "--- a/README.md\n+++ b/README.md\n" in caught.value.diff
    assert f"import {page(three)} --on-duplicate update" in str(caught.value)
    three.publish(force=True)
    assert page(three).read_bytes() == before


def test_force_keeps_the_words_around(three: Library) -> None:
    """What is overwritten is what was generated."""
    text = f"mine\n\n{page(three).read_text()}\nalso mine\n".replace("First.", "Changed.")
    page(three).write_text(text)
    three.publish(force=True)
    assert page(three).read_text() == text.replace("Changed.", "First.")


def test_an_edit_that_the_notes_have_too_is_none(three: Library) -> None:
    """Somebody mended page and note alike."""
    edit(three, "First.", "Changed.")
    three.edit("one", lambda paper: paper.changed(objective="Changed."))
    three.publish()
    assert "Changed." in page(three).read_text()
    three.publish()


@pytest.mark.parametrize("attributes", ["", " (generated)", " hash="])
def test_marks_without_a_hash_are_accepted(three: Library, attributes: str) -> None:
    """Marks set by hand."""
    text = page(three).read_text()
    own = re.sub("<!-- paperlist:hash=.*-->\n\n", "", text)
    own = own.replace("paperlist:begin", f"paperlist:begin{attributes}")
    page(three).write_text(own.replace("First.", "Edited."))
    three.publish()
    assert page(three).read_text() == text


def test_git_merges_pages_with_papers_in_two_months(three: Library, tmp_path: Path) -> None:
    """Nothing in the page changes with a paper but the month of that paper."""
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    three.publish()
    base.write_bytes(page(three).read_bytes())
    three.add(Paper(title="Mine"), "2024-05")
    three.publish()
    ours.write_bytes(page(three).read_bytes())
    three.remove(["mine"])
    three.add(Paper(title="Yours"), "2024-04")
    three.publish()
    theirs.write_bytes(page(three).read_bytes())
    subprocess.run(["git", "merge-file", ours, base, theirs], check=True)
    three.add(Paper(title="Mine"), "2024-05")
    three.publish()
    assert page(three).read_bytes() == ours.read_bytes()


def test_line_ends_are_no_edit(three: Library) -> None:
    """What git makes of a page on Windows is left so, and is up to date."""
    windows = page(three).read_bytes().replace(b"\n", b"\r\n")
    page(three).write_bytes(windows)
    three.publish()
    assert page(three).read_bytes() == windows
    three.add(Paper(title="Four"), "2024-05")
    three.publish()
    content = page(three).read_bytes()
    assert b"#### Four\r\n" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_import_takes_an_edit_over(three: Library) -> None:
    """What the page says is what the notes say then, and publishing goes on."""
    edit(three, "First.", "Changed.")
    edit(three, "      - a\n", "")
    edit(three, "#### Three\n", "#### Three\n\n- `Venue:` ICRA\n")
    edit(three, "## 202404", "## 202403")
    three.import_files([page(three)], on_duplicate=OnDuplicate.UPDATE)
    entries = {entry.id: entry for entry in three.papers()}
    assert entries["one"].fields["objective"] == "Changed."
    assert entries["two"].fields["method"] == "- b"
    assert entries["three"].fields["venue"] == "ICRA"
    assert entries["three"].status == "read"
    assert [entries[name].month for name in ("one", "two", "three")] == [
        "2024-03", "2024-03", "2024-05",
    ]  # fmt: skip
    three.publish()
    assert Library(three.root, dry_run=True).publish() == page(three)
    three.undo()
    three.undo()
    assert {entry.month for entry in three.papers()} == {"2024-04", "2024-05"}


def test_an_edit_is_taken_over_only_where_asked_for(three: Library) -> None:
    """Without `update` the notes stay, and the page stays refused."""
    edit(three, "First.", "Changed.")
    three.import_files([page(three)])
    assert three.get("one").fields["objective"] == "First."
    with pytest.raises(EditedPageError):
        three.publish()


def test_an_old_page_does_not_undo_newer_notes(three: Library) -> None:
    """A page that nobody edited has nothing to say against the notes."""
    three.edit("one", lambda paper: paper.changed(objective="Newer."))
    three.import_files([page(three)], on_duplicate=OnDuplicate.UPDATE)
    assert three.get("one").fields["objective"] == "Newer."


# Marks


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- paperlst:begin -->\n<!-- paperlist:end -->\n", ":1: "),
        ("a\n<!-- paperlist:begin -->\n<!-- paperlist:begin -->\n<!-- paperlist:end -->\n", ":3: "),
        ("<!-- paperlist:end -->\n\n<!-- paperlist:begin -->\n", ":1: "),
    ],
)
def test_wrong_marks_name_their_line(three: Library, text: str, message: str) -> None:
    """And nothing is written, nor by --check."""
    page(three).write_text(text)
    for library in (three, Library(three.root, dry_run=True)):
        with pytest.raises(MarksError, match=message):
            library.publish()
    assert page(three).read_text() == text


def test_a_page_of_somebody_s_is_not_overwritten(three: Library) -> None:
    """No marks: all of it may be theirs."""
    page(three).write_text("words\n")
    with pytest.raises(UnmarkedPageError):
        three.publish()
    assert page(three).read_text() == "words\n"


# Pages of months


def names(library: Library) -> list[str]:
    return sorted(path.name for path in library.root.glob("*.md"))


def test_each_month_gets_a_page(three: Library) -> None:
    """With links both ways, and nothing of another month."""
    three.publish(split=True)
    assert names(three) == ["PaperList_202404.md", "PaperList_202405.md", "README.md"]
    index, april = page(three).read_text(), page(three, "PaperList_202404.md").read_text()
    assert "- [202405](PaperList_202405.md)\n- [202404](PaperList_202404.md)\n" in index
    assert "#### " not in index
    assert april.startswith(
        "# PaperList: 202404\n\n<!-- paperlist:begin -->\n\n[PaperList](README.md)\n\n"
        "<!-- paperlist:hash="
    )
    assert " -->\n\n## 202404\n\n### LLM\n\n#### One\n" in april
    assert "Three" not in april


def test_the_settings_can_ask_for_it(three: Library) -> None:
    """For the library's page; the names are theirs; a page elsewhere is whole."""
    library = settings(three, 'split = true\nsplit_name = "%Y %B.md"\nsummary = true\n')
    library.publish()
    assert names(three) == ["2024 April.md", "2024 May.md", "README.md"]
    assert "| [202404](2024%20April.md) | 2 |" in page(three).read_text()
    library.publish(library.root / "whole.md")
    assert "#### Three" in page(three, "whole.md").read_text()


@pytest.mark.parametrize("name", ["page.md", "%Y.md", "a/%Y%m.md", "%m.md"])
def test_a_name_that_is_none_is_refused(three: Library, name: str) -> None:
    """Each month has to have its own."""
    with pytest.raises(ConfigError, match="split_name"):
        settings(three, f'split_name = "{name}"\n').publish(split=True)


def test_the_index_is_no_month_s_page(three: Library) -> None:
    """A name that a month would have is taken."""
    with pytest.raises(UsageError):
        three.publish(three.root / "PaperList_202404.md", split=True)


def test_the_page_of_an_empty_month_goes(three: Library) -> None:
    """If it is ours and as we wrote it; `undo` brings it back."""
    three.publish(split=True)
    three.remove(["three"])
    three.publish(split=True)
    assert names(three) == ["PaperList_202404.md", "README.md"]
    three.undo()
    assert names(three) == ["PaperList_202404.md", "PaperList_202405.md", "README.md"]


@pytest.mark.parametrize(
    ("old", "new"), [("#### Three", "#### Edited"), ("# PaperList", "mine\n\n# PaperList")]
)
def test_the_page_of_an_empty_month_stays_with_its_words(
    three: Library, old: str, new: str
) -> None:
    """And a warning says so."""
    three.publish(split=True)
    edit(three, old, new, "PaperList_202405.md")
    three.remove(["three"])
    said: list[str] = []
    Library(three.root, warn=said.append).publish(split=True)
    assert "PaperList_202405.md" in names(three)
    assert len(said) == 1
    assert "PaperList_202405.md has words of its own and stays" in said[0]


def test_pages_of_others_are_nobody_s_business(three: Library, write: WriteNote) -> None:
    """A file that only is called so stays; so does the month of a note that cannot be read."""
    page(three, "PaperList_202401.md").write_text("words\n")
    write("2024-06/broken", "title: [\n")
    three.publish(split=True)
    three.publish(split=True, entries=three.papers()[:1])
    assert names(three) == [
        "PaperList_202401.md", "PaperList_202404.md", "PaperList_202405.md", "README.md",
    ]  # fmt: skip


def test_split_pages_are_written_all_or_none(three: Library) -> None:
    """One that is edited keeps the others as they were."""
    three.publish(split=True)
    edit(three, "First.", "Changed.", "PaperList_202404.md")
    three.add(Paper(title="Four"), "2024-05")
    before = page(three, "PaperList_202405.md").read_bytes()
    with pytest.raises(EditedPageError, match=r"PaperList_202404\.md"):
        three.publish(split=True)
    assert page(three, "PaperList_202405.md").read_bytes() == before


def test_split_pages_give_the_same_entries(three: Library, tmp_path: Path) -> None:
    """Import takes the pages of the months."""
    three.publish(split=True, view=three.view(toc=True, summary=True))
    other = Library.init(tmp_path / "other")
    other.import_files(sorted(three.root.glob("PaperList_*.md")))
    assert [(e.id, e.month, e.category) for e in other.papers()] == [
        (e.id, e.month, e.category) for e in three.papers()
    ]


# The command


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a library of two papers."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -k 'Memory bank' -m 2024-04")
    console.run("paperlist add --title Two -c LLM -m 2024-05; paperlist export")
    return console


def test_check_is_quiet_where_the_page_is_right(console: Console) -> None:
    """Status 0; and 1 with a diff where it is not, nothing written."""
    assert console.run("paperlist export --check") == ""
    console.run("paperlist edit one venue=ICRA")
    before = (console.here / "README.md").read_bytes()
    output = console.run("paperlist export --check")
    assert "--- a/README.md\n+++ b/README.md\n" in output
    assert "+- `Venue:` ICRA\n" in output
    assert output.endswith("[1]\n")
    assert (console.here / "README.md").read_bytes() == before
    assert console.run("paperlist export; paperlist export --check") == "/here/README.md\n"
    assert console.run("paperlist export --check --split").endswith("[1]\n")
    assert console.run("rm README.md; paperlist export --check | head -1") == "--- /dev/null\n"


def test_check_finds_an_edit(console: Console) -> None:
    """The page does not say what the notes say."""
    output = console.run("sed -i s/One/Uno/ README.md; paperlist export --check")
    assert "-#### Uno\n+#### One\n" in output
    assert output.endswith("[1]\n")


def test_a_search_selects_what_is_published(console: Console) -> None:
    """Words, fields and options; what matches nothing writes nothing."""
    for query in ("memry bank", "-k memory", "keypoint:bank", "-c LLM --since 2024-05 -- -one"):
        output = console.run(f"paperlist export -o - {query}")
        assert output.count("####") == 1
    output = console.run("paperlist export -o new.md nothing-like-it; ls new.md 2>/dev/null")
    assert output == "2> no paper matches; nothing was exported.\n[2]\n"


@pytest.mark.parametrize(
    "options",
    ["--split -o -", "--split --by category", "--all -m 2024-04", "--all memory", "--style nots",
     "--by author", "--style list --template x.j2"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(console: Console, options: str) -> None:
    """Status 2, and nothing written."""
    (console.here / "x.j2").write_text("x")
    before = (console.here / "README.md").read_bytes()
    assert console.run(f"paperlist export {options}").endswith("[2]\n")
    assert (console.here / "README.md").read_bytes() == before


def test_all_is_what_is_done_anyway(console: Console) -> None:
    """Spelled out."""
    assert console.run("paperlist export --all -o -") == console.run("paperlist export -o -")


def test_the_same_notes_give_the_same_bytes_everywhere(console: Console, tmp_path: Path) -> None:
    """Whatever the locale, the time zone, the hash seed and the order of files on disk."""
    for number in range(12):
        console.run(
            f"paperlist add --title 'Étude {number % 7} {number}' -k 'Ä; b; B; 图像' "
            f"-c 'C{number % 3}' -m 2024-0{number % 4 + 1} --on-duplicate add"
        )
    notes = {
        path.relative_to(console.here): path.read_bytes() for path in console.here.glob("data/*/*")
    }
    views = [
        "",
        "--split --toc --summary -o README.md",
        "--by keypoint -o k.md --toc",
        "--style table -o t.md",
    ]
    seen = set()
    for turn, (lang, zone) in enumerate(
        [("C", "UTC"), ("C.UTF-8", "Asia/Tokyo"), ("POSIX", "America/St_Johns")]
    ):
        folder = tmp_path / f"copy{turn}"
        (folder / "data").mkdir(parents=True)
        (folder / "paperlist.toml").write_text("")
        for name, content in sorted(notes.items(), reverse=turn % 2 == 0):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        env = {
            **console.env, "LANG": lang, "LC_ALL": lang, "TZ": zone, "PYTHONHASHSEED": str(turn),
            "HOME": str(folder / "home"),
        }  # fmt: skip
        for view in views:
            subprocess.run(
                [PAPERLIST, "export", *view.split()], cwd=folder, env=env, check=True,
                capture_output=True,
            )  # fmt: skip
        pages = {path.name: path.read_bytes() for path in folder.glob("*.md")}
        assert len(pages) == 8
        seen.add(repr(sorted(pages.items())))
    assert len(seen) == 1


def test_an_export_that_is_killed_leaves_whole_pages(console: Console) -> None:
    """At any moment: the old pages, or the new ones after the next command."""
    console.run("paperlist export --split")
    for number in range(8):
        console.run(f"paperlist edit one objective={'x' * 50_000}{number}")
        process = subprocess.Popen(
            [PAPERLIST, "export", "--split"], cwd=console.here, env=console.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(0.15 + 0.05 * number)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        console.run("paperlist list")
        for path in console.here.glob("*.md"):
            text = path.read_text()
            assert text.endswith("<!-- paperlist:end -->\n")
        assert not list(console.here.glob(".*paperlist-new"))
    assert (
        console.run("paperlist export --split; paperlist export --split --check")
        == "/here/README.md\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="ulimit is the shell's")
def test_a_full_disk_leaves_all_pages_as_they_were(console: Console) -> None:
    """Also where the first of several pages would have fitted."""
    console.run("paperlist export --split")
    before = {path: path.read_bytes() for path in console.here.glob("*.md")}
    console.run(f"paperlist edit one objective={'x' * 60_000}; paperlist edit two venue=ICRA")
    output = console.run("(ulimit -f 20; paperlist export --split)")
    assert "Nothing was changed." in output
    assert output.endswith("[1]\n")
    assert {path: path.read_bytes() for path in console.here.glob("*.md")} == before
    assert sorted(path.name for path in console.here.iterdir() if path.name.startswith(".")) == [
        ".paperlist"
    ]


def test_a_template_s_file_is_not_overwritten_unasked(three: Library) -> None:
    """It has no marks to say whose it is; the same again is no change."""
    (three.root / "x.txt.j2").write_text("{{ papers | length }}\n")
    template = three.template(str(three.root / "x.txt.j2"))
    target = three.root / "x.txt"
    three.publish(target, template=template)
    assert target.read_text() == "3"
    three.publish(target, template=template)
    target.write_text("mine")
    with pytest.raises(OverwriteError):
        three.publish(target, template=template)
    three.publish(target, template=template, force=True)
    assert target.read_text() == "3"


def test_a_page_with_a_merge_conflict_is_left_alone(three: Library) -> None:
    """Its marks would be published with it, and nobody would see them again."""
    before = page(three).read_text()
    conflict = f"<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> x\n\n{before}"
    page(three).write_text(conflict)
    with pytest.raises(ConflictError, match=r"README\.md:1: a git merge conflict; "):
        three.publish()
    assert page(three).read_text() == conflict


@pytest.mark.parametrize(
    "path",
    [
        ".git/hooks/post-commit", ".GIT/config", "a/.git/hooks/x", ".git", ".Git./x", ".git /x",
        "GIT~1/config", ".g\u200cit/x", ".paperlist/x", ".PaperList/x.md", "\uff0egit/x",
        ".git::$INDEX_ALLOCATION/x", "./.git/x", "paperlist.toml", "data/2024-04/a.yaml",
        "data/x", "Data/x.yaml", "data", "./data/a.yaml",
    ],
)  # fmt: skip
def test_no_page_is_published_over_what_is_not_a_page(library: Library, path: str) -> None:
    """What a cloned paperlist.toml asks for is refused where it could run or be read as a note."""
    with pytest.raises(ConfigError, match="export: has to be a pa"):
        settings(library, f'export = "{path}"').publish()


@pytest.mark.parametrize("path", ["README.md", "data/README.md", "docs/list.html", ".github/x.md"])
def test_any_other_place_is_one_for_a_page(library: Library, path: str) -> None:
    """Also beside the notes, where its name tells it from one."""
    assert settings(library, f"export = {path!r}").settings.export == path
