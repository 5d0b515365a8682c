"""Library: adding, changing, naming, finding where it is."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import (
    AmbiguousReferenceError,
    ChangedUnderneathError,
    ConfigError,
    DuplicatePaperError,
    NoLibraryError,
    NoSuchPaperError,
    PaperlistError,
    UsageError,
)
from paperlist.index import Index
from paperlist.library import settings_file
from paperlist.library.assignments import parse as assignment
from paperlist.library.location import find_root
from paperlist.model.combine import OnDuplicate, filled, merged
from tests.conftest import WriteNote


def test_ids_are_short_unique_and_stay(library: Library) -> None:
    """The part before a colon, else five words; numbered where taken."""
    titles = [
        "Rho-1: Not All Tokens",
        "Rho-1: another",
        "A Title of More Than Five Words",
        "图像",
        "?!",
    ]
    for title in titles:
        library.add(Paper(title=title), "2024-04")
    assert [entry.id for entry in library.papers()] == [
        "rho-1", "rho-1-2", "a-title-of-more-than", "tu-xiang", "paper",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Paper(title="attention is all you need!"), "the same title"),
        (Paper(title="Attention Is All You Need", arxiv="1706.03762v5"), "the same arXiv id"),
        (Paper(title="Attention Is All You Need", doi="10.5555/ABC"), "the same DOI"),
        (Paper(title="Attentoin Is All You Need"), "nearly the same title"),
    ],
)
def test_a_paper_that_is_there_is_refused(library: Library, other: Paper, why: str) -> None:
    """Whatever tells: its id without version, its DOI in any case, its title."""
    paper = Paper(title="Attention Is All You Need", arxiv="1706.03762v1", doi="10.5555/abc")
    library.add(paper, "2024-04")
    with pytest.raises(DuplicatePaperError, match=f"attention-is-all-you-need.*{why}"):
        library.add(other)
    assert len(library.papers()) == 1


@pytest.mark.parametrize(
    "other",
    ["Neural Scaling of Everything, Part II", "Neural Scaling of Everything, Part 1",
     "Neural Scaling of Everything, Part I++"],
)  # fmt: skip
def test_papers_of_a_series_are_different(library: Library, other: str) -> None:
    """However near their titles are."""
    library.add(Paper(title="Neural Scaling of Everything, Part I"))
    library.add(Paper(title=other))
    assert len(library.papers()) == 2


def test_two_papers_with_one_identifier_by_mistake_are_both_kept(library: Library) -> None:
    """And it is said."""
    library.add(Paper(title="Attention Is All You Need", arxiv="1706.03762"))
    outcome = library.add(Paper(title="Grasping with soft fingers", arxiv="1706.03762"))
    assert outcome.action == "added"
    assert outcome.clash == "attention-is-all-you-need"


def test_update_fills_empty_fields_and_overwrites_none(library: Library) -> None:
    """Words that are there stay."""
    library.add(Paper(title="A", venue="CVPR", sections={"Results": "mine"}))
    new = Paper(title="A", venue="ICCV", method="m", sections={"Results": "x", "Data": "y"})
    outcome = library.add(new, on_duplicate=OnDuplicate.UPDATE)
    assert outcome.action == "updated"
    fields = library.get("a").fields
    assert (fields["venue"], fields["method"]) == ("CVPR", "m")
    assert fields["sections"] == {"Results": "mine", "Data": "y"}


def test_merging_keeps_every_word() -> None:
    """What differs stands behind what is there."""
    one = Paper(title="A", venue="CVPR", method="x", keypoints=["a"], links={"paper": "u"})
    two = Paper(title="A!", venue="ICCV", method="y", keypoints=["A", "b"], links={"paper": "v"})
    both = merged(one, two)
    assert both.method == "x\n\ny"
    assert both.keypoints == ["a", "b"]
    assert both.links == {"paper": "u", "paper 2": "v"}
    assert both.notes == "title: A!\n\nvenue: ICCV"
    assert filled(one, two).links == {"paper": "u"}


def test_added_papers_keep_their_order(library: Library) -> None:
    """However quickly they come."""
    for title in "CAB":
        library.add(Paper(title=title), "2024-04")
    library.add_all([(Paper(title=title), "2024-04") for title in "FED"])
    assert [entry.title for entry in library.papers()] == list("CABFED")


def test_a_slip_of_the_pen_in_added_is_not_followed(library: Library, write: WriteNote) -> None:
    """A paper from the year 2999 does not date the next one."""
    write("2024-04/x", "title: X\nadded: 2999-01-01T00:00:00Z\n")
    outcome = library.add(Paper(title="A"))
    assert outcome.entry.fields["added"][:4] == str(datetime.now(UTC).year)


def test_aliases_give_keypoints_one_spelling(library: Library) -> None:
    """Also in the plural, and in another case."""
    (library.root / "paperlist.toml").write_text('[aliases]\nLLM = "Large language models"\n')
    outcome = library.add(Paper(title="A", keypoints=["llms", "video"]))
    assert outcome.entry.keypoints == ["Large language models", "video"]


@pytest.fixture
def three(library: Library) -> Library:
    """Three papers to name."""
    library.add(Paper(title="MA-LMM: Memory", arxiv="2404.05726v2"), "2024-04")
    library.add(Paper(title="MaxFusion: Plug and Play", doi="10.1000/X.y"), "2024-04")
    library.add(Paper(title="Rho-1: Tokens"), "2024-05")
    return library


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("ma-lmm", "ma-lmm"), ("max", "maxfusion"), ("2024-05/rho-1", "rho-1"),
        ("data/2024-04/ma-lmm.yaml", "ma-lmm"), ("2404.05726", "ma-lmm"), ("RHO", "rho-1"),
        ("https://arxiv.org/abs/2404.05726v1", "ma-lmm"), ("arXiv:2404.05726", "ma-lmm"),
        ("https://arxiv.org/pdf/2404.05726.pdf", "ma-lmm"), ("10.1000/x.Y", "maxfusion"),
        ("https://doi.org/10.1000/x.y", "maxfusion"), ("plug play", "maxfusion"),
        ("MaxFusion: Plug and Play", "maxfusion"),
    ],
)  # fmt: skip
def test_how_papers_are_named(three: Library, reference: str, found: str) -> None:
    """An id, its beginning, its place, an identifier, words of the title."""
    assert three.get(reference).id == found


def test_names_that_name_none_or_several(three: Library, write: WriteNote) -> None:
    """The nearest, or the candidates."""
    with pytest.raises(NoSuchPaperError, match="Did you mean 'maxfusion'"):
        three.get("maxfuison")
    with pytest.raises(AmbiguousReferenceError) as caught:
        three.get("ma")
    assert len(caught.value.candidates) == 2
    write("2024-06/rho-1", "title: Another\n")
    with pytest.raises(AmbiguousReferenceError, match="2024-06/rho-1"):
        three.get("rho-1")
    assert three.get("2024-06/rho-1").title == "Another"


@pytest.mark.parametrize(
    ("edits", "field", "value"),
    [
        (["status=read"], "status", "read"),
        (["keypoints=a; b", "keypoints+=c", "keypoints-=A"], "keypoints", ["b", "c"]),
        (["method=one", "method+=two"], "method", "one\n\ntwo"),
        (["authors+=Doe, Jane; Roe"], "authors", ["Doe, Jane", "Roe"]),
        (["sections.Results=x=y"], "sections", {"Results": "x=y"}),
        (["links.code=https://a.b/?c=d"], "links", {"code": "https://a.b/?c=d"}),
        (["keypoint=a"], "keypoints", ["a"]),
        (["venue=x", "venue="], "venue", None),
    ],
)
def test_assignments(three: Library, edits: list[str], field: str, value: object) -> None:
    """Set, add, take away, empty."""
    three.assign(["rho-1"], [assignment(edit) for edit in edits])
    assert three.get("rho-1").fields.get(field) == value


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("metod=x", "did you mean 'method'"), ("status", "write field=value"),
        ("keypoints-=x", "not among the keypoints"), ("venue-=x", "is no list"),
        ("sections=x", "say which"), ("month=never", "not a month"), ("id=No Id", "is no id"),
        ("id=ma-lmm", "is taken"), ("published=soon", "is not a date"),
        ("title=", "title is missing"),
        ("month+=2024-05", "can only be set"),
    ],
)  # fmt: skip
def test_assignments_that_make_no_sense_change_nothing(
    three: Library, edit: str, message: str
) -> None:
    """A clear error each."""
    before = three.get("rho-1")
    with pytest.raises(PaperlistError, match=message):
        three.assign(["rho-1"], [assignment(edit)])
    assert three.get("rho-1") == before


def test_moving_and_renaming_are_one_change(three: Library) -> None:
    """Fields, month and id together, taken back together."""
    three.assign(["rho-1"], [assignment(edit) for edit in ("month=2024-04", "id=rho", "venue=X")])
    assert three.get("rho").month == "2024-04"
    three.undo()
    assert three.get("rho-1").month == "2024-05"
    assert "venue" not in three.get("rho-1").fields


def test_a_save_over_a_changed_file_is_refused(three: Library) -> None:
    """What another editor wrote stays."""
    entry = three.get("rho-1")
    before = three.read_file(entry)
    path = three.root / "data" / "2024-05" / "rho-1.yaml"
    path.write_text("title: By hand\n")
    with pytest.raises(ChangedUnderneathError):
        three.replace(entry, before, b"title: Mine\n")
    assert path.read_text() == "title: By hand\n"


def test_remove_is_all_or_none(three: Library) -> None:
    """One name that names nothing keeps the others."""
    with pytest.raises(NoSuchPaperError):
        three.remove(["rho-1", "nothing"])
    assert len(three.papers()) == 3
    assert [entry.id for entry in three.remove(["rho", "rho-1", "ma-lmm"])] == ["rho-1", "ma-lmm"]
    assert [entry.id for entry in three.papers()] == ["maxfusion"]


def test_a_dry_run_writes_nothing(three: Library) -> None:
    """And says what it would have written."""
    three.dry_run = True
    three.remove(["rho-1"])
    three.add(Paper(title="New"))
    three.publish()
    assert len(three.papers()) == 3
    assert not (three.root / "README.md").exists()
    assert [changeset.summary for changeset in three.done[3:]] == [
        "remove rho-1", "add new", "export README.md",
    ]  # fmt: skip


def test_publishing_keeps_words_outside_the_marks(three: Library) -> None:
    """And the page's own line ends."""
    page = three.root / "README.md"
    page.write_bytes(
        b"mine\r\n<!-- paperlist:begin -->\r\nold\r\n<!-- paperlist:end -->\r\nalso\r\n"
    )
    three.publish()
    content = page.read_bytes()
    assert content.startswith(b"mine\r\n<!-- paperlist:begin -->\r\n")
    assert b" -->\r\n\r\n## 202405\r\n" in content
    assert content.endswith(b"<!-- paperlist:end -->\r\nalso\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("words\n", "no marks"),
        ("<!-- paperlist:begin -->\n", r":1: paperlist:begin without"),
        ("\n<!-- paperlist:end -->\n<!-- paperlist:begin -->\n", r":2: paperlist:end where begin"),
        ("<!-- paperlist:beginn -->\n<!-- paperlist:end -->\n", "neither begin nor end"),
        (
            "<!-- paperlist:begin -->\n<!-- paperlist:end -->\n<!-- paperlist:end -->",
            ":3: a second",
        ),
    ],
)
def test_pages_with_no_or_bad_marks_are_not_written(
    three: Library, page: str, message: str
) -> None:
    """The line is named, the page stays."""
    path = three.root / "README.md"
    path.write_text(page)
    with pytest.raises(PaperlistError, match=message):
        three.publish()
    assert path.read_text() == page
    three.publish(force=True)
    assert path.read_text().startswith("# PaperList")


