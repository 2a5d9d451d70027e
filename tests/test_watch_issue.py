"""The rolling issue holds whatever was found, within GitHub's limit, and nothing in it is more than text."""

from __future__ import annotations

import csv
import io
import re

import pytest

from build_scripts.contributing.watching.addresses import Address, make_key
from build_scripts.contributing.watching.comparing import Comparison, Difference
from build_scripts.contributing.watching.freshness import Due
from build_scripts.contributing.watching.issue import Result, write_issue, write_summary
from build_scripts.contributing.watching.listing import write_links, write_years
from build_scripts.contributing.watching.memory import Trouble, read_memory
from build_scripts.contributing.watching.outcomes import Outcome, read_kinds

DAY = "2026-11-23"
HOSTILE = (
    "http://a.example/--><script>alert(1)</script>|@octocat #1 [x](javascript:1) `` ${{ github.token }} \n::error::x"
)
LABELS = {("channels", "reconsideration"): "行政复议", ("results", "total"): "总计", ("states", "blank"): "空白"}
REGIONS = {"410000": "河南省", "630000": "青海省"}


def make_outcome(number: int, kind: str, url: str = "") -> Outcome:
    url = url or f"http://www.gov{number % 40}.example/zwgk/xxgkndbg/202403/t20240318_{number}.html"
    address = Address(make_key(url), url, (f"410781-chengshiguanliju-{number}",))
    return Outcome(address, kind, DAY if kind in ("gone", "changed", "moved") else "")


def make_result(outcomes: list[Outcome], due: list[Due] | None = None) -> Result:
    return Result("2026.11.4", 5, len(outcomes), tuple(outcomes), tuple(due or ()), REGIONS, LABELS)


def make_due(count: int, newest: int = 2024) -> list[Due]:
    return [Due(f"4107{n:02}-jiaoyuju", f"某某市教育局{n}", "410000", newest, 2025) for n in range(count)]


def remember_all(outcomes: list[Outcome]) -> dict[str, Trouble]:
    return {one.address.key: Trouble(one.kind, DAY) for one in outcomes if one.since}


@pytest.mark.parametrize("count", [0, 1, 30, 1000, 10_000])
def test_however_much_is_found_the_text_fits_and_tells_every_count(count: int) -> None:
    outcomes = [make_outcome(n, ("gone", "changed", "unreachable", "here")[n % 4]) for n in range(count)]
    due = make_due(count)
    text = write_issue(make_result(outcomes, due), remember_all(outcomes))
    assert len(text.encode()) <= 65_000
    assert len(text) < 65_536
    assert len(write_summary(make_result(outcomes, due)).encode()) <= 900_000
    for kind in ("gone", "changed", "unreachable", "here"):
        number = sum(one.kind == kind for one in outcomes)
        label = next(row["label_zh"] for row in read_kinds() if row["code"] == kind)
        assert (f"| {label}<br>" in text) == (number > 0)
        assert number == 0 or re.search(rf"\| {label}<br>[^|]+\| {number:,} \|", text)
    assert count == 0 or f"| {count:,} | 0 | {count:,} |" in text
    assert ("没有列出" in text) == (count >= 1000)
    assert text.endswith("\n-->\n")
    assert len(read_memory(text, DAY)) == min(600, sum(bool(one.since) for one in outcomes))


def test_what_a_stranger_wrote_stays_text_and_does_not_end_the_memory() -> None:
    outcome = Outcome(
        Address(make_key(HOSTILE), HOSTILE, ("410781-chengshiguanliju-2023",)),
        "changed",
        DAY,
        HOSTILE,
        Comparison("changed", (Difference("remedies", "a", "b", "1", HOSTILE),)),
    )
    due = [Due("410700-jiaoyuju", HOSTILE, "410000", 2023, 2025)]
    text = write_issue(make_result([outcome], due), remember_all([outcome]))
    assert text.count("-->") == 1
    assert not re.search(r"<script|@octocat|\]\(|\$\{\{|^::|http://", text, re.MULTILINE)
    lines = text.split("\n")
    assert len([line for line in lines if "alert" in line]) == 2  # one row of a table, one item of a list
    row = next(line for line in lines if line.startswith("| <code>"))
    assert row.count("|") == 4
    assert read_memory(text, DAY) == {make_key(HOSTILE): Trouble("changed", DAY)}


def test_only_what_a_person_can_mend_keeps_the_issue_open() -> None:
    quiet = [make_outcome(n, kind) for n, kind in enumerate(("unreachable", "refused", "not_allowed", "here"))]
    assert not make_result(quiet, make_due(3, 2025)).asks
    assert make_result([*quiet, make_outcome(9, "gone")]).asks
    assert make_result(quiet, make_due(1)).asks


def test_years_are_told_as_not_held_and_never_as_not_published() -> None:
    text = write_summary(make_result([], make_due(2)))
    assert "**不等于机关没有公布**" in text
    assert "<details><summary><code>河南省</code>：2</summary>" in text
    assert "- <code>某某市教育局0</code> <code>410700&#45;jiaoyuju</code> 2025（收录到 / held up to 2024）" in text
    assert "未公布" not in text.replace("不等于机关没有公布", "")


def test_all_years_held_is_told_in_a_sentence() -> None:
    text = write_summary(make_result([], make_due(2, 2025)))
    assert "2 个机关到期的年度都收录了。" in text
    assert "<details>" not in text


def test_the_whole_tables_hold_every_row_exactly() -> None:
    outcomes = [make_outcome(n, "gone") for n in range(1000)] + [make_outcome(0, "moved", HOSTILE)]
    rows = list(csv.DictReader(io.StringIO(write_links(make_result(outcomes)))))
    assert len(rows) == 1001
    assert rows[-1]["url"] == HOSTILE
    years = list(csv.DictReader(io.StringIO(write_years(make_result([], make_due(3))))))
    assert [(row["newest_year_held"], row["year_due"], row["held"]) for row in years] == [("2024", "2025", "false")] * 3


def test_a_cell_that_differs_is_told_in_the_words_of_the_form() -> None:
    differs = Comparison("changed", (Difference("remedies", "reconsideration", "total", "blank", "2"),))
    outcome = make_outcome(1, "changed")._replace(comparison=differs)
    told = "1 格 / cells: <code>行政复议 · 总计</code> <code>空白</code> → <code>2</code>"
    assert told in write_summary(make_result([outcome]))


def test_what_stays_known_through_a_check_that_learnt_nothing_says_so() -> None:
    told = write_summary(make_result([make_outcome(1, "gone")._replace(now="unreachable")]))
    assert "<br>这次：连不上 / this time: not reached |" in told
