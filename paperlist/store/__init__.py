"""The files of a library: where notes are stored, how they are read, and how they are changed."""
