"""Sentences labelled by hand, and how well the narrative rules and the scope are read from them."""
