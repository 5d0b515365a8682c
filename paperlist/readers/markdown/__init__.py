"""The reader of Markdown pages: `page.py` reads a page, `audit.py` counts the words it lost."""
