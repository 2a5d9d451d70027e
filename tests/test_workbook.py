"""The workbooks hold what the CSV files hold, cell by cell, and keep the rules for accessible spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from build_scripts.files import FilesError, find_office
from build_scripts.files.office import run_bounded
from build_scripts.packaging.load import load_package
from build_scripts.packaging.partitions import name_partition
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.formats import sheets as sheets_module
from build_scripts.publishing.formats.frames import Field, Frame, read_frames
from build_scripts.publishing.formats.parquet import Words
from build_scripts.publishing.formats.sheet import HEAD_ROWS, Column, Sheet
from build_scripts.publishing.formats.sheet_pieces import gather_sheets, make_sheets
from build_scripts.publishing.formats.sheet_totals import list_totals
from build_scripts.publishing.formats.wide import Edition, Grid, build_editions
from build_scripts.publishing.formats.workbook import write_workbook
from build_scripts.publishing.formats.workbook_frame import Book, Leaf
from build_scripts.publishing.formats.workbooks import Material, write_book
from build_scripts.publishing.offers import LATEST, Offer, Part, list_parts

OWN = ("封面", "说明", "字典", "代码")
MARKS = {"blank": "[空白]", "dash": "[横线]", "absent": "[未印]", "unreadable": "[无法读取]"}
NUMBERS = {"disclosures": "value", "applications": "count", "remedies": "count"}
KEYS = {"disclosures": ("item", "measure"), "applications": ("outcome", "applicant"), "remedies": ("channel", "result")}
BOOKS = {
    "whole": ("country_package", "country_folder", ""),
    "year": ("country_package", "country_folder", "years/2021/"),
    "region": ("country_package", "country_folder", "regions/410000/"),
    "hostile": ("package_folder", "site_folder", "years/2021/"),
}


@cache
def open_book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(params=["year", "hostile"])
def book(request: pytest.FixtureRequest) -> Workbook:
    return open_book(find_book(request, request.param)[1])


def find_book(request: pytest.FixtureRequest, name: str) -> tuple[Path, Path]:
    """The package of a book, and the book."""
    package, site, folder = BOOKS[name]
    (path,) = (request.getfixturevalue(site) / LATEST / folder).glob("*.xlsx")
    return request.getfixturevalue(package), path


@cache
def read_table(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def list_types(package: Path) -> dict[str, dict[str, str]]:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in descriptor["resources"]
    }


def read_sheet(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=HEAD_ROWS + 1, values_only=True))


def expect(kind: str, text: str, mark: str = "[无内容]") -> object:
    """What a cell must hold for a text of the CSV."""
    if not text:
        return mark
    if kind in ("integer", "number"):
        return Decimal(text)
    return datetime.fromisoformat(text) if kind == "date" else text


def equal(found: object, expected: object) -> bool:
    if isinstance(expected, Decimal):
        return isinstance(found, int | float) and not isinstance(found, bool) and Decimal(str(found)) == expected
    return type(found) is type(expected) and found == expected


def name_columns(book: Workbook, sheet: str) -> list[str]:
    """The names in the package of a sheet's columns, from the dictionary in the book."""
    return [row[3] for row in book["字典"].iter_rows(min_row=4, values_only=True) if row[0] == sheet]


def list_tables(book: Workbook) -> dict[str, Worksheet]:
    return {name: sheet for sheet in book for name in sheet.tables}


# The same as the CSV


@pytest.mark.parametrize("name", ["year", "hostile"])
def test_every_cell_of_a_table_is_that_of_its_csv(name: str, request: pytest.FixtureRequest) -> None:
    package, path = find_book(request, name)
    tables = list_tables(open_book(path))
    held = {row[0] for row in read_sheet(tables["reports"])}
    agencies = {row["agency_id"] for row in read_table(package, "reports") if row["report_id"] in held}
    assert {row["report_id"] for row in read_table(package, "reports") if row["year"] == "2021"} == held
    for table in COLUMNS:
        types = list_types(package)[table]
        rows = [
            row
            for row in read_table(package, table)
            if (row["agency_id"] in agencies if table == "agencies" else row["report_id"] in held)
        ]
        if not rows:
            assert table not in tables
            continue
        found = read_sheet(tables[table])
        assert len(found) == len(rows), table
        names = name_columns(open_book(path), tables[table].title)
        assert [name for name in names if name in types] == list(types)
        assert {name for name in names if name not in types} <= {
            "name",
            "region_name",
            *(f"{name}_label" for name in types),
        }
        for row, cells in zip(rows, found, strict=True):
            of_csv = [cell for name, cell in zip(names, cells, strict=True) if name in types]
            for (column, kind), cell in zip(types.items(), of_csv, strict=True):
                mark = "[无内容]"
                if column == NUMBERS.get(table):
                    mark = MARKS.get(row["state"], "")
                if column in ("left", "right", "difference") and row.get("status") == "not_applicable":
                    mark = "[不适用]"
                assert equal(cell, expect(kind, row[column], mark)), (table, row, column, cell)


