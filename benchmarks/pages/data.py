"""The data of each report's page, worked out: what a generator needs to draw the page by a template of its own.

Comes in: a package. Goes out: for each report its address, the slots of the template but the body, and `data`: facts,
key numbers, the cells of the three tables, sums with left and right, sentences beside the table, paragraphs, numbered
lines. The grids of the forms, which many reports share, stand apart. What is hard (whose cell is where, which sum,
which sentence) is done here, not there: in favour of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.pages.ready import SITE, find_previous, write_specimen
from build_scripts.packaging.load import iterate_reports, iterate_sections, load_package
from build_scripts.packaging.package import CellRow, ReportRecord
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.pages import fill_slots
from build_scripts.publishing.report.form_html import MARKS
from build_scripts.publishing.report.form_tables import Grid, build_grid
from build_scripts.publishing.report.held_back import hold_back
from build_scripts.publishing.report.page import ReportPages
from build_scripts.publishing.report.shared_text import find_shared
from build_scripts.publishing.report.view import ReportView
from build_scripts.publishing.table_titles import TABLE_TITLES
from build_scripts.publishing.templates import group_digits

Plain = dict[str, object]


def write_data(package_folder: Path, folder: Path, count: int) -> int:
    """Writes `specimen.html`, `grids.json`, and a file of data for each of the first `count` reports; how many."""
    (folder / "pages").mkdir(parents=True)
    (folder / "specimen.html").write_text(write_specimen(folder / "theme"), "utf-8")
    grids: Plain = {}
    number = 0
    for number, page in enumerate(islice(make_data(package_folder, grids), count), 1):
        (folder / "pages" / f"{number:06}.json").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
    (folder / "grids.json").write_text(json.dumps(grids, ensure_ascii=False), "utf-8")
    return number


def make_data(package_folder: Path, grids: Plain) -> Iterator[Plain]:
    """The data of every report in order; `grids` is filled with the grids they name."""
    package = load_package(package_folder)
    context = build_context(package, Settings("开放数据", SITE))
    pages = ReportPages(context, find_outside(context, find_shared(iterate_sections(package))))
    before: ReportRecord | None = None
    for record in iterate_reports(package):
        shown = hold_back(record)
        view = pages.view(shown, find_previous(before, record))
        page = pages.draw(shown, view, "")
        slots = fill_slots(page, context.absolute(page.address), context.settings.site_name)
        slots.pop("body")
        yield {"address": page.address, **slots, "data": describe_view(view, shown, context, grids)}
        before = record


def describe_view(view: ReportView, record: ReportRecord, context: SiteContext, grids: Plain) -> Plain:
    """What the page shows, as plain data."""
    report = view.report
    return {
        "name": view.name,
        "facts": [
            ["机关", view.agency["name"]],
            ["地区", " › ".join(place["label_zh"] for place in view.region)],
            ["表格版本", view.form_label],
            ["公布日期", report["published"]],
            ["来源", report["source_url"]],
            ["文件", report["source_file"]],
        ],
        "figures": [figure._asdict() for figure in view.key_numbers],
        "tables": [_describe_table(table, record, context, grids) for table in TABLE_TITLES],
        "rules": [
            {
                "anchor": f"rule-{at}",
                "label": block.label,
                "definition": block.definition,
                "lines": [
                    {
                        "anchor": line.anchor, "scope": line.scope, "sign": line.sign, "difference": line.difference,
                        "status": line.status, "words": line.status_label,
                        "left": [one._asdict() for one in line.left], "right": [one._asdict() for one in line.right],
                    }
                    for line in block.lines
                ],
            }
            for at, block in enumerate(view.rules)
        ],
        "told": [
            {
                "anchor": line.anchor, "label": block.label, "said": line.said, "text": line.left_text,
                "status": line.status, "right": [one._asdict() for one in line.right],
            }
            for block in view.told for line in block.lines if not view.text_withheld
        ],
        "repeats": [repeat._asdict() for repeat in view.repeats],
        "sections": [] if view.text_withheld else [
            {
                "anchor": part.anchor,
                "heading": part.heading or part.label,
                "paragraphs": [{"anchor": one.anchor, "text": one.text} for one in part.paragraphs],
            }
            for part in view.text.sections
        ],
        "lines": [] if view.text_withheld else [
            {"number": line.number, "text": line.text, "links": [link._asdict() for link in line.links]}
            for line in view.lines
        ],
        "years": [{"year": year, "held": held} for year, held in view.years],
        "peers": [peer._asdict() for peer in view.peers],
    }  # fmt: skip


def _describe_table(table: str, record: ReportRecord, context: SiteContext, grids: Plain) -> Plain:
    """A table: the name of its grid, and its cells in the order of the grid's places."""
    form, cells = record.row["form"], {(cell.row, cell.column): cell for cell in record.cells[table]}
    if (form, table) not in context.codes.tables:
        return {"id": table, "title": TABLE_TITLES[table], "grid": "", "cells": []}
    own = {(cell.row, cell.column) for cell in context.codes.tables[form, table].cells}
    extra = sorted(cells.keys() - own)
    name = "_".join([table, form, *(f"{row}_{column}" for row, column in extra)])
    grid = build_grid(context.codes, form, table, extra)
    grids.setdefault(name, _describe_grid(grid, table))
    places = [(place.row, place.column) for row in grid.body for place in row.places]
    shown = [_describe_cell(cells.get(key), context) for key in places]
    return {"id": table, "title": TABLE_TITLES[table], "grid": name, "cells": shown}


def _describe_cell(cell: CellRow | None, context: SiteContext) -> Plain:
    if cell is None:
        return {}
    state = "" if cell.state == "reported" else cell.state
    shown = group_digits(cell.value) if not state else MARKS[state]
    return {"line": cell.line, "state": state, "shown": shown, "words": context.label("states", state) if state else ""}


def _describe_grid(grid: Grid, table: str) -> Plain:
    number = iter(range(1 << 20))
    return {
        "layout": grid.layout,
        "corner": grid.label_width,
        "depth": len(grid.head),
        "head": [[_plain(head) for head in row.heads] for row in grid.head],
        "body": [
            {
                "kind": row.kind,
                "heads": [_plain(head) for head in row.heads],
                "places": [
                    {
                        "at": next(number), "id": cell_anchor(table, place.row, place.column),
                        "headers": place.headers, "colspan": place.colspan,
                    }
                    for place in row.places
                ],
            }
            for row in grid.body
        ],
    }  # fmt: skip


def _plain(head: object) -> Plain:
    return {name: getattr(head, name) for name in ("head_id", "text", "scope", "rowspan", "colspan", "unit", "group")}


def read_data(folder: Path) -> Iterator[Plain]:
    """What `write_data` wrote, in its order."""
    for path in sorted((folder / "pages").iterdir()):
        yield json.loads(path.read_text("utf-8"))
