"""The dictionary of a wide table: a line for each of its columns, in their order.

Comes in: an edition, the tables as their schemas describe them, the code lists, how often cells are filled. Goes out:
entries. Refuses to know: files, HTML. Which columns there are is what `formats.wide` says, so that the dictionary tells
of the files as they are; only a cell that no edition's form has, and none is expected, would be in the files alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from build_scripts.codes import AXIS_LISTS
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_KEYS, CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.dictionary_tables import Field, Table
from build_scripts.publishing.data.entry import FORM_BLANK, NO_EMPTY, NONE, Entry
from build_scripts.publishing.data.usage import Share, Usage
from build_scripts.publishing.formats.wide import (
    ADDED,
    AGENCY_COLUMNS,
    FIRST,
    OTHER_ROW,
    STATE,
    STATE_TOLD,
    Place,
    list_places,
    name_region,
)
from build_scripts.publishing.languages import part_languages

_UNCOUNTED = "不计数：数在 corrections 表里 / not counted: see the table corrections"
_OURS = "本项目"


def list_wide_entries(form: str, tables: Sequence[Table], context: SiteContext, usage: Usage) -> Iterator[Entry]:
    """Every column of the wide table of an edition: what tells the report, then every number, then every state."""
    fields = {table.name: {field.name: field for field in table.fields} for table in tables}
    reports = [row for row in context.reports if row["form"] == form]
    for name in FIRST:
        yield _enter_first(name, form, fields, reports, context)
    places = [(table, place) for table in CELL_TABLES for place in list_places(form, table, context)]
    for table, place in places:
        kind = fields[table][CELL_KEYS[table][2]].kind.split(" ")[-1]
        yield _enter_number(place, form, kind, len(reports), context, usage)
    for _, place in places:
        yield _enter_state(place, form, len(reports), context, usage)


def _enter_first(
    name: str, form: str, fields: Mapping[str, Mapping[str, Field]], reports: Sequence[Row], context: SiteContext
) -> Entry:
    """A column that tells the report, as its own table or `ADDED` describes it."""
    label = name.replace("_", " ")
    edition = context.labels["forms"][form]
    if name in ADDED:
        told = ADDED[name]
        zh, en = part_languages(str(told["description"]))
        is_required = "constraints" in told
        blank = NO_EMPTY if is_required else part_languages(str(told["blank"]))
        counts = ("", "", _UNCOUNTED)
        if name == "region_name":
            filled = sum(bool(name_region(context.agencies[row["agency_id"]], context)) for row in reports)
            counts = (str(filled), str(len(reports)), _FILLED)
        return Entry(
            *("column", f"wide-{form}", name, str(told["title"]), label, NONE[0], zh, en, NONE[0], edition),
            *(str(told.get("unit", NONE[0])), str(told["type"]), *blank, *counts, _OURS),
        )
    field = fields["agencies" if name in AGENCY_COLUMNS else "reports"][name]
    filled = sum((context.agencies[row["agency_id"]] if name in AGENCY_COLUMNS else row)[name] != "" for row in reports)
    blank = NO_EMPTY if field.required else (field.blank_zh, field.blank_en)
    return Entry(
        *("column", f"wide-{form}", name, field.title, label, NONE[0], field.definition_zh, field.definition_en),
        *(NONE[0], edition, field.unit or NONE[0], field.kind.split(" ")[-1], *blank),
        *(str(filled), str(len(reports)), _FILLED, _OURS),
    )


_FILLED = "不空的行 / rows that fill it"


def _enter_number(place: Place, form: str, kind: str, reports: int, context: SiteContext, usage: Usage) -> Entry:
    """A cell: the words of the form, and how many of the reports of the edition have a number there."""
    cell = place.cell
    row, column = _find_codes(place, context)
    share = usage.cells.get((form, cell.table, cell.row, cell.column), Share(0, 0))
    other = OTHER_ROW if place.other else ("", "")
    return Entry(
        *("cell", f"wide-{form}", place.name, *_name(place, context), _print(place)),
        f"{row['definition_zh']}{column['definition_zh']}{other[0]}",
        f"{row['definition_en']} {column['definition_en']} {other[1]}".rstrip(),
        *(_tell_article(place), context.labels["forms"][cell.form], cell.unit, kind),
        *(*FORM_BLANK, str(share.filled), str(reports), "有数的份数 / reports with a number"),
        _find_row("forms", cell.form, context)["source"],
    )


def _enter_state(place: Place, form: str, reports: int, context: SiteContext, usage: Usage) -> Entry:
    """The state beside a cell."""
    cell = place.cell
    share = usage.cells.get((form, cell.table, cell.row, cell.column), Share(0, 0))
    zh, en = _name(place, context)
    other = OTHER_ROW if place.other else ("", "")
    return Entry(
        *("state", f"wide-{form}", place.name + STATE, f"{zh}，状态", f"{en}; state", _print(place)),
        *(STATE_TOLD[0] + other[0], f"{STATE_TOLD[1]} {other[1]}".rstrip(), _tell_article(place)),
        *(context.labels["forms"][cell.form], NONE[0], "string", *(OTHER_ROW if place.other else NO_EMPTY)),
        *(str(share.total), str(reports), "有状态的份数 / reports with a state", _OURS),
    )


def _find_codes(place: Place, context: SiteContext) -> tuple[Row, Row]:
    rows, columns = AXIS_LISTS[place.cell.table]
    return _find_row(rows, place.cell.row, context), _find_row(columns, place.cell.column, context)


def _find_row(name: str, code: str, context: SiteContext) -> Row:
    return next(row for row in context.codes.lists[name] if row["code"] == code)


def _name(place: Place, context: SiteContext) -> tuple[str, str]:
    row, column = _find_codes(place, context)
    return f"{row['label_zh']}，{column['label_zh']}", f"{row['label_en']}; {column['label_en']}"


def _print(place: Place) -> str:
    """What the form prints, each word once."""
    cell = place.cell
    heads = (*cell.row_group, cell.row_label, *cell.column_group, cell.column_label)
    return " › ".join(dict.fromkeys(filter(None, heads)))


def _tell_article(place: Place) -> str:
    return place.cell.article or f"{NONE[0]}：表格没有标出条款"
