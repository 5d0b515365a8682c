"""Papers -> BibTeX, RIS and CSL-JSON."""
