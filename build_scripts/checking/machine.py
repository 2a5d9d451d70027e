"""What one file was understood to say, as a JSON object for programs.

Comes in: a reading, its checks and findings, `Codes`. Goes out: one line of JSON. Refuses to know: terminals, files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from build_scripts.codes import TABLES, Codes
from build_scripts.findings import finding_id, render_message, render_next_step, severity
from build_scripts.model import Cell, Check, Finding, Reading, Report, State


def write_json(reading: Reading, findings: Sequence[Finding], checks: Sequence[Check], codes: Codes) -> str:
    """One line, one object, keys in a fixed order, ASCII alone; amounts that are not whole numbers are strings."""
    described = {
        "source_file": reading.source_file,
        "source_sha256": reading.source_sha256,
        "report": None if reading.report is None else _describe_report(reading.report),
        "checks": [_describe_check(check) for check in checks],
        "findings": [_describe_finding(finding, codes) for finding in findings],
    }
    return json.dumps(described, ensure_ascii=True)


def _describe_report(report: Report) -> dict[str, object]:
    agency = report.agency
    return {
        "report_id": report.report_id,
        "agency_id": agency.agency_id,
        "agency_name": agency.name,
        "region_code": agency.region_code,
        "level": agency.level,
        "function": agency.function,
        "year": report.year,
        "title": report.title,
        "form": report.form,
        "source_format": report.source_format,
        "scope": report.scope,
        "scope_quote": report.scope_quote,
        "published": report.published,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "states": {table: _count_states(report, table) for table in TABLES},
        "cells": [_describe_cell(cell) for cell in report.cells],
        "corrections": [asdict(fix) for fix in report.corrections],
    }


def _count_states(report: Report, table: str) -> dict[str, int]:
    counts = Counter(cell.state for cell in report.cells if cell.table == table)
    return {state.value: counts[state] for state in State}


def _describe_cell(cell: Cell) -> dict[str, object]:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "state": cell.state.value,
        "value": _write_number(cell.value),
        "printed": cell.printed,
        "line": cell.line,
        "correction": cell.correction,
    }


def _describe_check(check: Check) -> dict[str, object]:
    return {
        "rule": check.rule,
        "scope": check.scope,
        "status": check.status.value,
        "left": _write_number(check.left),
        "right": _write_number(check.right),
        "difference": _write_number(check.difference),
        "left_text": check.left_text,
        "right_text": check.right_text,
    }


def _describe_finding(finding: Finding, codes: Codes) -> dict[str, object]:
    return {
        "finding_id": finding_id(finding),
        "code": finding.code,
        "severity": severity(finding, codes),
        "source_file": finding.source_file,
        "line": finding.line,
        "message_zh": render_message(finding, codes, "zh"),
        "message_en": render_message(finding, codes, "en"),
        "next_zh": render_next_step(finding, codes, "zh"),
        "next_en": render_next_step(finding, codes, "en"),
    }


def _write_number(number: int | Decimal | None) -> int | str | None:
    """A whole number as it is; an amount as a string, for a JSON number would be read as a float."""
    return str(number) if isinstance(number, Decimal) else number