@pytest.mark.parametrize("name", ["whole", "region", "hostile"])
def test_the_wide_sheets_hold_every_cell_of_the_long_tables(name: str, request: pytest.FixtureRequest) -> None:
    package, path = find_book(request, name)
    book = openpyxl.load_workbook(path, read_only=name != "hostile")
    held = {row[0] for row in read_sheet(book["报告"])}
    met: dict[tuple[object, str], object] = {}
    beside = 0
    for sheet in book.sheetnames:
        if not sheet.endswith("年版"):
            continue
        names = name_columns(book, sheet)
        for row in read_sheet(book[sheet]):
            assert len(row) == len(names)
            for column, cell in zip(names, row, strict=True):
                if not column.startswith(tuple(KEYS)):
                    continue
                beside += cell == "[不适用]"
                if cell != "[不适用]":
                    met[row[0], column] = cell
    cells = {
        (row["report_id"], f"{table}_{row[keys[0]]}_{row[keys[1]]}"): expect(
            "number", row[NUMBERS[table]], MARKS.get(row["state"], "")
        )
        for table, keys in KEYS.items()
        for row in read_table(package, table)
        if row["report_id"] in held
    }
    assert met.keys() == cells.keys()
    assert [key for key, cell in met.items() if not equal(cell, cells[key])] == []
    assert beside, "rows of the other edition are told from what is not printed"


@pytest.mark.parametrize("name", ["whole", "hostile"])
def test_every_code_has_its_name_beside_it_and_every_report_its_agency(
    name: str, request: pytest.FixtureRequest
) -> None:
    package, path = find_book(request, name)
    book = openpyxl.load_workbook(path, read_only=True)
    lists = {"level": "levels", "form": "forms", "status": "check_statuses", "severity": "severities"}
    labels = {
        column: {row["code"]: row["label_zh"] for row in read_table(package, codes)}
        for column, codes in {**lists, "region": "regions"}.items()
    }
    agencies = {row["agency_id"]: row for row in read_table(package, "agencies")}
    agency_of = {row["report_id"]: agencies[row["agency_id"]] for row in read_table(package, "reports")}
    seen = set()
    for sheet in book.sheetnames[4:]:
        names = name_columns(book, sheet)
        for row in read_sheet(book[sheet])[:400]:
            cells = dict(zip(names, row, strict=True))
            if "report_id" in cells and cells["report_id"] != "[无内容]":
                agency = agency_of[str(cells["report_id"])]
                assert cells["name"] == agency["name"]
                region = labels["region"][agency["region_code"]]
                assert cells.get("region_name", region) == region
            for column in lists:
                if column in cells:
                    assert cells[f"{column}_label"] == labels[column][str(cells[column])]
                    seen.add(column)
            assert all(
                cell != "[无内容]"
                for name, cell in cells.items()
                if name.endswith("_label") and name != "function_label"
            )
    assert seen == set(lists)


@pytest.mark.parametrize("name", ["whole", "year"])
def test_a_corrected_cell_is_told_in_its_row_with_what_was_printed(name: str, request: pytest.FixtureRequest) -> None:
    package, path = find_book(request, name)
    book = openpyxl.load_workbook(path, read_only=True)
    held = {row[0] for row in read_sheet(book["报告"])}
    expected = {
        (row["report_id"], f"{row['table']}_{row['row']}_{row['column']}", row["printed"], row["value"])
        for row in read_table(package, "corrections")
        if row["report_id"] in held
    }
    assert expected
    told = set()
    for sheet in book.sheetnames:
        if not sheet.endswith("年版"):
            continue
        rows = [row for row in book["字典"].iter_rows(min_row=4, values_only=True) if row[0] == sheet]
        titles = {row[2]: row[3] for row in rows}
        names = [row[3] for row in rows]
        for row in read_sheet(book[sheet]):
            cells = dict(zip(names, row, strict=True))
            said = [] if cells["corrected_cells"] == "[无内容]" else str(cells["corrected_cells"]).split("；")
            assert cells["corrections"] == len(said)
            for one in said:
                place, printed, value = re.fullmatch("(.+)：原印“(.+)”，更正为 (.+)", one).groups()  # type: ignore[union-attr]
                (column,) = (name for title, name in titles.items() if place.endswith(title) or title.endswith(place))
                told.add((row[0], column, printed, value))
                assert str(cells[column]) == value
    assert told == expected


