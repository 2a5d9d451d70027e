"""Versions of the data: a page and files for each, feeds, changes, corrections, the statement of quality as data."""
