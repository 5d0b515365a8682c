"""Sources, such as arXiv, from which a paper is fetched by its identifier.

No other package uses the network.
"""
