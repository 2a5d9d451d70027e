"""A change in words: what is named, what stood there, what stands there now.

Comes in: changes, the context. Goes out: plain text, Chinese. Refuses to know: HTML, XML, where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build_scripts.files import PROJECT, read_rows
from build_scripts.packaging.package import CorrectionRow, Package, Row
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.languages import part_languages
from build_scripts.publishing.quality.words import RELEASES, TABLE_NAMES
from build_scripts.publishing.templates import group_digits
from build_scripts.publishing.versions.atom import clean_text
from build_scripts.publishing.versions.changes import ADDED, CHANGED, REMOVED, Group
from build_scripts.publishing.versions.corrections import Correction
from build_scripts.releasing.ledger import Change

REASONS = PROJECT.root / "build_scripts" / "releasing" / "change_reasons.csv"
CHANGES = {ADDED: "新增", CHANGED: "改动", REMOVED: "撤下"}
NUMBER = "reported"
NO_STATE = "没有这一格"
_PLAIN = frozenset(("new_report", "removed_report", "register"))
"""Reasons that say no more than that there is a change."""
_LISTS = {"scope": "scopes", "form": "forms", "level": "levels", "function": "functions"}
"""The code lists that fields hold codes of."""
_LONGEST = 60
"""Letters of a field's value that are shown."""


class Words:
    """Tells changes; keeps the labels of cells, fields and reasons."""

    def __init__(self, package: Package, context: SiteContext, corrections: Sequence[Correction] = ()) -> None:
        self._context = context
        self._corrections = {(one.report_id, *one.correction[:3], one.since): one.correction for one in corrections}
        self._tables = _title_tables(package)
        self.reasons: Mapping[str, Row] = {row["code"]: row for row in read_rows(REASONS)}
        self._rows: dict[tuple[str, str], str] = {}
        self._columns: dict[tuple[str, str, str], str] = {}
        for (_, table), form_table in context.codes.tables.items():
            for cell in form_table.cells:
                self._rows[(table, cell.row)] = cell.row_label
                self._columns[(table, cell.row, cell.column)] = cell.column_label
        self._fields = _title_fields(package)

    def agency(self, agency_id: str) -> str:
        """The agency's name; its id where the package does not hold it any more."""
        row = self._context.agencies.get(agency_id)
        return row["name"] if row else agency_id

    def name(self, group: Group) -> str:
        """What a group is about."""
        if group.subject == "report":
            return f"{self.agency(group.agency_id)} {group.year} 年度"
        return self.agency(group.agency_id) if group.subject == "agency" else group.key

    def title(self, group: Group) -> str:
        """The group in one line."""
        said = {
            ("report", ADDED): "新收录的报告",
            ("report", REMOVED): "不再收录的报告",
            ("report", CHANGED): "报告的数据有改动",
        }
        told = said.get((group.subject, group.change), f"机关名录{CHANGES[group.change]}")
        return f"{self.name(group)}：{told}"

    def reason(self, code: str) -> str:
        """A reason in a word."""
        return self.reasons[code]["label_zh"] if code in self.reasons else code

    def place(self, part: Change) -> str:
        """The cell, field or section that a change is about."""
        if part.subject == "cell" and part.table in CELL_TABLES:
            return self.cell(part.table, part.row, part.column)
        if part.subject == "section":
            return f"正文：{self._context.label('sections', part.row)}"
        return self._fields.get((part.table or "reports", part.column), part.column)

    def table(self, name: str) -> str:
        """A table or code list by its title."""
        return f"{self._tables[name]}（{name}）" if name in self._tables else name

    def correction(self, part: Change, version: str) -> CorrectionRow | None:
        """The correction that this version made in a cell; none if it does not hold any more or reads otherwise."""
        if part.subject != "cell" or part.reason != "correction":
            return None
        found = (
            self._corrections.get((part.report_id, part.table, part.row, column, version))
            for column in (part.column, "")
        )
        held = (part.after, part.after_state)
        return next((one for one in found if one and (not one.value or one.value in held)), None)

    def cell(self, table: str, row: str, column: str) -> str:
        """A cell by table, row and column as the form prints them; a whole row where no column is named."""
        labels = [self._rows.get((table, row), row)]
        if column:
            labels.append(self._columns.get((table, row, column), column))
        return f"{TABLE_NAMES.get(table, table)} {' · '.join(labels)}"

    def value(self, state: str, value: str) -> str:
        """What stands in a cell: its number, or its state; never a blank for a blank."""
        if state == NUMBER:
            return group_digits(value)
        return f"（{self._context.label('states', state)}）" if state else f"（{NO_STATE}）"

    def sides(self, part: Change) -> tuple[str, str]:
        """What stood before and what stands after; both empty where the ledger holds only that there is a change."""
        if part.subject == "cell":
            return self.value(part.before_state, part.before), self.value(part.after_state, part.after)
        if not part.before and not part.after:
            return "", ""
        if labels := self._label_field(part.column):
            return labels.get(part.before, part.before) or "（空）", labels.get(part.after, part.after) or "（空）"
        return _shorten(part.before) or "（空）", _shorten(part.after) or "（空）"

    def _label_field(self, column: str) -> Mapping[str, str]:
        """The labels of the codes that a field holds; none if it holds no codes."""
        return RELEASES if column == "text_release" else self._context.labels.get(_LISTS.get(column, ""), {})

    def part(self, part: Change) -> str:
        """A change of a cell, field or section in one line."""
        before, after = self.sides(part)
        told = f"{before} → {after}" if before else CHANGES[part.change]
        return f"{self.place(part)}：{told}"

    def causes(self, group: Group) -> str:
        """Reasons and notes in one line; empty if there are none."""
        reasons = [self.reason(code) for code in group.reasons if code not in _PLAIN]
        return clean_text("；".join([*reasons, *group.notes]))


def _title_fields(package: Package) -> dict[tuple[str, str], str]:
    """The Chinese titles of the columns of the package, by table and name."""
    titles: dict[tuple[str, str], str] = {}
    resources = package.descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        schema = resource.get("schema") if isinstance(resource, dict) else None
        for field in schema.get("fields", ()) if isinstance(schema, dict) else ():
            titles[(str(resource["name"]), str(field["name"]))] = str(field.get("title") or field["name"])
    return titles


def _title_tables(package: Package) -> dict[str, str]:
    """The Chinese titles of the tables of the package, by name."""
    resources = package.descriptor.get("resources")
    found = [one for one in (resources if isinstance(resources, list) else ()) if isinstance(one, dict)]
    return {str(one["name"]): part_languages(one["title"])[0] for one in found if one.get("title")}


def _shorten(text: str) -> str:
    """One line of a field's value.

    >>> _shorten("  一二 三" + chr(10) + "四 "), len(_shorten("长" * 99))
    ('一二 三 四', 61)
    """
    line = clean_text(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
