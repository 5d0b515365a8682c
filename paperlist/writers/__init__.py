"""Writers, which turn papers into pages, bibliographies and data."""