def test_totals_are_the_sums_of_their_cells_and_a_mark_where_one_has_no_number(book: Workbook) -> None:
    sheet = book["依申请公开_2021年版"]
    rows = [row for row in book["字典"].iter_rows(min_row=4, values_only=True) if row[0] == sheet.title]
    names = [row[3] for row in rows]
    formulas = {row[3]: row[7].partition("＝ ")[2] for row in rows if str(row[2]).startswith("算出的合计")}
    assert set(formulas) == {f"{name}_total" for name in TOTALS}
    assert names[-len(formulas) :] == list(formulas)
    refused = [name for name in names if re.fullmatch("applications_refused_[a-z_]+_total", name)]
    assert formulas["refused_total"] == " + ".join(refused)
    assert len(refused) == 8
    kinds = set()
    for row in read_sheet(sheet):
        cells = dict(zip(names, row, strict=True))
        for name, formula in formulas.items():
            signs = ["+", *re.findall(r" ([+-]) ", formula)]
            operands = [cells[each] for each in re.split(r" [+-] ", formula)]
            if all(isinstance(value, int) for value in operands):
                expected: object = sum(
                    value if sign == "+" else -value for sign, value in zip(signs, operands, strict=True)
                )
            else:
                expected = "[有格无数]"
            assert cells[name] == expected
            kinds.add(type(expected))
    assert int in kinds
    assert any("算出的" in str(cell.value) for cell in sheet["A"][:3])


def test_marks_alone_make_no_total(package_folder: Path, tmp_path: Path) -> None:
    """The report whose eight reasons of refusal are all blank: SUM would say 0."""
    material = make_material(package_folder, tmp_path)
    edition = next(one for one in material.editions if one.form == "2021")
    grid = next(one for one in edition.grids if one.table == "applications")
    blank = grid.words.index("blank") if "blank" in grid.words else len(grid.words)
    words = grid.words if "blank" in grid.words else (*grid.words, "blank")
    states = grid.states.copy()
    for at, place in enumerate(grid.places):
        if place.cell.row.startswith("refused_"):
            states[:, at] = blank
    grid = grid._replace(states=states, words=words)
    totals = {
        field.name: [words.texts[code] for code in words.codes]
        for field, words in list_totals(edition, grid, np.arange(len(edition.rows)), material.context, "")
    }
    assert set(totals["refused_total"]) == {"[有格无数]"}
    assert set(totals["unavailable_total"]) != {"[有格无数]"}


def spoil_counts(package: Path, site: Path, spoilt: str) -> tuple[Edition, Grid, SiteContext]:
    """The applications of the newest edition, every 0 written otherwise."""
    material = make_material(package, site)
    edition = next(one for one in material.editions if one.form == "2021")
    grid = next(one for one in edition.grids if one.table == "applications")
    assert "0" in grid.numbers
    spoilt_grid = grid._replace(numbers=tuple(spoilt if text == "0" else text for text in grid.numbers))
    return edition, spoilt_grid, material.context


@pytest.mark.parametrize("broken", ["1O5", "12.5", " 5", "1_000", "五"])
def test_a_broken_count_is_never_taken_for_zero(broken: str, package_folder: Path, tmp_path: Path) -> None:
    edition, grid, context = spoil_counts(package_folder, tmp_path, broken)
    with pytest.raises(FilesError, match=f"applications: '{broken}' is no whole number"):
        list(list_totals(edition, grid, np.arange(len(edition.rows)), context, ""))


def test_a_cell_that_says_reported_and_holds_nothing_makes_no_total(package_folder: Path, tmp_path: Path) -> None:
    edition, grid, context = spoil_counts(package_folder, tmp_path, "")
    for field, words in list_totals(edition, grid, np.arange(len(edition.rows)), context, ""):
        assert "0" not in words.texts, field.name
        assert "[有格无数]" in words.texts, field.name


TOTALS = ("intake", "backlog_change", "disclosed", "refused", "unavailable", "not_processed")


def test_the_cover_is_true_of_corrected_numbers_and_of_reports_without_tables(
    country_package: Path, country_folder: Path
) -> None:
    book = openpyxl.load_workbook(country_folder / LATEST / "disclosure-reports.xlsx", read_only=True)
    cover = "\n".join(str(row[0]) for row in book["封面"].iter_rows(max_row=30, max_col=1, values_only=True))
    assert "照报告所印，更正过的除外" in cover
    without = sum(row["form"] == "none" for row in read_table(country_package, "reports"))
    assert f"另有 {without} 份报告没有表格" in cover
    reports = name_columns(book, "报告")
    assert sum(row[reports.index("form")] == "none" for row in read_sheet(book["报告"])) == without


