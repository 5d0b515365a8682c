"""Readers of files: they turn Markdown pages, BibTeX, RIS, CSL-JSON and JSON into papers."""
