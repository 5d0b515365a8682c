"""What a note may hold at most, and what becomes of one that holds more."""

import pytest

from paperlist import Library, Paper
from paperlist.errors import TooLargeError, UnreadableNoteError
from paperlist.store import notes
from paperlist.store.limits import (
    DEEPEST,
    LARGEST_BYTES,
    MOST_LINES,
    MOST_VALUES,
    has_deep_brackets,
    may_be_deep,
    problem_of,
)
from tests.conftest import WriteNote

MERGES = "title: a\na: &m0 {k0: 1}\n" + "".join(
    f"m{n}: &m{n} {{<<: [{','.join([f'*m{n - 1}'] * 10)}], k{n}: 1}}\n" for n in range(1, 30)
)
ALIASES = "title: a\nb0: &b0 [x]\n" + "".join(
    f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 40)
)
ODD = {
    "a list in lists": "title: a\nx:\n  " + "- " * 20_000 + "a\n",
    "keys of keys": "? " * 20_000 + "a\n",
    "tabs": "title: a\nx:\n  " + "-\t" * 20_000 + "a\n",
    "mappings": "title: a\nx:\n" + "".join(f"{' ' * n}k:\n" for n in range(1, 1500)),
    "brackets": "title: a\nx: " + "[" * 20_000,
    "braces": "title: a\nx: " + "{a: " * 20_000,
    "anchors": "title: a\nx: " + "&a " * 20_000,
    "merges": MERGES,
    "tagged merges": MERGES.replace("<<", "!!merge <<"),
    "aliases": ALIASES,
    "an escape beyond Unicode": 'title: "\\UFFFFFFFF"\n',
    "half a character": 'title: "\\uD800"\n',
    "a long number": f"title: {'9' * 5000}\n",
    "a long number of one's own": f"title: a\nx: {'9' * 5000}\n",
    "many keys": "title: a\n" + "".join(f"k{n}: 1\n" for n in range(100_000)),
    "many values": f"title: a\nx: [{'1, ' * (MOST_VALUES + 1)}]\n",
    "large": f"title: a\nnotes: {'x y ' * (LARGEST_BYTES // 4)}\n",
    "a long text for each alias": f"title: a\nx: &a {'w' * 10_000}\ny: [{'*a, ' * 3000}]\n",
    "a longer text for each alias": f"title: a\nx: &a {'w' * 900_000}\ny: [{'*a, ' * 3000}]\n",
    "a long key for each alias": f"title: a\nx: &a {{{'w' * 1000}: 1}}\ny: [{'*a, ' * 3000}]\n",
    "many lines": "title: a\nobjective: |\n" + "  #\n" * (MOST_LINES + 1),
    "many lines in one": 'title: a\nx: "' + "\\n#" * (MOST_LINES + 1) + '"\n',
    "many lines by aliases": (
        'title: a\nx: &a "' + "\\n#" * 100 + '"\ny: [' + "*a, " * 600 + "]\n"
    ),
    "large and no YAML": "[" + "a: b " * 100_000,
    "zeros": "\0" * 100_000,
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_note_is_named_and_removed_and_the_others_are_found(
    library: Library, write: WriteNote, kind: str
) -> None:
    """It costs itself and nothing else, and comes back when its removal is undone."""
    write("2024-04/good", "title: A good note\n")
    odd = write("2024-04/odd", ODD[kind])
    before = odd.read_bytes()
    assert [entry.id for entry in library.papers()] == ["good"]
    (named,) = library.broken()
    assert named.path == "data/2024-04/odd.yaml"
    assert len(named.reason) < 200
    assert "\n" not in named.reason
    library.remove(["odd"])
    assert not odd.exists()
    library.undo()
    assert odd.read_bytes() == before


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_note_is_unreadable_for_whoever_loads_it(kind: str) -> None:
    with pytest.raises(UnreadableNoteError):
        notes.load(ODD[kind].encode(errors="surrogatepass"), "x.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "title: a\nnotes: |\n" + "  " + "- " * 90 + "a\n",
        "title: a\nnotes: |\n" + f"  {'a: ' * 5000}\n",
        "title: a\nnotes: |\n" + "  - a\n" * 5000,
        "title: a\nnotes: |\n" + f"  {'[' * 300} {'text ' * 100}\n",
        "title: a\nnotes: |\n" + f"  {' ' * 400}deep\n",
        "title: a\nx: " + "[" * (DEEPEST - 2) + "]" * (DEEPEST - 2) + "\n",
        "title: a\nauthors: [" + ", ".join(f"Author {n}" for n in range(6000)) + "]\n",
    ],
)
def test_what_people_write_is_within_the_limits(text: str) -> None:
    assert notes.load(text.encode(), "x.yaml").title == "a"


def test_merges_at_the_top_are_taken_over() -> None:
    """As YAML 1.1 does: what a note says itself comes first, then the first of those named."""
    text = "one: &one {venue: A, category: X}\ntwo: &two {venue: B, doi: 10.1000/1}\n"
    fields = notes.load(f"{text}<<: [*one, *two]\ntitle: a\ncategory: Y\n".encode(), "").fields()
    assert (fields["venue"], fields["doi"], fields["category"]) == ("A", "10.1000/1", "Y")
    assert "<<" not in fields


def test_a_note_that_nobody_could_read_is_not_written(library: Library) -> None:
    with pytest.raises(TooLargeError, match=r"would have 2\.\d MB"):
        library.add(Paper(title="Large", notes="word " * (LARGEST_BYTES // 5)))
    assert library.papers() == []
    library.add(Paper(title="Small"))
    with pytest.raises(TooLargeError):
        library.edit("small", lambda paper: paper.changed(notes="word " * (LARGEST_BYTES // 5)))
    assert "notes" not in library.get("small").fields


def test_the_looks_before_a_parser() -> None:
    assert may_be_deep("- " * 1000)
    assert not may_be_deep("a - b\n" * 1000)
    assert has_deep_brackets("[{" * 101)
    assert not has_deep_brackets("[\n" * 1000)
    assert not has_deep_brackets("[]" * 1000)
    shared: list[object] = []
    for _ in range(40):
        shared = [shared, shared]
    assert "more than" in problem_of({"x": shared})
    loop: list[object] = []
    loop.append(loop)
    assert "levels" in problem_of({"x": loop})
    assert problem_of({"x": [1, {"y": [2]}]}) == ""
