"""What a rule, a state or a finding means: the pages that explain it, with its figures and an example worked out.

Comes in: code lists, listings, the tally's examples. Goes out: pages and introductions. Refuses to know: any rule,
state or finding by name: the words are those of the code lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import Row
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.guides.finding_list import explained_at
from build_scripts.publishing.links import report_address, root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Crumb, Page
from build_scripts.publishing.quality.counted import Example
from build_scripts.publishing.quality.listing import HOME, TRAIL, Key, Listing
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.quality.words import (
    TABLE_NAMES,
    define_statuses,
    name_statuses,
    rule_address,
    state_address,
)
from build_scripts.publishing.report.sum_plans import Operand
from build_scripts.publishing.templates import render

_FIELD = re.compile(r"\{[a-z_0-9]+\}")

READINGS = {
    "error": "这个文件因此没有成为收录的报告。原因在文件或附注，不是对机关的评价；改好以后可以重新提交。",
    "warning": "涉及的格子没有收录，或者经推理才归位。用到这些格子之前，请点进报告的页面，与原文对照。",
    "note": "不影响任何一个数，只是值得知道。使用数据时一般不必处理。",
}
"""What a reader should make of a finding, by severity."""


class ExampleView(NamedTuple):
    """A rule worked out with the numbers of a report: its page, the part, both sides as HTML, and the outcome."""

    agency: str
    year: str
    address: str
    scope: str
    quote: str
    left: Markup
    sign: str
    right: Markup
    difference: str
    status: str


def make_explanations(tally: QualityTally, figures: Mapping[Key, Listing], context: SiteContext) -> Iterator[Page]:
    """A page for each rule, and for each state of each table that a report has."""
    for rule in context.codes.lists["rules"]:
        yield _make_rule_page(rule, tally, figures, context)
    for table in (table for table in CELL_TABLES if any(key[:2] == ("states", table) for key in figures)):
        for state in context.codes.lists["states"]:
            yield _make_state_page(table, state, figures, context)


def _make_rule_page(rule: Row, tally: QualityTally, figures: Mapping[Key, Listing], context: SiteContext) -> Page:
    address = rule_address(rule["code"])
    root = root_of(address)
    example = tally.examples.get(rule["code"])
    body = render(
        "quality/rule.html",
        rule=rule,
        table=TABLE_NAMES.get(rule["table"], ""),
        names=name_statuses(rule, context),
        is_repeat=not rule["operands"],
        statuses=[
            (status, meaning, figures.get(("rules", rule["code"], status)))
            for status, meaning in define_statuses(rule, context).items()
        ],
        example=_view_example(example, root) if example else None,
        root=root,
    )
    return _make_page(
        address,
        rule["label_zh"],
        rule["definition_zh"],
        (Crumb("数字核对", f"{HOME}#rules"), Crumb(rule["label_zh"], "")),
        body,
    )


def _make_state_page(table: str, state: Row, figures: Mapping[Key, Listing], context: SiteContext) -> Page:
    address = state_address(table, state["code"])
    title = f"{TABLE_NAMES[table]}里“{state['label_zh']}”的格子"
    body = render(
        "quality/state.html",
        title=title,
        state=state,
        is_number=state["code"] == "reported",
        editions=[
            (context.label("forms", form), figures.get(("states", table, state["code"], form)))
            for form in context.codes.forms
            if (form, table) in context.codes.tables
        ],
        root=root_of(address),
    )
    return _make_page(
        address,
        title,
        f"{title}：{state['definition_zh']}",
        (Crumb("格子的状态", f"{HOME}#states"), Crumb(f"{TABLE_NAMES[table]}：{state['label_zh']}", "")),
        body,
    )


def explain_finding(code: str, root: str, context: SiteContext) -> Markup:
    """What a finding code says, what to make of it, what can be done."""
    (row,) = (row for row in context.codes.lists["finding_codes"] if row["code"] == code)
    return Markup(
        render(
            "quality/finding.html",
            code=row,
            severity=context.label("severities", row["severity"]),
            reading=READINGS.get(row["severity"], ""),
            says=blank_fields(row["message_zh"]),
            says_en=blank_fields(row["message_en"]),
            next_zh=blank_fields(row["next_zh"]),
            explained=explained_at(code),
            root=root,
        )
    )


def blank_fields(template: str) -> str:
    """A template of a message with an ellipsis where a report's own words go.

    >>> blank_fields("“{row}”应有 {expected} 个数。")
    '“……”应有 …… 个数。'
    """
    return _FIELD.sub("……", template)


def _view_example(example: Example, root: str) -> ExampleView:
    line, address = example.line, report_address(example.report["agency_id"], example.report["year"])
    return ExampleView(
        agency=example.agency["name"],
        year=example.report["year"],
        address=f"{root}{address}#{line.anchor}",
        scope=line.scope,
        quote=line.left_text,
        left=_draw_side(line.left, root + address),
        sign=line.sign,
        right=_draw_side(line.right, root + address),
        difference=line.difference,
        status=line.status_label,
    )


def _draw_side(operands: Sequence[Operand], page: str) -> Markup:
    """One side of a sum, every operand under its name and leading to its cell on the report's page."""
    return Markup(" ").join(
        Markup('{} <span class="operand"><small>{}</small> <a href="{}">{}</a></span>').format(
            operand.sign, operand.label, _lead_from(operand.link, page), operand.shown
        )
        if operand.link
        else Markup('{} <span class="operand"><small>{}</small> {}</span>').format(
            operand.sign, operand.label, operand.shown
        )
        for operand in operands
    )


def _lead_from(link: str, page: str) -> str:
    """A link of the report's page as seen from another page.

    >>> _lead_from("#a", "../agencies/x/2021/"), _lead_from("../2020/#L1", "../agencies/x/2021/")
    ('../agencies/x/2021/#a', '../agencies/x/2020/#L1')
    """
    if link.startswith("../"):
        return page.removesuffix("/").rpartition("/")[0] + link[2:]
    return page + link


def _make_page(address: str, title: str, description: str, trail: tuple[Crumb, ...], body: str) -> Page:
    described = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": title,
        "description": description,
    }
    return Page(
        address=address,
        specimen="quality",
        title=title,
        description=description,
        crumbs=(*TRAIL, *trail),
        contents=(),
        body=body,
        json_ld=write_json_ld(described),
    )