def test_the_page_says_what_the_workbook_leaves_out(country_folder: Path) -> None:
    for page, said in (
        ("data/index.html", "不含长表正文、主动公开_逐格、依申请公开_逐格、复议诉讼_逐格"),
        ("en/data/index.html", "without the long tables sections, disclosures, applications, remedies"),
    ):
        html = (country_folder / page).read_text(encoding="utf-8")
        assert said in html
        assert not re.search("(下载全部：|Download everything: )Excel", html)


def test_pandas_reads_a_wide_sheet_with_marks_as_missing(country_package: Path, country_folder: Path) -> None:
    path = country_folder / LATEST / "years/2021/disclosure-reports-2021.xlsx"
    frame = pd.read_excel(
        path,
        sheet_name="依申请公开_2021年版",
        header=HEAD_ROWS - 1,
        na_values=[*MARKS.values(), "[不适用]"],
        dtype={"行政区划代码": str},
    )
    (total,) = (name for name in frame.columns if name.endswith("新收政府信息公开申请数量｜总计"))
    cells = {
        row["report_id"]: row["count"]
        for row in read_table(country_package, "applications")
        if row["outcome"] == "received" and row["applicant"] == "total"
    }
    printed = [cells[report_id] for report_id in frame["报告编号"]]
    assert frame[total].isna().tolist() == [not text for text in printed]
    assert frame[total].sum() == sum(int(text) for text in printed if text)
    assert frame["行政区划代码"].str.fullmatch("[0-9]{6}").all()


def test_every_report_stands_in_the_books_of_its_year_and_province(country_package: Path, country_folder: Path) -> None:
    provinces = {row["agency_id"]: row["region_code"][:2] for row in read_table(country_package, "agencies")}
    expected: dict[str, set[str]] = {}
    for row in read_table(country_package, "reports"):
        expected.setdefault(f"years/{row['year']}", set()).add(row["report_id"])
        expected.setdefault(f"regions/{provinces[row['agency_id']]}0000", set()).add(row["report_id"])
    latest = country_folder / LATEST
    books = {path.parent.relative_to(latest).as_posix(): path for path in latest.rglob("*.xlsx")}
    assert books.keys() == {".", *expected}
    for place, path in books.items():
        if place.startswith("years"):
            book = openpyxl.load_workbook(path, read_only=True)
            assert {row[0] for row in read_sheet(book["报告"])} == expected[place]


# The rules for accessible spreadsheets, one by one


def test_each_sheet_has_one_named_table_from_column_a_to_its_last_cell(book: Workbook) -> None:
    names = [name for sheet in book for name in sheet.tables]
    assert len(names) == len({name.lower() for name in names}) == len(book.sheetnames)
    for sheet in book:
        ((name, table),) = ((table.name, table) for table in sheet.tables.values())
        top = table.ref.split(":")[0]
        assert re.fullmatch(r"A\d+", top)
        assert sheet.dimensions.split(":")[1] == table.ref.split(":")[1], "nothing stands below or beside the table"
        assert re.fullmatch(r"[a-z]+[a-z_]*(_\d{4})?", name)


def test_each_sheet_begins_with_a_title_and_what_it_holds_in_column_a(book: Workbook) -> None:
    for sheet in book:
        top = int(re.sub("[^0-9]", "", next(iter(sheet.tables.values())).ref.split(":")[0]))
        rows = list(sheet.iter_rows(max_row=top - 1, values_only=True))
        assert len(rows) >= 2
        assert all(row[0] and not any(row[1:]) for row in rows)
        assert sheet["A1"].font.b
        assert sheet["A1"].font.sz > sheet["A2"].font.sz


def test_every_table_has_one_row_of_heads_that_differ(book: Workbook) -> None:
    for sheet in book:
        (table,) = sheet.tables.values()
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert all(heads)
        assert len({head.lower() for head in heads}) == len(heads)
        assert [column.name for column in table.tableColumns] == heads
        assert table.headerRowCount in (None, 1)
        assert table.autoFilter.ref == table.ref


def test_no_cell_of_a_table_is_empty_and_none_are_merged(book: Workbook) -> None:
    for sheet in book:
        (table,) = sheet.tables.values()
        assert [cell.coordinate for row in sheet[table.ref] for cell in row if cell.value in (None, "")] == []
        assert not sheet.merged_cells.ranges


