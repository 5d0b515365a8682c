"""Writer of the web page."""
