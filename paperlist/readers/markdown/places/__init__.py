"""Where on a page papers stand: in lists, in tables, in paragraphs."""
