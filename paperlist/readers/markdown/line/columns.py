"""Finds the field for a column of a table: `Year` holds the date, `Code` links."""

from collections.abc import Mapping

from paperlist.model.labels import field_of

# Headings of columns that hold a field. A column named like a label holds the label's field, too.
_COLUMNS = {
    "year": "published", "年份": "published", "code": "links", "代码": "links", "pdf": "links",
    "project": "links", "paper link": "links",
}  # fmt: skip
CATEGORY_COLUMNS = frozenset("category categories type 类别 分类".split())
MONTH_COLUMNS = frozenset("month 月份".split())
NUMBER_COLUMNS = frozenset("# no no. nr id idx index number s.no s/n 序号 编号".split())


def field_of_column(column: str, label_aliases: Mapping[str, str]) -> str | None:
    """Return the field that a column holds, or None.

    Args:
        column: the heading of the column, in lower case (`fold`).
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
    """
    field = _COLUMNS.get(column) or field_of(column, label_aliases)
    # Such as `initial date` or `release date`.
    return "published" if field is None and column.endswith(" date") else field
