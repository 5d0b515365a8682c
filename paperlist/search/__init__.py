"""Search: parses a query, and finds the papers that match it, best first."""
