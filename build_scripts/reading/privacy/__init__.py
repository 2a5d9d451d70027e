"""Numbers in a report that belong to a person: where they stand, and the text without them."""
