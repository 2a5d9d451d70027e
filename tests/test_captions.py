"""A table of another year, or of other bodies, has the form's own heads: only its caption tells."""

from __future__ import annotations

import pytest

from build_scripts.model import State
from tests.report_texts import DISCLOSURES_2021, REMEDIES, print_requests, print_text, read_text


def states(text: str) -> dict[str, set[State]]:
    """By table, the states of its cells."""
    report = read_text(text).report
    assert report is not None
    found: dict[str, set[State]] = {}
    for cell in report.cells:
        found.setdefault(cell.table, set()).add(cell.state)
    return found


@pytest.mark.parametrize(
    "caption",
    ["2022年政府信息公开申请情况", "2022年度", "附表：上年度公开申请情况统计表", "下属单位政府信息公开情况统计表"],
)
def test_a_table_whose_caption_names_another_year_or_other_bodies_is_unread(caption: str) -> None:
    text = print_text(requests=f"{caption}\n{print_requests()}")
    assert states(text)["applications"] == {State.UNREADABLE}
    assert State.UNREADABLE not in states(text)["disclosures"]
    (finding,) = [one for one in read_text(text).findings if one.code == "header-differs"]
    assert dict(finding.details)["found"] == caption


@pytest.mark.parametrize(
    "caption",
    [
        "2023年政府信息公开申请情况",
        "统计期限：2022年12月1日至2023年12月31日",
        "政府信息公开申请情况表",
        "2022年与本年合计见上文。",
    ],
)
def test_another_caption_casts_no_doubt(caption: str) -> None:
    assert State.UNREADABLE not in states(print_text(requests=f"{caption}\n{print_requests()}"))["applications"]


def test_a_caption_below_the_text_stands_for_all_tables_that_follow() -> None:
    annex = f"附件：2022年政府信息公开情况表\n{DISCLOSURES_2021}\n{print_requests()}\n{REMEDIES}"
    text = print_text(disclosures="见附件。", requests="见附件。", remedies="见附件。", end=annex)
    assert set.union(*states(text).values()) == {State.UNREADABLE}
    this_year = print_text(
        disclosures="见附件。", requests="见附件。", remedies="见附件。", end=annex.replace("2022", "2023")
    )
    assert State.UNREADABLE not in set.union(*states(this_year).values())
