"""Lists by place, year and function: each agency where it belongs, none left out, no page that grows without end."""

from __future__ import annotations

import json
import re
import time
from collections import Counter

import pytest

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.cuts import MOST_LISTED
from build_scripts.publishing.lists.directory import Directory, build_directory
from build_scripts.publishing.lists.hand_lists import draw_agencies, draw_functions, draw_regions, draw_years
from build_scripts.publishing.lists.pages import make_list_pages
from build_scripts.publishing.pages import Page
from build_scripts.publishing.templates import MOST_OPEN
from tests.made_agencies import Made, make_context, make_many

MANY = 1200
HOSTILE = '<img src=x onerror="alert(1)">局'


def make_pages(context: SiteContext) -> dict[str, Page]:
    return {page.address: page for page in make_list_pages(context, build_directory(context))}


@pytest.fixture(scope="module")
def many() -> SiteContext:
    return make_context(make_many(MANY))


@pytest.fixture(scope="module")
def pages(many: SiteContext) -> dict[str, Page]:
    return make_pages(many)


def agencies_in(page: Page) -> list[str]:
    return re.findall(r'rowheader"><a href="(?:\.\./)+agencies/([^/"]+)/', page.body)


def test_every_agency_is_listed_once_at_its_place(many: SiteContext, pages: dict[str, Page]) -> None:
    """The part of a region's page that lists its own agencies; below it a small region may list all it holds."""
    found: Counter[str] = Counter()
    for address, page in pages.items():
        if address.startswith("regions/") and 'id="held"' in page.body:
            own = page.body.split('id="held"')[1].split("<h2")[0]
            found.update(re.findall(r'rowheader"><a href="[^"]*agencies/([^/"]+)/', own))
    assert found == Counter(list(many.agencies))


def test_every_held_report_is_listed_once_under_its_year(many: SiteContext, pages: dict[str, Page]) -> None:
    found: Counter[str] = Counter()
    for address, page in pages.items():
        if address.startswith("years/") and 'id="held"' in page.body:
            held = page.body.split('id="held"')[1].split('id="missing"')[0]
            found.update(
                "-".join(pair) for pair in re.findall(r'rowheader"><a href="[^"]*agencies/([^/"]+)/(\d+)/', held)
            )
    assert found == Counter(row["report_id"] for row in many.reports)


def test_every_agency_is_listed_once_under_its_function(many: SiteContext) -> None:
    few = make_context([*make_many(200), *(Made(f"{n}局", "410105", "water") for n in range(MOST_LISTED + 1))])
    for context in (many, few):
        found = Counter(
            agency
            for address, page in make_pages(context).items()
            if address.startswith("functions/")
            for agency in agencies_in(page)
        )
        assert found == Counter(list(context.agencies))


def test_no_page_lists_more_than_it_can_show(pages: dict[str, Page]) -> None:
    assert max(len(agencies_in(page)) for page in pages.values()) <= MOST_LISTED
    assert len([address for address in pages if re.fullmatch(r"years/2022/\d{6}/", address)]) > 3


def test_a_long_year_leads_to_its_parts_and_their_counts_add_up(pages: dict[str, Page]) -> None:
    body = pages["years/2022/"].body
    rows = re.findall(
        r'years/2022/(\d{6})/">[^<]*</a></th><td class="n">([\d,]+)</td><td class="n">([\d,]+)</td>', body
    )
    assert {f"years/2022/{code}/" for code, _, _ in rows} <= set(pages)
    held, missing = (sum(int(row[at].replace(",", "")) for row in rows) for at in (1, 2))
    figures = re.findall(r"<dd>([\d,]+) <small>(份|个机关)</small>", body)[:2]
    assert [(f"{held:,}", "份"), (f"{missing:,}", "个机关")] == figures
    part = pages[f"years/2022/{rows[0][0]}/"]
    assert [crumb.address for crumb in part.crumbs] == ["", "years/", "years/2022/", part.address]


def test_a_part_that_is_still_too_long_is_parted_again() -> None:
    counties = ("410102", "410103", "410202", "410203")
    context = make_context(Made(f"{n}局", county, "water") for county in counties for n in range(200))
    pages = make_pages(context)
    for address in ("functions/water/", "functions/water/410000/", "functions/water/410100/"):
        assert agencies_in(pages[address]) == []
    assert len(agencies_in(pages["functions/water/410102/"])) == 200
    assert 'href="../../../functions/water/410100/"' in pages["functions/water/410000/"].body


