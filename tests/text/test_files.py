"""The text of a file: its size, its encoding."""

from io import BytesIO

import pytest

from paperlist.errors import ReadError
from paperlist.text.files import decode, read_text


def test_a_file_is_read_up_to_its_limit() -> None:
    """The limit itself is allowed; a byte order mark is no text."""
    assert read_text(BytesIO("\ufeff图".encode()), "f", 6) == "图"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"1234567", "cannot read f: it is larger than 6e-06 MB."),
        (b"a\0b", "cannot read f: a binary file, not text."),
        (b"a\nb\xff", "cannot read f:2: not UTF-8 text; convert it first."),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ReadError) as error:
        read_text(BytesIO(content), "f", 6)
    assert str(error.value) == message


def test_the_line_of_a_wrong_byte_is_known() -> None:
    with pytest.raises(ReadError) as error:
        decode(b"a\n\nb\xff\n", "f")
    assert error.value.line == 3
