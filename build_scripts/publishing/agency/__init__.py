"""The page of an agency over the years."""