def test_import_keeps_what_belongs_to_no_paper(library: Library, tmp_path: Path) -> None:
    """In the introduction, once, with comments of the settings kept."""
    page = tmp_path / "page.md"
    page.write_text("# Our List\n\nWelcome.\n\n# 202404\n\n## A: b\n- Objective: c\n")
    library.import_files([page])
    library.import_files([page])
    settings = Library(library.root).settings
    assert (settings.title, settings.introduction) == ("PaperList", "# Our List\n\nWelcome.\n")
    assert "# The settings of this library" in (library.root / "paperlist.toml").read_text()


def test_an_import_keeps_the_line_ends_of_the_settings(library: Library, tmp_path: Path) -> None:
    """A file written on Windows stays one."""
    settings = library.root / "paperlist.toml"
    settings.write_bytes(b'# ours\r\n[labels]\r\nTakeaways = "objective"\r\n')
    page = tmp_path / "page.md"
    page.write_text("# Our List\n\nWelcome.\n\n# 202404\n\n## A: b\n- Objective: c\n")
    library.import_files([page])
    content = settings.read_bytes()
    assert b"Welcome." in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_second_import_keeps_the_words_of_the_first(library: Library, tmp_path: Path) -> None:
    """Both pages' own words are in the introduction."""
    for name in ("one", "two"):
        page = tmp_path / f"{name}.md"
        page.write_text(f"Words of {name}.\n\n# 202404\n\n## Paper {name}: b\n- Objective: c\n")
        library.import_files([page])
    assert Library(library.root).settings.introduction == "Words of one.\n\nWords of two.\n"


