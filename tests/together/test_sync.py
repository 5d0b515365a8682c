"""Several clones of a library, with real git: nothing that anybody wrote is lost."""

from pathlib import Path

import pytest

from tests.together.lab import Lab, git

RUNS = 200
STEPS = 20


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of a clone, apart from git's and the lock's."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if not {".git", ".paperlist"} & {*path.relative_to(root).parts}
    }


@pytest.mark.parametrize("seed", range(RUNS))
def test_all_clones_end_the_same(seed: int, tmp_path: Path) -> None:
    """Whatever people do, in whatever order they sync."""
    lab = Lab(tmp_path, 3, seed)
    done = [lab.step() for _ in range(STEPS)]
    lab.finish()
    first, *others = [contents(library.root) for library in lab.clones]
    assert others == [first, first], done
    text = b"\n".join(first.values()).decode()
    assert "<<<<<<<" not in text, done
    lost = lab.written - lab.words_in(lab.clones[0])
    assert not lost, (lost, done)
    for library in lab.clones:
        assert not git(library.root, "status", "--porcelain"), done
        assert not library.broken(), done
        library.publish()
        assert not git(library.root, "status", "--porcelain"), "the page was up to date"
