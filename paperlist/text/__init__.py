"""Strings, and nothing else: words, names, LaTeX."""
