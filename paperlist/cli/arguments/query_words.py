"""Commands with queries in which words may begin with a minus: `search memory -survey`."""

import re
from typing import Any

from typer.core import TyperCommand

# `-n5` and a minus with a single letter are options; `-survey`, `-title:x` and `-"two words"` are
# words to exclude.
_NEGATED = re.compile(r"-(?!-|[a-zA-Z]$|n\d+$|[a-zA-Z]=).", re.DOTALL)
# `-` and `--` are completed as options, `-s` also as `-status:`.
_BEGUN = re.compile(r'-["a-zA-Z]')


# From the name of an option in other programs to its name in paperlist.
_ALIASES = dict.fromkeys(
    ("--tag", "--tags", "--keyword", "--keywords", "--keypoints"), "--keypoint"
)


def _takes_a_value(parameter: Any) -> bool:
    """Return whether a parameter is an option with a value, such as `--limit 5`."""
    return parameter.param_type_name == "option" and not (parameter.is_flag or parameter.count)


def _replace_alias(arg: str) -> str:
    """Return `arg` with an option of other programs replaced: `--tag` gives `--keypoint`."""
    name, equals, value = arg.partition("=")
    return f"{_ALIASES[name]}{equals}{value}" if name in _ALIASES else arg


class WordsCommand(TyperCommand):
    """A command whose arguments are query words, which may begin with a minus."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return completions of what was typed. After a minus, options and words are completed."""
        options = super().shell_complete(ctx, incomplete)
        words = next(each for each in self.params if each.param_type_name == "argument")
        is_word = _BEGUN.match(incomplete)
        return [*options, *(words.shell_complete(ctx, incomplete) if is_word else ())]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments. Read `-survey` and the like as words and not as options."""
        args = list(map(_replace_alias, args))
        end = args.index("--") if "--" in args else len(args)
        taking = {name for each in self.params if _takes_a_value(each) for name in each.opts}
        options: list[str] = []
        words = args[end + 1 :]
        for before, arg in zip(["", *args], args[:end], strict=False):
            is_word = before not in taking and _NEGATED.match(arg)
            (words if is_word else options).append(arg)
        return super().parse_args(ctx, [*options, *(["--", *words] if words else [])])