def test_where_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Named, else in the environment, else upward, else the user's own."""
    with pytest.raises(NoLibraryError):
        find_root()
    own = Library.init(home / ".data" / "paperlist" / "papers").root
    assert find_root() == own
    above = Library.init(tmp_path / "above").root
    (above / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(above / "deep" / "er")
    assert find_root() == above
    other = Library.init(tmp_path / "other").root
    monkeypatch.setenv("PAPERLIST_LIBRARY", str(other))
    assert find_root() == other
    assert find_root(above) == above
    with pytest.raises(NoLibraryError, match="nowhere"):
        find_root(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '\ncategorys = ["a"]',
            r"toml:2: there is no setting 'categorys'; did you mean 'categories'",
        ),
        ("title = 5", r"toml:1: title: input should be a valid string"),
        ("title = ", "paperlist.toml: "),
        ('export = "/etc/passwd"', "has to be a path within the library"),
        ('export = "a/../../b"', "has to be a path within the library"),
    ],
)
def test_settings_that_are_wrong_name_their_line(library: Library, text: str, message: str) -> None:
    """And the nearest right key."""
    (library.root / "paperlist.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        _ = library.settings


def test_months_that_are_none(library: Library) -> None:
    """Refused before anything is written."""
    with pytest.raises(UsageError, match="2024-13"):
        library.add(Paper(title="A"), "2024-13")
    assert not list(library.root.glob("data/*"))


def test_settings_that_were_right_are_not_read_again(library: Library, home: Path) -> None:
    """To validate them takes longer than a search; another byte of them is another file."""
    settings_file.check(library.root)
    script = (
        "import sys; from pathlib import Path; from paperlist.library import settings_file; "
        f"settings_file.check(Path({str(library.root)!r})); assert 'pydantic' not in sys.modules"
    )
    for text in ("", 'title = "Mine"\n'):
        (library.root / "paperlist.toml").write_text(text)
        settings_file.check(library.root)
        subprocess.run([sys.executable, "-c", script], check=True)
    (library.root / "paperlist.toml").write_text("titel = 1\n")
    for _ in range(2):
        with pytest.raises(ConfigError, match="did you mean 'title'"):
            settings_file.check(library.root)


def test_settings_are_checked_where_nothing_can_be_kept(library: Library, home: Path) -> None:
    """A cache folder that is none costs time, and no more."""
    (home / ".cache").write_text("no folder")
    settings_file.check(library.root)
    (library.root / "paperlist.toml").unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        settings_file.check(library.root)


def test_a_small_change_is_in_the_index_when_it_is_done(library: Library) -> None:
    """The next search finds it there, and reads no file again but to compare it."""
    library.add(Paper(title="A paper of today"))
    index = Index.open(library.root)
    assert index.ids() == ["a-paper-of-today"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("x = " + "{a=" * 5000 + "1" + "}" * 5000, "nested too deeply"),
        ("a" + ".a" * 5000 + " = 1", "nested too deeply"),
        ("labels" + ".a" * 5000 + " = 1", "paperlist.toml"),
        ("x = " + "1" * 5000, "digit"),
        ("title = 'a'\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b", "toml:2: a git merge conf"),
        ("title = 'a'\n=======\nx = 2\n>>>>>>> b", "toml:4: a git merge conflict; "),
    ],
)
def test_settings_that_no_parser_takes_are_an_error_in_a_line(
    library: Library, text: str, reason: str
) -> None:
    """However they are made, by every way to read them."""
    (library.root / "paperlist.toml").write_text(text)
    with pytest.raises(ConfigError, match=reason):
        settings_file.read_settings(library.root)
    with pytest.raises(ConfigError, match=reason):
        settings_file.check(library.root)
    if "a.a" not in text:
        with pytest.raises(ConfigError, match=reason):
            settings_file.read_searches(library.root)


