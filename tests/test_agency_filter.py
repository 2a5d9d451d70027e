"""The filter of agencies in a real browser: twelve hundred agencies, hostile names among them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.lists.hand_lists import draw_agencies
from build_scripts.publishing.lists.partitions import FOLDER, make_partitions
from tests.made_agencies import Made, make_context, make_many
from tests.packages import ROOT
from tests.sites import serve

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hacked = 1">"局'
NAMED = [
    Made("卫辉市城市管理局", "410781", years=(2019, 2021)),
    Made("长寿区财政局", "500115", "finance", (2022,)),
    Made(HOSTILE, "410781", "water", (2021,)),
    Made("成都市武侯区人力资源和社会保障局", "510107", years=(2022,)),
    Made("成都市武侯区卫生健康委员会", "510107", years=(2022,)),
    Made("武侯区人民政府", "510107", years=(2022,)),
    Made("郑州市自然资源和规划局", "410100", years=(2022,)),
    Made("成都市民政局", "510100", years=(2022,)),
]
REGISTER = [{"name": "卫辉市城建监察大队", "agency_id": "410781-a0", "relation": "renamed"}]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The list of agencies as the site has it, without the site's frame."""
    folder = tmp_path_factory.mktemp("filter")
    context = make_context([*NAMED, *make_many(1200)], REGISTER)
    directory = build_directory(context, REGISTER)
    shutil.copytree(ROOT / "docs/assets/js", folder / "assets/js")
    (folder / FOLDER).mkdir(parents=True)
    for name, data in make_partitions(context, directory):
        (folder / FOLDER / name).write_bytes(data)
    page = (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>机关</title>'
        f'{draw_agencies(context, directory)}<script type="module" src="../assets/js/filter.js"></script>'
    )
    (folder / "agencies/index.html").write_text(page, encoding="utf-8")
    with serve(folder) as address:
        yield f"{address}agencies/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def hits(page: Page) -> Locator:
    return page.locator("#hits tbody tr")


def find(page: Page, url: str, name: str) -> str:
    """The first agency that is found for these words."""
    page.goto(f"{url}?name={name}")
    return hits(page).first.locator("th a").text_content() or ""


@pytest.mark.parametrize(
    "words",
    [
        "whscsglj",
        "wcgj 卫辉",
        "weihuishichengshi",
        "chengshiguan 卫辉",
        "卫辉 城市",
        "城建监察",
        "410781-a0",
        "ＷＨＳＣ",
    ],
)
def test_an_agency_is_found_by_any_of_its_names_and_by_pinyin(page: Page, url: str, words: str) -> None:
    assert find(page, url, words) == "卫辉市城市管理局"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("人社局", "成都市武侯区人力资源和社会保障局"),
        ("rsj", "成都市武侯区人力资源和社会保障局"),
        ("whqrsj", "成都市武侯区人力资源和社会保障局"),
        ("武侯 rsj", "成都市武侯区人力资源和社会保障局"),
        ("卫健委", "成都市武侯区卫生健康委员会"),
        ("wjw 四川", "成都市武侯区卫生健康委员会"),
        ("武侯 区政府", "武侯区人民政府"),
        ("武侯区政府", "武侯区人民政府"),
        ("民政 四川", "成都市民政局"),
        ("卫辉城管局", "卫辉市城市管理局"),
    ],
)
def test_everyday_short_names_are_found_alone_or_with_the_place(page: Page, url: str, words: str, name: str) -> None:
    assert find(page, url, words) == name


def test_a_name_that_holds_the_words_together_stands_before_one_that_holds_them_apart(page: Page, url: str) -> None:
    page.goto(f"{url}?name=民政&region=510000")
    expect(hits(page).locator("th a")).to_have_text(["成都市民政局", "武侯区人民政府"])


@pytest.mark.parametrize("words", ["zzz", "局社人", "人社局 北京", "jsrj"])
def test_letters_that_no_short_name_has_find_nothing(page: Page, url: str, words: str) -> None:
    page.goto(f"{url}?name={words}")
    expect(page.locator("output")).to_have_text("0 个机关，共 1,208 个")
    expect(page.locator("#hits p")).to_contain_text("rsj")


def test_a_character_of_two_readings_is_found_as_the_place_reads(page: Page, url: str) -> None:
    assert find(page, url, "csqczj") == "长寿区财政局"


def test_a_former_name_is_told_beside_the_present_one(page: Page, url: str) -> None:
    page.goto(f"{url}?name=城建监察")
    expect(hits(page)).to_have_count(1)
    expect(hits(page).locator("th")).to_contain_text("又作 卫辉市城建监察大队")


def test_pinyin_does_not_begin_inside_a_syllable(page: Page, url: str) -> None:
    page.goto(f"{url}?name=eihui")
    expect(page.locator("#hits p")).to_contain_text("可以写名称里的几个字")
    expect(page.locator("output")).to_have_text("0 个机关，共 1,208 个")


