"""Sources of metadata, which fetch a paper by its identifier; no other package uses the network."""
