"""Statements that must answer in the browser as they do in Python, on real tables made of the published CSV files.

Comes in: a package's folder. Goes out: the statements with the partitions each may ask for, and SQLite's answers.
`year` in a table of reports that has no such column is the year of the report, as on the page.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

TYPES = {"integer": "INTEGER", "number": "REAL", "year": "INTEGER"}
OF_REPORTS = frozenset({"sections", "disclosures", "applications", "remedies", "checks"})


class Statement(NamedTuple):
    """A statement whose order of rows is fixed; the files it reads: `{table: years}`, None for any of them."""

    text: str
    files: dict[str, set[str] | None]


ANY = None
NARROW = [
    Statement(
        "SELECT report_id, count FROM applications WHERE year = 2023 AND outcome = 'received' AND applicant = 'total'"
        " ORDER BY report_id",
        {"applications": {"2023"}},
    ),
    Statement(
        "SELECT a.name, p.count, p.state FROM applications p JOIN reports r USING (report_id)"
        " JOIN agencies a USING (agency_id) WHERE year = 2023 AND p.outcome = 'refused_administrative_query'"
        " AND p.applicant = 'total' ORDER BY p.count DESC, p.report_id LIMIT 20",
        {"applications": {"2023"}, "reports": {"2023"}, "agencies": {""}},
    ),
    Statement(
        "SELECT outcome, state, count(*), sum(count) FROM applications WHERE year IN (2021, 2022)"
        " GROUP BY outcome, state ORDER BY 1, 2",
        {"applications": {"2021", "2022"}},
    ),
    Statement(
        "SELECT year, count(*), count(value), sum(value), avg(value), max(value) / 2 FROM disclosures"
        " WHERE year BETWEEN 2020 AND 2022 AND item = 'fee' GROUP BY year ORDER BY year",
        {"disclosures": {"2020", "2021", "2022"}},
    ),
    Statement(
        "SELECT count(*), min(left), max(difference) FROM checks WHERE year > 2022 AND status = 'differs'",
        {"checks": {"2023", "2024"}},
    ),
    Statement(
        "SELECT * FROM remedies WHERE report_id = (SELECT max(report_id) FROM reports WHERE year = 2022)"
        " ORDER BY channel, result",
        {"remedies": {"2022"}, "reports": {"2022"}},
    ),
    Statement(
        "SELECT count(*), sum(count) FROM applications WHERE year = '2023' AND NOT state = 'reported'",
        {"applications": {"2023"}},
    ),
    Statement(
        "SELECT s.report_id, length(s.text) FROM sections s WHERE s.report_id IN"
        " (SELECT report_id FROM reports WHERE year = 2021 AND form = '2021') AND section = '1' ORDER BY 1",
        {"sections": {"2021"}, "reports": {"2021"}},
    ),
    Statement(
        "SELECT year, report_id, item, value FROM disclosures WHERE year = 2020 OR year = 2022"
        " ORDER BY report_id, item, measure",
        {"disclosures": {"2020", "2022"}},
    ),
    Statement("SELECT count(*) FROM applications WHERE year = 1900 OR report_id = 'nobody-1901'", {}),
    Statement("SELECT * FROM states ORDER BY code", {"states": {""}}),
    Statement("SELECT code FROM outcomes WHERE label_zh LIKE '%查询%' COLLATE NOCASE ORDER BY 1", {"outcomes": {""}}),
]
WIDE = [
    Statement(
        "SELECT count(*), sum(count) FROM applications WHERE year = 2023 OR 1",
        {"applications": ANY},
    ),
    Statement(
        "SELECT r.year, count(*), sum(p.count) FROM reports r LEFT JOIN applications p ON p.report_id = r.report_id"
        " AND p.outcome = 'received' AND p.applicant = 'total' AND p.state = 'reported' GROUP BY r.year ORDER BY 1",
        {"applications": ANY, "reports": ANY},
    ),
    Statement(
        "WITH open AS (SELECT r.agency_id, r.year, p.count FROM reports r JOIN applications p USING (report_id)"
        " WHERE p.outcome = 'carried_out' AND p.applicant = 'total')"
        " SELECT agency_id, year, count, lag(count) OVER (PARTITION BY agency_id ORDER BY year),"
        " sum(count) OVER (PARTITION BY agency_id ORDER BY year) FROM open ORDER BY 1, 2",
        {"applications": ANY, "reports": ANY},
    ),
    Statement(
        "SELECT agency_id, year FROM reports r WHERE NOT EXISTS (SELECT 1 FROM remedies m"
        " WHERE m.report_id = r.report_id AND m.state = 'reported') ORDER BY 1, 2",
        {"remedies": ANY, "reports": ANY},
    ),
    Statement(
        "SELECT DISTINCT a.function, f.label_zh FROM agencies a LEFT JOIN functions f ON f.code = a.function"
        " WHERE a.region_code NOT IN (SELECT code FROM regions WHERE level = 'county') ORDER BY 1",
        {"agencies": {""}, "functions": {""}, "regions": {""}},
    ),
    Statement(
        "SELECT report_id, section, count(*) OVER () FROM sections WHERE heading IS NULL AND section <> '0'"
        " OR (section = '3' AND text LIKE '%互联网%') ORDER BY 1, 2 LIMIT 50",
        {"sections": ANY},
    ),
    Statement(
        "SELECT x.report_id, x.item FROM disclosures x JOIN disclosures y ON x.value = y.value"
        " AND x.report_id < y.report_id AND x.item = y.item AND y.measure = x.measure"
        " WHERE x.report_id LIKE '%-2022' AND x.value > 50"
        " AND y.year = 2022 GROUP BY 1, 2 ORDER BY 1, 2",
        {"disclosures": ANY},
    ),
    Statement(
        "SELECT rule, count(DISTINCT report_id) FROM checks WHERE report_id IN (SELECT report_id FROM findings)"
        " AND status IN ('holds', 'differs') GROUP BY rule HAVING count(*) > 1 ORDER BY 2 DESC, 1",
        {"checks": ANY, "findings": {""}},
    ),
    Statement(
        "SELECT published, year FROM reports WHERE published >= '2023-02-01' AND year % 2 = 0 ORDER BY report_id",
        {"reports": ANY},
    ),
]


def open_package(folder: Path, with_year: bool) -> sqlite3.Connection:
    """The package's CSV files as real tables; if asked, those of reports have the report's year besides."""
    connection = sqlite3.connect(":memory:")
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if resource["path"].endswith(".csv"):
            _fill(connection, folder / resource["path"], resource, with_year)
    return connection


def answer(published: sqlite3.Connection, with_year: sqlite3.Connection, text: str) -> list[list[Any]]:
    """The rows of a statement; with the year of the report only where the published columns will not do."""
    try:
        return [list(row) for row in published.execute(text)]
    except sqlite3.OperationalError as error:
        if "no such column" not in str(error):
            raise
        return [list(row) for row in with_year.execute(text)]


def _fill(connection: sqlite3.Connection, path: Path, resource: dict[str, Any], with_year: bool) -> None:
    fields = [(field["name"], TYPES.get(field["type"], "TEXT")) for field in resource["schema"]["fields"]]
    names = [name for name, _ in fields]
    with path.open(newline="", encoding="utf-8") as lines:
        rows = [[row[name] or None for name in names] for row in csv.DictReader(lines)]
    if with_year and resource["name"] in OF_REPORTS:
        fields.append(("year", "INTEGER"))
        rows = [[*row, re.sub(r".*-", "", row[0] or "")] for row in rows]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in fields)
    connection.execute(f'CREATE TABLE "{resource["name"]}" ({columns})')
    marks = ", ".join("?" * len(fields))
    connection.executemany(f'INSERT INTO "{resource["name"]}" VALUES ({marks})', rows)
