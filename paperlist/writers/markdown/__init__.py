"""The writer of the published Markdown page."""
