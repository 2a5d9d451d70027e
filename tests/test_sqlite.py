"""The databases that are offered say what the CSV files say, opened by the tools that people open them with."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_KEYS, PRIMARY_KEYS
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats.all_formats import write_database
from build_scripts.publishing.formats.pieces import SQLITE
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.sqlite.database import make_base, make_frame
from build_scripts.publishing.formats.sqlite.files import list_tables, make_partition
from build_scripts.publishing.formats.sqlite.large_tables import LARGE
from build_scripts.publishing.formats.sqlite.schema import Table, make_table
from build_scripts.publishing.notes import NOTES
from build_scripts.publishing.offers import list_parts
from tests.formats import make_work, write_parts
from tests.query_truth import read_csv

Row = Mapping[str, str]
WHOLE = "data/latest/disclosure-reports.sqlite.zip"
CELL_LISTS = {
    "disclosures": ("disclosure_items", "disclosure_measures"),
    "applications": ("outcomes", "applicants"),
    "remedies": ("channels", "results"),
}
LISTS = {"states", *(name for names in CELL_LISTS.values() for name in names)}


@pytest.fixture(scope="module")
def package(country_package: Path) -> Package:
    return load_package(country_package)


@pytest.fixture(scope="module")
def context(package: Package) -> SiteContext:
    return build_context(package, Settings("开放数据"))


@pytest.fixture(scope="module")
def unpacked(country_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the zip of the whole, as the site offers it."""
    folder = tmp_path_factory.mktemp("sqlite")
    with zipfile.ZipFile(country_folder / WHOLE) as archive:
        archive.extractall(folder)
    [inside] = folder.iterdir()
    return inside


