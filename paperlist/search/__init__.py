"""Search: parses a query, and finds the papers that match the query, best first."""
