"""The three-way merge of a published page: words around it by lines, the list by sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.marks import BEGIN, END, cut, put
from paperlist.markdown.page_merge import merge_pages

MAY, APRIL = "## 202405\n\n#### Two\n", "## 202404\n\n#### One\n"
ABOVE, BELOW = "# List\n\nHello.\n\nBye.\n\n", "\n\nOther lists.\n"


def page(*sections: str, above: str = ABOVE, below: str = BELOW, attributes: str = "") -> bytes:
    """A page as it is published."""
    texts = [section.strip("\n").encode() for section in sections]
    return put(above.encode(), texts, below.encode(), attributes)


def merged(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    """The merged page, which has right hashes."""
    found = merge_pages(base, ours, theirs)
    if found is not None:
        marked = cut(found, "README.md")
        assert marked is not None
        assert marked.is_vouched_for()
    return found


BASE = page(MAY, APRIL)


def test_two_sections_that_two_people_published_are_merged() -> None:
    """And so is a section that one of them added, or removed."""
    ours, theirs = page(f"{MAY}\n#### A\n", APRIL), page(MAY, f"{APRIL}\n#### B\n")
    both = page(f"{MAY}\n#### A\n", f"{APRIL}\n#### B\n")
    assert merged(BASE, ours, theirs) == both == merged(BASE, theirs, ours)
    assert merged(BASE, page("## 202406\n\n#### C\n", MAY, APRIL), page(MAY)) == page(
        "## 202406\n\n#### C\n", MAY
    )


def test_a_section_that_both_published_is_that_of_our_side() -> None:
    """No word of theirs is put into it, since its hash would be wrong; it is published again."""
    ours, theirs = page(f"{MAY}\n#### A\n", APRIL), page(f"{MAY}\n#### B\n", f"{APRIL}\n#### C\n")
    assert merged(BASE, ours, theirs) == ours
    assert merged(BASE, theirs, ours) == theirs
    assert merged(None, ours, theirs) == ours


def test_words_around_the_list_are_merged_by_lines() -> None:
    """Whoever published: also if the text between the marks is taken from one side."""
    ours = page(f"{MAY}\n#### A\n", APRIL, above=ABOVE.replace("Hello.", "Hello all."))
    theirs = page(
        f"{MAY}\n#### B\n", APRIL, above=ABOVE.replace("Bye.", "Bye all."), below="\n\nMore.\n"
    )
    above = ABOVE.replace("Hello.", "Hello all.").replace("Bye.", "Bye all.")
    assert merged(BASE, ours, theirs) == page(
        f"{MAY}\n#### A\n", APRIL, above=above, below="\n\nMore.\n"
    )


def test_a_person_decides_between_two_versions_of_the_same_words() -> None:
    """Above the list or below it."""
    for place in ("above", "below"):
        text = {"above": ABOVE, "below": BELOW}[place]
        ours, theirs = (page(MAY, APRIL, **{place: f"{text}{word}\n"}) for word in ("One", "Two"))
        assert merged(BASE, ours, theirs) is None
        assert merged(None, ours, theirs) is None


def test_an_edit_by_hand_is_never_lost() -> None:
    """A person decides, unless the other side left the list alone."""
    edited = BASE.replace(b"#### One", b"#### Uno")
    published = page(f"{MAY}\n#### A\n", APRIL)
    for ours, theirs in ((edited, published), (published, edited)):
        assert merge_pages(BASE, ours, theirs) is None
    words = page(MAY, APRIL, above=ABOVE.replace("Hello.", "Hello all."))
    expected = edited.replace(b"Hello.", b"Hello all.")
    assert merge_pages(BASE, edited, words) == expected == merge_pages(BASE, words, edited)
    assert merge_pages(BASE, edited, edited) == edited


def test_text_between_marks_set_by_hand_may_be_a_persons() -> None:
    """It has no hash; an empty text has nothing to lose."""
    by_hand = f"{ABOVE}{BEGIN}\n\nMine.\n\n{END}{BELOW}".encode()
    empty = f"{ABOVE}{BEGIN}\n\n{END}{BELOW}".encode()
    assert merge_pages(None, by_hand, BASE) is None
    assert merge_pages(None, BASE, by_hand) is None
    assert merge_pages(None, BASE, empty) == BASE


@pytest.mark.parametrize(
    "broken",
    [
        BASE.replace(END.encode(), b""),
        BASE.replace(BEGIN.encode(), b"<!-- paperlst:begin -->"),
        b"# A page without marks\n",
        BASE + b"<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n",
    ],
)
def test_a_person_decides_about_broken_marks(broken: bytes) -> None:
    """If only one side changed the page, that side is taken all the same."""
    other = page(f"{MAY}\n#### A\n", APRIL)
    assert merge_pages(BASE, broken, other) is None
    assert merge_pages(BASE, other, broken) is None
    assert merge_pages(BASE, broken, BASE) == broken == merge_pages(BASE, BASE, broken)


def test_a_base_with_broken_marks_counts_as_none() -> None:
    ours = page(f"{MAY}\n#### A\n", APRIL)
    assert merged(b"# Old\n", ours, page(MAY, APRIL)) == ours


def test_a_style_that_one_side_changed_is_not_mixed_with_the_other() -> None:
    ours = page("- Two", "- One", attributes="style=list ")
    theirs = page(MAY, f"{APRIL}\n#### B\n")
    assert merged(BASE, ours, theirs) == ours
    assert merged(BASE, theirs, ours) == theirs


def test_line_ends_of_windows_are_kept() -> None:
    """And a change of the line ends is one like any other."""
    ours, theirs = page(f"{MAY}\n#### A\n", APRIL), page(MAY, f"{APRIL}\n#### B\n")
    both = page(f"{MAY}\n#### A\n", f"{APRIL}\n#### B\n")
    windows = {each: each.replace(b"\n", b"\r\n") for each in (BASE, ours, theirs, both)}
    assert merged(windows[BASE], windows[ours], windows[theirs]) == windows[both]
    assert merged(BASE, windows[ours], theirs) == windows[both]
    assert merged(windows[BASE], windows[ours], theirs) == both
    assert merged(None, windows[ours], theirs) == ours


def test_a_page_with_one_hash_of_all_text_is_one_section() -> None:
    """As older versions wrote it."""
    old = cut(page(f"{MAY}\n{APRIL}"), "")
    assert old is not None
    before = old.above + b"<!-- paperlist:begin hash=" + _hash_of(old.page) + b" -->\n\n"
    before += f"{MAY}\n{APRIL}\n{END}{BELOW}".encode()
    assert merged(before, BASE, before.replace(b"Hello.", b"Hello all.")) == BASE.replace(
        b"Hello.", b"Hello all."
    )
    assert merge_pages(before, BASE, before.replace(b"One", b"Uno")) is None


def _hash_of(page: bytes) -> bytes:
    return page.partition(b"hash=")[2][:16]


_SECTIONS = st.lists(st.sampled_from("abcde"), max_size=4, unique=True)
_LINES = st.lists(st.sampled_from(["x", "y", "z", ""]), max_size=4).map("\n".join)


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """A page with up to four months, in one of two versions, and some lines around them."""
    months = [f"## {name}\n\n{draw(st.booleans())}" for name in sorted(draw(_SECTIONS))]
    return page(*months, above=f"{draw(_LINES)}\n", below=f"\n{draw(_LINES)}\n")


@given(pages(), pages(), pages())
def test_whatever_both_did_a_merged_page_can_be_published(
    base: bytes, ours: bytes, theirs: bytes
) -> None:
    """Nobody seems to have edited it, and each of its sections is one that a side published."""
    found = merge_pages(base, ours, theirs)
    swapped = merge_pages(base, theirs, ours)
    assert (found is None) == (swapped is None)
    if found is None or swapped is None:
        return
    marked, other, *sides = (cut(each, "") for each in (found, swapped, ours, theirs))
    assert marked is not None
    assert other is not None
    assert not marked.is_edited()
    assert (marked.above, marked.below) == (other.above, other.below)
    published = [section for side in sides if side for section in side.sections]
    assert set(marked.sections) <= set(published)


def test_a_large_page_takes_no_time() -> None:
    """Sections are compared as a whole, however often their lines are repeated."""
    months = [f"## {2000 + at // 12}{at % 12 + 1:02}\n\n" + "- x\n" * 5000 for at in range(100)]
    changed = [f"{month}- y\n" for month in months]
    base = page(*months)
    ours, theirs = page(*changed[:50], *months[50:]), page(*months[:50], *changed[50:])
    assert merged(base, ours, theirs) == page(*changed)
