"""The descriptions of the data in the vocabularies of others, each from the catalogue alone."""
