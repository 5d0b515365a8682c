"""Functions that work on plain text: words, names of persons, LaTeX, and reading text files."""
