"""Libraries made to harm whoever opens them, and what every command may do with them."""
