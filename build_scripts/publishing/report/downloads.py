"""The five small files beside a report's page, and the zip that holds them with licence, citation and description.

Comes in: a report, its citations, the context. Goes out: file name → bytes, the same bytes always. Refuses to know: the
disk, the clock, pages. CSV is exact, with a byte order mark, so that Excel reads it as UTF-8; nothing is escaped in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from build_scripts.files.small_zips import pack_zip
from build_scripts.packaging.descriptor import LICENCE, LICENCE_URL, RIGHTS, RIGHTS_EN
from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.packaging.sources import name_in_zip
from build_scripts.publishing.cell_csv import write_cells, write_table
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.json_text import write_object, write_rows, write_tables
from build_scripts.publishing.machine.citation_files import clean_text
from build_scripts.publishing.machine.citations import Citations, name_report
from build_scripts.publishing.notes import list_notes

COLUMNS = ("table", "row", "column", "state", "value", "printed", "line")
_TYPES = {"value": "number", "line": "integer"}
_TEXT = ("report.txt", "读取的原文，行号从 1 起", "the text that was read, lines from 1")
_SOURCE = ("报告文件，一个字节不改", "the file as handed in, no byte changed")
_TEXT_HELD_BACK = (
    "（没有 report.txt）",
    "这份报告的正文暂不公布，标题和引文也不在内",
    "the text is held back, with title and quotes",
)
_CONTENTS = (
    (
        "data.csv",
        "三张表的每一格：表、行、列、状态、数值、印作、行号（UTF-8，带 BOM）",
        "every cell of the three tables: table, row, column, state, value, as printed, line (UTF-8 with BOM)",
    ),
    ("data.json", "同样的内容，另有更正的理由", "the same, with the reasons of corrections"),
    (
        "metadata.json",
        "报告、机关、六个部分的标题、核对结果、读取时的发现",
        "report, agency, headings, checks, findings",
    ),
    ("datapackage.json", "data.csv 的描述（Data Package 2.0）", "describes data.csv (Data Package 2.0)"),
)


def make_downloads(
    record: ReportRecord, citations: Citations, context: SiteContext, source: bytes | None = None
) -> dict[str, bytes]:
    """All files beside the report's page, by name; `report.txt` is left out while its text is held back.

    `source` is the file as it was handed in, if it is published: it goes into the zip and nowhere else.
    """
    version, report = context.version, record.row
    files = {
        "data.csv": write_csv(record),
        "data.json": _write_json(describe_data(record, version)),
        "metadata.json": _write_json(describe_metadata(record, citations, version)),
    }
    is_withheld = report["text_release"] == WITHHELD
    if not is_withheld:
        files["report.txt"] = record.text.encode()
    title = f"{clean_text(name_report(report, record.agency))}（报告编号 / report id {report['report_id']}）"
    kept = {name_in_zip(report): source} if source is not None else {}
    contents = (*_CONTENTS, _TEXT_HELD_BACK if is_withheld else _TEXT, *((name, *_SOURCE) for name in kept))
    notes = dict(list_notes(context, title, contents, citations=citations))
    notes["datapackage.json"] = _write_json(_describe_package(report, version))
    return {**files, "bundle.zip": pack_zip({**files, **notes, **kept}, f"{report['report_id']}-{version}")}


def write_csv(record: ReportRecord) -> bytes:
    """Every cell of the three tables, one a row, UTF-8 with a byte order mark, lines ended by LF."""
    return write_table(COLUMNS, write_cells("", record.cells))


def describe_data(record: ReportRecord, version: str) -> dict[str, object]:
    """The cells as plain data; numbers are strings as in the CSV, so that money stays exact."""
    return {
        "report_id": record.row["report_id"],
        "version": version,
        "form": record.row["form"],
        "tables": write_tables(record.cells),
    }


def describe_metadata(record: ReportRecord, citations: Citations, version: str) -> dict[str, object]:
    """Everything but the cells and the text: the report, its agency, sections, checks, findings, corrections."""
    return {
        "version": version,
        "report": dict(record.row),
        "text_sha256": "" if record.row["text_release"] == WITHHELD else record.text_sha256,
        "agency": dict(record.agency),
        "sections": [
            {"section": found.section, "heading": found.heading, "lines": [found.line_start, found.line_end]}
            for found in record.sections
        ],
        "checks": write_rows(record.checks),
        "findings": write_rows(record.findings),
        "corrections": write_rows(record.corrections),
        "citation": citations._asdict(),
    }


def _write_json(data: Mapping[str, object]) -> bytes:
    return f"{write_object(data)}\n".encode()


def _describe_package(report: Row, version: str) -> dict[str, object]:
    fields = [{"name": name, "type": _TYPES.get(name, "string")} for name in COLUMNS]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"report-{report['report_id']}",
        "title": report["title"],
        "version": version,
        "licenses": [{"name": LICENCE, "path": LICENCE_URL}],
        "rights": f"{RIGHTS} / {RIGHTS_EN}",
        "resources": [
            {
                "name": "data",
                "path": "data.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["table", "row", "column"]},
            }
        ],
    }
