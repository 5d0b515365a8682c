"""What `sync` and `resolve` say in each state of a clone; nothing is ever lost."""

from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import ConflictError, EditedPageError, SyncError
from paperlist.library.assignments import parse
from paperlist.library.together.resolve import resolve
from paperlist.library.together.sync import sync
from tests.together.lab import Lab, git, make


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    make(tmp_path, 2)
    return Lab(tmp_path, 0)


def synced(library: Library) -> list[str]:
    said: list[str] = []
    sync(library, said.append)
    return said


def refused(library: Library) -> str:
    with pytest.raises(SyncError) as error:
        synced(library)
    return str(error.value)


def edit(library: Library, *edits: str) -> None:
    library.assign(["the-first-paper-of-all"], [parse(each) for each in edits])


def note(library: Library) -> str:
    (path,) = library.root.glob("data/*/the-first-paper-of-all.yaml")
    return path.read_text()


def test_two_people_change_one_note(lab: Lab) -> None:
    """A field at a time, and the page is up to date in both clones."""
    one, two = lab.clones
    edit(one, "keypoints+=Memory", "month=2024-06")
    edit(two, "keypoints+=Video", "status=read")
    assert synced(one) == [
        "Committed: Move the-first-paper-of-all", "Pushed 1 commit to origin.",
    ]  # fmt: skip
    assert synced(two) == [
        "Committed: Edit the-first-paper-of-all", "Merged 1 commit from origin.",
        "Pushed 2 commits to origin.",
    ]  # fmt: skip
    assert synced(one) == ["Fetched 2 commits from origin."]
    assert note(one) == note(two)
    assert "- Memory\n- Video\n" in note(one)
    assert (one.root / "data/2024-06/the-first-paper-of-all.yaml").is_file()
    assert synced(one) == synced(two) == []


def test_both_versions_of_a_field_are_kept_and_said(lab: Lab) -> None:
    one, two = lab.clones
    edit(one, "venue=CVPR 2024")
    edit(two, "venue=ICML 2024")
    synced(one)
    assert "the-first-paper-of-all: both sides changed venue; both versions are kept." in synced(
        two
    )
    assert "CVPR 2024" in note(two)
    assert "ICML 2024" in note(two)
    assert two.papers()


def test_two_papers_of_one_id_stay_two(lab: Lab) -> None:
    """And one paper that both add, under two titles, becomes one."""
    one, two = lab.clones
    one.add(Paper(title="Kite: a first paper", arxiv="2404.00001"), "2024-04")
    two.add(Paper(title="Kite: another paper", arxiv="2404.00002"), "2024-04")
    one.add(Paper(title="Lanterns in the harbour", doi="10.1/x", objective="One."), "2024-04")
    two.add(Paper(title="Lanterns of the harbour", doi="10.1/x", objective="Two."), "2024-05")
    synced(one)
    said = synced(two)
    assert "two papers had the id kite; one of them is kite-2 now." in said
    assert len([each for each in said if each.startswith("both sides added one paper")]) == 1
    titles = {entry.id: entry.title for entry in two.papers()}
    assert {titles["kite"], titles["kite-2"]} == {"Kite: a first paper", "Kite: another paper"}
    assert len(titles) == 4
    (lantern,) = [entry for entry in two.papers() if "anterns" in entry.title]
    assert {"One.", "Two."} <= set(str(lantern.fields["objective"]).split("\n"))


def test_two_editorials_stay_two(lab: Lab) -> None:
    """A common title says little, if nobody wrote both papers."""
    one, two = lab.clones
    one.add(Paper(title="Editorial", authors=["Ada Moss"], venue="Kites"), "2024-04")
    two.add(Paper(title="Editorial", authors=["Bo Fern"], venue="Lanterns"), "2024-04")
    synced(one)
    synced(two)
    assert len([entry for entry in two.papers() if entry.title == "Editorial"]) == 2


def test_an_edit_of_a_removed_paper_stays(lab: Lab) -> None:
    one, two = lab.clones
    one.remove(["the-first-paper-of-all"])
    edit(two, "objective=Still needed.")
    synced(one)
    assert any("removed on one side and edited on the other" in each for each in synced(two))
    synced(one)
    assert "Still needed." in note(one)


def test_attached_files_go_where_the_note_goes(lab: Lab, tmp_path: Path) -> None:
    one, two = lab.clones
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4")
    two.attach("the-first-paper-of-all", [paper])
    edit(two, "status=read")
    edit(one, "month=2024-07")
    synced(one)
    synced(two)
    (file,) = two.root.glob("data/*/*/*.pdf")
    assert file.parent.parent.name == "2024-07"
    synced(one)
    assert [path.name for path in one.attachments(one.get("the-first-paper-of-all"))] == [
        "paper.pdf"
    ]


def test_offline_the_change_is_committed(lab: Lab) -> None:
    one, _ = lab.clones
    away = lab.remote.with_name("away.git")
    lab.remote.rename(away)
    edit(one, "status=read")
    assert "origin cannot be reached" in refused(one)
    assert not git(one.root, "status", "--porcelain")
    away.rename(lab.remote)
    assert synced(one) == ["Pushed 1 commit to origin."]


