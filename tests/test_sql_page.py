"""SQL in the browser: answers equal to SQLite's over the published CSV, from no more files than are needed."""

from __future__ import annotations

import csv
import functools
import io
import re
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.publishing.policy.content_policy import list_headers
from tests.sites import _Quiet
from tests.sql_statements import ANY, NARROW, WIDE, Statement, answer, open_package

pytestmark = pytest.mark.browser

OPEN = """async () => {
  const { Client } = await import("../../assets/js/sql/client.js");
  const at = (path) => new URL(path, new URL("../../", location.href)).href;
  window.makeClient = () => new Client(
    { tables: at("data/latest/parquet/"), wasm: at("assets/vendor/sqlite-wasm/sqlite3.wasm") },
    { fetched() {}, confirm: async () => true },
  );
  window.client = window.makeClient();
}"""
RUN = """async (text) => {
  try {
    const { columns, count, files } = await window.client.run(text);
    const rows = await window.client.rows(0, count);
    const plain = rows.map((row) => row.map((value) => (typeof value === "bigint" ? Number(value) : value)));
    return { rows: plain, columns, files: files.map(({ table, file }) => [table, file.partition]) };
  } catch (problem) {
    return { problem };
  }
}"""
HOSTILE = [
    "DROP TABLE reports",
    "DELETE FROM reports",
    "INSERT INTO reports (report_id) VALUES ('x')",
    "UPDATE reports SET year = 1",
    "CREATE TABLE mine (x)",
    "CREATE TEMP VIEW v AS SELECT 1",
    "ATTACH 'file:x?vfs=kvvfs' AS other",
    "ATTACH ':memory:' AS other",
    "PRAGMA query_only = 0",
    "PRAGMA writable_schema = 1",
    "SELECT * FROM pragma_table_info('reports')",
    "VACUUM INTO 'x'",
    "BEGIN",
    "REINDEX",
    "WITH x AS (SELECT 1) DELETE FROM agencies",
    "SELECT load_extension('x')",
    "SELECT zeroblob(1000000000)",
    "SELECT writefile('x', 'y')",
]


ERRORS = [
    ("SELECT report_ids FROM reports", "no such column: report_ids", "report_id"),
    ("SELECT name FROM reports", "no such column: name", "agencies"),
    ('SELECT "总计" FROM reports', "no such column", "单引号"),
    ("SELECT * FROM aplications", "no such table: aplications", "applications"),
    ("SELECT * FROM 报告", "no such table: 报告", "reports"),
    ("SELEC 1", 'near "SELEC": syntax error', "SELEC"),
    (
        "SELECT a.year FROM applications p JOIN remedies m USING (report_id) WHERE year = 1",
        "no such column",
        "year",
    ),
    ("DROP TABLE reports", "not authorized", "只能查询"),
    ("SELECT 1; SELECT 2", "", "一条语句"),
]


@pytest.fixture(scope="module")
def engine(browser: Browser, country_url: str) -> Iterator[Page]:
    """A page with a client of the engine of its own."""
    page = browser.new_page()
    page.goto(f"{country_url}query/sql/")
    page.evaluate(OPEN)
    yield page
    page.close()


@pytest.fixture(scope="module")
def databases(country_package: Path) -> tuple[Any, Any]:
    return open_package(country_package, with_year=False), open_package(country_package, with_year=True)


def test_an_answer_is_that_of_sqlite_over_the_csv(engine: Page, databases: Any) -> None:
    for statement in (*NARROW, *WIDE):  # in one test, so that one worker alone opens the databases
        _compare(engine, databases, statement)


def _compare(engine: Page, databases: Any, statement: Statement) -> None:
    given = engine.evaluate(RUN, statement.text)
    assert "problem" not in given, given["problem"]
    expected = answer(*databases, statement.text)
    assert len(given["rows"]) == len(expected), statement.text
    for row, other in zip(given["rows"], expected, strict=True):
        assert row == [pytest.approx(value, rel=1e-12) if isinstance(value, float) else value for value in other]
    read: dict[str, set[str]] = {}
    for table, partition in given["files"]:
        read.setdefault(table, set()).add(partition)
    assert set(read) == set(statement.files)
    for table, years in statement.files.items():
        assert years is ANY or read[table] <= years, table


