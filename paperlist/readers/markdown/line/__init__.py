"""Reads one line as a paper: finds the title, and sorts what stands beside it."""
