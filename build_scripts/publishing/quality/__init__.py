"""The data's quality: what is held, what is in the cells, what fits, what was found, each figure with its list."""
