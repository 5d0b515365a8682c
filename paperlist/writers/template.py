"""Finds the user's templates and renders them, with limits on time and memory.

A template `templates/notes.md.j2` in a library replaces paperlist's own page in the style `notes`.
The same is true of `list.md.j2` and `table.md.j2`. A template with any other name is used only if
the command line names it.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from paperlist.errors import ReadError, TemplateError
from paperlist.model.entry import FIELDS, Entry
from paperlist.store.containment import given, inside
from paperlist.store.files import read_file
from paperlist.text.files import decode
from paperlist.writers.sections import Layout, Section, View, sections_of

FOLDER = "templates"
SUFFIXES = (".j2", ".jinja", ".jinja2")
LARGEST_BYTES = 1_000_000
LARGEST_TOGETHER = 5_000_000
_EMPTY: dict[str, Any] = {"keypoints": [], "authors": [], "sections": {}, "links": {}}


class Limits(NamedTuple):
    """The limits for rendering a template."""

    seconds: int
    megabytes: int
    characters: int = 100_000_000

    @classmethod
    def of(cls, size: int) -> "Limits":
        """Return limits that are large enough for `size` bytes of notes."""
        return cls(6 + size // 4_000_000, 350 + size // 60_000)


class Template(NamedTuple):
    """The file of a template, and the folder of other templates that it may include."""

    path: Path
    folder: Path

    @property
    def is_markdown(self) -> bool:
        """Return whether the template makes Markdown.

        `page.md.j2` and `page.j2` make Markdown, but `page.html.j2` does not.
        """
        name = self.path.name
        for suffix in SUFFIXES:
            name = name.removesuffix(suffix)
        return Path(name).suffix.lower() in {"", ".md", ".markdown"}


def find(root: Path, name: str) -> Template:
    """Return the template in the file `name`, or else in the library's folder `templates`.

    Raises:
        ReadError: there is no such template in either place.
        LeadsOutError: the template is a link that leads out of the library.
    """
    named = Path(name)
    if named.is_file():
        given(root, named)
        return Template(named, named.parent)
    own = root / FOLDER / name
    if own.is_file():
        inside(root, own)
        return Template(own, root / FOLDER)
    raise ReadError(name, f"no such template, neither here nor in {root / FOLDER}")


def of_style(root: Path, style: str) -> Template | None:
    """Return the library's own template for a style, such as `templates/list.md.j2`, or None.

    Raises:
        LeadsOutError: the template is a link that leads out of the library.
    """
    path = root / FOLDER / f"{style}.md.j2"
    if not path.is_file():
        return None
    inside(root, path)
    return Template(path, root / FOLDER)


def render(
    template: Template,
    entries: Sequence[Entry],
    layout: Layout,
    view: View,
    limits: Limits | None = None,
) -> str:
    """Return the text that a template makes of `entries`.

    If `limits` is None, the limits depend on the size of the notes.

    Raises:
        TemplateError: the template has an error, or exceeds a limit. The message has file and line.
        ReadError: the template, or another template in its folder, cannot be read.
    """
    job: dict[str, Any] = {
        "name": template.path.name,
        "sources": _sources(template),
        "variables": variables(entries, layout, view),
    }
    limits = limits or Limits.of(len(json.dumps(job)))
    job["limits"] = limits._asdict()
    try:
        # -P: do not import modules from the current folder.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "paperlist.writers.sandbox"],
            input=json.dumps(job).encode(),
            capture_output=True, check=False, timeout=limits.seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TemplateError(str(template.path), f"takes longer than {limits.seconds} s") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        reason = f"takes more than {limits.megabytes} MB of memory or {limits.seconds} s"
        if b"MemoryError" not in done.stderr and done.returncode > 0:
            reason = f"cannot be rendered: {done.stderr.decode(errors='replace').strip()[-300:]}"
        raise TemplateError(str(template.path), reason) from error
    if "error" in answer:
        file = str(template.path.with_name(answer["file"]))
        raise TemplateError(file, answer["error"], answer["line"])
    text: str = answer["text"]
    return text


def variables(entries: Sequence[Entry], layout: Layout, view: View) -> dict[str, Any]:
    """Return the variables that a template can use, as a dict from name to value."""
    papers = {(entry.month, entry.id): _paper(entry) for entry in entries}
    sections = [_section(section, papers) for section in sections_of(entries, layout, view)]
    in_order = {
        (paper["month"], paper["id"]): paper for section in sections for paper in section["papers"]
    }
    return {
        "title": layout.title,
        "introduction": layout.introduction.strip(),
        "papers": [*in_order.values()],
        "sections": sections,
    }


def _section(section: Section, papers: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    parts = [
        {"heading": heading, "papers": [papers[entry.month, entry.id] for entry in entries]}
        for heading, entries in section.parts
    ]
    return {
        "heading": section.heading,
        "parts": parts,
        "papers": [paper for part in parts for paper in part["papers"]],
    }


def _paper(entry: Entry) -> dict[str, Any]:
    empty = {name: _EMPTY.get(name, "") for name in FIELDS}
    return {"id": entry.id, "month": entry.month} | {
        name: value for name, value in (empty | dict(entry.fields)).items()
        if name not in {"id", "month"}
    }  # fmt: skip


def _sources(template: Template) -> dict[str, str]:
    """Return the text of `template` and of all templates in its folder, by file name."""
    files = [template.path]
    files += [each for each in sorted(template.folder.iterdir()) if each.suffix in SUFFIXES]
    sources: dict[str, str] = {}
    size = 0
    for file in filter(Path.is_file, files):
        sources[file.name] = _source(file, template)
        size += len(sources[file.name])
        if size > LARGEST_TOGETHER:
            limit = LARGEST_TOGETHER // 1_000_000
            raise ReadError(str(template.folder), f"its templates have more than {limit} MB")
    return sources


def _source(file: Path, template: Template) -> str:
    folder = template.folder.resolve()
    if not file.resolve().is_relative_to(folder):
        # A link could lead to a private file of the user, and the page is published.
        raise ReadError(str(file), "a link to a file outside its folder")
    return decode(read_file(file, str(file), LARGEST_BYTES), str(file))
