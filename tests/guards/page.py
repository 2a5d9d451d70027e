"""The page of the guides with the table of guards between its two marks, made of what is kept alone."""

from __future__ import annotations

from pathlib import Path

from tests.guards.figures import render_figures
from tests.guards.runs import read_kept
from tests.guards.table import read_guards, read_promises, render

PAGE = Path(__file__).parents[2] / "docs" / "contribute" / "guards.md"
BEGIN, END = "<!-- 以下由 make guards 写出 / written by make guards -->", "<!-- 到此为止 / up to here -->"


def fill_page(page: str) -> str:
    """The page with the tables between its marks; raises ValueError if it has them not."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has not both marks")
    tables = f"{render(read_guards(), read_promises(), read_kept())}\n\n{render_figures()}"
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"
