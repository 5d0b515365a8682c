"""Writer of the published Markdown page."""