def test_a_remote_that_refuses_is_quoted(lab: Lab) -> None:
    one, _ = lab.clones
    hook = lab.remote / "hooks" / "pre-receive"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\necho 'no pushes on Sunday' >&2\nexit 1\n")
    hook.chmod(0o755)
    edit(one, "status=read")
    said = refused(one)
    assert said.startswith("the push to origin is refused: ")
    assert "no pushes on Sunday" in said
    hook.unlink()
    assert synced(one) == ["Pushed 1 commit to origin."]


def test_other_files_are_left_to_their_owner(lab: Lab) -> None:
    """They are not committed, and stop a merge only if it would overwrite them."""
    one, two = lab.clones
    (one.root / "talk.txt").write_text("mine")
    edit(one, "status=read")
    synced(one)
    assert git(one.root, "status", "--porcelain") == "?? talk.txt\n"
    git(two.root, "config", "user.name", "Bo")
    (two.root / "talk.txt").write_text("theirs")
    git(two.root, "add", "talk.txt")
    edit(two, "keypoints+=Video")
    said = refused(two)
    assert "not committed: talk.txt\n" in said
    git(two.root, "commit", "--quiet", "-m", "talk")
    assert synced(two)[-1].startswith("Pushed ")
    assert (two.root / "talk.txt").read_text() == "theirs"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("detached", "git is on no branch"),
        ("merge", "'paperlist resolve' merges what it can"),
        ("rebase", "a rebase is unfinished; end it with 'git rebase --continue'"),
    ],
)
def test_an_unfinished_state_is_named(lab: Lab, state: str, said: str) -> None:
    one, _ = lab.clones
    if state == "detached":
        git(one.root, "switch", "--quiet", "--detach")
    else:
        name = "MERGE_HEAD" if state == "merge" else "rebase-merge/done"
        path = one.root / ".git" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(git(one.root, "rev-parse", "HEAD"))
    edit(one, "status=read")
    assert said in refused(one)
    assert "status: read" in note(one)


def test_no_repository_and_no_remote(tmp_path: Path) -> None:
    library = Library.init(tmp_path / "papers")
    assert "'paperlist init --git'" in refused(library)
    git(library.root, "init", "--quiet", "--initial-branch=main")
    library.add(Paper(title="A"), "2024-04")
    assert synced(library) == [
        "Committed: Add a", "There is no remote to sync with: git remote add origin URL",
    ]  # fmt: skip


def test_a_note_that_cannot_be_read_stops_the_sync(lab: Lab) -> None:
    """The page would lose its paper."""
    one, _ = lab.clones
    path = one.root / "data/2024-04/the-first-paper-of-all.yaml"
    path.write_text("title: [\n")
    assert refused(one).startswith("data/2024-04/the-first-paper-of-all.yaml:")


def test_an_edited_page_stops_the_sync(lab: Lab) -> None:
    one, _ = lab.clones
    page = one.root / "README.md"
    page.write_text(page.read_text().replace("The first paper", "The very first paper"))
    with pytest.raises(EditedPageError):
        synced(one)
    assert not git(one.root, "log", "origin/main..HEAD")


def test_words_around_the_marks_are_merged(lab: Lab) -> None:
    """The page of both is published again."""
    one, two = lab.clones
    for library, words in ((one, "Above.\n\n"), (two, "")):
        page = library.root / "README.md"
        page.write_text(words + page.read_text() + ("" if words else "\nBelow.\n"))
        edit(library, f"keypoints+={'Memory' if words else 'Video'}")
        synced(library)
    synced(one)
    text = (one.root / "README.md").read_text()
    assert text.startswith("Above.\n")
    assert text.endswith("Below.\n")
    assert "Memory; Video" in text


def diverge(one: Library) -> None:
    """Make a branch and main that change the same lines of the note and of the page."""
    git(one.root, "switch", "--quiet", "-c", "other")
    for branch, keypoint in (("other", "Memory"), ("main", "Video")):
        if branch == "main":
            git(one.root, "switch", "--quiet", "main")
        edit(one, f"keypoints+={keypoint}", f"objective=As {branch} says.")
        one.publish()
        git(one.root, "commit", "--quiet", "-am", branch)


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_resolve_mends_what_git_left(lab: Lab, how: str) -> None:
    """Without any drivers; git's operation can then be ended."""
    one, _ = lab.clones
    diverge(one)
    with pytest.raises(Exception, match="returned non-zero"):
        git(one.root, how, "other")
    assert not one.papers()
    assert one.broken()
    done = resolve(one)
    assert sorted(done.paths) == ["README.md", "data/2024-04/the-first-paper-of-all.yaml"]
    assert (done.left, done.unfinished) == ({}, how)
    git(one.root, "-c", "core.editor=true", how, "--continue")
    assert "- Memory\n- Video\n" in note(one)
    assert "As main says." in note(one)
    assert "As other says." in note(one)
    assert one.papers()
    assert not one.broken()
    one.publish()
    assert not git(one.root, "status", "--porcelain")
    assert resolve(one).paths == []


