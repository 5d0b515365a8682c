"""Search: a query -> the papers that match it, best first."""
