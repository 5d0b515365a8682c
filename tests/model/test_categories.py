"""Categories in one normal form, however they are typed."""

import pytest

from paperlist.model.categories import category_key, levels, tidied


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Video / Editing", "Video / Editing"),
        ("Video/Editing", "Video / Editing"),
        (" Video  /Editing/ ", "Video / Editing"),
        ("Image  editing", "Image editing"),
        ("", ""),
        ("/", ""),
    ],
)
def test_blanks_around_a_slash_are_one(typed: str, shown: str) -> None:
    assert tidied(typed) == shown


@pytest.mark.parametrize("typed", ["video/EDITING", "Video / editing", "Vidéo / Editing"])
def test_case_makes_no_other_category(typed: str) -> None:
    assert category_key(typed) == category_key("Video / Editing")


def test_a_level_is_within_the_one_before() -> None:
    assert levels("Video/Editing / Long") == ["Video", "Editing", "Long"]
    assert category_key("Video Editing") != category_key("Video / Editing")
