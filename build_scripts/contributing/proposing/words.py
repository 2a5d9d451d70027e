"""The words in which an issue is answered, by code: `words.csv`.

Comes in: nothing. Goes out: pairs of Chinese and English. Refuses to know: when each is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from build_scripts.files import read_rows

Words = Mapping[str, tuple[str, str]]
_LIST = Path(__file__).with_suffix(".csv")


def read_words() -> Words:
    """Every pair by its code; raises FilesError."""
    return {row["code"]: (row["label_zh"], row["label_en"]) for row in read_rows(_LIST)}
