"""The writers of BibTeX, RIS and CSL-JSON."""