@pytest.fixture(scope="module")
def database(unpacked: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(unpacked / "disclosure-reports.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


# The tables


def test_every_table_holds_every_field_of_its_csv(database: sqlite3.Connection, package: Package) -> None:
    for resource in list_resources(package):
        assert_same(database, package.folder, resource, lambda _: True)


def test_a_year_holds_its_reports_and_what_belongs_to_them(
    country_folder: Path, package: Package, context: SiteContext, tmp_path: Path
) -> None:
    part = next(part for part in list_parts(context) if part.kind == "year")
    reports = {report["report_id"] for report in part.reports}
    agencies = {report["agency_id"] for report in part.reports}
    assert 0 < len(reports) < len(package.reports)
    with zipfile.ZipFile(country_folder / f"{part.folder}{part.stem}.sqlite.zip") as archive:
        name = f"{part.stem}-{package.version}/{part.stem}.sqlite"
        path = Path(archive.extract(name, tmp_path))
    with closing(sqlite3.connect(path)) as year:
        year.row_factory = sqlite3.Row
        assert year.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert year.execute("PRAGMA foreign_key_check").fetchall() == []
        for resource in list_resources(package):
            assert_same(
                year,
                package.folder,
                resource,
                lambda row: (
                    row["report_id"] in reports
                    if "report_id" in row
                    else row["agency_id"] in agencies
                    if "report_count" in row
                    else True
                ),
            )


def test_what_a_year_has_of_a_partition_follows_from_its_own_rows_alone(
    country_package: Path, package: Package
) -> None:
    """Else a report of another year would change the file of this one, which is taken over where its rows are the
    same."""
    (partition, _), *_ = Counter(row["report_id"][:4] for row in package.reports).most_common()
    years = {row["report_id"]: row["year"] for row in package.reports if row["report_id"].startswith(partition)}
    last = max(years.values())
    tables = [table for table in list_tables(package) if table.name in LARGE]
    rows = {table.name: [*read_csv(country_package, table.name)] for table in tables}

    def make(reports: Mapping[str, str]) -> bytes:
        data = {name: write_rows([row for row in found if row["report_id"] in reports]) for name, found in rows.items()}
        return make_partition(tables, country_package, data, reports, partition)[last]

    own = {report: year for report, year in years.items() if year == last}
    assert 0 < len(own) < len(years)
    assert make(years) == make(own)


def write_rows(rows: Sequence[Row]) -> bytes:
    """The rows as a CSV with its head."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_the_database_is_sound_and_every_key_leads_somewhere(database: sqlite3.Connection, package: Package) -> None:
    assert [tuple(row) for row in database.execute("PRAGMA integrity_check")] == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for resource in list_resources(package):
        schema, name = resource["schema"], str(resource["name"])
        assert isinstance(schema, dict)
        columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
        assert [row["name"] for row in columns] == [field["name"] for field in schema["fields"]]
        key = sorted((row["pk"], row["name"]) for row in columns if row["pk"])
        assert [column for _, column in key] == schema["primaryKey"]
        links = {row["from"]: row["table"] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')}
        assert links == {
            link["fields"][0]: link["reference"]["resource"] or name for link in schema.get("foreignKeys", ())
        }
    assert set(PRIMARY_KEYS) <= {row[0] for row in database.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("INSERT INTO applications SELECT * FROM applications LIMIT 1", "UNIQUE"),
        ("UPDATE applications SET state = 'guessed'", "CHECK"),
        ("UPDATE applications SET count = 0 WHERE state = 'blank'", "CHECK"),
        ("UPDATE applications SET count = NULL WHERE state = 'reported'", "CHECK"),
        ("UPDATE remedies SET count = 'many' WHERE state = 'reported'", "CHECK"),
        ("UPDATE disclosures SET value = '12' WHERE state = 'reported'", "CHECK"),
        ("UPDATE reports SET published = '2024年1月1日'", "CHECK"),
        ("UPDATE reports SET text_release = 'perhaps'", "CHECK"),
        ("UPDATE checks SET status = 'wrong'", "CHECK"),
        ("UPDATE reports SET scope = 'nobody'", "CHECK"),
        ("DELETE FROM outcomes WHERE code = 'received'", "FOREIGN KEY"),
    ],
)
def test_a_copy_that_is_edited_is_held_to_the_same_rules(
    change: str, refused: str, unpacked: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(unpacked / "disclosure-reports.sqlite", tmp_path))
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match=refused):
            copy.execute(change)


# Decimals, empty fields, hostile words


@pytest.fixture
def changed(country_package: Path, tmp_path: Path) -> Path:
    """A package whose first cells are decimals of every length, and whose first section is hostile."""
    folder = tmp_path / "package"
    shutil.copytree(country_package, folder, ignore=shutil.ignore_patterns("text", "source"))
    return folder


DECIMALS = (
    *("0.1", "346.4355", "-3.5", "0.00000001", "99999999.99999999", "1234567890123.45", "0", "007", "12.50"),
    *("12345678901234567", "123456789012345678", "12345678901234567890"),
    *("1234567890123456.78", "-0.123456789012345678", "9007199254740993"),
)
HOSTILE = '\'); DROP TABLE reports; --\n"<script>alert(1)</script>" =1+1 \u202e🙂 %s {0} ?1 :year'


def test_numbers_are_exact_and_words_are_only_words(changed: Path, tmp_path: Path) -> None:
    head, rows = read_table(changed, "disclosures")
    for number, row in zip(DECIMALS, rows, strict=False):
        row["value"], row["state"] = number, "reported"
    write_table(changed, "disclosures", head, rows)
    section_head, sections = read_table(changed, "sections")
    sections[0]["text"] = sections[0]["heading"] = HOSTILE
    write_table(changed, "sections", section_head, sections)
    path = write_whole(changed, tmp_path / "site")
    with closing(sqlite3.connect(path)) as database:
        query = 'SELECT value, typeof(value), value || "" FROM disclosures ORDER BY report_id, item, measure LIMIT ?'
        query = query.replace('""', "''")
        found = database.execute(query, (len(DECIMALS),)).fetchall()
        assert [Decimal(str(value)) for value, _, _ in found] == [Decimal(number) for number in DECIMALS]
        assert [Decimal(printed) for _, _, printed in found] == [Decimal(number) for number in DECIMALS]
        assert {kind for _, kind, _ in found} == {"integer", "real", "text"}
        first = "SELECT heading, text FROM sections ORDER BY report_id, section LIMIT 1"
        assert database.execute(first).fetchone() == (HOSTILE, HOSTILE)
        assert database.execute("SELECT count(*) FROM reports").fetchone()[0] > 100


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("applications", "state", "guessed"),
        ("applications", "count", "7.5"),
        ("remedies", "channel", ""),
        ("reports", "year", "MMXX"),
        ("disclosures", "value", "1O5"),
        ("disclosures", "value", "O5"),
        ("disclosures", "value", "12,5"),
        ("disclosures", "value", "1.2.3"),
        ("disclosures", "value", "1-2"),
        ("disclosures", "value", "1e2"),
        ("disclosures", "value", "1234567890123456O"),
        ("checks", "left", "l2"),
        ("reports", "published", "yesterday"),
    ],
)
def test_a_package_that_was_tampered_with_is_refused(
    table: str, column: str, value: str, country_package: Path, tmp_path: Path
) -> None:
    head, rows = read_table(country_package, table)
    row = next(row for row in rows if row[column])
    at = rows.index(row)
    row[column] = value
    write_table(tmp_path, table, head, rows[at : at + 50])
    package = load_package(country_package)
    resource = next(one for one in list_resources(package) if one["name"] == table)
    codes = {name: [row["code"] for row in package.lists[name]] for name in ("states", "scopes")}
    with pytest.raises(FilesError, match=rf"{table}\.csv"):
        refuse_or_make(make_table(resource, codes), tmp_path, package)


def refuse_or_make(table: Table, folder: Path, package: Package) -> None:
    """Make the pages of a table, or fill it in the frame, from its CSV in `folder`."""
    if table.name in LARGE:
        years = {row["report_id"]: row["year"] for row in package.reports}
        make_partition([table], folder, {table.name: (folder / table.path).read_bytes()}, years, "4107")
    else:
        make_frame(make_base([table], LARGE, folder), [table], LARGE, folder, None, ())


def test_a_text_that_is_held_back_is_not_in_the_file(site_folder: Path, package_folder: Path, tmp_path: Path) -> None:
    """The real reports: what is withheld there has no words here, and each kind of text is as the package has it."""
    with zipfile.ZipFile(site_folder / WHOLE) as archive:
        archive.extractall(tmp_path)
    [path] = tmp_path.glob("*/*.sqlite")
    withheld = {row["report_id"] for row in read_csv(package_folder, "reports") if row["text_release"] == "withheld"}
    with closing(sqlite3.connect(path)) as database:
        told = database.execute("SELECT report_id, heading, text FROM sections").fetchall()
    assert {report for report, heading, text in told if report in withheld and (heading or text)} == set()
    assert [report for report, _, text in told if text]


# The views, each against another computation


def test_wide_views_are_the_wide_files(database: sqlite3.Connection, country_folder: Path) -> None:
    for form in ("2019", "2021"):
        path = country_folder / f"data/latest/disclosure-reports-wide-{form}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head, *rows = csv.reader(stream)
        cursor = database.execute(f"SELECT * FROM wide_{form} ORDER BY report_id")
        assert [column[0] for column in cursor.description] == head
        found = [tuple(row) for row in cursor]
        expected = [tuple(map(like, row, values)) for row, values in zip(sorted(rows), found, strict=True)]
        assert found == expected != []


def test_the_cells_of_all_tables_bear_their_labels(database: sqlite3.Connection, package: Package) -> None:
    labels = {
        name: {row["code"]: row["label_zh"] for row in rows} for name, rows in package.lists.items() if name in LISTS
    }
    units = {row["code"]: row["unit"] for row in package.lists["disclosure_measures"]}
    expected = []
    for table, (row_key, column_key, number) in CELL_KEYS.items():
        for row in read_csv(package.folder, table):
            one, two = row[row_key], row[column_key]
            unit = units[two] if table == "disclosures" else "件"
            rows, columns = CELL_LISTS[table]
            words = (labels[rows][one], labels[columns][two], plain(row[number]), unit, row["state"])
            expected.append((row["report_id"], table, one, two, *words, labels["states"][row["state"]]))
    statement = 'SELECT report_id, "table", "row", "column", row_label, column_label, value, unit, state, state_label'
    found = [
        tuple("" if value is None else str(value) for value in row)
        for row in database.execute(f"{statement} FROM cells")
    ]
    assert sorted(found) == sorted(expected)


def test_received_and_decided_are_the_totals_of_the_table(database: sqlite3.Connection, package: Package) -> None:
    cells = {
        (row["report_id"], row["outcome"]): (row["count"], row["state"])
        for row in read_csv(package.folder, "applications")
        if row["applicant"] == "total"
    }
    found = database.execute("SELECT * FROM received_decided").fetchall()
    assert {row["report_id"] for row in found} == {report["report_id"] for report in package.reports}
    flow = ("received", "carried_in", "granted", "partly_granted", "concluded_total", "carried_out")
    for row in found:
        for outcome in flow:
            count, state = cells.get((row["report_id"], outcome), ("", None))
            assert (row[outcome], row[f"{outcome}_state"]) == (int(count) if count else None, state)


def test_reports_bear_the_names_of_agency_and_region(database: sqlite3.Connection, package: Package) -> None:
    regions = {row["code"]: row for row in package.lists["regions"]}
    found = {row["report_id"]: row for row in database.execute("SELECT * FROM report_list")}
    assert set(found) == {report["report_id"] for report in package.reports}
    for report in package.reports:
        agency, row = package.agencies[report["agency_id"]], found[report["report_id"]]
        code = agency["region_code"]
        assert (row["name"], row["region"], row["province_en"], row["year"]) == (
            agency["name"],
            regions[code]["label_zh"],
            regions[f"{code[:2]}0000"]["label_en"],
            int(report["year"]),
        )


def test_the_differing_checks_are_those_of_the_table(database: sqlite3.Connection, package: Package) -> None:
    expected = {
        (row["report_id"], row["rule"], row["scope"], plain(row["difference"]))
        for row in read_csv(package.folder, "checks")
        if row["status"] == "differs"
    }
    found = database.execute("SELECT report_id, rule, scope, difference FROM checks_differ").fetchall()
    assert {(*row[:3], "" if row[3] is None else str(row[3])) for row in found} == expected != set()


# What goes with it


def test_the_file_says_what_it_is(database: sqlite3.Connection, context: SiteContext) -> None:
    told = dict(database.execute("SELECT * FROM about").fetchall())
    assert (told["version"], told["date"], told["licence"]) == (context.version, context.date, "CC0-1.0")
    assert context.version in told["citation"]
    assert "NULL" in told["caution"]
    year, month, number = map(int, context.version.split("."))
    assert database.execute("PRAGMA user_version").fetchone()[0] == year * 10_000 + month * 100 + number
    assert database.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"ZFXG")


def test_the_zip_holds_descriptor_licence_citation_and_readme(unpacked: Path, package: Package) -> None:
    assert unpacked.name == f"disclosure-reports-{package.version}"
    names = {path.name for path in unpacked.iterdir()}
    assert names == {"disclosure-reports.sqlite", "metadata.json", "datapackage.json", *NOTES}
    assert "metadata.json" in (unpacked / "README.txt").read_text(encoding="utf-8")


def test_the_descriptor_tells_the_tables_of_the_database(
    unpacked: Path, database: sqlite3.Connection, package: Package
) -> None:
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    data = (unpacked / "disclosure-reports.sqlite").read_bytes()
    assert descriptor["version"] == package.version
    tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {resource["dialect"]["table"] for resource in descriptor["resources"]} == tables - {"about"}
    for resource, source in zip(descriptor["resources"], list_resources(package), strict=True):
        assert resource["schema"] == source["schema"]
        assert (resource["path"], resource["format"]) == ("disclosure-reports.sqlite", "sqlite")
        assert resource["bytes"] == len(data)


def test_the_same_package_gives_the_same_bytes(package: Package, context: SiteContext, tmp_path: Path) -> None:
    parts = list_parts(context)
    once = write_parts(write_database, make_work(package, context, tmp_path / "once", (SQLITE,)), parts[:2])
    again = write_parts(write_database, make_work(package, context, tmp_path / "again", (SQLITE,)), parts[1::-1])
    assert {offer.path: offer.sha256 for offer in once} == {offer.path: offer.sha256 for offer in again}
    assert [path.name for path in (tmp_path / "once/data/latest").iterdir() if path.name.startswith(".")] == []


# The tools people use


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="没有 sqlite3 程序 / no sqlite3 program")
def test_the_sqlite_program_reads_it(unpacked: Path, package: Package) -> None:
    command = ["sqlite3", "-csv", "-header", str(unpacked / "disclosure-reports.sqlite"), "SELECT * FROM remedies"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    with (package.folder / "data/remedies.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(answer.splitlines())) == list(csv.reader(stream))


def test_datasette_shows_tables_facets_questions_and_what_they_mean(unpacked: Path, package: Package) -> None:
    from datasette.app import Datasette  # here, for it takes seconds, and every process of pytest loads this module

    metadata = json.loads((unpacked / "metadata.json").read_text(encoding="utf-8"))
    server = Datasette([], immutables=[str(unpacked / "disclosure-reports.sqlite")], metadata=metadata)
    year = max(report["year"] for report in package.reports)

    async def ask() -> list[str]:
        place = "/disclosure-reports"
        questions = metadata["databases"]["disclosure-reports"]["queries"]
        paths = ["/", place, *(f"{place}/{name}?_size=3" for name in ("reports", "report_list", "wide_2021"))]
        paths += [f"{place}/reports.json?_shape=array&year={year}&_size=max"]
        agency = package.reports[0]["agency_id"]
        paths += [f"{place}/{name}.json?_shape=array&year={year}&agency_id={agency}&words=公开" for name in questions]
        found = []
        for path in paths:
            answer = await server.client.get(path)
            assert answer.status_code == 200, (path, answer.text[:2000])
            found.append(answer.text)
        return found

    home, listing, table, facets, wide, rows, *answers = run_apart(ask)
    assert "CC0 1.0" in home
    assert package.version in listing
    for question in metadata["databases"]["disclosure-reports"]["queries"].values():
        assert question["title"].split(" / ")[0] in listing
        assert question["description"]
    for words in ("每份收录的年度报告一行", "统计范围", "报告统计的是谁", "（单位：年 / year）"):
        assert words in table
    assert "省" in facets
    assert "applications_received_total" in wide
    assert len(json.loads(rows)) == min(1000, sum(report["year"] == year for report in package.reports))
    assert [bool(json.loads(answer)) for answer in answers] == [True] * len(answers)


def run_apart(ask: Callable[[], Coroutine[object, object, list[str]]]) -> list[str]:
    """The answer of a coroutine, run in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(ask())).result()


def test_metadata_tells_every_table_view_and_column(unpacked: Path, database: sqlite3.Connection) -> None:
    told = json.loads((unpacked / "metadata.json").read_text(encoding="utf-8"))["databases"]["disclosure-reports"]
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    assert set(told["tables"]) == set(names)
    for name in names:
        columns = [column[0] for column in database.execute(f'SELECT * FROM "{name}" LIMIT 0').description]
        described = told["tables"][name]
        assert set(described["columns"]) == set(columns), name
        assert all(described["columns"].values())
        chosen = [described[key] for key in ("sort", "sort_desc", "label_column") if key in described]
        assert {*described.get("facets", ()), *chosen} <= set(columns)


def test_the_questions_people_ask_are_answered_by_an_index(database: sqlite3.Connection) -> None:
    def plan(statement: str) -> str:
        return " ".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}"))

    total = "SELECT count FROM applications WHERE outcome = 'received' AND applicant = 'total'"
    assert "applications_total_by_outcome" in plan(total)
    assert "checks_differ_by_rule" in plan("SELECT * FROM checks_differ WHERE rule = 'carry_over'")
    assert "reports_by_agency" in plan("SELECT * FROM reports WHERE agency_id = 'x' AND year = 2023")
    assert "SCAN c" not in plan("SELECT * FROM cells WHERE report_id = 'x'").replace("SCAN cells", "")


