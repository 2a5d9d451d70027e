"""The dictionary: what every table, column and code means, in the words of the schemas and code lists.

Comes in: the descriptor and the code lists. Goes out: a page for each table and each code list, and the list of them.
Refuses to know: any table, column or code by name, the disk, MkDocs. Which words a form prints for a code is read from
`form_cells`, by the foreign keys of the three tables of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.dictionary_tables import Print, Table, describe_tables, find_prints
from build_scripts.publishing.data.entries import LONGEST_LIST, find_rule_forms
from build_scripts.publishing.data.usage import Share, Usage
from build_scripts.publishing.data.wide_entries import list_wide_entries
from build_scripts.publishing.formats.wide import STATE
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.pages import Anchor, Crumb, Page
from build_scripts.publishing.templates import render

ADDRESS = "data/dictionary/"


def make_dictionary_pages(package: Package, context: SiteContext, usage: Usage) -> Iterator[Page]:
    """A page for each table and each code list, with how often each column is filled and each code is used."""
    printed = find_prints(package)
    for table in describe_tables(package):
        yield _make_page(table, printed.get(table.name, {}), context, usage)
    for form in context.codes.printed_forms:
        yield _make_wide_page(form, package, context, usage)


def draw_dictionary_list(package: Package, context: SiteContext) -> str:
    """The list of all tables and code lists, for the hand-written page."""
    tables = list(describe_tables(package))
    return render(
        "data/dictionary_list.html",
        groups=[
            ("数据表", "Tables", [table for table in tables if not table.is_list]),
            ("代码表和机关名单", "Code lists and registers", [table for table in tables if table.is_list]),
        ],
        wide=[(form, context.labels["forms"][form]) for form in context.codes.printed_forms],
    )


def _make_page(table: Table, prints: Mapping[str, tuple[Print, ...]], context: SiteContext, usage: Usage) -> Page:
    address = f"{ADDRESS}{table.name}/"
    shown = table.rows if len(table.rows) <= LONGEST_LIST else ()
    body = render(
        "data/dictionary.html",
        table=table,
        rows=shown,
        columns=[field.name for field in table.fields],
        titles={field.name: field.title for field in table.fields},
        prints=prints,
        forms=context.labels.get("forms", {}),
        filled=usage.columns.get(table.name) or count_columns(table),
        editions=_tell_editions(table, context),
        wide=[(form, context.labels["forms"][form]) for form in context.codes.printed_forms],
        uses=usage.codes.get(table.name, {}),
        find_list=lambda code: find_list(table.name, code, usage),
        version=context.version,
        root=root_of(address),
    )
    contents = [Anchor("codes", "代码")] if table.rows else []
    contents += [Anchor("printed", "表格上的字样")] if prints else []
    contents += [Anchor("columns", "列")]
    return Page(
        address=address,
        specimen="dictionary",
        title=f"{table.title}（{table.name}）",
        description=table.definition_zh,
        crumbs=(
            Crumb("首页", ""),
            Crumb("数据", "data/"),
            Crumb("数据字典", ADDRESS),
            Crumb(table.title, ""),
        ),
        contents=tuple(contents),
        body=body,
        json_ld=write_json_ld(_describe_terms(table, shown)),
    )


def _make_wide_page(form: str, package: Package, context: SiteContext, usage: Usage) -> Page:
    """The columns of the wide table of an edition: what tells the report, and every cell with its state."""
    address, label = f"{ADDRESS}wide-{form}/", context.labels["forms"][form]
    described = list(describe_tables(package))
    entries = list(list_wide_entries(form, described, context, usage))
    titles = {table.name: table.title for table in described}
    tables = [
        (
            name,
            titles[name],
            [entry for entry in entries if entry.kind == "cell" and entry.name.startswith(f"{name}_")],
        )
        for name in CELL_TABLES
    ]
    first = [entry for entry in entries if entry.kind == "column"]
    page_title = f"宽表：{label}"
    return Page(
        address=address,
        specimen="dictionary",
        title=page_title,
        description=f"宽表（一份报告一行）{label}的每一列：印出的字样、英文名、条款、单位、空着是什么意思、多少份有数。",
        crumbs=(Crumb("首页", ""), Crumb("数据", "data/"), Crumb("数据字典", ADDRESS), Crumb(page_title, "")),
        contents=(Anchor("first", "报告的各列"), *(Anchor(name, title) for name, title, _ in tables)),
        body=render(
            "data/dictionary_wide.html",
            form=form,
            label=label,
            first=first,
            tables=tables,
            state=STATE,
            version=context.version,
            root=root_of(address),
        ),
        json_ld=write_json_ld(
            {
                "@context": "https://schema.org",
                "@type": "DefinedTermSet",
                "name": page_title,
                "hasDefinedTerm": [
                    {"@type": "DefinedTerm", "termCode": entry.name, "name": entry.label_zh}
                    for entry in entries
                    if entry.kind != "state"
                ],
            }
        ),
    )


def count_columns(table: Table) -> Mapping[str, Share]:
    """Column of a code list → how many of its rows fill it."""
    return {
        field.name: Share(sum(row[field.name] != "" for row in table.rows), len(table.rows)) for field in table.fields
    }


def _tell_editions(table: Table, context: SiteContext) -> Mapping[str, str]:
    """Rule → the editions it can be evaluated in; nothing for other lists."""
    if not table.rows or "operands" not in table.rows[0]:
        return {}
    forms = context.labels["forms"]
    return {row["code"]: "、".join(forms[form] for form in find_rule_forms(row, context)) for row in table.rows}


def find_list(code_list: str, code: str, usage: Usage) -> str:
    """Where the reports are listed of which a code is said; empty where nothing is, or no list is kept of it."""
    uses = usage.codes.get(code_list, {}).get(code, ())
    if not any(use.share.filled for use in uses) or code_list not in _LISTS:
        return ""
    return _LISTS[code_list].format(code)


_LISTS = {
    "rules": "quality/rules/{}/",
    "finding_codes": "quality/findings/{}/",
    "scopes": "quality/scopes/{}/",
    "forms": "quality/forms/{}/",
    "functions": "functions/{}/",
    "states": "quality/#states",
    "check_statuses": "quality/#rules",
    "severities": "quality/#findings",
}


def _describe_terms(table: Table, rows: Iterable[Row]) -> dict[str, object]:
    """The page as a schema.org DefinedTermSet."""
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": table.title,
        "alternateName": table.name,
        "description": table.definition_zh,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "termCode": row["code"], "name": row.get("label_zh", "")}
            for row in rows
            if "code" in row
        ],
    }
