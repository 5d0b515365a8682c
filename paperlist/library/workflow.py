"""The CI configuration that checks pull requests and publishes the page, for GitHub and GitLab."""

import json
import os
import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from paperlist.errors import PaperlistError, WriteError
from paperlist.library.git import find_repository
from paperlist.store.containment import inside


class Workflow(NamedTuple):
    """The configuration of one host.

    Attributes:
        place: where the file is, within the repository.
        template: the name of the template.
        folder: makes what the template needs from the path of the library in the repository.
    """

    place: Path
    template: str
    folder: Callable[[str], str]


GITHUB = Workflow(Path(".github", "workflows", "paperlist.yml"), "workflow.yml", str)
GITLAB = Workflow(Path(".gitlab-ci.yml"), "gitlab-ci.yml", lambda path: f"cd {shlex.quote(path)}")


def write_workflow(root: Path, workflow: Workflow) -> Path:
    """Write the configuration into the git repository of the library, and return its path.

    If there is no git repository, the file is written into the library's folder.

    Args:
        root: the folder of the library.
        workflow: `GITHUB` or `GITLAB`.

    Raises:
        PaperlistError: the file exists already, or its path leads out of the repository.
        WriteError: the system refused to write the file.
    """
    root = root.resolve()
    repository = find_repository(root) or root
    path = inside(repository, repository / workflow.place)
    if os.path.lexists(path):
        raise PaperlistError(f"{path} is there already; nothing was written.")
    folder = workflow.folder(root.relative_to(repository).as_posix())
    template = files("paperlist.writers") / "templates" / workflow.template
    # The file is YAML, in which a JSON string is a string too.
    text = template.read_text(encoding="utf-8").replace("@FOLDER@", json.dumps(folder))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteError(str(path), error) from error
    return path
