"""A made-up edition of the form for 2027, written into a copy of the project by data alone, and reports printed in it.

Comes in: a folder. Goes out: a copy of the project whose code lists, `editions.csv` and the other tables of data know
the edition, with reports of it. Refuses to know: how reports are read. The steps are those of the handbook
(docs/contribute/maintaining/new-edition.md), in its order; no line of code, of a script or of a page is changed.
What it changes: a head and a row are renamed, a row and a column are new, a row is dropped, a result is new.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from build_scripts.codes import Codes, build_codes
from tests.packages import COMPILING
from tests.printing.codelists import read_rows
from tests.printing.facts import Facts, make_facts
from tests.printing.generate import print_report
from tests.printing.places import Place

ROOT = Path(__file__).parents[1]
FORM, BEFORE = "2027", "2021"
VERSION = "2029.2.1 - 2029-02-01"
NOTICE = "测试用的假想格式"
PLACE = Place("西工区民政局", "西工区", "410303", "county")
AGENCY = "410303-minzhengju"
YEARS = {2020: "2019", 2025: BEFORE, 2026: BEFORE, 2027: FORM, 2028: FORM}
RENAMED = {
    ("disclosures", "本年处理决定数量"): "本年作出决定数量",
    ("applications", "1.属于国家秘密"): "1.涉及国家秘密",
}
DROPPED = ("applications", "not_processed_publication")
NEW_ROW, NEW_MEASURE = "administrative_agreement", "revoked"
NEW_APPLICANT = "foreign_person"
NEW_OUTCOME, NEW_RESULT = "refused_personal_information", "withdrawn"
NEW_CODES = {
    "forms": "2027,4,2027年版,2027 edition,自2027报告年度起使用的表格。,The form in use since report year 2027.",
    "disclosure_items": f"{NEW_ROW},9,行政协议,Administrative agreements,订立的行政协议。,Agreements concluded.",
    "disclosure_measures": f"{NEW_MEASURE},13,本年撤销数量,Revoked,本年撤销的件数。,Revoked in the year.,件,false",
    "outcomes": f"{NEW_OUTCOME},27,属于个人信息,Personal information,涉及个人信息不予公开。,Refused.,第十五条,",
    "results": f"{NEW_RESULT},6,撤回申请,Withdrawn,申请人撤回。,Withdrawn by the applicant.",
}
"""A line of each code list; its source is added behind."""


def copy_project(folder: Path) -> Path:
    """A copy of what the commands need, without reports."""
    left_out = shutil.ignore_patterns("reports", "build", *COMPILING)
    for name in ("build_scripts", "datapackage", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for name in ("Makefile", "mkdocs.yml", "CHANGELOG.md", "LICENSE", "LICENSE-DATA.md", "CITATION.cff"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def add_edition(project: Path) -> None:
    """Write the edition into the tables of data of a copy of the project, in the order of the handbook."""
    _open_version(project / "CHANGELOG.md")
    lists = project / "datapackage" / "codelists"
    for name, line in NEW_CODES.items():
        _append(lists / f"{name}.csv", [next(csv.reader(io.StringIO(f"{line},{NOTICE}")))])
    _append(lists / "form_cells.csv", _list_cells(lists / "form_cells.csv"))
    _append(lists / "label_spellings.csv", [["column", "disclosures", "decisions", "作出决定数量", NOTICE]])
    _change(project / "build_scripts/publishing/compare/editions.csv", _tell_alike)
    _append(
        project / "build_scripts/publishing/compare/editions.csv",
        [
            ["disclosures", NEW_ROW, "*", FORM, "2027年版新添的一行。"],
            *(
                ["disclosures", row, NEW_MEASURE, FORM, "2027年版新添的一列。"]
                for row in ("licence", "penalty", "enforcement")
            ),
            ["applications", NEW_OUTCOME, "*", FORM, "2027年版新添的一行。"],
        ],
    )


def read_made_codes(project: Path) -> Codes:
    """The code lists of the copy."""
    return build_codes(
        {path.stem: read_rows(path) for path in sorted((project / "datapackage/codelists").glob("*.csv"))}
    )


def print_reports(project: Path, years: dict[int, str] = YEARS) -> dict[int, Facts]:
    """Print a report of each year in the form given, and return what each truly says."""
    codes, found, previous = read_made_codes(project), {}, None
    for year, form in years.items():
        facts = make_facts(Random(year), codes, PLACE, year, form, "busy", previous)
        target = project / "datapackage" / "reports" / str(year) / f"{AGENCY}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(print_report(facts, [], codes, Random(year), ".txt").data)
        found[year] = previous = facts
    return found


def change_one_thing(codes: Codes, change: str) -> Codes:
    """The code lists with an edition that is the one before but for one thing: nothing but its labels tells it."""
    lists = {name: [dict(row) for row in rows] for name, rows in codes.lists.items()}
    cells = [row | {"form": FORM} for row in lists["form_cells"] if row["form"] == BEFORE]
    if change == "a head is renamed":
        cells = [
            row | {"column_label": RENAMED.get((row["table"], row["column_label"]), row["column_label"])}
            for row in cells
        ]
    elif change == "a kind of applicant is added":
        new = [
            row | {"column": NEW_APPLICANT, "column_label": "境外个人", "column_order": "6"}
            for row in cells
            if row["table"] == "applications" and row["column"] == "other_organisation"
        ]
        cells = [
            row | {"column_order": "8"} if row["column"] == "total" and row["table"] == "applications" else row
            for row in cells
        ]
        cells += [row | {"column_order": "7"} for row in new]
        lists["applicants"].append(lists["applicants"][0] | {"code": NEW_APPLICANT, "label_zh": "境外个人"})
    elif change == "a row is dropped":
        cells = [row for row in cells if (row["table"], row["row"]) != DROPPED]
    else:
        model = next(row for row in cells if row["row"] == "penalty")
        cells.append(model | {"row": NEW_ROW, "row_label": "行政协议", "row_order": "7"})
        lists["disclosure_items"].append(lists["disclosure_items"][0] | {"code": NEW_ROW, "label_zh": "行政协议"})
    lists["forms"].append(lists["forms"][1] | {"code": FORM, "label_zh": "2027年版"})
    return build_codes({**lists, "form_cells": [*lists["form_cells"], *cells]})


def _list_cells(path: Path) -> list[list[str]]:
    """The lines of the edition before, with what the made-up one changes."""
    rows = [row | {"form": FORM} for row in read_rows(path) if row["form"] == BEFORE]
    rows = [row for row in rows if (row["table"], row["row"]) != DROPPED]
    for row in rows:
        for name in ("row_label", "column_label"):
            row[name] = RENAMED.get((row["table"], row[name]), row[name])
    rows += _like(
        rows,
        "disclosures",
        "fee",
        row=NEW_ROW,
        column="decisions",
        row_order="7",
        row_label="行政协议",
        column_label="本年作出决定数量",
        unit="件",
    )
    rows += [
        row | {"column": NEW_MEASURE, "column_order": "2", "column_label": "本年撤销数量"}
        for row in rows
        if row["column"] == "decisions" and row["row"] != NEW_ROW
    ]
    rows += _like(
        rows,
        "applications",
        "refused_administrative_query",
        row=NEW_OUTCOME,
        row_order="12.5",
        row_label="9.属于个人信息",
        article="第十五条",
    )
    rows += [
        row | {"column": NEW_RESULT, "column_order": "4.5", "column_label": "撤回申请"}
        for row in rows
        if row["table"] == "remedies" and row["column"] == "pending"
    ]
    return [list(row.values()) for row in _renumber(rows)]


def _like(rows: list[dict[str, str]], table: str, model: str, **changes: str) -> list[dict[str, str]]:
    return [row | changes for row in rows if (row["table"], row["row"]) == (table, model)]


def _renumber(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Orders counted from 1 again, rows and columns of each table by themselves."""
    for axis in ("row_order", "column_order"):
        for table in {row["table"] for row in rows}:
            own = [row for row in rows if row["table"] == table]
            ranks = {order: str(at) for at, order in enumerate(sorted({row[axis] for row in own}, key=float), 1)}
            for row in own:
                row[axis] = ranks[row[axis]]
    return rows


def _tell_alike(row: dict[str, str]) -> dict[str, str]:
    """What the newest edition before means the same as, the made-up one does too; but the row that it drops."""
    if (row["table"], row["row"]) == DROPPED or BEFORE not in row["alike"].split():
        return row
    if row["row"] == "other_processing":
        return row
    return row | {"alike": row["alike"].replace(BEFORE, f"{BEFORE} {FORM}")}


def _open_version(path: Path) -> None:
    """A version of the data after the years of the reports: a year that has not begun has no report."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(## .*\bData\b.*)$", rf"\1\n\n### {VERSION}\n", text, count=1), encoding="utf-8")


def _append(path: Path, lines: list[list[str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(lines)


def _change(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    rows = [change(row) for row in read_rows(path)]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
