"""The checks of `paperlist check`: what may be wrong with a library, and how to put it right."""
