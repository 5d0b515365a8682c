"""The command line: parses the arguments, calls the library and prints the results."""
