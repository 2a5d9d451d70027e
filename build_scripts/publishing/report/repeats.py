"""Whether the parts of a report say the same as last year's: told in its own words, for it is no sum and no judgement.

Comes in: the checks of a report. Goes out: a line for each part. Refuses to know: how texts are compared, HTML.
"""

from __future__ import annotations

from typing import NamedTuple

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report.held_back import is_released
from build_scripts.publishing.report.sum_plans import name_scope
from build_scripts.publishing.report.sums import REPEATS

WORDS = {"holds": "与上年相同", "differs": "与上年不同", "not_assessable": "无法比较"}
"""By status; parts to which the comparison does not apply are left out."""

_SECTION = "section_"


class Repeat(NamedTuple):
    """A section or table: its name, its anchor on the page, and how it compares."""

    label: str
    anchor: str
    words: str


def tell_repeats(record: ReportRecord, previous: ReportRecord | None, context: SiteContext) -> tuple[Repeat, ...]:
    """The parts compared with the report of the year before, tables last; none where there is no such report.

    What a text that is held back says is not told by its likeness either: then only tables are compared.
    """
    are_texts_shown = all(is_released(found.row) for found in (record, previous) if found)
    checks = [
        check
        for check in record.checks
        if check.rule == REPEATS and check.status in WORDS and (are_texts_shown or check.scope in record.cells)
    ]
    return tuple(
        Repeat(name_scope(None, check.scope, context), _find_anchor(check.scope, record), WORDS[check.status])
        for check in sorted(checks, key=lambda check: check.scope in record.cells)
    )


def _find_anchor(scope: str, record: ReportRecord) -> str:
    """Where the part stands on the page; the text as a whole, if that part was not printed."""
    if scope in record.cells:
        return scope
    code = scope.removeprefix(_SECTION)
    return f"s{code}" if code in {found.section for found in record.sections} else "text"
