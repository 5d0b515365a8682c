"""The option of `add` and `import` that says what to do with papers that are there already."""

from typing import Annotated

import typer

from paperlist.model.combine import OnDuplicate

Duplicates = Annotated[
    OnDuplicate | None,
    typer.Option(
        "--on-duplicate",
        show_default=False,
        help="What to do with a paper that is already in the library: skip it, update the empty "
        "fields of the existing one, or add it anyway.",
    ),
]
