"""Outline of a page: which headings are months, categories, papers or parts of a paper."""
