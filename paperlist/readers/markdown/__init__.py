"""A Markdown page -> papers, in steps: a tree of blocks, an outline, places, lines."""