def test_the_examples_answer_as_sqlite_does(engine: Page, databases: Any) -> None:
    texts = engine.eval_on_selector_all(".sql-examples pre", "list => list.map((pre) => pre.textContent)")
    assert len(texts) >= 4
    answers = [engine.evaluate(RUN, text) for text in texts]
    expected = [answer(*databases, text) for text in texts]
    assert [given.get("problem") for given in answers] == [None] * len(texts)
    for given, rows in zip(answers, expected, strict=True):
        assert [[value or None for value in row] for row in given["rows"]] == [
            [value or None for value in row] for row in rows
        ]
        assert [[value is None for value in row] for row in given["rows"]] == [
            [value is None for value in row] for row in rows
        ]
    assert sum(bool(rows) for rows in expected) >= 3


def _wait(page: Page) -> None:
    """Until the statement has ended; a strict policy leaves no script to ask with."""
    expect(page.locator("html")).to_have_attribute("data-sql", "ready", timeout=20_000)


def _ask_anew(page: Page, url: str, text: str) -> set[str]:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(url).partition("?")[0]))
    page.goto(f"{url}query/sql/?{urllib.parse.urlencode({'sql': text})}")
    _wait(page)
    return {name.removeprefix("data/latest/parquet/") for name in asked if name.endswith(".parquet")}


def test_a_year_asks_for_that_years_file_alone(page: Page, country_url: str) -> None:
    assert _ask_anew(page, country_url, "SELECT sum(count) FROM applications WHERE year = 2023") == {
        "applications/2023.parquet"
    }


def test_a_condition_that_is_always_true_asks_for_all(page: Page, country_url: str, country_folder: Path) -> None:
    folder = country_folder / "data/latest/parquet"
    # a year whose reports have no such table has a file without rows, and nothing to read
    listed = {path.relative_to(folder).as_posix() for path in (folder / "applications").glob("*.parquet")}
    asked = _ask_anew(page, country_url, "SELECT sum(count) FROM applications WHERE year = 2023 OR 1")
    assert asked <= listed
    assert {f"applications/{year}.parquet" for year in range(2019, 2025)} <= asked


def test_a_count_of_rows_asks_for_no_file(page: Page, country_url: str) -> None:
    assert _ask_anew(page, country_url, "SELECT count(*) FROM applications WHERE year = 2023") == set()


def test_a_statement_may_only_read(engine: Page) -> None:
    before = engine.evaluate(RUN, "SELECT count(*), min(year) FROM reports")["rows"]
    for text in HOSTILE:
        assert engine.evaluate(RUN, text).get("problem", {}).get("kind") == "sqlite", text
    assert engine.evaluate(RUN, "SELECT count(*), min(year) FROM reports")["rows"] == before


def test_a_text_comes_out_whole(engine: Page) -> None:
    given = engine.evaluate(RUN, "SELECT char(65279) || 'x', 'a' || char(65279), '', x'ff'")
    assert given["rows"] == [["\ufeffx", "a\ufeff", "", "x'ff'"]]


def test_reports_of_several_scopes_are_never_ranked_together(engine: Page) -> None:
    text = engine.locator(".sql-examples pre").first.text_content()
    assert text
    scopes = [row[0] for row in engine.evaluate(RUN, text)["rows"]]
    assert len(set(scopes)) > 1
    assert len([one for one, before in zip(scopes, [None, *scopes], strict=False) if one != before]) == len(set(scopes))
    assert not any(str(scope).isascii() for scope in scopes), "labels, not codes"


def test_one_statement_at_a_time(engine: Page) -> None:
    assert engine.evaluate(RUN, "SELECT 1; SELECT 2")["problem"]["kind"] == "several"
    assert engine.evaluate(RUN, "SELECT 1; DROP TABLE reports")["problem"]["kind"] in {"several", "sqlite"}
    assert engine.evaluate(RUN, " ;; -- nothing\n")["problem"]["kind"] == "empty"
    assert engine.evaluate(RUN, "SELECT 1; -- done\n;")["rows"] == [[1]]


