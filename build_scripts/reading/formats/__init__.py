"""One module a file format: bytes → `Document`. Libraries are imported only when a file of their format is read."""
