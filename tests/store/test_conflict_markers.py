"""Files with the conflict markers of git."""

import pytest

from paperlist.store.conflict_markers import Versions, versions

PLAIN = b"title: T\n<<<<<<< HEAD\nvenue: A\n=======\nvenue: B\n>>>>>>> other\ndoi: x\n"
DIFF3 = PLAIN.replace(b"=======", b"||||||| 12ab34c\nvenue: C\n=======")


def test_both_versions_are_read() -> None:
    """Git does not say what was there before, unless it is told to."""
    assert versions(PLAIN) == Versions(
        None, b"title: T\nvenue: A\ndoi: x\n", b"title: T\nvenue: B\ndoi: x\n"
    )


def test_the_base_is_read_in_the_style_diff3() -> None:
    """And zdiff3 writes the same markers."""
    found = versions(DIFF3)
    assert found is not None
    assert found.base == b"title: T\nvenue: C\ndoi: x\n"


def test_line_ends_of_windows_stay() -> None:
    """In the versions, too."""
    found = versions(DIFF3.replace(b"\n", b"\r\n"))
    assert found is not None
    assert found.theirs == b"title: T\r\nvenue: B\r\ndoi: x\r\n"


def test_several_conflicts_make_one_pair_of_versions() -> None:
    """The base is only known if all of them show it."""
    assert versions(PLAIN + PLAIN) == Versions(
        None, b"title: T\nvenue: A\ndoi: x\n" * 2, b"title: T\nvenue: B\ndoi: x\n" * 2
    )
    found = versions(PLAIN + DIFF3)
    assert found is not None
    assert found.base is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"title: T\n",
        b"notes: |\n  <<<<<<< HEAD\n  a\n  =======\n  b\n  >>>>>>> other\n",
        b"<<<<<<< HEAD\na\n=======\nb\n",
        b"a\n=======\nb\n>>>>>>> other\n",
        b"<<<<<<< HEAD\na\n>>>>>>> other\n",
        b"<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n=======\nb\n>>>>>>> other\n",
        b"<<<<<<< HEAD\na\n=======\nb\n=======\nc\n>>>>>>> other\n",
        b"<<<<<<<HEAD\na\n=======\nb\n>>>>>>> other\n",
    ],
)
def test_anything_else_is_no_conflict(content: bytes) -> None:
    """Markers that are indented, missing, nested or out of order."""
    assert versions(content) is None