def test_nothing_is_hidden_and_nothing_floats(book: Workbook) -> None:
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(size.hidden for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        assert not sheet._images
        assert not sheet._charts
        header = sheet.HeaderFooter
        assert not any(part.text for side in (header.oddHeader, header.oddFooter) for part in (side.left, side.center))


def test_names_of_sheets_are_short_and_differ(book: Workbook) -> None:
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in book.sheetnames)
    assert tuple(book.sheetnames[:4]) == OWN


def test_heads_stay_in_view_and_on_every_printed_page(book: Workbook) -> None:
    for sheet in book:
        top = next(iter(sheet.tables.values())).ref.split(":")[0]
        if sheet.title != "封面":
            assert sheet.freeze_panes
            assert int(re.sub("[^0-9]", "", sheet.freeze_panes)) == int(top[1:]) + 1
        assert sheet.print_title_rows == f"${top[1:]}:${top[1:]}"


def test_text_is_wrapped_in_columns_wide_enough_and_without_serifs(book: Workbook) -> None:
    for sheet in book:
        for row in sheet[next(iter(sheet.tables.values())).ref][:50]:
            for cell in row:
                assert cell.font.name == "Microsoft YaHei"
                assert cell.font.sz >= 12
                assert cell.fill.fill_type is None, "nothing is said by colour"
                assert cell.alignment.wrap_text or cell.data_type != "s"
        assert all(size.width >= 8 for size in sheet.column_dimensions.values())


def test_the_properties_tell_title_language_and_the_day_of_the_version(book: Workbook, country_package: Path) -> None:
    descriptor = json.loads((country_package / "datapackage.json").read_text(encoding="utf-8"))
    properties = book.properties
    assert properties.language == "zh-CN"
    assert descriptor["version"] in properties.title
    assert properties.created == properties.modified == datetime.fromisoformat(descriptor["created"][:10])
    assert book.active.title == "封面"


