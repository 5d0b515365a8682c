"""What the reader and the writer of pages share: the parser, escapes, marks, anchors."""
