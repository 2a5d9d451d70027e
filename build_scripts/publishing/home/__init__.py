"""The home page: what is held, examples worked out from the package, the ways in."""
