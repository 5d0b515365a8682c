"""The errors are imported from one package, which imports their modules when they are needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from paperlist import errors

FOLDER = Path(errors.__file__).parent


def test_each_class_is_exported_under_its_name() -> None:
    """A class that is missing in `__all__` could be imported from nowhere."""
    trees = [ast.parse(path.read_text()) for path in FOLDER.glob("*.py")]
    classes = {node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}
    assert len(classes) > 30
    assert classes == set(errors.__all__)
    assert classes == {getattr(errors, name).__name__ for name in errors.__all__}


def test_an_unknown_name_is_an_import_error() -> None:
    """As of any module, also if the name is one that the package uses within."""
    for name in ("NoSuchError", "_DONE"):
        with pytest.raises(AttributeError, match=name):
            getattr(errors, name)


def test_an_error_imports_its_own_module_and_no_later_one() -> None:
    """Every command imports some errors, and none needs all."""
    code = (
        "import sys; from paperlist.errors import PaperlistError, ReadError, UsageError;"
        "print(sorted(name for name in sys.modules if name.startswith('paperlist.errors.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['paperlist.errors.files', 'paperlist.errors.usage']"
