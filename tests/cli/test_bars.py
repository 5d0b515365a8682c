"""Bar charts on a terminal: as wide as it is, aligned, and with nothing that names could break."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from paperlist.cli.terminal.bars import Bar, Chart, draw
from paperlist.cli.terminal.display import Colours, display

KEYPOINTS = Chart(
    "Most common keypoints",
    [Bar("Diffusion", 1200, "80%"), Bar("记忆库", 600, "40%"),
     Bar("A long keypoint of more than forty letters", 1, "<1%"), Bar("None", 0, "0%")],
    1200, "3 more keypoints; --limit 0 shows all.",
)  # fmt: skip


@pytest.fixture
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The width of the terminal."""
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def shown(capsys: pytest.CaptureFixture[str], *charts: Chart) -> list[str]:
    draw(charts)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (60, [
            "Most common keypoints",
            "  Diffusion                1,200  80%  ████████████████████",
            "  记忆库                     600  40%  ██████████",
            "  A long keypoint of mor…      1  <1%  ▏",
            "  None                         0   0%",
            "  3 more keypoints; --limit 0 shows all.",
        ]),
        (80, [
            "Most common keypoints",
            "  Diffusion                        1,200  80%  ████████████████████████████████",
            "  记忆库                             600  40%  ████████████████",
            "  A long keypoint of more than f…      1  <1%  ▏",
            "  None                                 0   0%",
            "  3 more keypoints; --limit 0 shows all.",
        ]),
        (30, [
            "Most common keypoints",
            "  Diffusion             1,200",
            "  记忆库                  600",
            "  A long keypoint of…       1",
            "  None                      0",
            "  3 more keypoints; --limit 0",
            "  shows all.",
        ]),
    ],
    indirect=["width"],
)  # fmt: skip
def test_a_chart_fits_the_terminal(
    width: int, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers are aligned, long names are cut, and a very narrow terminal shows no bars."""
    assert shown(capsys, KEYPOINTS) == lines


@pytest.mark.parametrize("width", [60, 80, 120, 200], indirect=True)
def test_the_longest_bar_ends_where_the_terminal_ends(
    width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """All columns of the terminal are used except the last, which some terminals wrap."""
    lines = shown(capsys, KEYPOINTS)
    assert max(map(cell_len, lines)) == width - 1
    assert cell_len(lines[1]) == width - 1


@pytest.mark.parametrize("width", [80], indirect=True)
def test_the_bars_of_all_charts_begin_in_one_column(
    width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the lengths of their names and shares. A blank line separates the charts."""
    other = Chart("Rising", [Bar("x", 3, "3.1% → 12.0%")], 3)
    lines = shown(capsys, KEYPOINTS, other)
    assert lines[6:8] == ["", "Rising"]
    assert lines[1].index("█") == lines[8].index("█")


@pytest.mark.parametrize("width", [80], indirect=True)
@pytest.mark.parametrize("colours", ["always", "never"])
def test_colours_are_used_only_if_wanted(
    colours: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heading is bold, and bars are coloured; without colours there are the same lines."""
    monkeypatch.setattr(display, "colours", Colours(colours))
    output = "\n".join(shown(capsys, KEYPOINTS))
    assert ("\x1b[" in output) == (colours == "always")
    assert "█████" in output


@pytest.mark.parametrize("width", [80], indirect=True)
def test_names_are_shown_as_they_are(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in a name is markup or a code of a colour, and a line end is a blank."""
    names = ["[red]x[/red]", ":smile:", "\x1b[31mred", "two\nlines"]
    lines = shown(capsys, Chart("Names", [Bar(name, 1, "1%") for name in names], 1))
    assert [line.split("  ")[1] for line in lines[1:]] == [
        "[red]x[/red]", ":smile:", "[31mred", "two lines",
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bars=st.lists(
        st.builds(
            Bar,
            st.text(st.sampled_from("ab -，《记忆é\x9b"), max_size=60),
            st.integers(0, 99_999),
            st.sampled_from(["1%", "100%", "0.1% → 12.3%"]),
        ),
        min_size=1,
    ),
    columns=st.integers(24, 220),
)
def test_no_line_is_wider_than_the_terminal(
    bars: list[Bar],
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And each bar has one line."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = shown(capsys, Chart("Heading", bars, max(bar.papers for bar in bars)))
    assert len(lines) == len(bars) + 1
    assert all(cell_len(line) < columns for line in lines)
