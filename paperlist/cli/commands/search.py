"""`search`: finds papers that match a query."""

from typing import Annotated

import typer

from paperlist.cli.arguments.filters import Filters, with_filters
from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InFormat,
    InLibrary,
    Limit,
    Sort,
    Template,
    checked_template,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.completion.query import complete_field_name, complete_query
from paperlist.cli.terminal.console import is_terminal, note, warn_of_broken
from paperlist.cli.terminal.results import Form, explained, print_hits, quoted, share
from paperlist.errors import UsageError
from paperlist.search.query import Query, within

COMMAND_CLASSES = {"search": WordsCommand}
DEFAULT_LIMIT = 20


@with_filters
def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            show_default=False,
            autocompletion=complete_query,
            help='Words, "a phrase", -not, (this OR that), keypoint:x, since:2024, @name.',
        ),
    ] = None,
    *,
    filters: Filters,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="FIELD",
            show_default=False,
            autocompletion=complete_field_name,
            help="Search for the words in this field only (repeatable).",
        ),
    ] = None,
    sort: Annotated[
        Sort | None, typer.Option(help="The order of the papers.", show_default="best match first")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    format_name: InFormat = None,
    library: InLibrary = NEAREST,
) -> None:
    """Search papers; tolerates typos.

    A paper has to match all words. You may type a word in full, only its beginning, or with a typo.
    The best matches come first.

    Examples:
      paperlist search memry bnak                     # typos are forgiven
      paperlist search 'method:cache -survey' --since 2024-01
      paperlist search diffusion --sort added --json
    """
    template = checked_template(template, of_hits=True)
    more = filters.conditions()
    if not (query or more):
        raise UsageError("there is nothing to search for: give words, or an option like --since.")
    given = within(library.parse(" ".join(query or ())), fields or ())
    wanted = given.meeting(more)
    if wanted == Query():
        raise UsageError("there is nothing to search for: give words, or an option like --since.")
    results = library.search(wanted, limit or None, sort.value if sort else None)
    results = results.whole() if ids else results
    warn_of_broken(library.broken())
    note(*explained(results))
    form = Form(as_json, ids, template, format_name)
    print_hits(results.hits, form, library)
    if not results.hits:
        hint = f" Did you mean {quoted(results.suggestion)}?" if results.suggestion else ""
        note(f"no paper matches.{hint}")
    note(*library.remarks(wanted, results))
    if not results.hits:
        raise typer.Exit(1)
    if is_terminal():
        note(share(library, len(results.hits), results.total))
