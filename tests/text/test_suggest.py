"""What a misspelled word may have meant."""

from paperlist.text.suggest import nearest


def test_a_suggestion_is_spelled_as_it_is_known() -> None:
    """Case counts on neither side, and of two spellings the first is suggested."""
    assert nearest("vido", ["Audio", "Video", "VIDEO"]) == "Video"
    assert nearest("nothing like it", ["Audio", "Video"]) is None
