"""The modules of the page of questions, each by itself in a real browser: address, totals, order, shares, files."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.query_truth import tell_percent

pytestmark = pytest.mark.browser

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{site_url}query/")
    yield page
    page.close()


@pytest.fixture(scope="module")
def call(page: Page, site_url: str) -> Call:
    """Calls a function of a module: `call("query/order", "readSort", "", [])`."""
    script = "async ([url, name, values]) => (await import(url))[name](...values)"
    return lambda module, name, *values: page.evaluate(script, [f"{site_url}assets/js/{module}.js", name, list(values)])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?m=applications.received&years=newest",
        "?m=applications.received&m=derived.corrected_share.reconsideration&a=total&a=natural_person&years=2021,2023"
        "&region=410000&level=county&function=public_security&scope=organ&form=2021&agency=410000-gonganting"
        "&find=a&state=blank&sort=-disclosures.licence.decisions@2019&view=lines&page=3",
        "?m=remedies.reconsideration.total&years=all&view=years",
    ],
)
def test_an_address_is_read_and_written_back_the_same(call: Call, query: str) -> None:
    view = call("query/address", "readAddress", query)
    assert view["troubles"] == []
    assert call("query/address", "writeAddress", view) == query


def test_what_does_not_belong_into_an_address_is_told(call: Call) -> None:
    query = "?m=<b>&years=20x,2021&region=../x&view=pie&state=none&page=-1&sort=<x>&agency=<i>&colour=red"
    view = call("query/address", "readAddress", query)
    assert {kind for kind, _ in view["troubles"]} == {
        *("unknown", "measure", "years", "region", "view", "state", "page", "sort", "agency"),
    }
    assert (view["measures"], view["years"], view["region"], view["page"]) == ([], ["2021"], "", 1)


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2021-2024", ["2021", "2022", "2023", "2024"]),
        ("2021至2023", ["2021", "2022", "2023"]),
        ("2019,2021–2022", ["2019", "2021", "2022"]),
    ],
)
def test_a_span_of_years_is_all_of_them(call: Call, typed: str, years: list[str]) -> None:
    view = call("query/address", "readAddress", f"?m=applications.received&years={typed}")
    assert (view["years"], view["troubles"]) == (years, [])


@pytest.mark.parametrize("typed", ["2024-2021", "20x3", "0001-9999", "2021-", "2021-2022-2023"])
def test_what_is_no_year_is_told_and_no_year_is_put_in_its_place(call: Call, page: Page, typed: str) -> None:
    view = call("query/address", "readAddress", f"?m=applications.received&years={typed}")
    assert view["troubles"] == [["years", typed]]
    benign = page.evaluate("async (url) => [...(await import(url)).BENIGN]", f"{page.url}../assets/js/query/address.js")
    assert not {"years", "level", "function", "scope", "form", "region", "measure", "agency", "state"} & set(benign)


def test_names_that_every_object_has_are_no_codes(call: Call) -> None:
    assert call("query/order", "readSort", "constructor", []) is None


@pytest.mark.parametrize(
    ("text", "written"), [("12.5", 12.5), ("-3", -3), ("0", 0), ("9007199254740993", "9007199254740993"), ("0.1", 0.1)]
)
def test_a_number_taken_away_has_all_its_digits(call: Call, text: str, written: float | str) -> None:
    assert call("query/take", "exact", text) == written
    assert call("query/take", "tame", text) == text


def test_bars_are_shared_out_so_that_each_scope_has_its_first_ones(call: Call) -> None:
    assert call("query/draw_chart", "shareOut", [10, 13, 10, 120], 30) == [8, 8, 7, 7]
    assert call("query/draw_chart", "shareOut", [1, 100], 30) == [1, 29]
    assert call("query/draw_chart", "shareOut", [2, 3], 30) == [2, 3]


def test_percentages_are_those_of_the_truth(call: Call) -> None:
    picked = random.Random(5)
    pairs = [(0, 30), (30, 30), (1, 3000), (2, 3000), (2999, 3000), (3001, 3000), (45, 30)]
    pairs += [(picked.randrange(900), picked.randrange(30, 900)) for _ in range(60)]
    for over, under in pairs:
        assert call("shared/decimals", "writePercent", str(over), str(under)) == tell_percent(over, under)


def test_sums_are_exact_and_none_as_soon_as_a_part_is_none(call: Call) -> None:
    terms = [["+", "0.1"], ["+", "0.2"], ["-", "1234567.25"]]
    assert Decimal(call("shared/decimals", "addUp", terms)) == Decimal("0.3") - Decimal("1234567.25")
    assert call("shared/decimals", "addUp", [["+", "3"], ["+", ""]]) is None
    assert call("shared/decimals", "addUp", []) is None


def row(name: str, scope: str, region: str, function: str = "justice") -> dict[str, str]:
    return {"id": name, "scope": scope, "region": region, "function": function}


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([row("a", "organ", "410100"), row("b", "organ", "410100")], "ab"),
        ([row("a", "government", "410100"), row("b", "organ", "410102")], "b"),
        ([row("a", "government", "410100"), row("b", "organ", "410200")], "ab"),
        ([row("a", "government", "410100"), row("b", "government", "410102")], "b"),
        ([row("a", "government", "410100"), row("b", "government", "410100")], ""),
        ([row("a", "subordinates", "410100"), row("b", "organ", "410102")], "b"),
        ([row("a", "subordinates", "410100"), row("b", "organ", "410102", "health")], "ab"),
        ([row("a", "subordinates", "100000"), row("b", "organ", "410102")], "b"),
        ([row("a", "unknown", "410100"), row("b", "government", "410100")], "b"),
    ],
)
def test_only_reports_that_do_not_overlap_are_added(call: Call, rows: list[dict[str, str]], taken: str) -> None:
    parts = call("query/totals", "partRows", rows)
    assert "".join(one["id"] for one in parts["taken"]) == taken
    assert sum(len(part) for part in parts.values()) == len(rows)


def lies_in(region: str, above: str) -> bool:
    while above.endswith("00"):
        above = above[:-2]
    return above == "10" or region.startswith(above)


def test_overlaps_are_found_as_by_looking_at_every_pair_and_ten_thousand_take_no_minute(page: Page) -> None:
    picked = random.Random(9)
    regions = ["100000", *(f"{a}{b:02}{c:02}" for a in (41, 42, 43) for b in range(4) for c in range(4))]
    regions = [one for one in regions if not (one[2:4] == "00" and one[4:] != "00")]

    def make(count: int) -> list[dict[str, str]]:
        scopes = ("organ", "subordinates", "government", "unknown")
        return [
            row(str(at), picked.choice(scopes), picked.choice(regions), picked.choice("abcdef")) for at in range(count)
        ]

    script = """async ([url, rows]) => {
      const { partRows } = await import(url);
      const before = performance.now();
      const parts = partRows(rows);
      return { taken: parts.taken.map(({ id }) => id), spent: performance.now() - before };
    }"""
    address = f"{page.url}../assets/js/query/totals.js"
    for count in (6, 12, 40):
        rows = [one for one in make(count) if one["scope"] != "unknown"]
        free = [
            one["id"]
            for one in rows
            if one["scope"] == "organ"
            or not any(
                other is not one
                and lies_in(other["region"], one["region"])
                and (one["scope"] == "government" or other["function"] == one["function"])
                for other in rows
            )
        ]
        assert page.evaluate(script, [address, rows])["taken"] == free
    many = """async (url) => {
      const { partRows } = await import(url);
      const name = (at) => ({ scope: "subordinates", region: String(200_001 + at * 3), function: `f${at}` });
      const rows = Array.from({ length: 20_000 }, (_, at) => name(at));
      const before = performance.now();
      partRows(rows);
      return performance.now() - before;
    }"""
    assert page.evaluate(many, address) < 2_500, "not every pair is looked at"


def test_a_share_of_few_or_of_blanks_is_no_percentage(call: Call, page: Page, site_url: str) -> None:
    script = """async ([url, over, under]) => (await import(url)).readValue(
      { form: "", numerator: [["+", "t", "a", "x"]], denominator: [["+", "t", "b", "x"]] },
      { form: "2021", cells: new Map([["t\\na\\nx", over], ["t\\nb\\nx", under]]) }, 30)"""

    def value(over: dict[str, str], under: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = page.evaluate(script, [f"{site_url}assets/js/query/values.js", over, under])
        return found

    def number(printed: str) -> dict[str, str]:
        return {"state": "reported", "value": printed}

    assert value(number("15"), number("30"))["value"] == "50.0%"
    assert value(number("15"), number("29"))["kind"] == "few"
    assert value(number("0"), number("0"))["kind"] == "zero"
    blank = {"state": "blank", "value": ""}
    assert [value(blank, number("30"))[name] for name in ("kind", "state")] == ["state", "blank"]
    assert value(number("0"), blank)["kind"] == "state"


def test_text_that_looks_like_a_formula_is_tamed_and_numbers_are_not(call: Call) -> None:
    assert [call("query/take", "tame", field) for field in ('=HYPERLINK("x")', "+1", "-x", "@x", "公安局", -5)] == [
        *('\'=HYPERLINK("x")', "'+1", "'-x", "'@x", "公安局", -5),
    ]


def test_letters_at_the_ends_of_lines_keep_apart_and_above_the_axis(call: Call) -> None:
    moved = call("query/draw_chart", "spreadLabels", [300, 300, None, 300, 20], 13, 300)
    assert moved == [274, 287, None, 300, 20]
