"""What the codes of changes are called, in Chinese or English, by the code lists of the packages compared.

Comes in: two bundles. Goes out: `ChangeWords`. Refuses to know: how changes are laid out. What a list does not say
(an older version may lack it) is called by its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.checking.summary import Lang
from build_scripts.codes import AXIS_LISTS as AXES
from build_scripts.files import read_rows
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.ledger import Change

REASONS = Path(__file__).with_name("change_reasons.csv")
SUBJECTS = {
    "report": ("报告", "reports"),
    "field": ("字段", "fields"),
    "section": ("部分", "sections"),
    "cell": ("格", "cells"),
    "agency": ("机关", "agencies"),
    "code": ("代码表的行和列", "codes"),
}
CHANGES = {"added": ("增加", "added"), "changed": ("改动", "changed"), "removed": ("删去", "removed")}


class ChangeWords(NamedTuple):
    """Words by code: `cells` by table, row, column; `labels` by list and code; `titles` of reports by id; `reasons`."""

    lang: Lang
    cells: Mapping[tuple[str, str, str], str]
    labels: Mapping[tuple[str, str], str]
    titles: Mapping[str, str]
    reasons: Mapping[str, str]

    def name_cell(self, change: Change) -> str:
        """The cell, by the labels of the form in Chinese, by those of the code lists in English."""
        return self.cells.get((change.table, change.row, change.column), f"{change.row} · {change.column}")

    def show_value(self, state: str, value: str) -> str:
        """A number as it stands, and where there is none the state of its cell."""
        return value if state == "reported" else self.labels.get(("states", state), state) or "—"

    def pick(self, pair: tuple[str, str]) -> str:
        """The one of two words that is in this language."""
        return pair[self.lang == "en"]


def read_words(old: Bundle, new: Bundle, lang: Lang) -> ChangeWords:
    """The words of both versions, the newer before the older; raises FilesError."""
    labels: dict[tuple[str, str], str] = {}
    printed: dict[tuple[str, str, str], str] = {}
    titles: dict[str, str] = {}
    for bundle in (old, new):
        for name in ("states", "section_codes", *(name for axis in AXES.values() for name in axis)):
            for row in _rows(bundle, name):
                labels[name, row.get("code", "")] = row.get(f"label_{lang}", "") or row.get("code", "")
        for row in _rows(bundle, "form_cells"):
            key = (row["table"], row["row"], row["column"])
            printed[key] = f"{row.get('row_label', key[1])} · {row.get('column_label', key[2])}"
        titles |= {row["report_id"]: row.get("title", "") for row in _rows(bundle, "reports")}
    if lang == "en":
        printed = {key: _translate(key, labels) for key in printed if key[0] in CELL_TABLES}
    reasons = {row["code"]: row[f"label_{lang}"] for row in read_rows(REASONS)}
    return ChangeWords(lang, printed, labels, titles, reasons)


def _rows(bundle: Bundle, name: str) -> list[dict[str, str]]:
    return read_rows(bundle.tables[name].path) if name in bundle.tables else []


def _translate(key: tuple[str, str, str], labels: Mapping[tuple[str, str], str]) -> str:
    table, row, column = key
    rows, columns = AXES[table]
    return f"{labels.get((rows, row), row)} · {labels.get((columns, column), column)}"
