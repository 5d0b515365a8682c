"""What the commands, and anyone's scripts, use."""
