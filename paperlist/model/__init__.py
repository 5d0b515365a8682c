"""What a paper is, and what names it. Nothing here reads or writes a file."""
