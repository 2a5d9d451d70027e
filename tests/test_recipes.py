"""The code on the page of recipes, run as printed, answers its three questions as the CSV files say, blanks apart."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb
import openpyxl
import pytest

from build_scripts.files.office import find_office, run_bounded
from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.formats.all_formats import write_database
from build_scripts.publishing.formats.parquet_tables import PARQUET, join_tables, plan_parquet
from build_scripts.publishing.formats.pieces import SQLITE, WIDE
from build_scripts.publishing.formats.wide_files import write_wide
from build_scripts.publishing.offers import LATEST, list_parts
from tests.formats import make_work, write_parts
from tests.packages import ROOT
from tests.query_truth import KEYS, Collection, Question, answer, read_collection, read_csv

PAGE = ROOT / "docs/data/read/index.md"
TABLES = ("reports", "agencies", "applications", "disclosures", "checks")
QUERY = ("applications", "refused_administrative_query", "total")
RECEIVED = ("applications", "received", "total")
LICENCE = ("disclosures", "licence", "decisions")
Row = tuple[object, ...]


class Answers(NamedTuple):
    """The three questions: (report, scope, state, count); (report, applicant, left, right, difference); (year,
    function, reports, with a number, without, total)."""

    refused: list[Row]
    differs: list[Row]
    licences: list[Row]


@pytest.fixture(scope="module")
def folder(country_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked package, and its Parquet files beside it. Some cells that have a number are made blank, some reports
    made to count their organ alone, so that each question meets both."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "data").mkdir()
    shutil.copy(country_package / "datapackage.json", folder)
    forms = {row["report_id"]: row["form"] for row in read_csv(country_package, "reports")}
    for path in (country_package / "data").glob("*.csv"):
        found = list(read_csv(country_package, path.stem))
        for number, row in enumerate(found):
            if path.stem == "reports" and row["form"] == "2021" and number % 3:
                row["scope"] = "organ"
            if path.stem == "agencies" and number % 6 == 0:
                row["function"] = ""
            if path.stem in KEYS:
                *place, value = (row[name] for name in KEYS[path.stem])
                gone = int(row["report_id"].encode().hex(), 16) % 3 == 0 and forms[row["report_id"]] == "2021"
                if value and gone and (path.stem, *place) in (QUERY, LICENCE):
                    row[KEYS[path.stem][2]], row["state"], row["printed"] = "", "blank", ""
        with (folder / "data" / path.name).open("w", encoding="utf-8", newline="") as stream:
            head = next(csv.reader(path.open(encoding="utf-8", newline="")))
            writer = csv.DictWriter(stream, head, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    package = load_package(folder)
    context = build_context(package, Settings("开放数据"))
    site, whole = folder / "site", list_parts(context)[:1]
    work = make_work(package, context, site, (SQLITE, WIDE))
    join_tables(work, [task.run(work, task.about) for task in plan_parquet(work)])
    (folder / "parquet").symlink_to(site / PARQUET, target_is_directory=True)
    write_parts(write_wide, work, whole)
    write_parts(write_database, work, whole)
    for path in (site / LATEST).glob("disclosure-reports*"):
        path.rename(folder / path.name)
    return folder


@pytest.fixture(scope="module")
def truth(folder: Path) -> Answers:
    """The answers by the csv module alone."""
    collection = read_collection(folder)
    return Answers(find_refused(collection), find_differences(collection), count_licences(collection))


def find_refused(collection: Collection) -> list[Row]:
    asked = answer(collection, Question(cells=(QUERY,), years=frozenset({2023})))
    refused = [
        (one.report["report_id"], one.report["scope"], one.cells[0].state, one.cells[0].number)
        for one in asked
        if one.cells[0].state
    ]
    refused.sort(key=lambda row: (row[1], row[3] is None, -(row[3] or 0), row[0]))
    return list(refused)


def find_differences(collection: Collection) -> list[Row]:
    return sorted(
        (check["report_id"], check["scope"], *(int(check[side]) for side in ("left", "right", "difference")))
        for check in collection.checks
        if (check["rule"], check["status"]) == ("carry_over", "differs")
    )


def count_licences(collection: Collection) -> list[Row]:
    question = Question(cells=(LICENCE,), forms=frozenset({"2021"}), scopes=frozenset({"organ"}))
    asked = sorted(
        (one for one in answer(collection, question) if one.cells[0].state),
        key=lambda one: (int(one.report["year"]), not one.agency["function"], one.agency["function"]),
    )
    counted: list[Row] = []
    for (year, function), group in groupby(asked, key=lambda one: (int(one.report["year"]), one.agency["function"])):
        values = [one.cells[0].number for one in group]
        numbers = [int(value) for value in values if value is not None]
        total = sum(numbers) if numbers else None
        counted.append((year, function or None, len(values), len(numbers), len(values) - len(numbers), total))
    return counted


def test_each_question_meets_numbers_and_blanks(truth: Answers) -> None:
    assert {row[3] is None for row in truth.refused} == {True, False}
    assert len({row[3] for row in truth.refused}) > 2
    assert len({row[1] for row in truth.refused}) > 1, "several scopes, never ranked together"
    assert len(truth.differs) > 1
    assert any(row[4] for row in truth.licences)
    assert any(row[5] is None for row in truth.licences), "a function of which nothing is known: no total, not 0"
    assert any(row[5] for row in truth.licences)
    assert any(row[1] is None for row in truth.licences), "agencies whose function is not known are a group too"


# The blocks of the page


@cache
def blocks() -> Mapping[str, tuple[str, ...]]:
    """The heading above → the blocks of code below it, as printed."""
    text = PAGE.read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line, code in re.findall(r"^#{2,4} ([^\n]+)$|^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        heading = line or heading
        if code:
            found[heading] = (*found.get(heading, ()), code)
    return found


def test_the_page_has_code_for_each() -> None:
    assert list(blocks()) == [
        "Python（pandas）",
        "Python（不装别的）",
        "R",
        "pandas，读宽表",
        "R，读宽表",
        "Python，读 JSON Lines",
        "jq",
        "DuckDB，读 JSON Lines",
        "pandas，读压缩包",
        "验证",
        "SQL",
        "SQLite，整个数据库",
        "DuckDB，读 CSV",
        "DuckDB，读 Parquet",
    ]
    assert {len(codes) for codes in blocks().values()} == {1}
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("《") == page.count("》")
    for caution in ("空白不是 0", "范围不同，不比高低，也不相加", "不符只是两个数不等", "65001: Unicode (UTF-8)"):
        assert caution in page


def test_the_pandas_code_answers_on_csv_and_on_parquet(folder: Path, truth: Answers) -> None:
    code = blocks()["Python（pandas）"][0]
    said = re.search(r'`pd\.read_csv\("data/applications\.csv", …\)` 换成 `(.+?)`', PAGE.read_text(encoding="utf-8"))
    assert said
    parted = re.sub(
        r'pd\.read_csv\("data/(\w+)\.csv".*\)', lambda found: said[1].replace("applications", found[1]), code
    )
    parted = parted.replace('"parquet/agencies"', '"parquet/agencies.parquet"')
    assert parted.count("pd.read_parquet(") == len(TABLES)
    of_csv, of_parquet = dump_pandas([code, parted], folder)
    assert read_dump(of_csv) == read_dump(of_parquet) == truth
    assert of_csv.split("@@@\n")[1] == of_parquet.split("@@@\n")[1], "a count is printed as 126 by both, never as 126.0"


def dump_pandas(codes: Sequence[str], folder: Path) -> list[str]:
    """What each piece of code finds, one after the other in one process, for pandas is slow to open."""
    lines = [
        'refused[["report_id", "scope", "state", "count"]]',
        'differs[["report_id", "scope", "left", "right", "difference"]]',
        'licences.reset_index()[["year", "function", "reports", "with_number", "without_number", "total"]]',
    ]
    dumped = "".join(f'\nprint("@@@")\nprint({line}.to_csv(index=False, header=False), end="")' for line in lines)
    whole_code = '\nprint("=====")\n'.join(code + dumped for code in codes)
    return run([sys.executable, "-X", "utf8", "-c", whole_code], folder).split("=====\n")


def test_the_plain_python_code_answers(folder: Path, truth: Answers) -> None:
    lines = run([sys.executable, "-X", "utf8", "-c", blocks()["Python（不装别的）"][0]], folder).splitlines()
    found = [(*line.split()[:3], None if line.split()[3] == "None" else int(line.split()[3])) for line in lines]
    assert found == truth.refused


def test_the_r_code_answers(folder: Path, truth: Answers) -> None:
    rscript = os.environ.get("RSCRIPT_PATH") or shutil.which("Rscript")
    if not rscript:
        need("没有 R：请运行 build_scripts/setup/install_r.sh / no R")
    lines = [
        'refused[, c("report_id", "scope", "state", "count")]',
        'differs[, c("report_id", "scope", "left", "right", "difference")]',
        "licences[order(licences$year, licences$kind, method = 'radix'), "
        'c("year", "kind", "reports", "with_number", "without_number", "total")]',
    ]
    dumped = [
        f'cat("@@@\\n")\nwrite.table({line}, sep = ",", na = "", row.names = FALSE, col.names = FALSE)'
        for line in lines
    ]
    of_wide = ("sink(tempfile())", blocks()["R，读宽表"][0], "sink()", dumped[-1])
    (folder / "recipe.R").write_text("\n".join((blocks()["R"][0], *dumped, *of_wide, "")), encoding="utf-8")
    assert rscript
    long, _, wide = run([rscript, "--vanilla", "recipe.R"], folder).rpartition("@@@\n")
    assert read_dump(long) == truth
    assert read_csv_text(wide) == truth.licences


@pytest.mark.parametrize("source", ["DuckDB，读 CSV", "DuckDB，读 Parquet"])
def test_the_sql_answers_in_duckdb(source: str, folder: Path, truth: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    database = duckdb.connect()
    database.execute(blocks()[source][0])
    assert ask(lambda statement: database.execute(statement).fetchall()) == truth


def test_duckdb_reads_a_cell_with_a_line_break_however_late_it_stands(folder: Path, tmp_path: Path) -> None:
    head, *rows = csv.reader((folder / "data/applications.csv").open(encoding="utf-8", newline=""))
    plain = [row for row in rows if not any(set('",\n') & set(value) for value in row)]
    many = (plain * (120_000 // len(plain) + 1))[:120_000]
    many[-1] = [*many[-1][:5], '0\n"905",56', *many[-1][6:]]
    (tmp_path / "data").mkdir()
    with (tmp_path / "data/applications.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *many])
    view = re.search(r"^CREATE VIEW applications .+$", blocks()["DuckDB，读 CSV"][0], re.MULTILINE)
    assert view
    database = duckdb.connect()
    database.execute(view[0].replace("'data/", f"'{tmp_path}/data/"))
    found = database.execute("SELECT count(*), max(printed) FILTER (printed LIKE '%905%') FROM applications").fetchall()
    assert found == [(120_000, '0\n"905",56')]


def test_the_sql_answers_in_the_sqlite_database(folder: Path, truth: Answers, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "disclosure-reports.sqlite.zip") as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".sqlite")]
        path = archive.extract(name, tmp_path)
    with closing(sqlite3.connect(path)) as database:
        assert ask(lambda statement: database.execute(statement).fetchall()) == truth
        english = (ROOT / "docs/en/data/index.md").read_text(encoding="utf-8")
        [statement] = re.findall(r"^```sql\n(.*?)^```$", english, re.MULTILINE | re.DOTALL)
        found = database.execute(statement).fetchall()
    asked = answer(read_collection(folder), Question(cells=(RECEIVED,), years=frozenset({2023})))
    expected = [(one.report["report_id"], one.cells[0].number, one.cells[0].state or None) for one in asked]
    assert found == sorted(expected)


@pytest.mark.skipif(
    not (shutil.which("sqlite3") and shutil.which("unzip")), reason="没有 sqlite3 或 unzip / no sqlite3 or no unzip"
)
def test_the_sqlite_program_and_datasette_open_the_database(folder: Path, truth: Answers) -> None:
    *lines, served = blocks()["SQLite，整个数据库"][0].splitlines()
    asked = f"{served} --get '/disclosure-reports/carry_over.json?_shape=array'"
    surroundings = f"PATH={Path(sys.executable).parent}:$PATH"
    told = run(["bash", "-euc", "\n".join((surroundings, *lines, "echo ===", asked))], folder).split("===\n")
    assert told[0].count("-2023") == 9
    found = [
        tuple(row[name] for name in ("report_id", "applicant", "carried_in", "carried_out_before", "difference"))
        for row in json.loads(told[1])
    ]
    assert found == truth.differs


def test_the_code_for_wide_tables_zips_and_lines_answers(
    folder: Path, truth: Answers, country_folder: Path, country_package: Path
) -> None:
    """In one process, for pandas is slow to open; the zip and the lines are those the site offers."""
    for name in ("disclosure-reports.zip", "disclosure-reports.jsonl.gz"):
        (folder / name).symlink_to(country_folder / LATEST / name)
    code = "\n".join(
        (
            blocks()["pandas，读宽表"][0],
            dump('licences.reset_index()[["year", "function", "reports", "with_number", "without_number", "total"]]'),
            blocks()["Python，读 JSON Lines"][0],
            dump('refused[["report_id", "scope", "state", "count"]]'),
            blocks()["pandas，读压缩包"][0],
        )
    )
    _, wide, _, lines, zipped = run([sys.executable, "-X", "utf8", "-c", code], folder).split("@@@\n")
    assert read_csv_text(wide) == truth.licences
    assert read_csv_text(lines) == find_refused(read_collection(country_package))
    counted = Counter((row["year"], row["scope"]) for row in read_csv(country_package, "reports"))
    assert [int(line.split()[-1]) for line in zipped.splitlines()[1:-1]] == [counted[key] for key in sorted(counted)]


def dump(frame: str) -> str:
    """Code that prints a frame as CSV between two marks."""
    return f'print("@@@")\nprint({frame}.to_csv(index=False, header=False), end="@@@\\n")'


def test_duckdb_reads_the_lines(country_folder: Path, country_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(country_folder / LATEST)
    found = duckdb.connect().execute(blocks()["DuckDB，读 JSON Lines"][0]).fetchall()
    assert found == find_refused(read_collection(country_package))


@pytest.mark.skipif(not shutil.which("jq"), reason="没有 jq / no jq")
def test_jq_reads_the_lines(country_folder: Path, country_package: Path) -> None:
    told = run(["bash", "-euo", "pipefail", "-c", blocks()["jq"][0]], country_folder / LATEST)
    found = [tuple(map(read, line.split("\t"))) for line in told.splitlines()]
    assert sorted(found, key=str) == sorted(find_refused(read_collection(country_package)), key=str)


@pytest.mark.skipif(not shutil.which("unzip"), reason="没有 unzip / no unzip")
def test_frictionless_finds_the_package_valid(site_folder: Path, tmp_path: Path) -> None:
    shutil.copy(site_folder / LATEST / "disclosure-reports.zip", tmp_path)
    *lines, validate = blocks()["验证"][0].splitlines()
    command = "\n".join((f"PATH={Path(sys.executable).parent}:$PATH", *lines, f"{validate} --json"))
    told = run(["bash", "-euc", command], tmp_path)
    report = json.loads(told[told.index("{") :])
    assert report["valid"] is True
    assert report["stats"]["tasks"] == len(list((site_folder / LATEST / "data").glob("*.csv")))


def test_the_formulas_answer(country_folder: Path, country_package: Path, tmp_path: Path) -> None:
    """Beside the sheets of the workbook of a year, computed by LibreOffice; marks of all kinds stand between."""
    office = find_office()
    if office is None:
        need("没有 LibreOffice：请运行 build_scripts/setup/install_office.sh / no LibreOffice")
    page = PAGE.read_text(encoding="utf-8")
    formulas = dict(re.findall(r"^\| `([A-Z]+2)` \| .+? \| `(=.+)` \|$", page, re.MULTILINE))
    assert list(formulas) == ["C2", "D2", "E2", "F2"]
    book = openpyxl.load_workbook(country_folder / LATEST / "years/2023/disclosure-reports-2023.xlsx")
    licences = book["主动公开_2021年版"]
    assert [cell.value for cell in licences[4][3:5]] == ["报告年度", "统计范围"]
    assert licences[4][15].value == "第二十条第（五）项｜行政许可｜本年处理决定数量"
    for name in set(book.sheetnames) - {licences.title}:
        del book[name]
    for number, mark in ((6, "[空白]"), (9, "[未印]"), (12, "[无法读取]")):
        licences.cell(number, 16).value = mark
    rows = [[cell.value for cell in row] for row in licences.iter_rows(min_row=5)]
    expected: list[Row] = []
    for scope in sorted({str(row[4]) for row in rows}):
        found = [row[15] for row in rows if row[4] == scope]
        numbers = [value for value in found if isinstance(value, int)]
        total = sum(numbers) if numbers else None
        expected.append((2023, scope, len(found), len(numbers), len(found) - len(numbers), total))
    assert any(row[4] for row in expected)
    answers, sums = book.create_sheet("answers", 0), book.create_sheet("sums", 1)
    answers.append(["year", "scope", *"CDEF"])
    (row_formula,) = re.findall(r"`(=IF\(COUNT\(.+?)`", page)
    assert (licences["J4"].value, licences["M4"].value) == (
        "第二十条第（一）项｜规章｜本年制发件数",
        "第二十条第（一）项｜行政规范性文件｜本年制发件数",
    )
    licences["J5"], licences["M5"], licences["J6"], licences["M6"], licences["M7"] = 3, 4, "[空白]", "[空白]", "[空白]"
    for row in expected:
        answers.append(row[:2])
    fill(answers, formulas)
    for row in (5, 6, 7):
        sums.cell(row - 4, 1).value = re.sub(r"(?<=![JM])5", str(row), row_formula)
    book.save(tmp_path / "book.xlsx")
    assert office
    command = [str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    wanted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    run_bounded(
        [*command, "--convert-to", wanted, "--outdir", str(tmp_path), str(tmp_path / "book.xlsx")], tmp_path, 120
    )
    if not (tmp_path / "book-answers.csv").is_file():
        need("没有 LibreOffice Calc：请运行 build_scripts/setup/install_office.sh / no LibreOffice Calc")
    assert read_csv_text((tmp_path / "book-answers.csv").read_text(encoding="utf-8"))[1:] == expected
    assert (tmp_path / "book-sums.csv").read_text(encoding="utf-8").split() == ["7", "[有格无数]", "[有格无数]"]


# How it is done


def fill(sheet: openpyxl.worksheet.worksheet.Worksheet, formulas: Mapping[str, str]) -> None:
    """Write the formulas of row 2 and fill them down, as a spreadsheet does."""
    for cell, formula in formulas.items():
        for row in range(2, sheet.max_row + 1):
            sheet[f"{cell[:-1]}{row}"] = re.sub(r"(?<![A-Za-z!:])([A-Z]{1,2})2(?![\d(])", rf"\g<1>{row}", formula)


def ask(execute: object) -> Answers:
    """The three statements of the page, each asked."""
    statements = [part for part in re.split(r"^-- \d$", blocks()["SQL"][0], flags=re.MULTILINE) if part.strip()]
    assert len(statements) == 3
    refused, differs, licences = ([tuple(map(whole, row)) for row in execute(one)] for one in statements)  # type: ignore[operator]
    return Answers([(row[0], *row[2:]) for row in refused], differs, licences)


def whole(value: object) -> object:
    """A decimal or double that is a whole number as int, so that engines can be compared."""
    return int(value) if isinstance(value, Decimal | float) and value == int(value) else value


def run(command: Sequence[str], folder: Path) -> str:
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=surroundings)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def read_dump(text: str) -> Answers:
    _, *parts = text.split("@@@\n")
    return Answers(*map(read_csv_text, parts))


def read_csv_text(text: str) -> list[Row]:
    return [tuple(map(read, row)) for row in csv.reader(io.StringIO(text))]


def read(value: str) -> object:
    """A number where it looks like one, None where there is nothing."""
    return whole(float(value)) if re.fullmatch(r"-?\d+(\.\d+)?(E-\d+)?", value) else value or None


def need(reason: str) -> None:
    """Skip on a desk; fail where everything is meant to be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
