"""When two titles are nearly one: pinned at what was measured."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.identity import may_be_one
from paperlist.model.titles import CROWD, Title, TitleIndex, alike, nearly_one, plain
from tests.quality.titles import judged_same, judges, pairs, score
from tests.strategies import lines


def near(one: str, other: str) -> bool:
    return nearly_one(Title(one), Title(other))


def test_the_labelled_pairs_are_many_and_of_both_kinds() -> None:
    """And none is there twice."""
    labelled = pairs()
    assert len(labelled) >= 240
    assert min(sum(pair.same == same for pair in labelled) for same in (True, False)) >= 100
    assert len({frozenset(pair[:2]) for pair in labelled}) == len(labelled)


def test_precision_and_recall_are_what_was_measured() -> None:
    """On the labelled pairs; no scorer that looks at letters alone comes near."""
    *others, (_, chosen) = [(name, score(judge, pairs())) for name, judge in judges()]
    assert chosen.precision >= 0.99
    assert chosen.recall >= 0.86
    assert max(each.precision for _, each in others) < chosen.precision - 0.2


def test_titles_under_one_identifier_are_told_as_well_as_was_measured() -> None:
    """No paper is taken for another whose identifier it carries by mistake."""
    measured = score(may_be_one, pairs("identifier-pairs.txt"))
    assert measured.precision == 1
    assert measured.recall >= 0.96


@pytest.mark.parametrize(("one", "other", "same", "kind"), pairs())
def test_the_order_of_two_titles_does_not_matter(
    one: str, other: str, kind: str, *, same: bool
) -> None:
    """Whichever was there first."""
    assert judged_same(one, other) == judged_same(other, one)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"$\beta$-VAE", "beta-VAE"), ("β-VAE", "beta-VAE"), ("A &amp; B", "A  and  B"),
        (r"{BERT}", "BERT"), (r"\textbf{Tri}Force", "TriForce"), (r"$\pi_0$", "pi0"),
        (r'Schr\"odinger', "Schrodinger"), (r"na\"{\i}ve", "naive"), (r"$\ell_1$", "l1"),
        (r"\\", r"\\"), ("Ἀ", "alpha"), ("A~B", "A B"),
    ],
)  # fmt: skip
def test_latex_and_greek_are_read(written: str, shown: str) -> None:
    """As far as titles hold them."""
    assert plain(written) == shown


@given(lines, lines)
def test_any_two_titles_can_be_compared(one: str, other: str) -> None:
    """In either order; and a title that has letters is one with itself."""
    assert near(one, other) == near(other, one)
    title = Title(one)
    assert nearly_one(title, title) == bool(title.key)
    assert alike(title, [Title(other)]) in ([], [0])


_words = st.lists(
    st.sampled_from("memory bank video long diffusion model of a".split()), min_size=1
)


@given(st.lists(_words.map(" ".join), max_size=12), _words.map(" ".join))
def test_the_index_finds_what_comparing_with_each_finds(titles: list[str], wanted: str) -> None:
    """Of few titles none is lost in a crowd; what is near and shares no run of letters may be."""
    index = TitleIndex()
    for title in titles:
        index.add(Title(title))
    found = index.near(Title(wanted))
    every = alike(Title(wanted), list(map(Title, titles)))
    assert set(found) <= set(every)
    keys = set(Title(wanted).keys)
    assert {i for i in every if keys & set(Title(titles[i]).keys)} <= set(found)


def test_a_slip_is_found_among_thousands_of_titles_with_the_same_phrases() -> None:
    """A phrase that a crowd shares says nothing; the rest of a title does."""
    chance = random.Random(1)
    words = [f"{chance.randrange(10**6):x}word" for _ in range(500)]
    index = TitleIndex()
    titles = [
        f"A survey of large language models for {' '.join(chance.sample(words, 3))}"
        for _ in range(20 * CROWD)
    ]
    for title in titles:
        index.add(Title(title))
    for number in range(0, len(titles), 97):
        assert index.near(Title(titles[number].replace("survey", "surevy"))) == [number]


def test_a_name_alone_is_of_the_only_paper_that_is_called_so() -> None:
    """Where two papers are, it says nothing."""
    named = [Title("Rho-1: One thing"), Title("Rho-1: another"), Title("TriForce: lossless")]
    assert alike(Title("Rho-1"), named) == []
    assert alike(Title("TriForce"), named) == [2]
    assert alike(Title("TriForce!"), named) == [2]


def test_titles_of_thousands_of_words_are_compared_at_once() -> None:
    """And are one only where they are the same."""
    long = " ".join(f"word{number % 977}" for number in range(20_000))
    assert near(long, f"{long}!")
    assert not near(long, f"{long} more")
