"""The options `--install-completion` and `--show-completion`."""

import os
from pathlib import Path

import typer

from paperlist.cli.completion.items import SHELLS, VARIABLE
from paperlist.errors import UsageError

OPTIONS = ("--install-completion", "--show-completion")


def with_shell(args: list[str]) -> list[str]:
    """Return the arguments, with the name of this shell where it is missing.

    `--show-completion` alone becomes `--show-completion bash` if this shell is bash.

    Raises:
        UsageError: it is unknown which shell runs this program.
    """
    return [*args, _this_shell(args[0])] if len(args) == 1 and args[0] in OPTIONS else args


def _this_shell(option: str) -> str:
    import shellingham

    try:
        return str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure as error:
        if name := Path(os.environ.get("SHELL", "")).name:
            return name
        raise UsageError(
            f"cannot find out which shell this is; name it: paperlist {option} bash "
            f"({_others('bash')})."
        ) from error


def show(context: typer.Context, shell: str | None) -> None:
    """Print the script that sets up completion in a shell.

    Raises:
        UsageError: there is no script for this shell.
        Exit: the script was printed.
    """
    if shell and not context.resilient_parsing:
        typer.echo(_script(shell), nl=False)
        raise typer.Exit


def install(context: typer.Context, shell: str | None) -> None:
    """Write a shell's completion script into the user's home folder, and make the shell load it.

    Raises:
        UsageError: there is no script for this shell, or the user has to add the script by hand.
        Exit: the script was written.
    """
    if not shell or context.resilient_parsing:
        return
    script, home = _script(shell), Path.home()
    if shell == "bash":
        path = home / ".bash_completions" / "paperlist.sh"
        _append(home / ".bashrc", f"source '{path}'")
    elif shell == "zsh":
        path = home / ".zfunc" / "_paperlist"
        folder = Path(os.environ.get("ZDOTDIR") or home)
        _append(folder / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
    elif shell == "fish":
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        path = config / "fish" / "completions" / "paperlist.fish"
    else:
        raise UsageError(
            f"add the script to your profile yourself: paperlist --show-completion {shell} "
            ">> $PROFILE"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    typer.echo(str(path))
    typer.echo(f"{shell} completes paperlist when it is started the next time.", err=True)
    raise typer.Exit


def _script(shell: str) -> str:
    if shell in {"powershell", "pwsh"}:
        from typer._completion_shared import get_completion_script

        script = get_completion_script(prog_name="paperlist", complete_var=VARIABLE, shell=shell)
        return f"{script}\n"
    if shell not in SHELLS:
        raise UsageError(f"there is no completion for {shell}, only for {_others('')}.")
    return (Path(__file__).parent / "scripts" / f"paperlist.{shell}").read_text(encoding="utf-8")


def _others(named: str) -> str:
    """Return all shells except `named`, in words: `bash` gives `zsh, fish or powershell`."""
    *most, last = (shell for shell in SHELLS if shell != named)
    return f"{', '.join(most)} or {last}"


def _append(file: Path, line: str) -> None:
    """Append a line to the start-up file of a shell, unless the file has the line already."""
    before = file.read_bytes() if file.exists() else b""
    if line.encode() not in before.splitlines():
        with file.open("ab") as lines:
            is_open = before and not before.endswith(b"\n")
            lines.write(b"\n" * bool(is_open) + line.encode() + b"\n")
