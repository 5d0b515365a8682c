"""What commands print on a terminal, and what they ask there."""
