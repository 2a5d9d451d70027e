"""The page of questions in a real browser: its answers beside the truth of the CSV files, and what it promises."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.axe import find_faults
from tests.query_truth import Answer, Collection, Question, Share, answer, find_overlaps, read_collection

pytestmark = pytest.mark.browser

MARKS = {"blank": "空白", "dash": "横线", "absent": "未印", "unreadable": "无法读取"}
RECEIVED = "m=applications.received"


@pytest.fixture(scope="module")
def collection(country_package: Path) -> Collection:
    return read_collection(country_package)


def ask(page: Page, site: str, query: str) -> None:
    """Puts a question; where the page is open already, as going back and forth does, without loading it anew."""
    address = f"{site}query/?{query}"
    if page.url.startswith(f"{site}query/?"):
        page.evaluate(
            "(address) => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }",
            address,
        )
    else:
        page.goto(address)
    settle(page)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all tests that change nothing of it, so that files are fetched once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def own(context: BrowserContext) -> Page:
    """A page of its own, for tests that meddle with it."""
    return context.new_page()


def settle(page: Page) -> None:
    page.locator("html[data-query='done']").wait_for(state="attached")


def read_table(page: Page) -> list[list[str]]:
    """All pages of the table as a screen reader has them: agency and year first, no marks, no heads of groups."""
    script = """() => [...document.querySelectorAll("#query-table tbody tr:not(.band)")].map((row) =>
    [...row.cells].map((cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll("[aria-hidden]").forEach((mark) => mark.remove());
      copy.querySelectorAll("small").forEach((note) => note.prepend("|"));
      return copy.textContent.trim();
    }))"""
    rows: list[list[str]] = page.evaluate(script)
    while (following := page.locator("#page-next:not([aria-disabled])")).count():
        following.click()
        settle(page)
        rows += page.evaluate(script)
    return rows


def rows_of(page: Page, collection: Collection) -> dict[tuple[str, str], list[str]]:
    """The cells of each report, by agency's name and year."""
    rows = read_table(page)
    found = {(row[0], row[1]): row[2:] for row in rows}
    assert len(found) == len(rows), "a report stands in one row"
    return found


def key_of(one: Answer) -> tuple[str, str]:
    return (one.agency["name"], one.report["year"])


def tell_cell(one: Answer, at: int) -> str:
    value = one.cells[at]
    if one.report["form"] == "none":
        return "没有表格"
    if value.state == "":
        return "本版无此项"
    if value.number is None:
        return MARKS[value.state]
    return f"{value.number:,}".replace("-", "−")


def test_cells_of_three_tables_are_those_of_the_truth(page: Page, country_url: str, collection: Collection) -> None:
    cells = (
        ("applications", "received", "total"),
        ("applications", "received", "natural_person"),
        ("applications", "other_fee_unpaid", "total"),
        ("applications", "other_fee_unpaid", "natural_person"),
        ("disclosures", "penalty", "decisions"),
        ("disclosures", "fee", "amount"),
        ("remedies", "reconsideration", "total"),
    )
    query = f"{RECEIVED}&m=applications.other_fee_unpaid&a=total&a=natural_person&m=disclosures.penalty.decisions"
    ask(page, country_url, f"{query}&m=disclosures.fee.amount&m=remedies.reconsideration.total&years=all")
    shown = rows_of(page, collection)
    truth = answer(collection, Question(cells=cells))
    assert len(shown) == len(truth) == 120
    for one in truth:
        got = [cell.removesuffix("*") for cell in shown[key_of(one)][: len(cells)]]
        assert got == [tell_cell(one, at) for at in range(len(cells))], one.report["report_id"]


def test_shares_carry_their_counts_and_none_stands_below_thirty(
    page: Page, country_url: str, collection: Collection
) -> None:
    ask(
        page,
        country_url,
        "m=derived.disclosed_share&m=derived.backlog_change&m=derived.corrected_share.reconsideration&years=all",
    )
    shown = rows_of(page, collection)
    derived = (("disclosed_share", "total"), ("backlog_change", "total"), ("corrected_share", "reconsideration"))
    seen = set()
    for one in answer(collection, Question(derived=derived)):
        first, change, corrected = (cell.replace("*", "") for cell in shown[key_of(one)][:3])
        for got, value in ((first, one.derived[0]), (corrected, one.derived[2])):
            assert isinstance(value, Share)
            counts = "" if value.shown == "" else f"{value.numerator:,}/{value.denominator:,}"
            if value.shown.endswith("%"):
                assert got == f"{value.shown}|{counts}"
            elif value.shown == "":
                assert not re.search(r"[\d%]", got)
            else:
                assert got == f"{counts}|{'分母为 0' if value.shown == '—' else '不足 30'}"
            seen.add("%" if "%" in value.shown else value.shown and ("—" if value.shown == "—" else "few"))
        number = one.derived[1]
        assert change == f"{number:,}".replace("-", "−") if number is not None else not re.search(r"\d", change)
    assert seen == {"%", "—", "few", ""}


