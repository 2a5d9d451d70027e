"""A collection as a real portal holds it: bodies of a few provinces over the years, for trying pages.

`tests.printing.folder` prints reports that have nothing to do with one another, to try the reader; this prints
agencies that have a history: numbers that follow from last year's, texts copied from each other, years missing.
"""
