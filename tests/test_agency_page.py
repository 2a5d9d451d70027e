"""The page of an agency over the years: what is held and what is not, figures that a table repeats, peers, one CSV."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import FindingRow, ReportRecord, Row
from build_scripts.publishing.agency.page import AgencyPages, list_other_names
from build_scripts.publishing.agency.peers import MOST_PEERS, Peers
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.compare.editions import RULE
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.outside import find_outside
from tests.chart_samples import TableCells, read_drawing, with_cells

FORM_2021 = "410781-chengshiguanliju-2023"
FORM_2019 = "410303-chengshiguanliju-2020"
AGENCY = "410781-chengshiguanliju"


@pytest.fixture(scope="module")
def context(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据"))


@pytest.fixture(scope="module")
def records(package_folder: Path) -> dict[str, ReportRecord]:
    return {record.row["report_id"]: record for record in iterate_reports(load_package(package_folder))}


def dated(record: ReportRecord, year: int, licences: str) -> ReportRecord:
    """The report as one of this agency and year, with so many licences."""
    report_id = f"{AGENCY}-{year}"
    record = with_cells(record, "disclosures", {("licence", "decisions"): licences})
    return replace(record, row={**record.row, "year": str(year), "report_id": report_id, "agency_id": AGENCY})


@pytest.fixture(scope="module")
def history(records: dict[str, ReportRecord]) -> list[ReportRecord]:
    """2019 and 2020 by the old form, 2021 blank and 2022, 2024 by the new one; 2023 is not held."""
    old, new = records[FORM_2019], records[FORM_2021]
    return [
        dated(old, 2019, "12"),
        dated(old, 2020, "15"),
        dated(new, 2021, "blank"),
        dated(new, 2022, "30"),
        dated(new, 2024, "101"),
    ]


def make(
    context: SiteContext, history: list[ReportRecord], agency: Mapping[str, str] | None = None
) -> tuple[str, dict[str, bytes]]:
    rows = tuple(record.row for record in history)
    context = replace(context, reports_of={**context.reports_of, AGENCY: rows}, newest_year=2024)
    row: Row = agency or context.agencies[AGENCY]
    page, files = AgencyPages(context, find_outside(context)).make(
        row, [collect_year(record, context) for record in history]
    )
    return page.body, files


def part(body: str, anchor: str) -> str:
    return body.split(f'<h2 id="{anchor}">')[1].split("<h2 ")[0]


def words(fragment: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", fragment))


def rows_of(fragment: str) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in TableCells(fragment).rows]


def test_the_years_say_what_is_held_and_what_is_not(context: SiteContext, history: list[ReportRecord]) -> None:
    body, _ = make(context, history)
    chips = re.findall(r"<li>(.*?)</li>", part(body, "years"), re.S)
    assert [words(chip) for chip in chips] == [
        *("2024 年", "2023 年 未收录", "2022 年", "2021 年", "2020 年", "2019 年")
    ]
    assert "不是机关没有公布" in part(body, "years")
    assert 'href="../../contribute/"' in part(body, "years")
    assert [row[0] for row in rows_of(part(body, "reports"))[1:]] == [
        "2024 年",
        "2022 年",
        "2021 年",
        "2020 年",
        "2019 年",
    ]


def test_checks_and_findings_are_counted_and_lead_to_the_report(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    found = FindingRow("f1", "r", "a.txt", "3", "wrong-width", "warning", "话", "words")
    newest = replace(history[-1], findings=(found, found))
    body, _ = make(context, [*history[:-1], newest])
    row = next(row for row in rows_of(part(body, "reports")) if row[0] == "2024 年")
    assert row[1:3] == ["2021年版", "报告没有说明"]
    assert row[6] == "警告 2"
    assert '<a href="2024/#know">警告 2</a>' in body
    assert re.search(r'<a href="2024/#rules">相符 \d+', body)


@pytest.mark.parametrize("built", ["site_folder", "country_folder"])
def test_sums_are_counted_alike_on_both_pages_and_hints_beside_them(built: str, request: pytest.FixtureRequest) -> None:
    """Every report of the site: what its agency's page says of it, and what its own page says."""
    folder: Path = request.getfixturevalue(built)
    pages = sorted(folder.glob("agencies/*/[0-9]*/index.html"))
    told_of: dict[Path, dict[str, tuple[str, int]]] = {}
    ours, theirs = [], []
    for path in pages:
        agency = path.parent.parent
        if agency not in told_of:
            rows = rows_of(part((agency / "index.html").read_text(encoding="utf-8"), "reports"))
            told_of[agency] = {row[0]: (row[4], int(re.sub(r"\D", "", row[5]) or 0)) for row in rows[1:]}
        page = path.read_text(encoding="utf-8")
        sums = re.search(r'<a href="#rules">数字核对</a>：([^。<]+)。', page)
        table = re.search(r'<table class="list told">.*?</table>', page, re.S)
        ours.append((path, told_of[agency][f"{path.parent.name} 年"]))
        theirs.append((path, (sums[1] if sums else "没有可核对的", table[0].count('<tr id="') if table else 0)))
    assert ours == theirs
    assert any(count for _, (_, count) in ours)


