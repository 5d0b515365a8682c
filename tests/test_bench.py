"""What the measurements stand on: the words drawn, the notes made of them, and the table."""

from collections import Counter
from itertools import islice
from pathlib import Path

from paperlist import Library
from tests.bench import generator
from tests.bench.table import Row, lines, verdict


def test_the_same_seed_makes_the_same_papers() -> None:
    assert list(generator.papers(5, 7)) == list(generator.papers(5, 7))
    assert list(generator.papers(5, 7)) != list(generator.papers(5, 8))


def test_no_two_ranks_have_one_word() -> None:
    assert len(set(map(generator.word, range(50_000)))) == 50_000
    beyond = range(2_000_000, 2_010_000)
    assert len({*map(generator.word, beyond), *map(generator.word, range(10_000))}) == 20_000


def test_words_are_spread_as_in_real_text() -> None:
    drawn = list(islice(generator.words(1), 100_000))
    assert 7_000 < len(set(drawn)) < 9_500  # 5,000 abstracts: 8,188 after so many words
    assert 1_900 < len(set(drawn[:10_000])) < 2_800  # and 2,331
    assert 0.02 < Counter(drawn).most_common(1)[0][1] / len(drawn) < 0.12


def test_all_generated_notes_can_be_read(tmp_path: Path) -> None:
    assert generator.write(tmp_path / "papers", generator.papers(150)) == 150
    library = Library.find(tmp_path / "papers")
    assert len(library.papers()) == 150
    assert library.broken() == []


def test_the_growth_of_a_word_list() -> None:
    assert generator.growth([["a", "b"], ["a", "c"]], (2, 4)) == [(2, 2), (4, 3)]


def test_a_row_says_what_it_is_compared_with() -> None:
    assert verdict(0.19, ("the floor", 0.1, 2.2)) == "1.90 x the floor, bound 2.2: pass"
    assert verdict(0.23, ("the floor", 0.1, 2.2)) == "2.30 x the floor, bound 2.2: FAIL"


def test_a_table_has_medians_and_ratios() -> None:
    rows = [Row("search", (0.3, 0.1, 0.2), 30.0, [("the floor", 0.1, 2.2)])]
    assert lines(rows, 0.1, markdown=True)[2:] == [
        "| search | 200 | 2.00 | 30 | 2.00 x the floor, bound 2.2: pass |"
    ]
    assert lines(rows, 0.1, markdown=False)[1].split()[:4] == ["search", "200", "2.00", "30"]
