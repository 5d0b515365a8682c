"""`resolve`: merges the files that git left with two versions."""

import typer

from paperlist.cli.arguments.options import NEAREST, InFolder, open_library
from paperlist.cli.terminal.console import note, out, warn
from paperlist.library.location import find_root


def resolve(library: InFolder = NEAREST) -> None:
    """Merge what git left with two versions.

    Notes are merged field by field, paperlist.toml by key, and the page is published again. Where
    both sides changed the same words, both versions are kept, and 'paperlist check' lists them.

    Examples:
      paperlist resolve       # then 'git commit' ends the merge
      paperlist resolve -q    # prints only the files
    """
    from paperlist.library.together.resolve import resolve as resolve_library
    from paperlist.library.together.resolve import resolve_settings

    root = find_root(library)
    if resolve_settings(root):
        out("paperlist.toml")
    done = resolve_library(open_library(root))
    for path in done.paths:
        out(path)
    for sentence in done.said:
        note(sentence)
    for path, why in sorted(done.left.items()):
        warn(f"{path}: {why}; merge it by hand, then 'git add' it.")
    if done.left:
        raise typer.Exit(1)
    if done.unfinished:
        end = "git commit" if done.unfinished == "merge" else f"git {done.unfinished} --continue"
        note(f"Everything is merged; '{end}' ends the {done.unfinished}.")
    elif not done.paths:
        note("No file has two versions.")
