"""The printer's sheets as files of every format, written by other programs: python-docx, LibreOffice, Chromium.

A sheet becomes blocks (`blocks`), damage that only such files know is done to them (`damage`), and `web`, `word`,
`office` and `browser` write them. Nothing here knows the reader.
"""
