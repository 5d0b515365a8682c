"""Reader of one line as a paper: its pieces, what each of them is, and where the title ends."""
