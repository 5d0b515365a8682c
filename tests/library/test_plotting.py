"""Pictures of counts: SVG and PNG files, which show any name and overwrite nothing."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from paperlist import Library
from paperlist.errors import MissingExtraError, OverwriteError, UsageError
from paperlist.library.counting import Counts, count_papers
from paperlist.library.plotting import draw, kind_of
from paperlist.model.entry import Entry


def counts(*keypoints: str, months: int = 3) -> Counts:
    """Counts of papers in so many months, from 2000-01, all with these keypoints."""
    fields = {"title": "A", "keypoints": list(keypoints)}
    return count_papers(
        [Entry(f"p{n}", f"{2000 + n // 12}-{n % 12 + 1:02}", fields) for n in range(months)]
    )


def texts(picture: bytes) -> list[str]:
    """The texts of an SVG file."""
    root = ET.fromstring(picture)
    return ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.svg", "svg"), ("a.png", "png"), ("a.b.SVG", "svg"), ("A.PNG", "png")]
)
def test_the_suffix_says_which_kind_of_picture_it_is(name: str, kind: str) -> None:
    """In small or capital letters."""
    assert kind_of(Path(name)) == kind


@pytest.mark.parametrize("name", ["a.gif", "a", ".svg", "svg", "a.svg.gz"])
def test_another_suffix_is_an_error(name: str) -> None:
    """It names the two that there are."""
    with pytest.raises(UsageError, match=r"\.svg or \.png"):
        kind_of(Path(name))


def test_a_picture_shows_headings_names_and_numbers() -> None:
    """An SVG file holds them as texts."""
    shown = texts(draw(counts("Memory bank"), "svg"))
    for text in ("Papers by month (3 papers)", "2000-01", "Most common keypoints", "Memory bank",
                 "Papers with each field", "(no category)", "3"):  # fmt: skip
        assert text in shown


def test_many_months_are_added_up_by_year() -> None:
    """As on a terminal."""
    shown = texts(draw(counts(months=49), "svg"))
    assert "Papers by year (49 papers)" in shown
    assert "2000" in shown


@pytest.mark.parametrize(
    "name", ["$x_$", "<b>&amp;", "记忆库", "\x00\x9b[31m", r"\frac{", "x" * 900]
)
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_any_name_can_be_drawn(name: str, kind: str) -> None:
    """Nothing in a name is a formula or markup."""
    picture = draw(counts(name), kind)
    if kind == "png":
        assert picture.startswith(b"\x89PNG")
    elif len(name) < 30 and name.isprintable():
        assert name in texts(picture)
    else:
        assert texts(picture)


def test_equal_counts_give_equal_files() -> None:
    """So that git sees no change where there is none."""
    assert draw(counts("x"), "svg") == draw(counts("x"), "svg")


def test_an_existing_file_is_overwritten_only_by_force(library: Library, tmp_path: Path) -> None:
    """Whatever it holds; and one undo takes the picture back."""
    path = tmp_path / "a.svg"
    path.write_text("mine")
    with pytest.raises(OverwriteError, match="exists; nothing was written"):
        library.plot(counts(), path)
    assert path.read_text() == "mine"
    assert library.plot(counts(), path, force=True) == path
    assert texts(path.read_bytes())
    library.undo()
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["missing/a.svg", "a.gif"])
def test_a_wrong_place_is_an_error(library: Library, tmp_path: Path, name: str) -> None:
    """And nothing is written."""
    with pytest.raises(UsageError):
        library.plot(counts(), tmp_path / name)
    assert not (tmp_path / name).exists()


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """With pip and with pipx."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError) as caught:
        draw(counts(), "svg")
    assert str(caught.value) == (
        "a picture needs matplotlib, which is not installed.\n"
        "Install it with: pip install 'paperlist[plot]', "
        "or if you use pipx: pipx inject paperlist matplotlib"
    )


def test_characters_without_a_font_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a PNG file, since an SVG file is drawn with the fonts of its viewer."""
    monkeypatch.setattr("paperlist.library.plotting._CHINESE_FONTS", ())
    said: list[str] = []
    draw(counts("记忆库"), "svg", said.append)
    draw(counts("memory"), "png", said.append)
    assert said == []
    draw(counts("记忆库"), "png", said.append)
    assert len(said) == 1
    assert said[0].startswith("no font for some characters")
