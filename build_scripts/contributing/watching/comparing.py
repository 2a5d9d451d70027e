"""Pages read anew → whether they still say what is held.

Comes in: the held reports, the pages fetched today, on disk. Goes out: a `Comparison` for each. Refuses to know: the
network, addresses. The page is read by the reader that reads the reports, in a process of its own; whose report it is
and of which year, the held report says, so that three tables are compared and nothing else. What a person corrected is
not compared: the page prints it wrongly still.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import InputFile, measure_file, read_bytes, write_text
from build_scripts.model import Report
from build_scripts.packaging.intake import load_report
from build_scripts.packaging.isolation import read_apart
from build_scripts.packaging.package import ReportRecord
from build_scripts.reading.knowledge import Knowledge

FORMATS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""What a server calls the formats of reports."""
GUARD_BYTES, GUARD_CHARACTERS = 16 * 1024, 30
"""A page smaller than the one with fewer Chinese characters than the other holds hardly any text."""
_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CHINESE = re.compile("[\u3400-\u9fff]")
_ALIKE = {"mhtml": "html"}


class Page(NamedTuple):
    """A page as it was fetched: where its bytes lie, and what its server calls their format."""

    path: Path
    content_type: str


class Difference(NamedTuple):
    """A cell that differs, by its codes: the held value and the one read today, or their states."""

    table: str
    row: str
    column: str
    before: str
    after: str


class Comparison(NamedTuple):
    """`same`; `changed` with what differs; `unlike`: no such report can be read there; `empty`: nor hardly anything
    else; `other_format`: what is held was taken in another format, and this page cannot be read as the report."""

    kind: str
    differences: tuple[Difference, ...] = ()


def compare_pages(
    pages: Mapping[str, Page], records: Iterable[ReportRecord], knowledge: Knowledge, work: Path, jobs: int
) -> dict[str, Comparison]:
    """How each page compares with the held report of this id; `work` is an empty folder for what lies between."""
    held = {record.row["report_id"]: record for record in records if record.row["report_id"] in pages}
    same = {one for one in held if measure_file(pages[one].path)[1] == held[one].row["source_sha256"]}
    inputs = [_lay_out(held[one], pages[one], work) for one in sorted(held.keys() - same)]
    (work / "kept").mkdir(parents=True)
    read = {
        outcome.source_file: load_report(outcome.read.place) if outcome.read else None
        for outcomes in read_apart(inputs, knowledge, work / "kept", jobs)
        for outcome in outcomes
    }
    found = {one: _compare(held[one], read[one], pages[one]) for one in held.keys() - same}
    return found | {one: Comparison("same") for one in same}


def _lay_out(record: ReportRecord, page: Page, work: Path) -> InputFile:
    """The page as a file with a sidecar, as if it had been handed in; what it is called has no meaning."""
    report_id = record.row["report_id"]
    sidecar = work / "sidecars" / f"{report_id}.yml"
    told = {
        "agency": record.agency["name"],
        "region_code": record.agency["region_code"],
        "year": int(record.row["year"]),
    }
    write_text(sidecar, "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in told.items()))
    return InputFile(report_id, page.path, sidecar)


def _compare(record: ReportRecord, report: Report | None, page: Page) -> Comparison:
    if report is None or (record.row["form"] != "none" and report.form == "none"):
        told = FORMATS.get(page.content_type.partition(";")[0].strip().lower(), "")
        held = record.row["source_format"]
        if told != _ALIKE.get(held, held):
            return Comparison("other_format")
        return Comparison("empty" if told == "html" and _is_empty(page.path) else "unlike")
    today = {(cell.table, cell.row, cell.column): _tell(cell.state.value, cell.value) for cell in report.cells}
    differences = []
    for table, cells in record.cells.items():
        for cell in cells:
            before = _tell(cell.state, Decimal(cell.value) if cell.value else None)
            after = today.get((table, cell.row, cell.column), "absent")
            if before != after and not cell.correction:
                differences.append(Difference(table, cell.row, cell.column, before, after))
    return Comparison("changed" if differences else "same", tuple(differences))


def _is_empty(path: Path) -> bool:
    """Whether a web page has hardly any Chinese text, as those have by which sites keep programs out."""
    data = read_bytes(path)
    if len(data) > GUARD_BYTES:
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    return len(_CHINESE.findall(_MARKUP.sub("", text))) < GUARD_CHARACTERS


def _tell(state: str, value: int | Decimal | None) -> str:
    """A number in its shortest writing, or the state of a cell without one."""
    return state if value is None else f"{Decimal(value).normalize():f}"
