"""`sync`: commits what changed, merges what others changed, publishes the page, and pushes."""

from collections.abc import Callable, Container
from typing import TypeVar

from paperlist.errors import GitError, SyncError
from paperlist.library.git import PATHS, Git, names
from paperlist.library.library import Library
from paperlist.library.together.merge import cannot_publish, merge_commit, unmerged
from paperlist.library.together.message import message
from paperlist.library.together.own_files import OwnFiles
from paperlist.library.together.remote import Remote, fetch, find_remote, push

Result = TypeVar("Result")
# How often to merge again if others push meanwhile.
_MOST_TRIES = 10


def sync(library: Library, say: Callable[[str], None]) -> None:
    """Bring this clone of a library and its remote to the same state.

    Args:
        library: the library.
        say: called with a sentence for each thing that was done, or that a person may look at.

    Raises:
        SyncError: the clone is in no state to be synced, the remote cannot be reached or refuses,
            or a person has to merge a file. What was committed before stays committed.
        GitError: git failed.
    """
    git = Git(library.root)
    _check_state(git)
    own = OwnFiles(library)
    _refuse_broken_notes(library, _uncommitted(git, own))
    _commit_changes(library, git, own, say)
    remote = find_remote(git)
    if remote is None:
        say("There is no remote to sync with: git remote add origin URL")
        return
    for _ in range(_MOST_TRIES):
        fetch(git, remote)
        _take_in(library, git, remote, say)
        if push(git, remote, say):
            _refuse_broken_notes(library)
            return
    raise SyncError("others push all the time; nothing is lost: run 'paperlist sync' again.")


def _check_state(git: Git) -> None:
    """Raise an error if the clone is not on a branch, or if a merge or the like is unfinished."""
    try:
        unfinished = git.unfinished()
    except GitError as error:
        raise SyncError(
            f"{git.root} is not a git repository; 'paperlist init --git' makes it one.\n({error})"
        ) from error
    if unfinished == "merge":
        raise SyncError(
            "a merge is unfinished: 'paperlist resolve' merges what it can, and 'git commit' ends "
            "the merge; 'git merge --abort' takes it back."
        )
    if unfinished:
        raise SyncError(
            f"a {unfinished} is unfinished; end it with 'git {unfinished} --continue', or take it "
            f"back with 'git {unfinished} --abort'."
        )
    if left := unmerged(git):
        raise SyncError(f"{left[0]} is not merged; run 'paperlist resolve'.")
    if git.status_of("symbolic-ref", "--quiet", "HEAD"):
        raise SyncError("git is on no branch (a detached HEAD); 'git switch BRANCH' goes to one.")


def _refuse_broken_notes(library: Library, changed: Container[str] | None = None) -> None:
    """Raise an error if notes cannot be read, among those at the paths `changed`; None means all.

    The page would lose their papers, and so is not published.
    """
    library.index()
    if broken := [each for each in library.broken() if changed is None or each.path in changed]:
        first = broken[0]
        place = f"{first.path}:{first.line}" if first.line else first.path
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise SyncError(f"{place}: {first.reason}{more}\nMend it, then run 'paperlist sync' again.")


def _commit_changes(library: Library, git: Git, own: OwnFiles, say: Callable[[str], None]) -> None:
    """Publish the page, and commit the files of the library that changed.

    The page may be out of date even if nothing else changed, since git alone may have merged notes.
    """
    # A page that somebody edited is an error, before anything was committed.
    if (library.root / own.page).is_file() and not cannot_publish(library):
        library.publish()
    _commit(git, own, say)


def _uncommitted(git: Git, own: OwnFiles) -> dict[str, str]:
    """Return the changed files of the library, each with git's letter for the change."""
    output = git.run(
        "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."
    )
    prefix = git.run("rev-parse", "--show-prefix").rstrip("\n")
    changed: dict[str, str] = {}
    for line in names(output):
        state, path = line[:2], line[3:].removeprefix(prefix)
        if own.has(path):
            changed[path] = "A" if "?" in state or "A" in state else state.strip()[-1]
    return changed


def _commit(git: Git, own: OwnFiles, say: Callable[[str], None]) -> None:
    changed = _uncommitted(git, own)
    if not changed:
        return
    git.run("add", "--all", *PATHS, paths=changed)
    text = message(changed)
    _run_commit(lambda: git.run("commit", "--quiet", "--only", "-m", text, *PATHS, paths=changed))
    say(f"Committed: {text}")


def _take_in(library: Library, git: Git, remote: Remote, say: Callable[[str], None]) -> None:
    """Merge what others have pushed."""
    if git.status_of("rev-parse", "--quiet", "--verify", remote.ref):
        return  # nobody has pushed this branch yet
    behind = git.run("rev-list", "--count", f"HEAD..{remote.ref}").strip()
    if behind == "0":
        return
    if git.status_of("merge-base", "--is-ancestor", "HEAD", remote.ref) == 0:
        _merge_or_refuse(lambda: git.run("merge", "--quiet", "--ff-only", remote.ref))
        say(f"Fetched {behind} commit{'s' * (behind != '1')} from {remote.name}.")
        fresh = Library(library.root)
        _commit_changes(fresh, git, OwnFiles(fresh), say)
        return
    settled = _merge_or_refuse(lambda: merge_commit(library, git, remote.ref))
    for sentence in settled.said:
        say(sentence)
    if settled.left:
        files = "\n".join(f"  {path}: {why}" for path, why in sorted(settled.left.items()))
        raise SyncError(
            f"you have to merge by hand:\n{files}\n"
            "Edit, 'git add' and 'git commit', then run 'paperlist sync' again; "
            "'git merge --abort' takes the merge back."
        )
    merged = f"Merge {remote.name}/{remote.branch}"
    _run_commit(lambda: git.run("commit", "--quiet", "-m", merged))
    say(f"Merged {behind} commit{'s' * (behind != '1')} from {remote.name}.")


def _run_commit(commit: Callable[[], object]) -> None:
    try:
        commit()
    except GitError as error:
        raise SyncError(
            f"git does not commit: {' '.join(error.said.split()) or error}\n"
            "Nothing is lost: mend that, then run 'paperlist sync' again."
        ) from error


def _merge_or_refuse(merge: Callable[[], Result]) -> Result:
    try:
        return merge()
    except GitError as error:
        named = [line.strip() for line in error.said.splitlines() if line.startswith(("\t", "  "))]
        raise SyncError(
            f"git does not merge while these have changes that are not committed: "
            f"{', '.join(named) or error}\n"
            "Commit, stash or move them, then run 'paperlist sync' again."
        ) from error
