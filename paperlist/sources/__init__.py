"""Sources of metadata: an identifier -> a paper. The only package that uses the network."""
