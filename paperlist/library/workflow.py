"""The GitHub Actions workflow that checks pull requests and publishes the page."""

import json
import os
from importlib.resources import files
from pathlib import Path

from paperlist.errors import PaperlistError, WriteError
from paperlist.store.containment import inside

PLACE = Path(".github", "workflows", "paperlist.yml")


def write_workflow(root: Path) -> Path:
    """Write the workflow file into the git repository of the library, and return its path.

    If there is no git repository, the file is written into the library's folder.

    Raises:
        PaperlistError: the workflow exists already, or its path leads out of the repository.
        WriteError: the system refused to write the file.
    """
    root = root.resolve()
    repository = next((each for each in (root, *root.parents) if (each / ".git").exists()), root)
    path = inside(repository, repository / PLACE)
    if os.path.lexists(path):
        raise PaperlistError(f"{path} is there already; nothing was written.")
    folder = root.relative_to(repository).as_posix()
    template = files("paperlist.writers") / "templates" / "workflow.yml"
    # The workflow is YAML, in which a JSON string is a string too.
    text = template.read_text(encoding="utf-8").replace("@FOLDER@", json.dumps(folder))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteError(str(path), error) from error
    return path