def test_the_cover_says_what_it_is_and_leads_to_every_sheet(book: Workbook, country_package: Path) -> None:
    cover = book["封面"]
    text = "\n".join(str(cell.value) for cell in cover["A"])
    descriptor = json.loads((country_package / "datapackage.json").read_text(encoding="utf-8"))
    missing = {"更正", "发现", "主动公开_2019年版"} - set(book.sheetnames)
    told_missing = ("没有内容、所以没有的工作表", *missing) if missing else ()
    for said in (descriptor["version"], descriptor["created"][:10], "CC0 1.0", "怎样引用", "[DS/OL]", *told_missing):
        assert said in text
    links = {cell.value: cell.hyperlink.location for cell in cover["A"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    (table,) = cover.tables.values()
    told = {row[0].value: row[3].value for row in cover[table.ref][1:]}
    for name in book.sheetnames[1:]:
        (inner,) = book[name].tables.values()
        assert told[name] == len(book[name][inner.ref]) - 1


def test_the_cover_gives_the_addresses_of_the_site_where_it_has_some(package_folder: Path, tmp_path: Path) -> None:
    material = make_material(package_folder, tmp_path)
    settings = Settings("开放数据", "https://example.org/d/", "https://example.org/code")
    context = dataclasses.replace(material.context, settings=settings)
    part = list_parts(context)[0]
    write_whole_book(dataclasses.replace(material, context=context), part)
    cover = openpyxl.load_workbook(tmp_path / part.folder / f"{part.stem}.xlsx")["封面"]
    links = [cell.hyperlink.target for cell in cover["A"] if cell.hyperlink and cell.hyperlink.target]
    assert links == ["https://example.org/d/", "https://example.org/code/issues"]
    assert "https://example.org/d/data/latest/data/" in "".join(str(cell.value) for cell in cover["A"])


def test_the_notes_explain_every_mark_that_stands_in_a_cell(book: Workbook) -> None:
    notes = {row[0]: row[1:] for row in book["说明"].iter_rows(min_row=4, values_only=True)}
    assert {*MARKS.values(), "[不适用]", "[无内容]", "[过长]", "[文字]"} <= notes.keys()
    assert len({meaning for meaning, _ in notes.values()}) == len(notes), "no two mean the same"
    marks = {
        cell
        for sheet in book
        if sheet.title not in OWN
        for row in read_sheet(sheet)
        for cell in row
        if isinstance(cell, str) and re.fullmatch(r"\[[^\[\]]{1,6}\]", cell)
    }
    assert marks <= notes.keys()
    assert "[无内容]" in marks
    assert any("不等于 0" in subject for subject in notes)
    assert any("scope" in meaning for meaning, _ in notes.values())


def test_the_dictionary_names_every_column_of_every_sheet(book: Workbook) -> None:
    rows = list(book["字典"].iter_rows(min_row=4, values_only=True))
    for sheet in book:
        if sheet.title in OWN:
            continue
        told = {row[1]: row[2] for row in rows if row[0] == sheet.title}
        (table,) = sheet.tables.values()
        assert told == {cell.column_letter: cell.value for cell in sheet[table.ref][0]}
    assert all(row[3] and row[7] != "[无内容]" for row in rows)


def test_codes_that_stand_in_the_sheets_are_explained_in_the_book(book: Workbook) -> None:
    codes = {(row[0], row[1]) for row in book["代码"].iter_rows(min_row=4, values_only=True)}
    reports = name_columns(book, "报告")
    for row in read_sheet(book["报告"]):
        assert ("scopes", row[reports.index("scope")]) in codes
    agencies = name_columns(book, "机关")
    for row in read_sheet(book["机关"]):
        assert ("regions", row[agencies.index("region_code")]) in codes


def test_a_sheet_that_would_not_fit_is_left_out_and_the_cover_says_where_it_is(
    country_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = make_material(country_package, tmp_path)
    monkeypatch.setattr(sheets_module, "MOST_ROWS", 1_000)
    part = next(part for part in list_parts(material.context) if part.code == "2021")
    offer = write_whole_book(material, part)
    book = openpyxl.load_workbook(tmp_path / offer.path)
    assert "依申请公开_逐格" not in book.sheetnames
    left_out = "、".join(
        name for name in ("核对", "正文", "主动公开_逐格", "依申请公开_逐格") if name not in book.sheetnames
    )
    assert offer.note == f"不含{left_out}，一张工作表装不下，在数据包的 CSV 里"
    assert "CSV files of the data package" in offer.note_en
    cover = "\n".join(str(cell.value) for cell in book["封面"]["A"])
    rows = sum(row["report_id"].endswith("-2021") for row in read_table(country_package, "applications"))
    assert f"依申请公开_逐格有 {rows} 行" in cover
    assert "data/latest/data/applications.csv" in cover


def test_a_package_without_reports_has_a_book_that_says_so(country_package: Path, tmp_path: Path) -> None:
    material = make_material(country_package, tmp_path)
    part = list_parts(material.context)[0]._replace(kind="year", reports=())
    book = openpyxl.load_workbook(tmp_path / write_whole_book(material, part).path)
    assert book.sheetnames == ["封面", "说明", "代码"]
    assert any("没有的工作表：机关、报告、" in str(cell.value) for cell in book["封面"]["A"])


# Hostile words


def make_material(package: Path, site: Path) -> Material:
    loaded = load_package(package)
    context = build_context(loaded, Settings("开放数据"))
    return fill_material(read_frames(loaded, COLUMNS), context, site)


def fill_material(frames: Mapping[str, Frame], context: SiteContext, site: Path) -> Material:
    """What any book of the package is made of."""
    return Material(frames, build_editions(frames, context), {}, context, site)


def write_whole_book(material: Material, part: Part) -> Offer:
    """The book of a part, its rows kept partition by partition as a build keeps them."""
    context = material.context
    held: dict[str, dict[str, str]] = {}
    for row in context.reports:
        held.setdefault(name_partition(row["report_id"]), {})[row["report_id"]] = row["year"]
    pieces = [make_sheets(material.frames, material.editions, context, years) for years in held.values()]
    kept = gather_sheets(pieces, [row["report_id"] for row in part.reports])
    return write_book(dataclasses.replace(material, kept=kept), part)


def write_words(path: Path, **columns: tuple[str, list[str]]) -> Worksheet:
    """A book of one sheet with these columns: kind and texts."""
    made = []
    for name, (kind, texts) in columns.items():
        order = sorted(set(texts))
        words = Words(tuple(order), np.array([order.index(text) for text in texts], np.int32))
        made.append(Column(Field(name, kind, name, "", "", ""), "", words))
    leaf = Leaf("封面", "contents", ("题", "行"), ("表",), (("#甲",),), (20,))
    sheet = Sheet("甲", "first", "题", "说", "said", tuple(made))
    write_workbook(path, Book("题", "部分", "", "", "", "2026-11-21", (leaf,), (sheet,)))
    return openpyxl.load_workbook(path)["甲"]


HOSTILE = (
    '=HYPERLINK("https://example.com")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "{=1}",
    "#甲",
    "https://example.com/?a=1&b=2",
    "mailto:a@example.com",
    "internal:'甲'!A1",
    "007",
    "1e5",
    "TRUE",
    "1234567890123456789",
    "<b>&amp;]]></t></si>",
    "  前后有空格\t",
    "两\n行",
    "_x0041_ _x000D_",
    "\U00020000𠮷 中文",
    "'",
)


def test_words_stay_words_whatever_they_look_like(tmp_path: Path) -> None:
    sheet = write_words(tmp_path / "a.xlsx", text=("string", list(HOSTILE)))
    cells = [row[0] for row in sheet.iter_rows(min_row=HEAD_ROWS + 1)]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
        assert "<f>" not in xml
        assert "hyperlink" not in xml
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]


def test_what_xml_cannot_hold_is_shown_and_not_lost(tmp_path: Path) -> None:
    texts = ["a\x01b", "页\x0c", "\x1b[0m", "行\r\n", "\ufffe"]
    sheet = write_words(tmp_path / "a.xlsx", text=("string", texts))
    found = [row[0] for row in sheet.iter_rows(min_row=HEAD_ROWS + 1, values_only=True)]
    assert found == ["a[U+0001]b", "页[U+000C]", "[U+001B][0m", "行[U+000D]\n", "[U+FFFE]"]


def test_a_text_that_no_cell_can_hold_is_marked(tmp_path: Path) -> None:
    texts = ["字" * 32_767, "字" * 32_768, "𠮷" * 16_384, "行\n" * 253, "行\n" * 254]
    sheet = write_words(tmp_path / "a.xlsx", text=("string", texts))
    found = [row[0] for row in sheet.iter_rows(min_row=HEAD_ROWS + 1, values_only=True)]
    assert found == [texts[0], "[过长]", "[过长]", texts[3], "[过长]"]


def test_numbers_keep_every_digit_or_are_text_that_says_so(tmp_path: Path) -> None:
    kept = ["0", "-3", "999999999999999", "123456789012.345", "0.000000000001", "7.50", "-0.5", "10000000000000000"]
    told = ["1234567890123456", "0.1234567890123456", "1234567890.1234567", "0.0000000000001", "12a", "１２"]
    sheet = write_words(tmp_path / "a.xlsx", value=("number", [*kept, *told, ""]))
    cells = [row[0] for row in sheet.iter_rows(min_row=HEAD_ROWS + 1)]
    for cell, text in zip(cells, kept, strict=False):
        assert cell.data_type == "n"
        assert Decimal(repr(cell.value)) == Decimal(text)
        assert cell.number_format == ("0" if "." not in text else "0." + "0" * len(text.split(".")[1]))
    assert [cell.value for cell in cells[len(kept) :]] == [*(f"{text} [文字]" for text in told), "[无内容]"]


def test_days_are_days_where_every_program_counts_them_alike(tmp_path: Path) -> None:
    sheet = write_words(tmp_path / "a.xlsx", day=("date", ["2024-02-29", "1900-02-28", "1900-03-01", "2024-2-1", ""]))
    cells = [row[0] for row in sheet.iter_rows(min_row=HEAD_ROWS + 1)]
    assert [cell.value for cell in cells] == [
        datetime(2024, 2, 29), "1900-02-28", datetime(1900, 3, 1), "2024-2-1", "[无内容]"
    ]  # fmt: skip
    assert cells[0].number_format == "yyyy-mm-dd"


# The same bytes


def test_a_book_made_again_in_other_processes_is_the_same_to_the_byte(
    country_package: Path, country_folder: Path, tmp_path: Path
) -> None:
    material = make_material(country_package, tmp_path)
    site_name = openpyxl.load_workbook(
        country_folder / LATEST / "years/2018/disclosure-reports-2018.xlsx", read_only=True
    ).properties.title.split("：")[0]
    context = dataclasses.replace(material.context, settings=Settings(site_name))
    material = dataclasses.replace(material, context=context)
    parts = [part for part in list_parts(context) if part.code in ("2018", "2019", "2020")]
    for offer in (write_whole_book(material, part) for part in parts):
        assert (tmp_path / offer.path).read_bytes() == (country_folder / offer.path).read_bytes()


def test_a_book_depends_on_its_own_rows_alone(country_package: Path, tmp_path: Path) -> None:
    """Other reports change the order in which words are met in the whole package, and nothing else here."""
    material = make_material(country_package, tmp_path / "one")
    turned = {name: turn_words(frame) for name, frame in material.frames.items()}
    other = fill_material(turned, material.context, tmp_path / "two")
    part = next(part for part in list_parts(material.context) if part.code == "2019")
    one, two = write_whole_book(material, part), write_whole_book(other, part)
    assert one == two


def turn_words(frame: Frame) -> Frame:
    columns: Mapping[str, Words] = {
        name: Words(("", "未用", *reversed(words.texts)), (len(words.texts) + 1 - words.codes).astype(np.int32))
        for name, words in frame.columns.items()
    }
    return frame._replace(columns=columns)


# LibreOffice


def list_exported(folder: Path) -> Iterator[tuple[str, list[list[str]]]]:
    for path in sorted(folder.glob("book-*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            yield path.stem.removeprefix("book-"), list(csv.reader(stream))


def test_libreoffice_shows_the_words_of_the_csv(package_folder: Path, site_folder: Path, tmp_path: Path) -> None:
    office = find_office()
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("没有 LibreOffice：请运行 build_scripts/setup/install_office.sh / no LibreOffice")
        pytest.skip("没有 LibreOffice / no LibreOffice")
    (path,) = (site_folder / LATEST / "years/2021").glob("*.xlsx")
    (tmp_path / "book.xlsx").write_bytes(path.read_bytes())
    wanted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    run_bounded(
        [*command, "--convert-to", wanted, "--outdir", str(tmp_path), str(tmp_path / "book.xlsx")], tmp_path, 120
    )
    exported = dict(list_exported(tmp_path))
    book = open_book(path)
    if not exported and not os.environ.get("CI"):
        pytest.skip("没有 LibreOffice Calc / no LibreOffice Calc")
    assert exported.keys() == set(book.sheetnames)
    held = {row["report_id"] for row in read_table(package_folder, "reports") if row["year"] == "2021"}
    for table, sheet in list_tables(book).items():
        if table not in COLUMNS or table == "agencies":
            continue
        rows = [row for row in read_table(package_folder, table) if row["report_id"] in held]
        shown = exported[sheet.title][HEAD_ROWS:]
        assert len(shown) == len(rows)
        names = name_columns(book, sheet.title)
        for row, cells in zip(rows, shown, strict=True):
            of_csv = [cell for name, cell in zip(names, cells, strict=True) if name in row]
            for text, cell in zip(row.values(), of_csv, strict=True):
                assert cell == text or (not text and re.fullmatch(r"\[.+\]", cell)), (table, row)


READ_BY_R = """
arguments <- commandArgs(TRUE)
out <- file(arguments[2], "wb")
for (sheet in readxl::excel_sheets(arguments[1])) {
  rows <- suppressMessages(readxl::read_excel(arguments[1], sheet, skip = as.integer(arguments[3]), col_types = "text",
                                              col_names = FALSE, trim_ws = FALSE))
  cells <- lapply(rows, function(found) ifelse(is.na(found), "", found))
  lines <- if (nrow(rows)) do.call(paste, c(unname(cells), sep = "\x1f")) else character(0)
  writeLines(enc2utf8(c(sheet, lines, "\x1d")), out, sep = "\x1e", useBytes = TRUE)
}
"""


def test_r_reads_every_row_by_readxl(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Also those that do not name their place: in each column the same words."""
    rscript = os.environ.get("RSCRIPT_PATH") or shutil.which("Rscript")
    if not rscript or subprocess.run([rscript, "--vanilla", "-e", "library(readxl)"], capture_output=True).returncode:
        pytest.skip("没有 R 或 readxl：请运行 build_scripts/setup/install_r.sh / no R with readxl")
    _, path = find_book(request, "year")
    (tmp_path / "read.R").write_text(READ_BY_R, encoding="utf-8")
    command = [rscript, "--vanilla", "read.R", str(path), str(tmp_path / "out"), str(HEAD_ROWS)]
    subprocess.run(command, cwd=tmp_path, check=True)
    book = open_book(path)
    sheets = (tmp_path / "out").read_bytes().decode().split("\x1d\x1e")[:-1]
    found = {name: rows for name, *rows in (sheet.split("\x1e")[:-1] for sheet in sheets)}
    assert list(found) == book.sheetnames
    for name in book.sheetnames[len(OWN) :]:
        rows = list(book[name].iter_rows(min_row=HEAD_ROWS + 1, values_only=True))
        assert len(found[name]) == len(rows) > 0
        for line, row in zip(found[name], rows, strict=True):
            told = list(zip(line.split("\x1f"), row, strict=True))
            assert all(text == (value or "") for text, value in told if value is None or isinstance(value, str))
            assert all(text == str(value) for text, value in told if type(value) is int)
