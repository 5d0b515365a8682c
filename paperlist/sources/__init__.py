"""Where papers' metadata comes from: an identifier -> a paper."""
