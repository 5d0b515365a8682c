"""Code that readers and writers of Markdown pages share, such as the parser."""
