"""All cells of an agency's reports in one CSV.

Comes in: its reports with their cells. Goes out: bytes, the same always: UTF-8 with a byte order mark, so that
Excel reads them; lines ended by LF; exact, nothing escaped for spreadsheets. Refuses to know: the disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from build_scripts.publishing.agency.years import AgencyYear
from build_scripts.publishing.cell_csv import write_cells, write_table

COLUMNS = ("report_id", "year", "form", "table", "row", "column", "state", "value", "printed", "line")


def write_agency_csv(years: Sequence[AgencyYear]) -> bytes:
    """Every cell of every report, oldest year first, in the order of the package."""
    lines = (
        write_cells(f"{year.report['report_id']},{year.report['year']},{year.report['form']},", year.tables)
        for year in years
    )
    return write_table(COLUMNS, "".join(lines))
