"""The line ends of a file, which are those of Unix or of Windows."""


def has_windows_ends(content: bytes) -> bool:
    """Return whether a file has a line end of Windows."""
    return b"\r\n" in content


def merged_windows_ends(base: bytes | None, ours: bytes, theirs: bytes) -> bool:
    """Return whether the merge of two files has line ends of Windows.

    The side that changed the line ends is followed. Without a base, the line ends of Windows are
    kept if both sides have them.
    """
    mine, others = has_windows_ends(ours), has_windows_ends(theirs)
    if mine == others or base is None:
        return mine and others
    return not has_windows_ends(base)


def with_unix_ends(content: bytes) -> bytes:
    """Return a file with the line ends of Unix."""
    return content.replace(b"\r\n", b"\n")


def with_windows_ends(content: bytes) -> bytes:
    """Return a file that has the line ends of Unix with those of Windows."""
    return content.replace(b"\n", b"\r\n")
