"""Several clones of a library, with real git: nothing that anybody wrote is lost."""

import shutil
from pathlib import Path

import pytest

from tests.together.lab import GIT, Lab, git, make

STEPS = 15


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of a clone, apart from git's and the lock's."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if not {".git", ".paperlist"} & {*path.relative_to(root).parts}
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**GIT, "HOME": str(folder)}.items():
            patch.setenv(name, value)
        make(folder, 3)
    return folder


def test_all_clones_end_the_same(seed: int, made: Path, tmp_path: Path) -> None:
    """Whatever people do, in whatever order they sync. `--labs N` lets more labs work."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    lab = Lab(tmp_path, seed)
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
