"""Options and values that several commands share."""
