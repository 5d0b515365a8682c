"""Functions on text alone: words, names, LaTeX, the text of a file."""
