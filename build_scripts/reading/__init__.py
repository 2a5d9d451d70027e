"""The reading wing: bytes → text → sections → grids → cells. Knows no page, no CSV."""

from build_scripts.reading.reader import read_report

__all__ = ["read_report"]
