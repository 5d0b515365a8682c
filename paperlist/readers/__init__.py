"""Readers, which turn other formats into papers."""