def test_an_agency_of_the_parted_place_itself_stays_on_its_page() -> None:
    places = [("410000", 1), ("410102", 200), ("410202", 200)]
    context = make_context(Made(f"{n}局", place, "water") for place, count in places for n in range(count))
    pages = make_pages(context)
    assert agencies_in(pages["functions/water/410000/"]) == ["410000-a0"]


def test_years_between_are_not_held_and_years_before_the_first_are_not_told() -> None:
    context = make_context([Made("甲局", "410102", years=(2019, 2021)), Made("乙局", "410102", years=(2022,))])
    body = make_pages(context)["regions/410102/"].body
    rows = {name: row for row in body.split("<tr")[1:] for name in re.findall(r"/\">([甲乙]局)</a>", row)}
    told = re.findall(r'class="(held|not-held)"[^>]*>(\d{4})', rows["甲局"])
    assert told == [("not-held", "2022"), ("held", "2021"), ("not-held", "2020"), ("held", "2019")]
    assert re.findall(r'class="(held|not-held)"[^>]*>(\d{4})', rows["乙局"]) == [("held", "2022")]
    assert rows["甲局"].count("未收录</span>") == 2
    assert "未公布" not in body


def test_a_year_of_which_nothing_is_held_has_its_page() -> None:
    context = make_context([Made("甲局", "410102", years=(2019, 2021))])
    page = make_pages(context)["years/2020/"]
    assert "这一年还没有收录报告" in page.body
    assert agencies_in(page) == ["410102-a0"]
    assert (page.previous, page.following) == ("years/2019/", "years/2021/")
    assert 'rel="prev" href="../../years/2019/"' in page.body


def test_a_region_leads_down_and_up_and_counts_what_lies_below(many: SiteContext, pages: dict[str, Page]) -> None:
    province = pages["regions/130000/"]
    inside = re.findall(r'<th scope="row"><a href="../../regions/(\d{6})/"', province.body)
    assert inside
    assert {f"regions/{code}/" for code in inside} <= set(pages)
    below = [row for row in many.agencies.values() if row["region_code"].startswith("13")]
    assert f"<dd>{len(below)} <small>个</small></dd>" in province.body
    assert 'id="below"' not in province.body, "a large region lists nothing of what lies below it"
    county = pages["regions/130102/"]
    assert [crumb.label for crumb in county.crumbs] == ["首页", "地区", "河北省", "石家庄市", "长安区"]
    assert 'href="../../regions/130100/"' in county.body


def test_a_small_region_lists_all_it_holds() -> None:
    context = make_context([Made("甲局", "410102"), Made("乙局", "410202")])
    assert agencies_in(make_pages(context)["regions/410000/"]) == ["410102-a0", "410202-a1"]


def test_a_place_that_was_merged_says_until_when_it_stood() -> None:
    context = make_context([Made("邢台县审计局", "130521", years=(2019,))])
    pages = make_pages(context)
    assert "这个地区的代码用到 2020 年" in pages["regions/130521/"].body
    assert "（至 2020 年）" in pages["regions/130500/"].body
    assert "代码用到" not in pages["regions/130500/"].body


def test_english_names_stand_beside_codes() -> None:
    pages = make_pages(make_context([Made("甲局", "410102")]))
    assert '<span lang="en">Henan Province</span> <code>410000</code>' in pages["regions/410000/"].body
    assert (
        '<span lang="en">Urban management</span> <code>urban_management</code>'
        in pages["functions/urban_management/"].body
    )


def test_bodies_of_the_country_have_a_page_and_are_no_province() -> None:
    context = make_context([Made("海关总署", "100000", "customs", level="national"), Made("甲局", "410102")])
    page = make_pages(context)["regions/100000/"]
    assert page.title == "中央国家机关"
    assert agencies_in(page) == ["100000-a0"]


def test_names_are_text_on_every_list() -> None:
    context = make_context([Made(HOSTILE, "410102", years=(2019, 2021)), Made("乙局", "410103")])
    directory = build_directory(context)
    drawn = [page.body for page in make_list_pages(context, directory)]
    drawn += [draw_agencies(context, directory), draw_regions(context, directory), draw_functions(context, directory)]
    assert not [body for body in drawn if "<img" in body]
    assert sum("&lt;img src=x" in body for body in drawn) >= 6
    described = make_pages(context)["regions/410102/"].json_ld
    assert "<" not in described
    assert json.loads(described)["mainEntity"]["itemListElement"][0]["name"] == HOSTILE