def test_filters_keep_the_reports_that_the_truth_keeps(page: Page, country_url: str, collection: Collection) -> None:
    regions = {row["region_code"] for row in collection.agencies.values()}
    prefecture = next(code for code in sorted(regions) if code.endswith("00") and not code.endswith("0000"))
    question = Question(
        cells=(("applications", "received", "total"),),
        years=frozenset({2021, 2022, 2023}),
        regions=frozenset({prefecture}),
    )
    ask(page, country_url, f"{RECEIVED}&years=2021,2022,2023&region={prefecture}")
    assert set(rows_of(page, collection)) == {key_of(one) for one in answer(collection, question)} != set()
    ask(page, country_url, f"{RECEIVED}&years=2022&level=county&scope=unknown&form=2021")
    question = Question(
        years=frozenset({2022}), levels=frozenset({"county"}), scopes=frozenset({"unknown"}), forms=frozenset({"2021"})
    )
    assert set(rows_of(page, collection)) == {key_of(one) for one in answer(collection, question)} != set()


def test_a_total_takes_no_reports_that_overlap_and_tells_what_it_leaves_out(
    page: Page, country_url: str, collection: Collection
) -> None:
    truth = answer(collection, Question(cells=(("applications", "received", "total"),), years=frozenset({2023})))
    told = {one.report["report_id"]: one for one in truth if one.cells[0].number is not None}
    ask(page, country_url, f"{RECEIVED}&years=2023")
    script = """async ([module, rows]) => {
      const { partRows } = await import(module);
      const parts = Object.entries(partRows(rows));
      return Object.fromEntries(parts.map(([kind, found]) => [kind, found.map(({ id }) => id)]));
    }"""
    rows = [
        {
            "id": key,
            "scope": one.report["scope"],
            "region": one.agency["region_code"],
            "function": one.agency["function"],
        }
        for key, one in told.items()
    ]
    parts = page.evaluate(script, [f"{country_url}assets/js/query/totals.js", rows])
    reports = {key: one.report for key, one in told.items()}
    assert find_overlaps([reports[key] for key in parts["taken"]], collection) == []
    pairs = find_overlaps(reports.values(), collection)
    assert set(parts["unknown"]) == {one for one, other in pairs if other == ""}
    clashing = {key for pair in pairs for key in pair if pair[1]}
    assert set(parts["overlap"]) <= clashing
    assert len(parts["taken"]) + len(parts["overlap"]) + len(parts["unknown"]) == len(told)
    line = page.locator("#query-totals tbody tr").first.locator("td").all_inner_texts()
    assert line[0] == str(len(truth))
    total = sum(int(told[key].cells[0].number or 0) for key in parts["taken"])
    assert line[2] == (f"{total:,}" if parts["taken"] else "—")
    assert f"没有说明范围 {len(parts['unknown'])}" in line[3]


