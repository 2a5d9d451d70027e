"""The three tables as the notices print them: which heads are merged follows from form_cells alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from build_scripts.publishing.report.form_tables import Grid, GridRow, build_grid
from tests.printing.codelists import read_codes

CODES = read_codes()


def heads(row: GridRow) -> list[tuple[str, int, int]]:
    return [(head.text, head.rowspan, head.colspan) for head in row.heads]


def test_the_head_of_the_requests_table_is_merged_as_printed() -> None:
    grid = build_grid(CODES, "2021", "applications")
    assert [heads(row) for row in grid.head] == [
        [("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def test_groups_of_rows_stand_left_of_their_rows() -> None:
    rows = {row.places[0].row: heads(row) for row in build_grid(CODES, "2021", "applications").body}
    assert rows["received"] == [("一、本年新收政府信息公开申请数量", 1, 3)]
    assert rows["granted"] == [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2)]
    assert rows["refused_state_secret"] == [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1)]
    assert rows["refused_enforcement_file"] == [("7.属于行政执法案卷", 1, 1)]
    assert rows["other_no_correction"][0] == ("（六）其他处理", 3, 1)


def test_reviews_and_lawsuits_are_one_row_below_merged_heads() -> None:
    grid = build_grid(CODES, "2019", "remedies")
    assert heads(grid.head[0]) == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert heads(grid.head[1])[5:] == [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)]
    assert [len(row.places) for row in grid.body] == [15]


def test_each_block_of_disclosures_has_its_article_across_and_its_own_heads() -> None:
    body = build_grid(CODES, "2021", "disclosures").body
    assert [row.kind for row in body[:4]] == ["band", "sub", "cells", "cells"]
    assert heads(body[0]) == [("第二十条第（一）项", 1, 4)]
    assert heads(body[5]) == [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]
    assert body[6].places[0].colspan == 3


def test_each_column_of_disclosures_names_its_unit() -> None:
    heads = [head for row in build_grid(CODES, "2019", "disclosures").body if row.kind == "sub" for head in row.heads]
    assert {(head.text, head.unit) for head in heads if head.unit != "件"} == {
        ("信息内容", ""),
        ("上一年项目数量", "项"),
        ("本年增/减", "项"),
        ("采购项目数量", "项"),
        ("采购总金额（单位：万元）", "万元"),
    }


def test_a_row_of_the_other_edition_stands_behind_the_rows_it_stands_for() -> None:
    printed = [("other_processing", applicant) for applicant in ("natural_person", "total")]
    rows = [(row.kind, row.places[0].row) for row in build_grid(CODES, "2021", "applications", printed).body]
    at = rows.index(("foreign", "other_processing"))
    assert (rows[at - 1], rows[at + 1]) == (("cells", "other"), ("sum", "concluded_total"))


def test_measures_of_the_other_edition_come_last() -> None:
    body = build_grid(CODES, "2021", "disclosures", [("procurement", "procurement_projects")]).body
    assert [(row.kind, row.heads[0].text) for row in body[-3:]] == [
        ("band", "第二十条第（九）项"),
        ("sub", "信息内容"),
        ("foreign", "政府集中采购"),
    ]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("table", ["disclosures", "applications", "remedies"])
def test_every_cell_has_one_place_and_every_row_of_the_grid_is_full(form: str, table: str) -> None:
    grid = build_grid(CODES, form, table)
    places = [(place.row, place.column) for row in grid.body for place in row.places]
    assert sorted(places) == sorted((cell.row, cell.column) for cell in CODES.tables[form, table].cells)
    assert len(set(widths(grid))) == 1


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_headers_name_heads_of_the_table_and_ids_are_used_once(form: str) -> None:
    for table in ("disclosures", "applications", "remedies"):
        grid = build_grid(CODES, form, table)
        ids = [head.head_id for row in (*grid.head, *grid.body) for head in row.heads]
        assert len(ids) == len(set(ids))
        named = {name for row in grid.body for place in row.places for name in place.headers.split()}
        assert named <= set(ids)
        assert all(name.startswith(f"{table}-") for name in ids)


def test_an_edition_made_of_data_alone_is_drawn() -> None:
    """A next edition with one group more needs no code."""
    own = CODES.tables["2021", "applications"]
    deeper = replace(own, cells=tuple(replace(cell, row_group=("全年", *cell.row_group)) for cell in own.cells))
    codes = replace(CODES, tables={**CODES.tables, ("2030", "applications"): replace(deeper, form="2030")})
    grid = build_grid(codes, "2030", "applications")
    assert (grid.label_width, heads(grid.body[0])) == (4, [("全年", 25, 1), ("一、本年新收政府信息公开申请数量", 1, 3)])
    assert len(set(widths(grid))) == 1


def widths(grid: Grid) -> list[int]:
    """The width of every row, with what reaches into it from above."""
    found: list[int] = []
    for rows, corner in ((grid.head, grid.label_width), (grid.body, 0)):
        reaching: list[tuple[int, int]] = []
        for row in rows:
            own = sum(head.colspan for head in row.heads) + sum(place.colspan for place in row.places)
            found.append(own + corner + sum(width for width, _ in reaching))
            more = [(head.colspan, head.rowspan) for head in row.heads]
            reaching = [(width, left - 1) for width, left in (*reaching, *more) if left > 1]
    return found