def test_numbers_that_json_does_not_have_are_shown_as_yaml_writes_them(
    library: Library, write: WriteNote
) -> None:
    """They are not lost where notes are merged, and lack in no list of what is missing."""
    own = "score: .nan\nloss: [.inf, {low: -.inf}]\n"
    path = write("2024-04/odd", f"title: Odd\n{own}")
    write("2024-04/good", "title: Good\n")
    (odd,) = [entry for entry in library.papers() if entry.id == "odd"]
    shown = {"score": ".nan", "loss": [".inf", {"low": "-.inf"}]}
    assert {name: odd.fields[name] for name in shown} == shown
    assert [entry.id for entry in library.papers(library.lacking(["score"]))] == ["good"]
    library.edit("odd", lambda paper: paper.changed(venue="V"))
    assert path.read_text() == f"title: Odd\n{own}venue: V\n"


@pytest.mark.parametrize(
    "name", ['a"b', "a.b", "$", "a[0]", "a\\b", "a'b", "a b", "ä", "a:b", "%_"]
)
def test_fields_sections_and_links_may_be_called_anything(
    library: Library, write: WriteNote, name: str
) -> None:
    """Each is found missing and not missing under the name that it has."""
    from json import dumps

    key = dumps(name)
    one = f"{key}: x\nsections: {{{key}: x}}\nlinks: {{{key}: 'https://x.org'}}\n"
    write("2024-04/one", f"title: One\n{one}")
    write("2024-04/two", "title: Two\n")
    for place in (name, f"sections.{name}", f"links.{name}"):
        assert [each.id for each in library.papers(library.lacking([place]))] == ["two"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of this kind")
@pytest.mark.parametrize(("mode", "is_shared"), [(0o2775, True), (0o755, False), (0o775, False)])
def test_a_group_s_folder_stays_the_group_s(
    library: Library, mode: int, *, is_shared: bool
) -> None:
    """Where others inherit the group, they may write whatever the umask of who was first."""
    for folder in (library.root, library.root / "data"):
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
    before = os.umask(0o022)
    try:
        library.add(Paper(title="A title"), "2024-04")
    finally:
        os.umask(before)
    for place in (".paperlist", ".paperlist/lock", "data/2024-04"):
        assert bool((library.root / place).stat().st_mode & stat.S_IWGRP) is is_shared


def test_a_removed_or_moved_note_keeps_its_mode(three: Library) -> None:
    """Only its owner could read it, and it stays so."""
    (three.root / "data" / three.get("rho-1").month / "rho-1.yaml").chmod(0o600)
    three.assign(["rho-1"], [assignment("month=2023-01")])
    moved = three.root / "data" / "2023-01" / "rho-1.yaml"
    assert moved.stat().st_mode & 0o777 == 0o600
    three.remove(["rho-1"])
    three.undo()
    assert moved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("kind", "named"), [("folder", "a folder"), ("pipe", "a pipe or a device")]
)
def test_what_is_no_file_is_removed_by_hand(three: Library, kind: str, named: str) -> None:
    """A folder or a pipe cannot be brought back, so it is left and named."""
    place = three.root / "data/2024-04/odd.yaml"
    if kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    with pytest.raises(PaperlistError, match="Remove it by hand") as e:
        three.remove(["rho-1", "odd"])
    assert f"odd.yaml is {named} and not a note; nothing was removed" in str(e.value)
    assert place.exists()
    assert len(three.papers()) == 3


def test_a_link_that_leads_out_is_named_with_the_setting_that_allows_it(
    three: Library, tmp_path: Path
) -> None:
    """A note that is left out says what can be done."""
    (tmp_path / "outside.yaml").write_text("title: Outside\n")
    (three.root / "data/2024-04/out.yaml").symlink_to(tmp_path / "outside.yaml")
    assert len(three.papers()) == 3
    (broken,) = three.broken()
    assert "link_targets in your own config.toml" in str(broken)


@pytest.mark.parametrize("name", ["page.md", "papers.bib"])
def test_an_export_makes_no_folder(three: Library, tmp_path: Path, name: str) -> None:
    """A folder that is not there is more likely a typo."""
    place = tmp_path / "no" / "such" / name
    write = (
        three.publish
        if name == "page.md"
        else partial(three.export_to, entries=three.papers(), format_name="bibtex")
    )
    with pytest.raises(UsageError, match=r"the folder .*no/such does not exist"):
        write(place)
    assert not (tmp_path / "no").exists()