def test_an_agency_of_which_no_report_has_tables_has_its_page(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    """Reports of the years before the forms, all words: their years are told, and no picture is drawn."""
    bare = [replace(held, row={**held.row, "form": "none"}, cells={}, checks=()) for held in history[:2]]
    body, _ = make(context, bare)
    assert [row[1] for row in rows_of(part(body, "reports"))[1:]] == ["没有表格", "没有表格"]
    assert "<svg" not in body


def test_what_a_report_holds_back_its_agency_does_not_tell(context: SiteContext, history: list[ReportRecord]) -> None:
    newest = history[-1]
    row = {**newest.row, "text_release": "withheld", "scope": "organ", "scope_quote": "只统计本局"}
    cells = (newest.cells["remedies"][0]._replace(state="unreadable", value="", printed="某人 某号"),)
    held = replace(newest, row=row, cells={**newest.cells, "remedies": (*cells, *newest.cells["remedies"][1:])})
    for record, is_told in ((replace(held, row={**row, "text_release": "full"}), True), (held, False)):
        body, files = make(context, [*history[:-1], record])
        assert ("只统计本局" in body, "某人 某号" in files["data.csv"].decode()) == (is_told, is_told)


def test_the_key_measures_stand_by_year_with_the_change_of_form_marked(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    body, _ = make(context, history)
    trend = part(body, "trend")
    rows = {row[0]: row[1:] for row in rows_of(trend)}
    assert rows["行政许可处理决定，2021年版（件）"] == ["101", "未收录", "30", "空白", "另列", "另列"]
    assert rows["行政许可处理决定，2019年版（件）"] == ["另列", "另列", "另列", "15", "12"], "one cell tells of 2023"
    assert rows["现行有效规范性文件（件）"][-2:] == ["本版无此项", "本版无此项"]
    assert "行政处罚处理决定（件）" in rows, "it means the same in both editions"
    heads = re.findall(r'<th scope="col" class="n( break)?">(?:<a[^>]*>)?(\d+)', trend)
    assert heads == [
        *(("", "2024"), ("", "2023"), ("", "2022"), ("", "2021")),
        *((" break", "2020"), ("", "2019")),
    ]
    assert [words(cell)[:1] for cell in re.findall(r'<td class="n[^"]* break">(.*?)</td>', trend)][:1] == ["另"]
    assert RULE in trend
    assert body.count("双线处换了表格") == 1
    assert '<a href="2022/#disclosures-licence-decisions">30</a>' in trend


def test_a_picture_has_title_unit_words_source_table_and_alternative_text(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    body, _ = make(context, history)
    figure = body.split('<figure class="ch" id="chart-decisions"')[1].split("</figure>")[0]
    drawing = read_drawing(figure[figure.index("<svg") : figure.index("</svg>") + 6])
    assert "许可、处罚、强制：当年作出的处理决定" in words(figure)
    assert "单位：件" in figure
    assert "卫辉市城市管理局 2019–2022、2024 年度的报告，表一" in figure
    assert f"开放数据 {context.version} 版" in figure
    assert drawing.title == "行政许可，2021年版（件）"
    assert drawing.description == (
        "其间换了表格，换版处不连线。2019年版：2019 年 另列，2020 年 另列；"
        "2021年版：2021 年 空白，2022 年 30 件，2023 年 未收录，2024 年 101 件。"
    )
    assert not drawing.of("ch-line")  # nothing over the break or over a gap
    assert len(drawing.of("ch-break-rule")) == 2
    rows = rows_of(figure)
    assert [row[:3] for row in rows] == [
        ["年度", "行政许可，2021年版", "行政许可，2019年版"],
        *(["2024 年", "101", "另列"], ["2023 年", "未收录", "未收录"], ["2022 年", "30", "另列"]),
        *(["2021 年", "空白", "另列"], ["2020 年", "另列", "15"], ["2019 年", "另列", "12"]),
    ]
    assert re.findall(r'<tr class="ch-break"><th scope="row"><a[^>]*>(\d+)', figure) == ["2020"]
    assert [number for number in ("30", "101") if number not in drawing.words] == []


def test_more_years_than_a_picture_holds_are_named(
    context: SiteContext, records: dict[str, ReportRecord], history: list[ReportRecord]
) -> None:
    body, _ = make(context, [dated(records[FORM_2021], year, str(year)) for year in range(2003, 2025)])
    assert "只画最近 18 年；2003–2006 年的数在上面的表里" in words(part(body, "pictures"))
    assert "只画最近" not in words(part(make(context, history)[0], "pictures"))


def test_of_a_single_report_nothing_is_drawn(context: SiteContext, history: list[ReportRecord]) -> None:
    body, _ = make(context, history[-1:])
    assert "<svg" not in body
    assert 'id="trend"' not in body
    assert 'id="pictures"' not in body


def test_a_measure_that_is_always_zero_is_told_in_words(context: SiteContext, records: dict[str, ReportRecord]) -> None:
    body, _ = make(context, [dated(records[FORM_2021], year, "0") for year in (2023, 2024)])
    assert "行政许可：2023、2024 年都是 0。" in words(part(body, "pictures"))


def test_a_hostile_name_is_text_everywhere(context: SiteContext, history: list[ReportRecord]) -> None:
    name = '"><script>alert(1)</script>{{ 7 * 7 }}@@slot:body@@'
    agency = {**context.agencies[AGENCY], "name": name}
    body, _ = make(context, [replace(record, agency=agency) for record in history], agency)
    assert "<script" not in body
    assert words(body.split("</h1>")[0]).strip() == name
    for svg in re.findall(r"<svg .*?</svg>", body, re.S):
        read_drawing(svg)


def test_the_csv_of_all_years_opens_in_pandas_and_csv_and_is_the_cells(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    _, files = make(context, history)
    data = files["data.csv"]
    assert data.startswith(b"\xef\xbb\xbfreport_id,year,form,table,row,column,state,value,printed,line\n")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    cells = [
        (record.row["report_id"], table, cell.row, cell.column, cell.state, cell.value, cell.printed, cell.line)
        for record in history
        for table, found in record.cells.items()
        for cell in found
    ]
    columns = ("report_id", "table", "row", "column", "state", "value", "printed", "line")
    assert [tuple(row[name] for name in columns) for row in read] == cells
    frame = pandas.read_csv(io.BytesIO(data), keep_default_na=False, dtype=str)
    assert frame.columns[0] == "report_id"
    licences = frame[(frame.row == "licence") & (frame.column == "decisions")]
    assert list(zip(licences.year, licences.form, licences.state, licences.value, strict=True)) == [
        ("2019", "2019", "reported", "12"),
        ("2020", "2019", "reported", "15"),
        ("2021", "2021", "blank", ""),
        ("2022", "2021", "reported", "30"),
        ("2024", "2021", "reported", "101"),
    ]


def test_a_citation_names_the_agency_first_and_its_years(context: SiteContext, history: list[ReportRecord]) -> None:
    body, _ = make(context, history)
    cited = [words(found) for found in re.findall(r"<pre[^>]*>(.*?)</pre>", part(body, "cite"), re.S)]
    assert cited[0].startswith("卫辉市城市管理局：政府信息公开工作年度报告，2019–2022、2024 年度。")
    assert cited[1].startswith("卫辉市城市管理局. 政府信息公开工作年度报告数据（2019–2022、2024 年度）[DS/OL].")
    assert cited[2].startswith("@misc{410781-chengshiguanliju,\n  author = {{卫辉市城市管理局}},")


def test_names_of_the_register_that_the_page_does_not_bear_are_listed(context: SiteContext) -> None:
    agency = {"name": "新名"}
    names = [
        {"name": "新名", "relation": "pinned", "from_year": "2021", "to_year": ""},
        {"name": "旧名", "relation": "renamed", "from_year": "", "to_year": "2020"},
    ]
    assert list_other_names(agency, names) == [("旧名", "改名", "至 2020 年")]


def agencies_of(*places: tuple[str, str]) -> dict[str, Row]:
    """Agencies of one function and level: id and region."""
    return {
        agency_id: {"agency_id": agency_id, "region_code": region, "function": "health", "level": "county"}
        for agency_id, region in places
    }


def peers_of(context: SiteContext, agencies: dict[str, Row], years: Mapping[str, tuple[int, ...]]) -> Peers:
    held = {agency_id: tuple({"year": str(year)} for year in years.get(agency_id, (2021,))) for agency_id in agencies}
    return Peers(replace(context, agencies=agencies, reports_of=held))


def test_peers_of_the_same_prefecture_come_first_then_of_the_province_then_elsewhere(context: SiteContext) -> None:
    agencies = agencies_of(
        ("a", "410102"), ("b", "410103"), ("c", "410202"), ("d", "330102"), ("e", "510104"), ("me", "410104")
    )
    peers = peers_of(context, agencies, {"me": (2020, 2022, 2023), "a": (2020, 2022), "e": (2019,)})
    found = peers.find(agencies["me"])
    assert [peer.agency["agency_id"] for peer in found] == ["a", "b", "c", "e", "d"]
    assert (found[0].years, found[3].years) == ((2020, 2022), ())
    assert peers.count(agencies["me"]) == 5


def test_peers_are_few_and_of_the_same_function_and_level(context: SiteContext) -> None:
    agencies = agencies_of(*((f"a{at:03}", f"41{at:02}02") for at in range(40)))
    agencies["other"] = {**agencies["a003"], "agency_id": "other", "level": "township"}
    peers = peers_of(context, agencies, {})
    found = [peer.agency["agency_id"] for peer in peers.find(agencies["a003"])]
    assert len(found) == len(set(found)) == MOST_PEERS
    assert not {"other", "a003"} & set(found)
    assert peers.find(agencies["other"]) == ()


def test_agencies_whose_function_is_not_told_are_no_peers(context: SiteContext) -> None:
    agencies = {key: {**row, "function": "other"} for key, row in agencies_of(("a", "410102"), ("b", "410103")).items()}
    assert peers_of(context, agencies, {}).find(agencies["a"]) == ()


def test_two_years_of_one_form_are_offered_with_the_older_as_base_and_two_forms_are_not(
    context: SiteContext, history: list[ReportRecord]
) -> None:
    link = f"../../compare/?r={AGENCY}-2022&amp;r={AGENCY}-2024"
    assert link in make(context, history)[0]
    assert "compare/?" not in part(make(context, history[1:3])[0], "trend")
