"""Reports made by hand for tests of what comes after reading: complete tables, or any cells wished for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from build_scripts.model import Agency, Cell, Check, Report, Section, State
from tests.printing.codelists import read_codes

CODES = read_codes()
AGENCY = Agency("410781-chengshiguanliju", "卫辉市城市管理局", "城市管理局", "410781", "county", "urban_management")
Key = tuple[str, str, str]
Content = int | Decimal | State


def form_keys(form: str) -> list[Key]:
    """The key of every cell of an edition, in the form's order."""
    return [
        (cell.table, cell.row, cell.column)
        for table in ("disclosures", "applications", "remedies")
        if (form, table) in CODES.tables
        for cell in CODES.tables[form, table].cells
    ]


def make_cells(form: str, contents: Mapping[Key, Content], otherwise: Content = 0) -> tuple[Cell, ...]:
    """A cell for every cell of the edition, then the other ones given; those not given hold `otherwise`."""
    keys = form_keys(form)
    return tuple(
        make_cell(key, contents.get(key, otherwise)) for key in (*keys, *(key for key in contents if key not in keys))
    )


def make_cell(key: Key, content: Content) -> Cell:
    if isinstance(content, State):
        printed = {State.DASH: "—", State.UNREADABLE: "0 0 0"}.get(content, "")
        return Cell(*key, content, None, printed, None if content is State.ABSENT else 7)
    return Cell(*key, State.REPORTED, content, str(content), 7)


def make_report(
    contents: Mapping[Key, Content] | None = None,
    *,
    form: str = "2021",
    year: int = 2023,
    otherwise: Content = 0,
    sections: Iterable[Section] = (),
    placed_by_sum: tuple[tuple[str, str], ...] = (),
) -> Report:
    """A report of one agency with the cells given, every other one holding `otherwise`."""
    return Report(
        report_id=f"{AGENCY.agency_id}-{year}",
        agency=AGENCY,
        year=year,
        title=f"卫辉市城市管理局{year}年政府信息公开工作年度报告",
        form=form,
        scope="unknown",
        scope_quote="",
        document_number="",
        index_number="",
        published="2024-01-20",
        period_start="2023-01-01",
        period_end="2023-12-31",
        source_file=f"{year}/410781-chengshiguanliju.txt",
        source_sha256="0" * 64,
        source_format="txt",
        source_url="",
        retrieved="",
        text_release="",
        replaces="",
        sections=tuple(sections),
        cells=make_cells(form, contents or {}, otherwise),
        placed_by_sum=placed_by_sum,
        corrections=(),
        lines=(),
    )


def section(code: str, text: str) -> Section:
    return Section(code, f"第{code}部分", text, 1, 2)


def statuses(checks: Iterable[Check], rule: str) -> dict[str, str]:
    """Scope to status, of one rule, in order."""
    return {check.scope: check.status.value for check in checks if check.rule == rule}
