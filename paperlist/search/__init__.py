"""A query -> the papers that match, the nearest first."""
