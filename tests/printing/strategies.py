"""Hypothesis around the printer: damage is drawn and shrinks, the numbers follow from a drawn seed."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import reject
from hypothesis import strategies as st

from build_scripts.codes import Codes
from tests.printing.damage import BY_NAME
from tests.printing.generate import MisleadingPrintError, PrintedReport, draw_report
from tests.printing.places import list_places

CODELISTS = Path(__file__).parents[2] / "datapackage" / "codelists"


def printed_reports(codes: Codes, most_damages: int = 4) -> st.SearchStrategy[PrintedReport]:
    """Reports with none to `most_damages` kinds of damage, as text or Markdown."""
    places = list_places(CODELISTS)

    def draw(seed: int, damages: list[str], suffix: str) -> PrintedReport:
        try:
            return draw_report(Random(seed), codes, places, damages, suffix)
        except MisleadingPrintError:
            reject()

    return st.builds(
        draw,
        st.integers(0, 2**32 - 1),
        st.lists(st.sampled_from(sorted(BY_NAME)), max_size=most_damages, unique=True),
        st.sampled_from((".txt", ".txt", ".md")),
    )
