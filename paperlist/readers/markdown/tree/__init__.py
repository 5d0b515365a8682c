"""A page as a tree of blocks."""
