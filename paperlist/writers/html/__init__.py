"""The writer of the web page."""
