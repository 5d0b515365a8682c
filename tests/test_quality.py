"""Known papers are found, by what a person would type, and better than by WRatio."""

import random

import pytest

from tests.quality.keypoints import wrong_and_missed
from tests.quality.known import known
from tests.quality.measure import Score, ours, scores, wratio
from tests.quality.queries import telling, typo

LEAST = {
    "three words": 0.97,
    "another order": 0.97,
    "a beginning": 0.97,
    "one typo": 0.95,
    "two typos in a word": 0.90,
    "a typo in each": 0.90,
    "a hyphen more or less": 0.90,
    "acronym": 0.90,
    "chinese": 0.97,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Score], dict[str, Score]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        library, asked = known(tmp_path_factory.mktemp("known") / "library")
        return scores(ours(library), asked), scores(wratio(library), asked)


@pytest.mark.parametrize("name", LEAST)
def test_known_papers_are_found_first(
    name: str, found: tuple[dict[str, Score], dict[str, Score]]
) -> None:
    mine, theirs = found[0][name], found[1][name]
    assert mine.mrr >= LEAST[name]
    assert mine.recall >= LEAST[name]
    assert mine.mrr >= theirs.mrr


def test_every_class_of_query_has_a_bound(
    found: tuple[dict[str, Score], dict[str, Score]],
) -> None:
    assert set(found[0]) == set(LEAST)


@pytest.mark.parametrize("seed", range(20))
def test_a_typo_changes_a_word_and_spares_its_first_letter(seed: int) -> None:
    slipped = typo("attention", random.Random(seed))
    assert slipped != "attention"
    assert slipped[0] == "a"
    assert abs(len(slipped) - 9) <= 1


def test_the_telling_words_are_the_rare_ones_in_the_titles_order() -> None:
    from collections import Counter

    counts = Counter({"neural": 9, "network": 8, "sparse": 1, "ticket": 1, "lottery": 1})
    assert telling("Lottery Ticket: Sparse Neural Network", counts) == [
        "lottery", "ticket", "sparse",
    ]  # fmt: skip


def test_the_spellings_of_a_keypoint_are_found_and_no_others() -> None:
    """None of the pairs is wrong, and none is missed."""
    wrong, missed, many = wrong_and_missed()
    assert many > 90
    assert not wrong
    assert not missed
