"""A library of papers: reading, changing, importing and publishing it."""
