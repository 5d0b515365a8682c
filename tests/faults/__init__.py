"""What becomes of a library when the system fails at any one call: `python -m tests.faults`."""