def test_sorting_by_keyboard_ranks_within_a_scope_and_sets_apart_what_has_no_number(
    page: Page, country_url: str
) -> None:
    ask(page, country_url, f"{RECEIVED}&years=all")
    head = page.get_by_role("columnheader", name=re.compile("本年新收"))
    assert head.get_attribute("aria-sort") is None
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert head.get_attribute("aria-sort") == "descending"
    assert page.evaluate("document.activeElement.id") == "sort-applications.received.total", "the focus stays"
    assert "sort=-applications.received.total" in page.url
    bands = page.locator("#query-table .band")
    assert "统计范围" in bands.first.inner_text()
    groups: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll("#query-table tbody")].map((body) =>
        [...body.querySelectorAll("tr:not(.band)")].map((row) => row.cells[2].textContent))""")
    for group in groups:
        numbers = [float(cell.replace(",", "").rstrip("*")) for cell in group if cell[0].isdigit()]
        assert numbers == sorted(numbers, reverse=True)
    page.locator("#page-last").click()
    settle(page)
    assert "没有数，不参加排序" in page.locator("#query-table .band").last.inner_text()
    assert page.locator("#query-table tbody tr:not(.band)").count() <= 50


def test_every_number_leads_to_its_cell(page: Page, country_url: str, country_folder: Path) -> None:
    ask(
        page,
        country_url,
        f"{RECEIVED}&m=disclosures.penalty.decisions&m=remedies.litigation_direct.corrected&years=2022",
    )
    links: list[str] = page.locator("#query-table td a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) > 30
    for link in links:
        path, anchor = link.removeprefix(country_url).split("#")
        assert f'id="{anchor}"' in (country_folder / path / "index.html").read_text(encoding="utf-8")


def test_the_address_holds_the_question_and_what_it_cannot_follow_is_told(page: Page, country_url: str) -> None:
    query = f"{RECEIVED}&a=total&a=natural_person&years=2022,2023&level=county&view=years&find=%E5%B1%80&state=blank"
    ask(page, country_url, query)
    count, shown = page.locator("#query-count").inner_text(), page.locator("#query-table").inner_text()
    link = page.locator("#query-link").get_attribute("href") or ""
    page.goto(link)
    settle(page)
    assert (page.locator("#query-count").inner_text(), page.locator("#query-table").inner_text()) == (count, shown)
    assert urlsplit(link).query == urlsplit(page.url).query
    ask(page, country_url, f"{RECEIVED}&years=1066,2023&colour=red&view=pie&sort=-nobody&page=x")
    told = page.locator("#query-troubles").inner_text()
    for word in ("1066", "colour", "pie", "-nobody", "“x”"):
        assert word in told
    assert page.locator("#query-table tbody tr").count() > 0


@pytest.mark.parametrize(
    "wrong",
    [
        *("years=20x3", "years=2024-2021", "level=constructor", "function=zzz", "scope=toString", "form=2020"),
        *("region=990000", "agency=410000-nobody", "m=applications.nothing", "a=nobody", "state=none"),
    ],
)
def test_a_question_that_cannot_be_followed_is_told_and_no_other_is_answered(
    page: Page, country_url: str, wrong: str
) -> None:
    ask(page, country_url, f"{RECEIVED}&years=2023&{wrong}" if "years" not in wrong else f"{RECEIVED}&{wrong}")
    assert wrong.split("=")[1] in page.locator("#query-troubles").inner_text()
    assert page.locator("#query-body").is_hidden()
    assert "没有列出结果" in page.locator("#query-count").inner_text()
    link: str = page.get_by_role("link", name="去掉认不得的").evaluate("link => link.href")
    ask(page, country_url, urlsplit(link).query)
    assert page.locator("#query-body").is_visible()
    assert page.locator("#query-troubles").inner_text() == ""


def test_years_that_are_not_held_are_counted_and_listed(page: Page, country_url: str, collection: Collection) -> None:
    years = [str(year) for year in range(2020, 2024)]
    fitting = {key for key, one in collection.agencies.items() if one["level"] == "county"}
    held = {(one["agency_id"], one["year"]) for one in collection.reports}
    lacking = {(key, year) for key in fitting for year in years} - held
    assert lacking
    ask(page, country_url, f"{RECEIVED}&m=applications.carried_out&years=2020-2023&level=county")
    told = page.locator("#query-count").inner_text()
    assert f"另有 {len({key for key, _ in lacking})} 个机关的 {len(lacking)} 个年度没有收录" in told
    assert told.count("有数 ") == 2, "each column tells how many have a number"
    notes = take(page, "下载说明").decode("utf-8-sig")
    listed = re.findall(r"^没有收录：(\S+)\n    .*：(.*)$", notes, re.MULTILINE)
    assert {(key, year) for key, found in listed for year in found.split("、")} == lacking
    assert ".txt" in page.locator("#query-take-said").inner_text()


@pytest.mark.parametrize("narrowed", ["form=2019", "form=2021"])
def test_only_what_is_not_held_is_said_to_be_so(
    page: Page, country_url: str, collection: Collection, narrowed: str
) -> None:
    names = {one["name"]: key for key, one in collection.agencies.items()}
    held = {(one["agency_id"], one["year"]) for one in collection.reports}
    ask(page, country_url, f"{RECEIVED}&years=all&view=years&{narrowed}")
    years = [re.sub(r"\D", "", text)[:4] for text in page.locator("#query-table thead th button").all_inner_texts()[1:]]
    seen = set()
    for name, *cells in read_table(page):
        for year, cell in zip(years, cells, strict=True):
            seen.add(cell)
            assert (cell == "未收录") == ((names[name], year) not in held), (name, year, cell)
    assert {"未收录", "不合条件"} <= seen


def test_bars_show_the_greatest_of_each_scope_and_tell_what_they_leave_out(
    page: Page, country_url: str, collection: Collection
) -> None:
    ask(page, country_url, f"{RECEIVED}&years=all&view=bars&sort=-applications.received.total")
    drawn = page.locator("#query-chart .q-svg").text_content() or ""
    newest = max(one["year"] for one in collection.reports)
    values: dict[str, list[int]] = {}
    for one in answer(collection, Question(cells=(("applications", "received", "total"),))):
        if one.report["year"] == newest and one.cells[0].number is not None:
            values.setdefault(one.report["scope"], []).append(int(one.cells[0].number))
    numbers = [int(text.rstrip("*").replace(",", "")) for text in page.locator(".q-number").all_text_contents()]
    assert len(numbers) == min(30, sum(map(len, values.values())))
    for found in values.values():
        found.sort(reverse=True)
        shown = [found[: end + 1] for end in range(len(found)) if numbers_hold(numbers, found[: end + 1])]
        assert shown, "the greatest of the scope is drawn first"
        if len(shown[-1]) < len(found):
            assert f"没有画的最大是 {found[len(shown[-1])]:,}" in drawn
    assert f"只画 {newest} 年" in page.locator(".q-source").inner_text()
    ask(page, country_url, f"{RECEIVED}&years={newest}&view=lines")
    assert f"只有 {newest} 年有数" in page.locator("#query-chart").inner_text()


def numbers_hold(numbers: list[int], part: list[int]) -> bool:
    """Whether a run of numbers stands in the list."""
    return any(numbers[at : at + len(part)] == part for at in range(len(numbers)))


@pytest.mark.parametrize("view", ["bars", "lines"])
def test_a_chart_of_shares_carries_its_counts_and_its_file_says_what_it_is(
    page: Page, country_url: str, view: str
) -> None:
    ask(page, country_url, f"m=derived.disclosed_share&years=all&view={view}")
    page.locator("#query-chart svg").first.wait_for()
    file = take(page, "下载图").decode("utf-8")
    drawn = "".join(ElementTree.fromstring(file).itertext())
    shown = page.locator("#query-chart").inner_text()
    for text in (shown, drawn):
        assert len(re.findall(r"\d%（[\d,]+/[\d,]+）", text)) >= 2
        assert len(re.findall(r"[\d.]%(?!（)", re.sub(r"title>.*?</title", "", text))) <= 10, "of the axis alone"
    whole = re.sub(r"\s", "", drawn)
    for word in ("公开所占", "单位：%", "来源：", "数据版本2026.", "m=derived.disclosed_share"):
        assert word in whole


def test_medians_are_those_of_each_scope(page: Page, country_url: str, collection: Collection) -> None:
    year = max(one["year"] for one in collection.reports)
    ask(page, country_url, f"{RECEIVED}&years={year}&sort=-applications.received.total")
    values: dict[str, list[int]] = {}
    for one in answer(
        collection, Question(cells=(("applications", "received", "total"),), years=frozenset({int(year)}))
    ):
        if one.cells[0].number is not None:
            values.setdefault(one.report["scope"], []).append(int(one.cells[0].number))
    assert len(values) > 1
    told = page.locator("#query-totals .spreads").first.locator("li").all_inner_texts()
    wanted = {f"N = {len(found)} {statistics.median(found):,.1f}".removesuffix(".0") for found in values.values()}
    assert {re.sub(r"\s+", " ", line.split("，")[1]) for line in told} == wanted
    names = page.locator("#query-cite").inner_text().split(". ")[0]
    ask(page, country_url, f"{RECEIVED}&years={year}&sort=applications.received.total")
    assert page.locator("#query-cite").inner_text().split(". ")[0] == names, "who is named does not hang on the order"
    assert re.search(
        r"\[(R|DS)/OL\]\. \S+ 版\. .*\(\d{4}-\d\d-\d\d\)\[\d{4}-\d\d-\d\d\]", page.locator("#query-cite").inner_text()
    )


def test_printed_it_says_which_page_this_is_and_how_to_cite_it(page: Page, country_url: str) -> None:
    ask(page, country_url, f"{RECEIVED}&years=all")
    page.locator("#page-last").click()
    settle(page)
    top = page.locator("#query-table").evaluate("table => table.getBoundingClientRect().top")
    assert 0 <= top < 200, "the head of the table is in view"
    said = page.locator("#query-printed")
    assert said.is_hidden()
    page.emulate_media(media="print")
    assert said.is_visible()
    page.emulate_media(media="screen")
    text = said.text_content() or ""
    assert "第 3 页，共 3 页、120 行" in text
    assert re.search(r"2026\.\d+\.\d+ 版", text)


def test_the_same_words_about_two_editions_stand_once(page: Page, country_url: str) -> None:
    ask(page, country_url, "m=disclosures.licence.decisions&m=applications.other_fee_unpaid&years=all")
    told = page.locator("#query-cautions li").all_inner_texts()
    assert len(told) == len(set(told)) > 1
    page.get_by_role("link", name="用 SQL 查询").last.click()
    assert page.url.endswith("/query/sql/")


def test_a_number_of_sixteen_digits_is_shown_added_and_taken_away_as_printed(
    own: Page, country_url: str, country_folder: Path
) -> None:
    folder = country_folder / "data/latest/parquet"
    table = pq.read_table(folder / "disclosures/2022.parquet")
    rows = table.to_pylist()
    cell = next(
        row for row in rows if (row["item"], row["measure"]) == ("fee", "amount") and row["state"] == "reported"
    )
    cell["value"] = Decimal("9007199254740993")
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), sink)
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    for entry in next(one for one in index["tables"] if one["name"] == "disclosures")["files"]:
        if entry["partition"] == "2022":
            entry["bytes"] = len(sink.getvalue())
    own.route("**/parquet/index.json", lambda route: route.fulfill(json=index))
    own.route("**/disclosures/2022.parquet*", lambda route: route.fulfill(body=sink.getvalue()))
    ask(own, country_url, "m=disclosures.fee.amount&years=2022&sort=-disclosures.fee.amount")
    assert "9,007,199,254,740,993" in own.locator("#query-table").inner_text()
    data = list(csv.DictReader(io.StringIO(take(own, "下载 CSV").decode("utf-8-sig"))))
    assert "9007199254740993" in [row["disclosures.fee.amount"] for row in data]
    book = openpyxl.load_workbook(io.BytesIO(take(own, "下载 Excel")))
    assert "9007199254740993" in [cell.value for line in book["数据"].iter_rows() for cell in line]


def test_a_question_is_asked_with_the_form_and_back_leads_back(page: Page, country_url: str) -> None:
    asked: list[str] = []
    page.goto(f"{country_url}query/")
    settle(page)
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.get_by_role("checkbox", name=re.compile("^（一）予以公开")).check()
    page.get_by_role("checkbox", name=re.compile("^自然人")).check()
    page.get_by_role("checkbox", name=re.compile("^2022")).check()
    assert "KB" in page.locator("#query-cost").inner_text()
    assert not [path for path in asked if path.endswith(".parquet")], "nothing is read before it is asked"
    page.get_by_role("button", name="查询", exact=True).click()
    settle(page)
    assert page.evaluate("document.activeElement.id") == "query-result-head"
    assert "m=applications.granted&a=natural_person" in page.url.replace("a=total&", "")
    names = {Path(path).name for path in asked if path.endswith(".parquet")}
    tables = {Path(path).parent.name for path in asked if path.endswith(".parquet")}
    assert "2022.parquet" in names
    assert tables == {"parquet", "reports", "applications"}
    assert not names & {"2019.parquet", "2020.parquet"}
    page.go_back()
    settle(page)
    assert page.locator("#query-result").is_hidden()


def test_lines_leave_gaps_and_do_not_cross_the_change_of_form(page: Page, country_url: str) -> None:
    ask(page, country_url, f"{RECEIVED}&years=all&view=lines")
    svg = page.locator("#query-chart .q-svg")
    assert svg.get_attribute("role") == "img"
    assert svg.locator(".q-break").count() == 2
    edge = float(svg.locator(".q-break").first.get_attribute("x1") or 0)
    for points in svg.locator("polyline").evaluate_all("all => all.map(a => a.getAttribute('points'))"):
        across = [float(point.split(",")[0]) for point in points.split()]
        assert all(x < edge for x in across) or all(x > edge for x in across)
    assert page.locator("#query-chart [style]").count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载图").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8").startswith("<svg")


def under_policy(route: Route) -> None:
    """The page under a strict Content-Security-Policy; only the theme's own inline parts are let through."""
    policy = (
        "default-src 'self'; script-src 'self'; worker-src 'none'; object-src 'none'; style-src 'self' 'unsafe-inline'"
    )
    answered = route.fetch()
    route.fulfill(response=answered, headers={**answered.headers, "content-security-policy": policy})


