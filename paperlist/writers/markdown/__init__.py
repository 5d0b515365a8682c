"""Papers -> the published Markdown page."""
