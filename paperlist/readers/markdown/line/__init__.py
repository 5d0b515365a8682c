"""Reads one line as a paper: its pieces, what each piece is, and where the title ends."""
