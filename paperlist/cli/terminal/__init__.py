"""Output of commands on a terminal, and questions to the user."""
