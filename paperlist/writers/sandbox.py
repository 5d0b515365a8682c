"""The process that renders one template: `python -P -m paperlist.writers.sandbox`.

People clone libraries from others, so templates are not trusted. Jinja's sandbox keeps a template
away from the internals of Python. The loader keeps a template away from other files. The limits of
this process restrict time and memory.

Standard input is a JSON object with the `name` of the template, `sources` (the text of each
template by its name), `variables`, and `limits` (seconds, megabytes, characters). Standard output
is a JSON object with the rendered `text`, or with `error`, `file` and `line`.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

from paperlist.markdown.anchors import anchor
from paperlist.markdown.disarm import disarm
from paperlist.markdown.escape import escape_address, escape_line
from paperlist.model.entry import Entry
from paperlist.writers.markdown.notes import notes

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_HTML = re.compile(r"\.(?:html?|xml)(?:\.(?:j2|jinja2?))?$", re.I)
_MEGABYTE = 1024 * 1024


class Named(dict[str, Any]):
    """The links or sections of a paper by name. A missing name gives an empty text."""

    def __missing__(self, name: str) -> str:
        return ""


class TooMuchError(Exception):
    """The output of the template has more characters than allowed."""


def main() -> None:
    """Render the template from standard input, and write the result to standard output."""
    job = json.load(sys.stdin.buffer, object_hook=_with_empty_defaults)
    _limit_process(job["limits"])
    answer = _answer(job)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _with_empty_defaults(value: dict[str, Any]) -> dict[str, Any]:
    for name in ("links", "sections"):
        if isinstance(value.get(name), dict):
            value[name] = Named(value[name])
    return value


def _answer(job: Mapping[str, Any]) -> dict[str, Any]:
    from jinja2 import TemplateSyntaxError

    most = job["limits"]["characters"]
    try:
        template = _environment(job["sources"]).get_template(job["name"])
        parts = template.generate(job["variables"])
        return {"text": "".join(_check_length(most, parts))}
    except TemplateSyntaxError as error:
        place = error.filename or error.name, error.lineno
        return _error_answer(job, place, error.message or "")
    except Exception as error:  # noqa: BLE001 (the author of the template has to know any error)
        return _error_answer(
            job, _error_position(error.__traceback__, job["sources"]), _reason(error, job["limits"])
        )


def _error_answer(
    job: Mapping[str, Any], place: tuple[str | None, int | None], reason: str
) -> dict[str, Any]:
    return {"error": reason, "file": place[0] or job["name"], "line": place[1]}


def _reason(error: Exception, limits: Mapping[str, int]) -> str:
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}' beside it"
    if isinstance(error, MemoryError):
        return f"takes more than {limits['megabytes']} MB of memory"
    if isinstance(error, RecursionError):
        return "calls itself without end"
    if isinstance(error, TooMuchError):
        return f"makes more than {limits['characters']:,} characters"
    return str(error) or type(error).__name__


def _environment(sources: Mapping[str, str]) -> "SandboxedEnvironment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (sources[name], name, lambda: True) if name in sources else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=lambda name: _HTML.search(name or "") is not None,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Without randomness, the same notes always make the same page.
    del environment.globals["lipsum"], environment.filters["random"]
    environment.globals["days_ago"] = _days_ago
    environment.filters.update(
        line=lambda text: escape_line(str(text)),
        text=lambda text: disarm(str(text)),
        address=lambda text: escape_address(str(text)),
        anchor=lambda text: anchor(str(text)),
        notes=lambda paper: notes(Entry(paper["id"], paper["month"], paper)),
    )
    return environment


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d")


def _check_length(limit: int, parts: Iterator[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > limit:
            raise TooMuchError
        yield part


def _error_position(
    traceback: TracebackType | None, sources: Mapping[str, str]
) -> tuple[str | None, int | None]:
    """Return the file and line of a template at which an error was raised.

    If the error was raised in several nested templates, the innermost one counts. If the error was
    not raised in a template, return (None, None).
    """
    place: tuple[str | None, int | None] = (None, None)
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file in sources:
            place = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _limit_process(limits: Mapping[str, int]) -> None:
    try:
        import resource
    except ImportError:  # on Windows, only the time is limited
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits["megabytes"] * _MEGABYTE),
        (resource.RLIMIT_CPU, limits["seconds"] + 1),
    ):
        _, hard = resource.getrlimit(kind)
        unlimited = hard == resource.RLIM_INFINITY
        resource.setrlimit(kind, (most if unlimited else min(most, hard), hard))


if __name__ == "__main__":
    main()
