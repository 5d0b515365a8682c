"""Other formats -> papers."""
