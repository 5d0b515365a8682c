"""Writers of BibTeX, BibLaTeX, RIS and CSL-JSON."""
