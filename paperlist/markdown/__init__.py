"""Code that readers and writers of pages share: the parser, escapes, marks, anchors."""