def test_resolve_mends_markers_that_were_committed(lab: Lab) -> None:
    one, _ = lab.clones
    diverge(one)
    with pytest.raises(Exception, match="returned non-zero"):
        git(one.root, "merge", "other")
    git(one.root, "commit", "--quiet", "-am", "with markers")
    assert sorted(resolve(one).paths) == ["README.md", "data/2024-04/the-first-paper-of-all.yaml"]
    assert "<<<<" not in note(one) + (one.root / "README.md").read_text()
    assert "As other says." in note(one)


def test_the_files_of_a_note_that_stays_stay(lab: Lab, tmp_path: Path) -> None:
    """One removes it, the other writes in it."""
    one, two = lab.clones
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4")
    one.attach("the-first-paper-of-all", [paper])
    synced(one)
    synced(two)
    one.remove(["the-first-paper-of-all"])
    edit(two, "notes=See page 3.")
    synced(one)
    synced(two)
    synced(one)
    for library in lab.clones:
        (file,) = library.attachments(library.get("the-first-paper-of-all"))
        assert file.read_bytes() == b"%PDF-1.4"


def test_a_new_id_is_no_removal(lab: Lab) -> None:
    """Also if both give the note a new id."""
    one, two = lab.clones
    edit(one, "id=kite")
    edit(two, "objective=Still needed.")
    synced(one)
    synced(two)
    assert [entry.id for entry in two.papers()] == ["kite"]
    assert two.get("kite").fields["objective"] == "Still needed."
    synced(one)
    one.assign(["kite"], [parse("id=fern"), parse("month=2024-06")])
    two.assign(["kite"], [parse("id=moss"), parse("month=2024-06")])
    synced(one)
    synced(two)
    assert [entry.id for entry in two.papers()] == ["moss"]
    assert not list(two.root.glob("data/2024-04"))


def test_markers_that_somebody_pushed_are_merged(lab: Lab) -> None:
    one, two = lab.clones
    diverge(one)
    with pytest.raises(Exception, match="returned non-zero"):
        git(one.root, "merge", "other")
    git(one.root, "commit", "--quiet", "-am", "with markers")
    git(one.root, "push", "--quiet", "origin", "main")
    edit(two, "keypoints+=Speech")
    two.publish()
    synced(two)
    assert "<<<<" not in note(two) + (two.root / "README.md").read_text()
    for word in "Memory", "Video", "Speech", "As main says.", "As other says.":
        assert word in note(two)
    resolve(one)
    git(one.root, "commit", "--quiet", "-am", "resolved")
    synced(one)
    assert not one.broken()


def test_the_page_is_right_after_commits_of_git_alone(lab: Lab) -> None:
    """And after a merge that changes the settings of the page."""
    one, two = lab.clones
    edit(one, "keypoints+=Memory")
    git(one.root, "commit", "--quiet", "-am", "by hand")
    assert synced(one)[0] == "Committed: Update README.md"
    settings = [library.root / "paperlist.toml" for library in lab.clones]
    settings[0].write_text(settings[0].read_text().replace("# toc = false", "toc = true"))
    settings[1].write_text(settings[1].read_text().replace("# summary = false", "summary = true"))
    synced(one)
    synced(two)
    synced(one)
    for library in lab.clones:
        fresh = Library(library.root)
        assert (fresh.settings.toc, fresh.settings.summary) == (True, True)
        fresh.publish()
        assert not git(library.root, "status", "--porcelain")


def test_a_broken_note_of_somebody_is_named_and_can_be_mended(lab: Lab) -> None:
    """The one who broke it gets the mended note."""
    one, two = lab.clones
    path = one.root / "data/2024-04/the-first-paper-of-all.yaml"
    right = path.read_text()
    path.write_text("title: [unclosed\n")
    git(one.root, "commit", "--quiet", "-am", "broken")
    git(one.root, "push", "--quiet", "origin", "main")
    two.add(Paper(title="Another"), "2024-05")
    assert "data/2024-04/the-first-paper-of-all.yaml:" in refused(two)
    assert "The first paper" in (two.root / "README.md").read_text()
    (two.root / "data/2024-04/the-first-paper-of-all.yaml").write_text(right)
    synced(two)
    synced(one)
    assert path.read_text() == right


def test_force_keeps_the_words_around_a_page_with_markers(lab: Lab) -> None:
    """If both sides changed them in different ways, nothing is written."""
    one, _ = lab.clones
    page = one.root / "README.md"
    page.write_text(page.read_text() + "\nThe end.\n")
    git(one.root, "commit", "--quiet", "-am", "end")
    diverge(one)
    with pytest.raises(Exception, match="returned non-zero"):
        git(one.root, "merge", "other")
    resolve(one)
    marked = page.read_text().replace(
        "# PaperList",
        "<<<<<<< ours\n# Ours\n||||||| base\n# PaperList\n=======\n# Theirs\n>>>>>>> theirs",
    )
    page.write_text(marked)
    with pytest.raises(ConflictError):
        one.publish(force=True)
    assert page.read_text() == marked
