"""The remote branch with which a library is synced: which one it is, fetching and pushing."""

from collections.abc import Callable
from typing import NamedTuple

from paperlist.errors import GitError, SyncError
from paperlist.library.git import Git

# A push loses the race if another clone has pushed since the fetch.
_RACES = ("fetch first", "non-fast-forward", "cannot lock ref")
_OF_GIT = ("error:", "fatal:", "hint:", "To ", "! [")


class Remote(NamedTuple):
    """Where a branch is sent to.

    Attributes:
        name: the remote, such as `origin`.
        branch: the branch there.
        is_set: whether the local branch is set up to follow it.
    """

    name: str
    branch: str
    is_set: bool

    @property
    def ref(self) -> str:
        """Return the name that git has here for the remote branch."""
        return f"refs/remotes/{self.name}/{self.branch}"


def find_remote(git: Git) -> Remote | None:
    """Return the remote branch that the present branch follows, or would follow; None without.

    Raises:
        SyncError: there are several remotes, and git does not know which one is meant.
    """
    branch = git.run("symbolic-ref", "--short", "HEAD").strip()
    remote = git.run("config", f"branch.{branch}.remote", may_fail=True).strip()
    merge = git.run("config", f"branch.{branch}.merge", may_fail=True).strip()
    if remote and merge:
        return Remote(remote, merge.removeprefix("refs/heads/"), is_set=True)
    remotes = git.run("remote").split()
    if not remotes:
        return None
    if len(remotes) > 1 and "origin" not in remotes:
        raise SyncError(
            f"there are several remotes; say which one: git push -u {remotes[0]} {branch}"
        )
    return Remote("origin" if "origin" in remotes else remotes[0], branch, is_set=False)


def fetch(git: Git, remote: Remote) -> None:
    """Get what others have pushed, without merging it.

    Raises:
        SyncError: the remote cannot be reached.
    """
    try:
        git.run("fetch", "--quiet", remote.name)
    except GitError as error:
        raise SyncError(
            f"{remote.name} cannot be reached: {error}\n"
            "Your changes are committed here; run 'paperlist sync' again later."
        ) from error


def push(git: Git, remote: Remote, say: Callable[[str], None]) -> bool:
    """Push the branch. Return False if another clone was faster.

    Args:
        git: runs git in the library.
        remote: the remote branch.
        say: called with a sentence if something was pushed.

    Raises:
        SyncError: the remote refuses.
    """
    known = git.status_of("rev-parse", "--quiet", "--verify", remote.ref) == 0
    ahead = git.run("rev-list", "--count", f"{remote.ref}..HEAD" if known else "HEAD").strip()
    if ahead == "0" and remote.is_set:
        return True
    follow = () if remote.is_set else ("--set-upstream",)
    try:
        git.run("push", "--quiet", *follow, remote.name, f"HEAD:refs/heads/{remote.branch}")
    except GitError as error:
        if any(race in error.said for race in _RACES):
            return False
        raise SyncError(
            f"the push to {remote.name} is refused: {_words_of_hooks(error)}\n"
            "Your changes are committed here; run 'paperlist sync' again when that is mended."
        ) from error
    say(f"Pushed {ahead} commit{'s' * (ahead != '1')} to {remote.name}.")
    return True


def _words_of_hooks(error: GitError) -> str:
    """Return what a hook said, there or here, or else what git said."""
    lines = [line.removeprefix("remote: ").strip() for line in error.said.splitlines()]
    words = [line for line in lines if line and not line.startswith(_OF_GIT)]
    return " ".join(words) or str(error)
