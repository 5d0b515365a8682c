"""The reader of Markdown pages: `page.py` reads a page, `audit.py` counts words that are lost."""
