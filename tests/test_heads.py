"""The heads of a table → which columns, in which order."""

from __future__ import annotations

import pytest

from build_scripts.reading.tables.grids import split_row
from build_scripts.reading.tables.heads import find_columns, find_units, keeps_order
from tests.printing.readback import known

DISCLOSURES, APPLICATIONS = known().columns["disclosures"], known().columns["applications"]
GROUPS = known().column_groups["applications"]
ORDER = [column.code for column in known().views["2021"].columns("applications", "granted")]


def test_heads_name_their_columns_where_they_stand() -> None:
    row = split_row(1, "信息内容\t本年制发件数\t本年废止件数\t现行有效件数")
    assert find_columns(row, DISCLOSURES) == (("issued", 1), ("repealed", 2), ("in_force", 3))


def test_a_torn_head_counts_where_one_column_alone_holds_it() -> None:
    assert find_columns(split_row(1, "\t废止件数\t本年"), DISCLOSURES) == (("repealed", 1),)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("本年收费金额（单位：元）", "元"), ("金额（单位 万元）", "万元"), ("（单位:亿元）", "亿元"), ("金额", "")],
)
def test_a_head_prints_the_unit_of_money(text: str, unit: str) -> None:
    assert find_units(text) == ((unit,) if unit else ())


@pytest.mark.parametrize(
    ("heads", "in_order"),
    [
        (["自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"], True),
        (["自然人\t法人或其他组织\t\t\t\t\t总计", "\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"], True),
        (["商业企业\t自然人"], False),
        (["总计\t自然人"], False),
        (["自然人\t自然人"], False),
        ([], True),
    ],
)
def test_heads_keep_the_order_of_the_form(heads: list[str], in_order: bool) -> None:
    rows = [split_row(number, text) for number, text in enumerate(heads, 1)]
    assert keeps_order(rows, APPLICATIONS, GROUPS, ORDER) == in_order
