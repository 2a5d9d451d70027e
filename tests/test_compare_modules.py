"""The modules of the compare page, each by itself in a real browser: address, subtraction, lines, sentences, CSV."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from build_scripts.publishing.report.sentences import split_sentences

pytestmark = pytest.mark.browser

Call = Callable[..., Any]
Cell = tuple[str, str]
A, B, C = "110000-a-2021", "110000-a-2022", "110000-b-2022"


@pytest.fixture(scope="module")
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{site_url}compare/")
    yield page
    page.close()


@pytest.fixture(scope="module")
def call(page: Page, site_url: str) -> Call:
    """Calls a function of a module: `call("decimals", "subtract", "3", "1")`."""
    script = "async ([url, name, values]) => (await import(url))[name](...values)"
    return lambda module, name, *values: page.evaluate(
        script, [f"{site_url}assets/js/{_room_of(module)}/{module}.js", name, list(values)]
    )


def _room_of(module: str) -> str:
    return "shared" if module == "decimals" else "compare"


def test_an_address_is_read_and_written_back_the_same(call: Call) -> None:
    for query in (
        "",
        f"?r={A}",
        f"?r={A}&r={B}",
        f"?r={A}&r={B}&base={B}&table=disclosures&table=remedies&who=all&only=1&text=0&edition=all",
        f"?r={A}&r={B}&table=none",
    ):
        view = call("address", "readAddress", query)
        assert call("address", "writeAddress", view) == query
        assert view["troubles"] == []


def test_what_does_not_belong_into_an_address_is_told(call: Call) -> None:
    seven = "&".join(f"r={100000 + n}-x-2022" for n in range(7))
    told = call("address", "readAddress", f"?r=<b>x</b>&r=../../etc-2022&{seven}&r=100000-x-2022&base=nobody")[
        "troubles"
    ]
    assert told == [
        ["malformed", "<b>x</b>"],
        ["malformed", "../../etc-2022"],
        ["surplus", "100006-x-2022"],
        ["repeated", "100000-x-2022"],
        ["base", "nobody"],
    ]
    assert call("address", "readAddress", "?r=%FF%00&edition=<x>&table=<x>")["edition"] == ""


@pytest.mark.parametrize(
    ("other", "base", "difference", "written"),
    [
        ("15", "3", "12", "+12"),
        ("0", "3", "-3", "−3"),
        ("0.3", "0.1", "0.2", "+0.2"),
        ("1234567.5", "0.50", "1234567", "+1,234,567"),
        ("-5", "7", "-12", "−12"),
        ("0.10", "0.1", "0", "0"),
        ("900719925474099300001", "1", "900719925474099300000", "+900,719,925,474,099,300,000"),
    ],
)
def test_a_difference_is_exact(call: Call, other: str, base: str, difference: str, written: str) -> None:
    assert Decimal(other) - Decimal(base) == Decimal(difference)
    assert call("decimals", "subtract", other, base) == difference
    assert call("decimals", "writeDifference", difference) == written


def test_nothing_is_subtracted_from_what_is_no_number(call: Call) -> None:
    assert [call("decimals", "subtract", *pair) for pair in (("", "3"), ("3", ""), (None, "3"), ("１", "3"))] == [
        None
    ] * 4


LINES = """async ([url, given]) => {
  const { buildTable } = await import(url + "lines.js");
  const reports = given.reports.map((report) => ({ ...report, cells: new Map(report.tables.t.map(
    (cell) => [["t", cell.row, cell.column].join("\\n"), cell])) }));
  const table = buildTable(given.forms.tables[0], given.forms, reports, given.view);
  const lines = table.blocks.flatMap((block) => block.lines);
  const { writeCsv } = await import(url + "csv.js");
  if (given.csv) return writeCsv([table], "r0", (report, ...place) => report.report_id + place);
  return lines.map((line) => [line.row, line.form, ...line.cells.map(
    (cell) => (cell.kind === "cell" ? [cell.value || cell.state, cell.difference] : cell.kind))]);
}"""


@pytest.fixture(scope="module")
def line_up(page: Page, site_url: str) -> Call:
    """The lines of made reports, each `(form, {row: (state, value)})`, the first the baseline.

    Both editions of the made form print `kept` and `changed`, `old` and `new` one of them; only `kept` is aligned.
    """

    def rows(*names: str) -> list[dict[str, Any]]:
        return [
            {"row": name, "label": name, "groups": [], "sum": False, "cells": [["n", "数", "件"]]} for name in names
        ]

    table = {"table": "t", "forms": {"2019": rows("kept", "old", "changed"), "2021": rows("kept", "new", "changed")}}
    alike = {"kept": [["2019", "2021"]], "changed": [["2019"], ["2021"]], "old": [["2019"]], "new": [["2021"]]}
    said = [["t", row, "*", groups, "因为"] for row, groups in alike.items()]

    def run(*reports: tuple[str, dict[str, Cell]], csv: bool = False, **view: bool) -> Any:
        given = {
            "forms": {"tables": [{"title": "表", **table}], "alignment": said},
            "reports": [
                {
                    **{"report_id": f"r{at}", "form": form, "name": '甲"局', "year": "2022", "scope": "organ"},
                    "level": "county",
                    "tables": {
                        "t": [
                            {"row": row, "column": "n", "state": state, "value": value, "correction": ""}
                            for row, (state, value) in cells.items()
                        ]
                    },
                }
                for at, (form, cells) in enumerate(reports)
            ],
            "view": {"base": "r0", "everyone": False, "only": False, **view},
            "csv": csv,
        }
        return page.evaluate(LINES, [f"{site_url}assets/js/compare/", given])

    return run


def number(value: str) -> Cell:
    return ("reported", value)


BLANK = ("blank", "")
UNREAD = ("unreadable", "")


def test_a_blank_is_never_zero_and_never_subtracted(line_up: Call) -> None:
    found = line_up(
        ("2021", {"kept": number("0"), "new": BLANK, "changed": BLANK}),
        ("2021", {"kept": BLANK, "new": number("0"), "changed": BLANK}),
    )
    assert found == [
        ["kept", "2021", ["0", None], ["blank", None]],
        ["new", "2021", ["blank", None], ["0", None]],
        ["changed", "2021", ["blank", None], ["blank", None]],
    ]


def test_only_rows_that_differ_leaves_out_what_is_the_same_and_keeps_what_cannot_be_told(line_up: Call) -> None:
    same = {"kept": number("1.0"), "new": BLANK, "changed": UNREAD}
    other = {"kept": number("1"), "new": BLANK, "changed": UNREAD}
    assert [line[0] for line in line_up(("2021", same), ("2021", other), only=True)] == ["changed"]
    assert [line[0] for line in line_up(("2021", same), ("2021", {**other, "new": number("0")}), only=True)] == [
        "new",
        "changed",
    ]


def test_two_editions_share_a_line_only_where_they_mean_the_same(line_up: Call) -> None:
    found = line_up(
        ("2021", {"kept": number("5"), "new": number("1"), "changed": number("7")}),
        ("2019", {"kept": number("2"), "old": number("1"), "changed": number("7")}),
    )
    assert found == [
        ["kept", "2021", ["5", None], ["2", "-3"]],
        ["old", "2019", "apart", ["1", None]],
        ["new", "2021", ["1", None], "apart"],
        ["changed", "2021", ["7", None], "apart"],
        ["changed", "2019", "apart", ["7", None]],
    ]


def test_a_row_of_the_other_edition_is_shown_where_a_report_prints_it(line_up: Call) -> None:
    own = {"kept": number("1"), "new": number("1"), "changed": number("1")}
    found = line_up(("2021", own), ("2021", {**own, "old": number("4")}))
    assert [line for line in found if line[0] == "old"] == [["old", "2019", "none", ["4", None]]]
    assert len(found) == 4


def test_the_csv_says_what_is_shown_exactly(line_up: Call) -> None:
    written = line_up(("2021", {"kept": number("5"), "new": BLANK}), ("2021", {"kept": number("1.50")}), csv=True)
    assert written.startswith("\ufeffreport_id,")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert {row["agency"] for row in rows} == {'甲"局'}
    assert [
        (row["report_id"], row["row"], row["state"], row["value"], row["difference"], row["source"]) for row in rows
    ][:4] == [
        ("r0", "kept", "reported", "5", "", "r0t,kept,n"),
        ("r1", "kept", "reported", "1.50", "-3.5", "r1t,kept,n"),
        ("r0", "new", "blank", "", "", "r0t,new,n"),
        ("r1", "new", "not_in_form", "", "", ""),
    ]


SPLITS = {
    "": [],
    "没有标点": ["没有标点"],
    "一是“不全。”二是慢；三是少": ["一是“不全。”", "二是慢；", "三是少"],
    "（收到1.5件。）办结？！没有": ["（收到1.5件。）", "办结？！", "没有"],
    "甲。\n乙；": ["甲。", "\n乙；"],
    "。。": ["。。"],
}


def test_the_browser_parts_sentences_as_the_report_pages_do(page: Page, site_url: str) -> None:
    chance = random.Random(1)
    made = ["".join(chance.choice("甲乙 。；！?”）)」12.\n*") for _ in range(chance.randrange(40))) for _ in range(200)]
    script = "async ([url, texts]) => { const m = await import(url); return texts.map(m.splitSentences); }"
    found = page.evaluate(script, [f"{site_url}assets/js/compare/sentences.js", [*SPLITS, *made]])
    assert found[: len(SPLITS)] == list(SPLITS.values())
    assert found == [split_sentences(text) for text in (*SPLITS, *made)]


def tell(call: Call, one: str, other: str, names: tuple[str, str] = ("甲市民政局", "乙县民政局")) -> list[Any]:
    sides = [
        {"sentences": call("sentences", "splitSentences", text), "names": [name], "year": year}
        for text, name, year in ((one, names[0], 2022), (other, names[1], 2023))
    ]
    found = call("sentences", "compareTexts", *sides)
    return [[(mark["kind"], [text for text, changed in mark["pieces"] if changed]) for mark in side] for side in found]


def test_sentences_are_told_apart(call: Call) -> None:
    left, right = tell(
        call,
        "坚持公开为常态。2022年，甲市民政局共收到申请12件，办结12件。办结 3 件。没有发生争议！",
        "没有发生争议。坚持公开为常态；2023年，乙县民政局共收到申请12件，办结12件。办结５件。另有一句。",
    )
    assert left == [("same", []), ("own", []), ("numbers", ["3"]), ("same", [])]
    assert right == [("same", []), ("same", []), ("own", []), ("numbers", ["５"]), ("only", [])]


def test_only_the_numbers_that_differ_are_marked(call: Call) -> None:
    left, right = tell(call, "2022年共3次、3人、1.5万元。", "2023年共3次、5人、1.50万元。")
    assert left == [("numbers", ["3", "1.5"])]
    assert right == [("numbers", ["5", "1.50"])]


def test_a_sentence_said_twice_has_two_partners_or_none(call: Call) -> None:
    left, right = tell(call, "无。无。", "无。")
    assert left == [("same", []), ("only", [])]
    assert right == [("same", [])]
