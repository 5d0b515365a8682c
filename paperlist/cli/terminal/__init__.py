"""The output of commands on a terminal, and questions to the user."""
