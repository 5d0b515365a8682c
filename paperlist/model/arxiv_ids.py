"""What an arXiv id without version says by itself: its month, and whether there can be such an id.

Source: https://info.arxiv.org/help/arxiv_identifier.html.
"""

import re

# arXiv began in August 1991. Ids such as `math/0611800` were given up to March 2007; after that
# there were four digits behind the dot up to December 2014, and then five.
_FIRST, _FIRST_NEW, _FIRST_LONG = "1991-08", "2007-04", "2015-01"


def month_of(arxiv: str) -> str:
    """Return the month in an arXiv id, `2024-04` for `2404.05726`; empty if there is no month."""
    match = re.search(r"(?:^|/)(\d\d)(0[1-9]|1[0-2])", arxiv)
    if match is None:
        return ""
    century = "19" if "/" in arxiv and match[1] >= "91" else "20"
    return f"{century}{match[1]}-{match[2]}"


def is_possible(arxiv: str) -> bool:
    """Return whether arXiv can have given an id, by its month and the number of its digits."""
    month = month_of(arxiv)
    if "/" in arxiv:
        return _FIRST <= month < _FIRST_NEW
    is_long = re.search(r"\.\d{5}$", arxiv) is not None
    return month >= _FIRST_NEW and is_long == (month >= _FIRST_LONG)