# How it is done


def assert_same(database: sqlite3.Connection, folder: Path, resource: Mapping[str, object], wanted: object) -> None:
    """The table holds the rows of the CSV that are wanted, field by field: NULL where it is empty, numbers exactly."""
    schema, name = resource["schema"], str(resource["name"])
    assert isinstance(schema, dict)
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    order = ", ".join(f'"{column}"' for column in schema["primaryKey"])
    found = [tuple(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY {order}')]
    rows = [row for row in read_csv(folder, name) if wanted(row)]  # type: ignore[operator]
    expected = [tuple(to_value(row[column], kind) for column, kind in kinds.items()) for row in rows]
    exact = [tuple(map(exactly, row, kinds.values())) for row in found]
    key = [list(kinds).index(column) for column in schema["primaryKey"]]
    assert exact == sorted(expected, key=lambda row: [(row[at] is not None, row[at] or "") for at in key])


def to_value(text: str, kind: str) -> object:
    if not text:
        return None
    if kind == "integer":
        return int(text)
    if kind == "number":
        return Decimal(text)
    return int(text == "true") if kind == "boolean" else text


def exactly(value: object, kind: str) -> object:
    """The value of a column of numbers by its digits, as SQLite and Python print them."""
    return Decimal(str(value)) if kind == "number" and value is not None else value


def like(text: str, found: object) -> object:
    """The field of a CSV, as a value of the type that was found."""
    if found is None or isinstance(found, str):
        return text or None
    return int(text) if isinstance(found, int) else float(text)


def plain(text: str) -> str:
    """A number as SQLite prints it."""
    return text and str(int(text) if Decimal(text) == int(Decimal(text)) and "." not in text else float(text))


def read_table(folder: Path, name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (folder / f"data/{name}.csv").open(encoding="utf-8", newline="") as stream:
        head = next(csv.reader(stream))
    return head, [dict(row) for row in read_csv(folder, name)]


def write_table(folder: Path, name: str, head: list[str], rows: list[dict[str, str]]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    with (folder / f"data/{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_whole(folder: Path, site: Path) -> Path:
    """The database of the whole package, unpacked."""
    package = load_package(folder)
    context = build_context(package, Settings("开放数据"))
    [offer] = write_database(make_work(package, context, site, (SQLITE,)), list_parts(context)[0])
    with zipfile.ZipFile(site / offer.path) as archive:
        archive.extractall(site)
    [path] = site.glob("*/disclosure-reports.sqlite")
    return path
