"""The links of the site to prefilled forms: each names report, file, line and cell by the ids that the forms have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing import issue_links
from build_scripts.publishing.agency.page import AgencyPages
from build_scripts.publishing.agency.years import collect_year
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.report.page import ReportPages

from .issue_forms import fields_of, stand_in_page
from .report_pages import text_of

REPOSITORY = "https://example.org/o/n"
FORM_2021 = "410781-chengshiguanliju-2023"
OLD_FORM = "410303-chengshiguanliju-2020"
RESERVED = {"template", "title", "body", "labels", "assignees", "milestone", "projects"}
HOSTILE = "</a><script>x</script>\"'&amp;#%0a{{7*7}}\n@all ../..\x00\ud800"


@pytest.fixture(scope="module")
def linked(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据", repository=f"{REPOSITORY}/"))


@pytest.fixture(scope="module")
def bare(package_folder: Path) -> SiteContext:
    return build_context(load_package(package_folder), Settings("开放数据", contact="someone@example.org"))


@pytest.fixture(scope="module")
def records(package_folder: Path) -> Mapping[str, ReportRecord]:
    return {record.row["report_id"]: record for record in iterate_reports(load_package(package_folder))}


def read_link(address: str) -> dict[str, str]:
    assert address.startswith(f"{REPOSITORY}/issues/new?")
    return {name: said for name, [said] in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def make_links(linked: SiteContext, record: ReportRecord) -> dict[str, str]:
    return {
        "add-report": issue_links.ask_to_add(record.agency, 2022, linked),
        "wrong-number": issue_links.ask_what_is_wrong(record.row, linked),
        "out-of-date": issue_links.ask_what_is_out_of_date(
            record.row["report_id"], record.row["source_file"], record.row["source_url"], linked
        ),
    }


def test_a_form_asks_by_these_ids_for_ever() -> None:
    asked = {name: [field.id for field in fields_of(name)] for name in ("add-report", "wrong-number", "out-of-date")}
    assert asked == {
        "add-report": ["agency", "year", "url", "text"],
        "wrong-number": ["report", "file", "line", "cell", "here", "printed", "evidence"],
        "out-of-date": ["report", "file", "url", "what"],
    }
    assert not RESERVED & {one for ids in asked.values() for one in ids}


def test_every_link_fills_fields_that_its_form_has(linked: SiteContext, records: Mapping[str, ReportRecord]) -> None:
    for form, address in make_links(linked, records[FORM_2021]).items():
        said = read_link(address)
        assert said["template"] == f"{form}.yml"
        assert set(said) - {"template", "title"} <= {field.id for field in fields_of(form)}


def test_a_link_says_which_agency_and_year_or_which_report_and_file(
    linked: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    links = {form: read_link(address) for form, address in make_links(linked, records[FORM_2021]).items()}
    assert links["add-report"]["agency"] == "卫辉市城市管理局（410781-chengshiguanliju）"
    assert links["add-report"]["year"] == "2022"
    assert links["wrong-number"]["report"] == links["out-of-date"]["report"] == FORM_2021
    assert links["wrong-number"]["file"] == "2023/410781-chengshiguanliju.txt"
    assert linked.version in links["wrong-number"]["title"]


def test_what_a_report_says_is_text_in_an_address_and_never_too_long(
    linked: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    row = {**record.row, "source_file": HOSTILE, "source_url": "https://x/" + "长" * 5000}
    address = issue_links.ask_what_is_wrong(row, linked)
    assert re.fullmatch(r"[A-Za-z0-9.~_%&=?/:-]+", address)
    assert len(address) <= 6_100
    said = read_link(address)
    assert said["file"].startswith("</a><script>x</script>\"'&amp;#%0a{{7*7}}\n@all")
    assert said["evidence"].endswith("长…")


def test_a_year_that_is_not_held_leads_to_the_form(
    linked: SiteContext, bare: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    record = records[FORM_2021]
    years = [collect_year(one, linked) for one in records.values() if one.row["agency_id"] == record.row["agency_id"]]
    body = AgencyPages(linked, find_outside(linked)).make(record.agency, years)[0].body
    missing = re.findall(
        r'<a class="gap not-held" href="([^"]+)" rel="noopener noreferrer">(\d{4}) 年 未收录，补上</a>', body
    )
    assert missing
    for address, year in missing:
        assert read_link(address.replace("&amp;", "&"))["year"] == year
    assert "这一页过时了" in text_of(body)
    without = AgencyPages(bare, find_outside(bare)).make(record.agency, years)[0].body
    assert "issues/new" not in without
    assert "年 未收录</span>" in without
    assert 'href="mailto:someone@example.org"' in without


def test_the_list_of_a_year_leads_to_the_form_for_each_report_that_is_not_held(
    linked: SiteContext, bare: SiteContext
) -> None:
    def page(one: SiteContext) -> str:
        pages = {page.address: page for page in make_list_pages(one, build_directory(one))}
        return pages["years/2024/"].body.split('id="missing"', 1)[1]

    rows = re.findall(
        r'agencies/([^/"]+)/">[^<]+</a></th>.*?<td role="cell" class="ask"><a href="([^"]+)" rel=', page(linked)
    )
    assert rows
    for agency_id, address in rows:
        said = read_link(address.replace("&amp;", "&"))
        assert said["agency"].endswith(f"（{agency_id}）")
        assert said["year"] == "2024"
    assert "issues/new" not in page(bare)
    assert "someone@example.org" in page(bare)


def test_a_report_leads_to_both_forms_or_says_who_to_write_to(
    linked: SiteContext, bare: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    body = ReportPages(linked, find_outside(linked)).make(records[FORM_2021], None).page.body
    assert 'id="issue"' in body
    assert 'id="outdated"' in body
    without = ReportPages(bare, find_outside(bare)).make(records[FORM_2021], None).page.body
    assert "issues/new" not in without
    assert 'href="mailto:someone@example.org"' in without


def test_the_form_that_opens_names_report_file_line_and_cell(
    page: Page, site_url: str, linked: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    """The tests' site has no repository, so the link is put into the page as the site of one that has has it."""
    link = ReportPages(linked, find_outside(linked)).make(records[OLD_FORM], None).page.body
    [anchor] = re.findall(r'<a id="issue".*?</a>', link)

    def serve(route: Route) -> None:
        body = route.fetch().text()
        marker = '<p class="muted" id="picked-words"'
        route.fulfill(body=body.replace(marker, anchor + marker), content_type="text/html")

    page.route("**/2020/", serve)
    page.route(
        f"{REPOSITORY}/**", lambda route: route.fulfill(body=stand_in_page("wrong-number"), content_type="text/html")
    )
    page.goto(f"{site_url}/agencies/410303-chengshiguanliju/2020/#disclosures-penalty-decisions")
    page.locator(".picked").get_by_role("link", name="这里读错了").click()
    page.wait_for_url(f"{REPOSITORY}/**")
    fields = {field.id: page.locator(f"#{field.id}").input_value() for field in fields_of("wrong-number")}
    assert fields == {
        "report": OLD_FORM,
        "file": records[OLD_FORM].row["source_file"],
        "line": "31",
        "cell": "表一 主动公开政府信息情况，第二十条第（六）项，行政处罚，处理决定数量 disclosures-penalty-decisions",
        "here": "834",
        "printed": "",
        "evidence": records[OLD_FORM].row["source_url"],
    }
    assert page.locator("#title").input_value().startswith(f"读错 / wrong: {OLD_FORM}")


def test_every_link_opens_its_form_with_its_fields_filled_in(
    page: Page, linked: SiteContext, records: Mapping[str, ReportRecord]
) -> None:
    def serve(route: Route) -> None:
        form = read_link(route.request.url)["template"].removesuffix(".yml")
        route.fulfill(body=stand_in_page(form), content_type="text/html")

    page.route(f"{REPOSITORY}/**", serve)
    for form, address in make_links(linked, records[FORM_2021]).items():
        page.goto(address)
        shown = {field.id: page.locator(f"#{field.id}").input_value() for field in fields_of(form)}
        said = {name: value for name, value in read_link(address).items() if name not in RESERVED}
        assert {name: value for name, value in shown.items() if value} == said
