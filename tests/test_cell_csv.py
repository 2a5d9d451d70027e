"""The cells of a report as CSV are what the standard library writes, whatever was printed in them."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from build_scripts.packaging.package import CellRow
from build_scripts.publishing.cell_csv import write_cells

PRINTED = st.sampled_from(("0", "12", "", "—", "1,2", 'a"b', "一\n二", "50%", " "))
CELLS = st.lists(
    st.builds(CellRow, st.just("received"), st.just("total"), st.sampled_from(("0", "7")), st.just("reported"), PRINTED,
              st.sampled_from(("", "12")), st.sampled_from(("", "更正"))),
    max_size=5,
).map(tuple)  # fmt: skip


@given(CELLS, CELLS)
def test_a_line_is_what_the_library_writes(some: tuple[CellRow, ...], others: tuple[CellRow, ...]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for table, cells in (("applications", some), ("remedies", others)):
        for cell in cells:
            writer.writerow(["a%b", table, cell.row, cell.column, cell.state, cell.value, cell.printed, cell.line])
    assert write_cells("a%b,", {"applications": some, "remedies": others}) == buffer.getvalue()