def test_values_that_compare_by_other_rules_are_not_lost(engine: Page, databases: Any) -> None:
    for condition in (
        "agency_id IN (SELECT agency_id FROM agencies WHERE region_code = 410000)",
        "year = 2023.0",
        "year = ' 2023'",
        "form = '2021' COLLATE NOCASE",
        "FORM = 'NONE' COLLATE NOCASE",
        "form = 2021",
        "year = NULL",
        "year IN (2022, NULL, 'x')",
        "report_id = 7",
        "year > '2021'",
        "year IS 2023",
        "scope IN ('unknown', 'organ') AND form IN (2019, '2019')",
    ):
        text = f"SELECT report_id FROM reports WHERE {condition} ORDER BY 1"
        assert engine.evaluate(RUN, text)["rows"] == answer(*databases, text), condition


def _open(page: Page, url: str, text: str = "") -> None:
    page.goto(f"{url}query/sql/" + (f"?{urllib.parse.urlencode({'sql': text})}" if text else ""))
    if text:
        _wait(page)


def test_keys_address_result_and_csv(page: Page, country_url: str) -> None:
    _open(page, country_url)
    text = "SELECT report_id, retrieved, findings, '<b>=1,\"' AS mark FROM reports ORDER BY report_id"
    page.fill("#sql-text", text)
    page.press("#sql-text", "Control+Enter")
    _wait(page)
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query) == {"sql": [text]}
    expect(page.locator("#sql-status")).to_contain_text("120 行")
    expect(page.locator("#sql-table tbody tr")).to_have_count(100)
    page.click("#sql-next")
    expect(page.locator("#sql-table tbody tr")).to_have_count(120)
    cells = page.locator("#sql-table tbody tr").first.locator("td")
    report = cells.nth(1).inner_text()
    address = f"agencies/{report.rpartition('-')[0]}/{report.rpartition('-')[2]}/"
    assert cells.nth(1).locator("a").get_attribute("href") == country_url + address
    assert cells.nth(2).locator(".null").inner_text() == "NULL"
    assert cells.nth(4).inner_text() == '<b>=1,"'
    heads = page.locator("#sql-table thead th")
    expect(heads.nth(1)).to_contain_text("report_id")
    expect(heads.nth(1).locator("small")).to_have_count(1)
    with page.expect_download() as download:
        page.click("#sql-csv")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbfreport_id,retrieved,findings,mark\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 121
    assert rows[1][0] == report
    assert rows[1][3] == '<b>=1,"'
    with page.expect_download() as download:
        page.click("#sql-notes")
    notes = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text in notes
    assert re.search(r"数据版本：\d{4}\.\d+\.\d+（\d{4}-\d\d-\d\d）", notes)
    assert "reports/2023.parquet" in notes
    page.go_back()
    expect(page.locator("#sql-text")).to_have_value("")
    expect(page.locator("#sql-result")).to_be_hidden()


