"""The data model: papers, identifiers, titles, months. Nothing here reads or writes a file."""
