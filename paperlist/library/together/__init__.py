"""Shares a library with git: merges the notes of several people, and sends and fetches them."""