def test_a_description_for_machines_names_the_first_and_counts_all() -> None:
    context = make_context([Made(f"{n}局", "410102") for n in range(50)], site_url="https://example.org/x/")
    described = json.loads(make_pages(context)["functions/urban_management/"].json_ld)
    assert described["@type"] == "CollectionPage"
    assert described["url"] == "https://example.org/x/functions/urban_management/"
    assert described["mainEntity"]["numberOfItems"] == 50
    assert len(described["mainEntity"]["itemListElement"]) == 20
    assert described["mainEntity"]["itemListElement"][0]["url"].startswith("https://example.org/x/agencies/410102-a")


def test_links_of_a_region_to_its_functions_lead_to_a_part_that_is_there(pages: dict[str, Page]) -> None:
    for code in ("130000", "130100", "110000"):
        chips = pages[f"regions/{code}/"].body.split('id="functions"')[1]
        links = re.findall(r'href="../../(functions/[^"#]+)(?:#(r\d+))?"', chips)
        assert links
        for address, anchor in links:
            assert address in pages
            assert not anchor or f'id="{anchor}"' in pages[address].body


def test_the_page_of_agencies_lists_all_while_they_are_few_and_then_stops_growing(many: SiteContext) -> None:
    few = make_context(make_many(MOST_LISTED))
    assert draw_agencies(few, build_directory(few)).count("<tr") > MOST_LISTED
    drawn = draw_agencies(many, build_directory(many))
    assert "<tr" not in drawn
    assert 'href="../regions/130100/"' in drawn
    more = make_context(make_many(8 * MANY))
    assert len(draw_agencies(more, build_directory(more)).encode()) < 20_000


def test_reports_of_one_year_level_and_form_can_be_set_side_by_side() -> None:
    made = [Made(f"{n}局", f"41010{2 + n % 3}", years=(2023,) if n else (2023, 2024)) for n in range(8)]
    made.append(Made("市局", "410100", years=(2023,), level="prefecture"))
    body = make_pages(make_context(made))["functions/urban_management/"].body
    (link,) = re.findall(r'href="../../(compare/[^"]*)">([^<]*)<', body)
    chosen = re.findall(r"r=([^&]+)", link[0].replace("&amp;", "&"))
    assert link[1] == "对照 2023 年县级的 6 份"
    assert len(set(chosen)) == 6
    assert all(report.endswith("-2023") and not report.startswith("410100") for report in chosen)
    assert "compare" not in make_pages(make_context([made[0], made[-1]]))["functions/urban_management/"].body


def test_years_are_told_with_their_forms() -> None:
    context = make_context([Made("甲局", "410102", years=(2020, 2021))])
    drawn = draw_years(context, build_directory(context), "../")
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", drawn)).startswith(
        " 年份 已收录（份） 2019年版 2021年版 未收录（个机关） 2021 年 1 1 0 2020 年 1 1 0 "
    )


def test_former_names_are_those_of_the_register_that_are_not_the_present_one() -> None:
    register = [
        {"name": "甲局", "agency_id": "410102-a0", "relation": "pinned"},
        {"name": "甲委员会", "agency_id": "410102-a0", "relation": "renamed"},
        {"name": "乙局", "agency_id": "410102-a9", "relation": "pinned"},
    ]
    context = make_context([Made("甲局", "410102")], register)
    (one,) = build_directory(context, register).everyone
    assert one.former == ("甲委员会",)


def test_the_work_grows_with_the_agencies_and_no_faster() -> None:
    """Four times the agencies take about four times as long, never sixteen."""
    seconds = []
    for count in (500, 2000):
        context = make_context(make_many(count))
        start = time.process_time()
        directory: Directory = build_directory(context)
        assert sum(1 for _ in make_list_pages(context, directory)) > 50
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * seconds[0] + 0.5


def test_a_long_list_is_folded_by_place_and_a_short_one_is_not() -> None:
    """Opened by whom it concerns, without script; a phone is not asked to scroll past two hundred agencies."""
    pages = {}
    for count in (MOST_OPEN, MOST_OPEN + 8):
        context = make_context(make_many(count))
        pages[count] = draw_agencies(context, build_directory(context))
    assert "<details" not in pages[MOST_OPEN]
    folded = pages[MOST_OPEN + 8]
    assert folded.count('<details class="more fold"><summary><h2 id="r') == folded.count(
        '<section class="region-group">'
    )
    assert "<details open" not in folded
    for page in pages.values():
        assert page.count("agencies/110") == page.count('href="../agencies/110')
        assert 'id="r110000"' in page


def test_the_cells_with_a_number_are_told_of_all_cells() -> None:
    context = make_context([Made("卫辉市城市管理局", "410781")])
    (page,) = (page for page in make_list_pages(context, build_directory(context)) if page.address == "years/2021/")
    assert "有数 150 / 200 格" in page.body
