"""The past changes of a library and of one paper, which is followed through its ids and months."""

from paperlist import Library, Paper
from paperlist.library.assignments import parse
from paperlist.store.user_folders import history_folder


def log(library: Library, paper_id: str = "") -> list[tuple[str, list[str]]]:
    """The summary and the paths of each change, the newest first."""
    return [(past.changeset.summary, sorted(files)) for past, files in library.log(paper_id)]


def test_the_newest_change_comes_first(library: Library) -> None:
    """With all files that it changed; what was undone stands above, and is said to be."""
    library.add(Paper(title="One"), "2024-04")
    library.add(Paper(title="Two"), "2024-04")
    library.remove(["one", "two"])
    library.undo()
    assert log(library) == [
        ("remove one, two", ["data/2024-04/one.yaml", "data/2024-04/two.yaml"]),
        ("add two", ["data/2024-04/two.yaml"]),
        ("add one", ["data/2024-04/one.yaml"]),
    ]
    assert [past.is_undone for past, _ in library.log()] == [True, False, False]
    moments = [past.moment for past, _ in library.log()]
    assert moments == sorted(moments, reverse=True)


def test_a_paper_is_followed_through_its_ids_and_months(library: Library) -> None:
    """Also where several papers move at once; other papers' changes are left out."""
    library.add(Paper(title="One"), "2024-04")
    library.add(Paper(title="Two"), "2024-04")
    library.assign(["one"], [parse("id=uno")])
    library.assign(["uno", "two"], [parse("month=2024-05")])
    library.assign(["two"], [parse("venue=X")])
    library.assign(["uno"], [parse("id=un"), parse("month=2024-06")])
    assert log(library, "un") == [
        ("edit uno", ["data/2024-05/uno.yaml -> data/2024-06/un.yaml"]),
        ("edit uno, two", ["data/2024-04/uno.yaml -> data/2024-05/uno.yaml"]),
        ("edit one", ["data/2024-04/one.yaml -> data/2024-04/uno.yaml"]),
        ("add one", ["data/2024-04/one.yaml"]),
    ]
    assert [summary for summary, _ in log(library, "two")] == [
        "edit two", "edit uno, two", "add two",
    ]  # fmt: skip


def test_a_paper_that_is_gone_has_its_past(library: Library) -> None:
    library.add(Paper(title="One"), "2024-04")
    library.remove(["one"])
    assert [summary for summary, _ in log(library, "one")] == ["remove one", "add one"]
    assert log(library, "another") == []


def test_a_new_paper_is_not_taken_for_one_that_moved(library: Library) -> None:
    """Nor is a page or a file of a paper."""
    library.add(Paper(title="One"), "2024-04")
    library.publish()
    library.add_all([(Paper(title="Two"), "2024-04"), (Paper(title="Three"), "2024-04")])
    assert log(library, "two") == [("add two, three", ["data/2024-04/two.yaml"])]


def test_a_damaged_entry_is_left_out(library: Library) -> None:
    """`undo` names it; the others are shown."""
    library.add(Paper(title="One"), "2024-04")
    library.add(Paper(title="Two"), "2024-04")
    newest = max((history_folder(library.root) / "history").iterdir())
    newest.write_bytes(b"{")
    assert [summary for summary, _ in log(library)] == ["add one"]
