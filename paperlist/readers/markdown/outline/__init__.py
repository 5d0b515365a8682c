"""Outline of a page: whether each heading is a month, a category, a paper or a part of one."""
