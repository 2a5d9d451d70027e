"""All cells of an agency's reports in one CSV.

Comes in: its reports with their cells. Goes out: bytes, the same always: UTF-8 with a byte order mark, so that
Excel reads them; lines ended by LF; exact, nothing escaped for spreadsheets. Refuses to know: the disk.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from build_scripts.publishing.agency.years import AgencyYear

COLUMNS = ("report_id", "year", "form", "table", "row", "column", "state", "value", "printed", "line")
_BOM = b"\xef\xbb\xbf"


def write_agency_csv(years: Sequence[AgencyYear]) -> bytes:
    """Every cell of every report, oldest year first, in the order of the package."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for year in years:
        head = (year.report["report_id"], year.report["year"], year.report["form"])
        for table, cells in year.tables.items():
            writer.writerows(
                (*head, table, cell.row, cell.column, cell.state, cell.value, cell.printed, cell.line) for cell in cells
            )
    return _BOM + out.getvalue().encode()
