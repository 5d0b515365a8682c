"""Reader of Markdown pages: a tree of blocks, an outline of headings, places of papers, lines."""