def test_an_error_is_told_in_sqlites_words_with_help(page: Page, country_url: str) -> None:
    _open(page, country_url)
    expect(page.locator("#sql-tables details").first).to_be_visible()
    for text, words, help_line in ERRORS:
        page.fill("#sql-text", text)
        page.press("#sql-text", "Control+Enter")
        error = page.locator("#sql-error")
        expect(error).to_contain_text(words)
        expect(error).to_contain_text(help_line)
        expect(page.locator("#sql-result")).to_be_hidden()
        assert not (error.locator("p").first.text_content() or "").isascii(), "in Chinese first"
        assert error.get_attribute("role") == "alert"
        expect(page.locator("#sql-text")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#sql-text")).to_have_attribute("aria-describedby", "sql-error sql-keys")
        page.evaluate("document.querySelector('#sql-error').replaceChildren()")
    page.fill("#sql-text", "SELECT a.level, a.level AS carried FROM agencies a WHERE 0")
    page.press("#sql-text", "Control+Enter")
    _wait(page)
    expect(page.locator("#sql-text")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#sql-status")).to_contain_text("没有符合条件的行")
    heads = page.locator("#sql-table thead th")
    expect(heads.nth(1).locator("small")).to_have_count(1)
    expect(heads.nth(2)).to_have_text("carried")  # a title belongs to a column under its own name alone


def test_a_file_that_cannot_be_had_is_told_in_plain_words(page: Page, country_url: str) -> None:
    page.route("**/agencies.parquet*", lambda route: route.abort())
    _open(page, country_url, "SELECT name FROM agencies")
    expect(page.locator("#sql-error")).to_contain_text("没有读到需要的文件")
    expect(page.locator("#sql-error")).not_to_contain_text("fetch")


def test_more_than_the_limit_is_read_after_consent_alone(page: Page, country_url: str, country_folder: Path) -> None:
    limits = (country_folder / "assets/js/sql/limits.js").read_text(encoding="utf-8")
    small = limits.replace("30_000_000", "3_000")
    assert small != limits
    page.context.route(
        "**/assets/js/sql/limits.js*", lambda route: route.fulfill(body=small, content_type="text/javascript")
    )
    asked: list[str] = []
    page.on("request", lambda request: ".parquet" in request.url and asked.append(request.url))
    page.goto(f"{country_url}query/sql/?sql=SELECT+count(name)+FROM+agencies")
    expect(page.locator("#sql-ask")).to_be_visible()
    expect(page.locator("#sql-yes")).to_be_focused()
    assert asked == []
    page.click("#sql-no")
    expect(page.locator("#sql-error")).to_contain_text("没有得到同意")
    assert asked == []
    page.click("#sql-run")
    page.click("#sql-yes")
    expect(page.locator("#sql-table td.n")).to_have_count(1)
    assert len(asked) == 1


def test_what_runs_too_long_is_stopped_and_the_next_one_runs(page: Page, country_url: str) -> None:
    _open(page, country_url)
    page.fill("#sql-text", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n")
    page.click("#sql-run")
    expect(page.locator("#sql-stop")).to_have_attribute("aria-disabled", "false")
    page.wait_for_timeout(500)
    page.click("#sql-stop")
    expect(page.locator("#sql-status")).to_contain_text("已经停下")
    page.fill("#sql-text", "SELECT count(*) FROM reports")
    page.click("#sql-run")
    expect(page.locator("#sql-table td.n")).to_have_text("120")


class _Strict(_Quiet):
    """A plain server with the headers a server should send, that knows no WebAssembly."""

    def end_headers(self) -> None:
        for name, value in list_headers():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: Any) -> str:
        return "application/octet-stream" if str(path).endswith(".wasm") else super().guess_type(path)


def test_a_strict_policy_and_a_wrong_mime_type_do_no_harm(page: Page, country_root: Path) -> None:
    handler = functools.partial(_Strict, directory=str(country_root))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said: list[str] = []
    page.on("console", lambda message: message.type in {"error", "warning"} and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        _open(page, f"http://127.0.0.1:{server.server_port}/some/where/", "SELECT count(agency_id) FROM agencies")
        expect(page.locator("#sql-table td.n")).to_have_count(1)
    finally:
        server.shutdown()
        server.server_close()
    assert said == []


def test_the_page_fits_a_narrow_window_and_an_example_shows_its_answer(page: Page, country_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    _open(page, country_url, "SELECT * FROM reports WHERE year = 2023")
    expect(page.locator("#sql-table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("a.sql-example").first.click()
    expect(page.locator("#sql-status")).to_contain_text("行，")
    expect(page.locator("#sql-status")).to_be_in_viewport()
    expect(page.locator("#sql-table thead")).to_be_in_viewport()


def test_an_answer_on_paper_says_where_it_is_from_and_loses_no_letter(page: Page, country_url: str) -> None:
    _open(page, country_url)
    page.locator("a.sql-example").first.click()
    expect(page.locator("#sql-status")).to_contain_text("行，")
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    pages = [sheet.get_textpage() for sheet in sheets]
    words = "".join("".join(one.get_text_range().split()) for one in pages)
    for wanted in ("数据版本", "query/sql/?sql=", "个文件", "refused_administrative_query"):
        assert wanted in words
    assert "停下" not in words
    for sheet, letters in zip(sheets, pages, strict=True):
        boxes = [letters.get_charbox(at) for at in range(letters.count_chars())]
        assert max(right for left, _, right, _ in boxes if right > left) <= sheet.get_width() - 20


def test_the_page_is_found_from_the_data_and_says_where_it_stands(country_folder: Path) -> None:
    page = (country_folder / "query/sql/index.html").read_text(encoding="utf-8")
    crumbs = page.partition('class="crumbs"')[2].partition("</nav>")[0]
    assert crumbs.index(">首页<") < crumbs.index('href="../">查询<') < crumbs.index(">用 SQL 查询<")
    assert 'href="../query/sql/"' in (country_folder / "data/index.html").read_text(encoding="utf-8")
