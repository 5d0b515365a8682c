"""The files of a library: where a note lies, what it says, and how a change is carried out."""