def test_regions_are_chosen_step_by_step_and_the_address_opens_the_same_view(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("combobox", name="市", exact=True)).to_be_disabled()
    page.get_by_role("combobox", name="省", exact=True).select_option(label="河南省")
    page.get_by_role("combobox", name="市", exact=True).select_option(label="新乡市")
    page.get_by_role("combobox", name="县（区）", exact=True).select_option(label="卫辉市")
    page.get_by_role("combobox", name="职能", exact=True).select_option("urban_management")
    expect(hits(page)).to_have_count(1)
    assert page.url.endswith("?region=410781&function=urban_management")
    page.reload()
    expect(hits(page)).to_have_count(1)
    expect(page.get_by_role("combobox", name="市", exact=True)).to_have_value("410700")
    expect(page.get_by_role("combobox", name="县（区）", exact=True)).to_have_value("410781")
    page.get_by_role("combobox", name="省", exact=True).select_option("")
    expect(page.get_by_role("combobox", name="县（区）", exact=True)).to_be_disabled()
    assert "region" not in page.url


def test_only_the_file_of_the_chosen_province_is_asked_for(page: Page, url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if ".json" in request.url else None)
    page.goto(url)
    assert asked == []
    page.get_by_role("combobox", name="省", exact=True).select_option("500000")
    expect(hits(page)).to_have_count(1)
    assert [address.rpartition("/")[2] for address in asked] == ["500000.json"]


def test_a_year_means_that_its_report_is_held(page: Page, url: str) -> None:
    page.goto(f"{url}?region=410781&years=2021")
    expect(hits(page)).to_have_count(2)
    page.goto(f"{url}?region=410781&years=2020")
    expect(page.locator("#hits p")).to_be_visible()
    page.goto(f"{url}?region=410781&name=城市")
    expect(hits(page).locator(".not-held")).to_have_text([f"{year} 未收录" for year in (2024, 2023, 2022, 2020)])
    expect(hits(page).locator(".years a")).to_have_text(["2021", "2019"])


def test_a_hundred_are_shown_and_the_next_at_a_press_of_a_key(page: Page, url: str) -> None:
    page.goto(f"{url}?level=county")
    expect(hits(page)).to_have_count(100)
    expect(page.locator("output")).to_have_text("1,208 个机关，共 1,208 个")
    more = page.locator("#hits button")
    expect(more).to_have_text("再列 100 个（还有 1,108 个）")
    more.press("Enter")
    expect(hits(page)).to_have_count(200)
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 101


def test_without_a_choice_everything_is_there_again(page: Page, url: str) -> None:
    page.goto(f"{url}?name=卫辉")
    expect(page.locator("#everything")).to_be_hidden()
    page.get_by_role("button", name="清除").click()
    expect(page.locator("#everything")).to_be_visible()
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator("output")).to_have_text("共 1,208 个机关")
    assert page.url == url


def test_names_are_set_as_text(page: Page, url: str) -> None:
    page.goto(f"{url}?name=onerror")
    expect(hits(page).locator("th")).to_have_text(HOSTILE)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#hits img").count() == 0


def test_a_strange_address_does_no_harm(page: Page, url: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{url}?region=../../x&level=none&years=%3Cb%3E&function=&name=%22%3E%3Cimg%20src%3Dx%3E&more=1")
    expect(page.locator("output")).to_contain_text("0 个机关")
    assert faults == []


def test_when_a_list_cannot_be_read_it_is_said_and_the_places_stay(page: Page, url: str) -> None:
    page.route(re.compile("500000.json"), lambda route: route.abort())
    page.goto(f"{url}?name=财政")
    expect(page.locator("output")).to_have_text("名单没有读到，请稍后再试，或从下面的地区找。")
    expect(page.locator("#everything")).to_be_visible()
    page.unroute(re.compile("500000.json"))
    page.get_by_label("名称").press("Enter")
    expect(page.locator("output")).to_contain_text("共 1,208 个")


def test_the_count_is_announced(page: Page, url: str) -> None:
    page.goto(url)
    assert page.locator("output").get_attribute("aria-live") == "polite"


def test_without_script_the_places_lead_on(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}agencies/")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#everything")).to_be_visible()
    assert "筛选需要 JavaScript" in page.content()
    page.get_by_role("link", name="河南省").first.click()
    page.get_by_role("link", name="新乡市").first.click()
    expect(page.locator("h1")).to_have_text("新乡市")
    context.close()


def test_the_lists_of_a_very_large_country_are_read_by_province_alone(page: Page, url: str) -> None:
    """However many agencies there are, a visitor never reads the lists of all."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(
        url,
        lambda route: route.fulfill(
            body=route.fetch().text().replace('data-total="1208"', 'data-total="30001"'), content_type="text/html"
        ),
    )
    page.goto(url)
    page.get_by_role("searchbox").fill("民政")
    expect(page.locator("output")).to_contain_text("请先选省份")
    assert [address for address in asked if "/lists/" in address] == []
    page.get_by_role("combobox", name="省", exact=True).select_option(label="四川省")
    expect(hits(page).locator("th a").first).to_have_text("成都市民政局")
    assert [address.rpartition("/")[2] for address in asked if "/lists/" in address] == ["510000.json"]
