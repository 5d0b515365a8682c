"""The charts of `paperlist stats`: which ones there are, and what they leave out."""

from collections.abc import Iterable, Iterator, Sequence

from paperlist.cli.terminal.bars import Bar, Chart
from paperlist.cli.terminal.console import count
from paperlist.cli.terminal.wrapping import shortened_within
from paperlist.library.counting import Count, Counts, by_year
from paperlist.library.rising import Trend

# More months than this are added up by year. Of more years than this, only the newest are shown.
MOST_MONTHS = 24


def charts(counts: Counts, limit: int) -> Sequence[Chart]:
    """Return the charts of the counts, without those that would be empty.

    Args:
        counts: the counts of all papers.
        limit: how many categories, keypoints and rising keypoints are shown; 0 shows all.
    """
    return [chart for chart in _all(counts, limit) if chart.bars]


def _all(counts: Counts, limit: int) -> Iterator[Chart]:
    shown = counts.limited_to(limit)
    yield _by_month(counts)
    yield _chart(
        "Papers by category", shown.categories, counts.papers, unnamed="(no category)",
        remark=_left_out(len(counts.categories) - len(shown.categories), "category", "categories"),
    )._replace(cut=shortened_within)  # fmt: skip
    yield _chart("Papers by status", counts.statuses, counts.papers, unnamed="(no status)")
    yield _chart(
        "Most common keypoints", shown.keypoints, counts.papers,
        remark=_left_out(len(counts.keypoints) - len(shown.keypoints), "keypoint"),
    )  # fmt: skip
    left_out = len(counts.trend.keypoints) - len(shown.trend.keypoints)
    yield _of_rising(shown.trend, _left_out(left_out, "rising keypoint"))
    fields = _chart("Papers with each field", counts.fields, counts.papers)
    yield fields._replace(most=counts.papers)


def _by_month(counts: Counts) -> Chart:
    months = counts.months
    if len(months) <= MOST_MONTHS:
        return _chart("Papers by month", months, counts.papers)
    years = by_year(months)
    remark = f"{len(months)} months; 'paperlist months' lists them."
    if older := years[MOST_MONTHS:]:
        papers = count(sum(year.papers for year in older), "paper")
        remark = f"Not shown: {count(len(older), 'older year')} with {papers}."
    return _chart("Papers by year", years[:MOST_MONTHS], counts.papers, remark=remark)


def _of_rising(trend: Trend, remark: str) -> Chart:
    """Return the chart of the rising keypoints, with their shares before and now: `3% → 12%`."""
    bars = [Bar(each.name, each.papers, each.as_percent()) for each in trend.keypoints]
    most = max((bar.papers for bar in bars), default=0)
    return Chart(f"Rising keypoints since {trend.since}", bars, most, remark)


def _chart(
    heading: str, counts: Iterable[Count], papers: int, *, unnamed: str = "", remark: str = ""
) -> Chart:
    """Return a chart in which the longest bar fills the width.

    Args:
        heading: the heading.
        counts: the counts to show.
        papers: the number of all papers, of which the shares are printed.
        unnamed: the words for an empty name.
        remark: a line below the chart.
    """
    bars = [Bar(name or unnamed, many, _percent(many / papers)) for name, many in counts]
    return Chart(heading, bars, max((bar.papers for bar in bars), default=0), remark)


def _percent(share: float) -> str:
    """Return a share as a percentage. A small share is not rounded to nothing: `<1%`."""
    if 0 < share < 0.01:  # noqa: PLR2004 (one percent)
        return "<1%"
    # Only the whole is 100%: what is a little less is rounded down.
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def _left_out(number: int, singular: str, plural: str = "") -> str:
    if not number:
        return ""
    return f"{count(number, f'more {singular}', plural and f'more {plural}')}; --limit 0 shows all."
