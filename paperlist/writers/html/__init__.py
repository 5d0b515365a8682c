"""Papers -> a web page."""
