"""Queries and libraries for property tests, of every kind that has made trouble."""

from hypothesis import strategies as st

from paperlist import Paper
from paperlist.model.entry import Entry
from tests.strategies import lines, papers

# A query as people and their fingers write it: words, signs of the language, the fields.
_signs = st.sampled_from(
    ['"', "-", ":", " ", "*", "(", ")", "AND", "NEAR/2", "\u3000", "\ud800", "\x00"]
    + [f"{name}:" for name in ("keypoint", "title", "month", "category", "status", "keypiont")]
)
queries = st.lists(st.one_of(_signs, st.text(max_size=5), lines), max_size=8).map("".join)


def _placed(number: int, month: str, category: str, paper: Paper) -> Entry:
    return Entry(f"p{number}", month, paper.changed(category=category).fields())


# A library as the page's writer gets it: several months, categories, papers of one category.
entries = st.lists(
    st.tuples(
        st.sampled_from(["2024-03", "2024-04", "2023-12"]),
        st.sampled_from(["", "LLM", "Video", "Video / Editing", "# 202404", "图像", "<b>"]),
        papers,
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: [_placed(number, *part) for number, part in enumerate(parts)])
