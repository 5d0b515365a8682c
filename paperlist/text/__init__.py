"""Functions on strings alone: words, names, LaTeX."""
