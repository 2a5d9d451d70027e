"""The file that the query pages ask with: `query/data/measures.json`.

Comes in: the context, the site's folder. Goes out: one JSON file that does not grow with the reports. Refuses to know:
how a question is put or answered.

    tables     the three tables: rows and columns with labels, units and the editions that print them; of disclosures
               the pairs of row and column that exist, each with the reason why its editions are not compared, if so
    derived    the measures of measures.csv, terms as [sign, code] or [sign, code, code on the other axis], and the
               editions that have the term if not all do
    stocks     codes of rows and columns that tell what there is at one time, not to be added up over years
    scopes     whom a report counts, and whether such reports may ever be added
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from build_scripts.codes import AXIS_LISTS, TABLES, FormCell
from build_scripts.files import read_rows, write_text
from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_KEYS
from build_scripts.publishing.compare.editions import Alignment, Place, align_editions
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.query.measures import RATES_FROM, Measure, Term, read_measures
from build_scripts.publishing.table_titles import TABLE_TITLES

FOLDER = "query/data/"
FORMAT = 1
STOCKS = Path(__file__).with_name("stocks.csv")
TITLES_EN = {"disclosures": "Disclosures", "applications": "Requests", "remedies": "Reviews and lawsuits"}
ITEMS = "disclosures"
"""The table whose rows do not all have the same columns."""

NEVER_ADDED = "unknown"
DEFINITIONS = "data/dictionary/#measure-"
"""Where a measure is explained: this, and its code."""


def write_query_files(context: SiteContext, site: Path) -> None:
    """Write what the query pages load."""
    text = json.dumps(describe_measures(context), ensure_ascii=False, separators=(",", ":"))
    write_text(site / FOLDER / "measures.json", text + "\n")


def describe_measures(context: SiteContext) -> dict[str, object]:
    """Tables, derived measures and scopes as the pages read them."""
    tables = context.codes.tables
    alignment = align_editions(tables.values())
    return {
        "format": FORMAT,
        "version": context.version,
        "tables": [_describe_table(name, context, alignment) for name in TABLES],
        "derived": [_describe_measure(measure) for measure in read_measures(tables)],
        "scopes": [
            {**_describe_code(row), "definition": row["definition_zh"], "adds": row["code"] != NEVER_ADDED}
            for row in context.codes.lists["scopes"]
        ],
        "rates_from": RATES_FROM,
        "stocks": [row["code"] for row in read_rows(STOCKS)],
    }


def _describe_table(name: str, context: SiteContext, alignment: Mapping[Place, Alignment]) -> dict[str, object]:
    cells = [cell for (_, own), table in context.codes.tables.items() if own == name for cell in table.cells]
    rows, columns = (context.codes.lists[list_name] for list_name in AXIS_LISTS[name])
    described: dict[str, object] = {
        "table": name,
        "label": TABLE_TITLES[name],
        "label_en": TITLES_EN[name],
        "keys": list(CELL_KEYS[name]),
        "rows": [_describe_row(row, [cell for cell in cells if cell.row == row["code"]], alignment) for row in rows],
        "columns": [_describe_column(row, [cell for cell in cells if cell.column == row["code"]]) for row in columns],
    }
    if name == ITEMS:
        places = dict.fromkeys((cell.row, cell.column, cell.unit) for cell in cells)
        described["cells"] = [
            [*place, _list_forms(cell for cell in cells if (cell.row, cell.column, cell.unit) == place), reason]
            for place in places
            for reason in [_tell_apart(alignment[(name, *place[:2])])]
        ]
    return described


def _describe_row(row: Row, cells: Sequence[FormCell], alignment: Mapping[Place, Alignment]) -> dict[str, object]:
    """A row of the form: `group` is the printed group it stands in, `printed` its label where an edition prints
    another; `apart` says why its editions are not compared, if no cell of it may be."""
    reasons = {_tell_apart(alignment[(cell.table, cell.row, cell.column)]) for cell in cells}
    groups = dict.fromkeys(cell.row_group[-1] for cell in cells if len(cell.row_group) > 1)
    return {
        **_describe_code(row),
        "forms": _list_forms(cells),
        "unit": "、".join(dict.fromkeys(cell.unit for cell in cells)),
        "group": next(iter(groups), ""),
        "printed": {cell.form: cell.row_label for cell in cells if cell.row_label != row["label_zh"]},
        "definition": row["definition_zh"],
        "apart": next(iter(reasons)) if len(reasons) == 1 else "",
    }


def _describe_column(row: Row, cells: Sequence[FormCell]) -> dict[str, object]:
    return {**_describe_code(row), "forms": _list_forms(cells), "definition": row["definition_zh"]}


def _describe_code(row: Row) -> dict[str, object]:
    return {"code": row["code"], "label": row["label_zh"], "label_en": row["label_en"]}


def _describe_measure(measure: Measure) -> dict[str, object]:
    return {
        "code": measure.code,
        "label": measure.label_zh,
        "label_en": measure.label_en,
        "kind": measure.kind,
        "table": measure.table,
        "by": measure.by,
        "numerator": _describe_terms(measure.numerator),
        "denominator": _describe_terms(measure.denominator),
        "unit": "件",
        "forms": list(measure.forms),
        "definition": measure.definition_zh,
        "definition_en": measure.definition_en,
        "note": measure.note_zh,
        "source": measure.source,
        "href": DEFINITIONS + measure.code,
    }


def _describe_terms(terms: Iterable[Term]) -> list[list[object]]:
    return [_describe_term(term) for term in terms]


def _describe_term(term: Term) -> list[object]:
    """Sign, code, the fixed code of the other axis or an empty one, the editions that have the term if not all do."""
    if term.forms:
        return [term.sign, term.code, term.at, list(term.forms)]
    return [term.sign, term.code, *([term.at] if term.at else [])]


def _list_forms(cells: Iterable[FormCell]) -> list[str]:
    return list(dict.fromkeys(cell.form for cell in cells))


def _tell_apart(said: Alignment) -> str:
    """Why two editions are not compared; empty where they mean the same."""
    return "" if said.aligned else said.reason