def take(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def test_what_is_taken_away_is_what_the_truth_says(own: Page, country_url: str, collection: Collection) -> None:
    own.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => (window.broken ??= []).push(event.blockedURI))"
    )
    own.route("**/query/?*", under_policy)
    ask(own, country_url, f"{RECEIVED}&m=derived.refused_share&years=all")
    question = Question(cells=(("applications", "received", "total"),), derived=(("refused_share", "total"),))
    truth = {one.report["report_id"]: one for one in answer(collection, question)}
    data = take(own, "下载 CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    frame = pd.read_csv(io.BytesIO(data))
    assert len(frame) == len(rows) == len(truth)
    book = openpyxl.load_workbook(io.BytesIO(take(own, "下载 Excel")))
    assert book.sheetnames == ["数据", "说明"]
    head, *lines = book["数据"].iter_rows(values_only=True)
    name = next(at for at, label in enumerate(head) if str(label).startswith("本年新收") and "件" in str(label))
    by_id = {line[0]: line for line in lines}
    for row in rows:
        one = truth[row["report_id"]]
        value, share = one.cells[0], one.derived[0]
        wanted = "" if value.number is None else str(value.number)
        assert row["applications.received.total"] == wanted
        state = row["applications.received.total.state"].removesuffix(" corrected")
        assert state == ("untold" if one.report["form"] == "none" else value.state)
        assert by_id[row["report_id"]][name] == (None if value.number is None else int(value.number))
        assert isinstance(share, Share)
        if share.shown.endswith("%"):
            assert row["derived.refused_share.total.denominator"] == str(share.denominator)
            assert int(row["derived.refused_share.total.denominator"]) >= 30
        else:
            assert row["derived.refused_share.total"] == ""
        assert row["licence"] == "CC0-1.0"
        assert row["source"].startswith("http")
        assert "m=applications" in row["question"]
    sheet = book["数据"]
    assert sheet.auto_filter.ref == sheet.dimensions
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    labels = {line[head.index("级别")] for line in lines}
    assert labels
    assert not {str(label) for label in labels} & {one["level"] for one in collection.agencies.values()}, "in words"
    broken = own.evaluate("window.broken ?? []")
    assert [one for one in broken if one != "inline"] == [], "no worker, no other host, nothing made up"
    told = "\n".join(str(cell) for line in book["说明"].iter_rows(values_only=True) for cell in line if cell)
    for word in ("CC0", "2026.", "m=applications.received", "空白", "年度报告"):
        assert word in told
    assert own.locator("#query-cite").inner_text().split(".")[0] != "政府信息公开工作年度报告开放数据", (
        "the agency first"
    )


def test_a_failed_fetch_is_told_and_can_be_tried_again(own: Page, country_url: str) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    own.route("**/applications/*.parquet*", refuse)
    ask(own, country_url, f"{RECEIVED}&years=2022")
    assert "没有读到" in own.locator("#query-count").inner_text()
    assert own.locator("#query-body").is_hidden()
    own.unroute("**/applications/*.parquet*")
    own.get_by_role("button", name="再试一次").click()
    expect(own.locator("#query-body")).to_be_visible()
    assert own.locator("#query-table tbody tr").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_narrowest_window_holds_it(
    own: Page, country_url: str, scheme: Literal["light", "dark"]
) -> None:
    said: list[str] = []
    own.on("pageerror", lambda error: said.append(str(error)))
    own.emulate_media(color_scheme=scheme)
    ask(own, country_url, "m=derived.disclosed_share&m=disclosures.licence.decisions&years=all&view=lines")
    assert find_faults(own) == []
    own.set_viewport_size({"width": 320, "height": 800})
    assert own.evaluate("document.documentElement.scrollWidth") <= 320
    assert own.locator(".query-app [style], .query-app [onclick]").count() == 0
    assert said == []


def test_hostile_names_stay_text(page: Page, site_url: str) -> None:
    ask(page, site_url, f"{RECEIVED}&years=all&find=%3Cb%3E&m=%3Cscript%3E")
    assert page.evaluate("window.hacked") is None
    assert "<script>" in page.locator("#query-troubles").inner_text()
