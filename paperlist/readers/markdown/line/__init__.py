"""One line -> a paper: its tokens, what each is, and where the title ends."""
