"""Papers -> other formats."""
