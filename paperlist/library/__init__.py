"""Reads and changes a library of papers, imports papers into it, and publishes pages."""
