"""Which line ends a merged file has."""

import pytest

from paperlist.text.line_ends import merged_windows_ends

UNIX, WINDOWS = b"a\nb\n", b"a\r\nb\r\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (UNIX, UNIX, UNIX, False),
        (UNIX, WINDOWS, UNIX, True),
        (WINDOWS, UNIX, WINDOWS, False),
        (UNIX, WINDOWS, WINDOWS, True),
        (None, WINDOWS, WINDOWS, True),
        (None, WINDOWS, UNIX, False),
    ],
)
def test_the_side_that_changed_them_is_followed(
    base: bytes | None, ours: bytes, theirs: bytes, *, expected: bool
) -> None:
    assert merged_windows_ends(base, ours, theirs) is expected
    assert merged_windows_ends(base, theirs, ours) is expected
