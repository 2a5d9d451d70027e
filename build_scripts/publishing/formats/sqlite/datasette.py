"""What Datasette is told of a database: titles, every table and column in words, what to sort and count by, questions.

Comes in: the loaded package, the context, the part, the views. Goes out: `metadata.json`. Refuses to know: files, SQL.

Units stand in the words of a column and not under `units`: Datasette knows physical units only, and fails on 件.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_scripts.files import read_text
from build_scripts.packaging.descriptor import LICENCE_URL
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.sqlite import about
from build_scripts.publishing.formats.sqlite.views import View
from build_scripts.publishing.offers import Part

QUESTIONS = Path(__file__).with_name("questions.sql")
FACETS: Mapping[str, Sequence[str]] = {
    "agencies": ("level", "function"),
    "reports": ("year", "form", "scope"),
    "report_list": ("year", "province", "function_label", "scope_label"),
    "checks_differ": ("rule_label", "year"),
    "findings": ("severity", "code"),
    "regions": ("level",),
}
"""What is counted beside a table. Tables of cells are left out: counting a million rows takes longer than Datasette
waits."""

SORTS = {
    "reports": ("sort_desc", "year"),
    "report_list": ("sort_desc", "year"),
    "received_decided": ("sort_desc", "year"),
}
LABELS = {"agencies": "name", "reports": "report_id"}


def describe_database(package: Package, context: SiteContext, part: Part, views: Sequence[View]) -> dict[str, object]:
    """The whole of `metadata.json`."""
    tables: dict[str, object] = {
        str(resource["name"]): _describe_table(resource) for resource in list_resources(package)
    }
    known = _list_words(package)
    tables |= {view.name: _describe_view(view, known) for view in views}
    tables[about.TABLE] = {"description": about.DESCRIPTION, "columns": about.COLUMNS}
    address = context.settings.site_url
    common = {
        "license": "CC0 1.0",
        "license_url": LICENCE_URL,
        "source": "各机关公布的政府信息公开工作年度报告 / annual reports published by the agencies",
        **({"about": context.settings.site_name, "about_url": address} if address else {}),
    }
    title = f"{context.settings.site_name}，{part.title}"
    description = (
        f"数据版本 {context.version}（{context.date}），{len(part.reports)} 份报告。{about.CAUTION[0]} / "
        f"Data version {context.version} ({context.date}), {len(part.reports)} reports. {about.CAUTION[1]}"
    )
    return {
        "title": title,
        "description": description,
        **common,
        "databases": {
            part.stem: {
                "title": title,
                "description": description,
                **common,
                "tables": tables,
                "queries": read_questions(),
            }
        },
    }


def read_questions() -> dict[str, dict[str, str]]:
    """The questions by name: title, description, statement."""
    found = {}
    for block in re.split(r"^(?=-- \w+ \|)", read_text(QUESTIONS), flags=re.MULTILINE):
        if not block.strip():
            continue
        head, description, sql = block.split("\n", 2)
        name, title, title_en = (word.strip() for word in head.removeprefix("-- ").split("|"))
        found[name] = {
            "title": f"{title} / {title_en}",
            "description": description.removeprefix("-- ").strip(),
            "sql": sql.strip().removesuffix(";"),
        }
    return found


def _describe_table(resource: Mapping[str, object]) -> dict[str, object]:
    name, schema = str(resource["name"]), resource["schema"]
    assert isinstance(schema, dict)
    columns = [str(field["name"]) for field in schema["fields"]]
    return {
        "description": f"{resource.get('title', name)}。{resource.get('description', '')}",
        "columns": {field["name"]: _describe_column(field) for field in schema["fields"]},
        **_list_choices(name, columns),
    }


def _describe_view(view: View, known: Mapping[str, str]) -> dict[str, object]:
    return {
        "description": f"{view.title}。 / {view.title_en}.",
        "columns": {name: view.words.get(name) or known.get(name, name) for name in view.columns},
        **_list_choices(view.name, ()),
    }


def _list_words(package: Package) -> dict[str, str]:
    """What each column means, by its name: that of the first table that has it."""
    words: dict[str, str] = {}
    for resource in list_resources(package):
        schema = resource["schema"]
        assert isinstance(schema, dict)
        for field in schema["fields"]:
            words.setdefault(str(field["name"]), _describe_column(field))
    return words


def _describe_column(field: Mapping[str, object]) -> str:
    unit = f"（单位：{field['unit']}）" if field.get("unit") else ""
    return f"{field.get('title', field['name'])}{unit}。{field.get('description', '')}"


def _list_choices(name: str, columns: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {"facets": list(FACETS[name])} if name in FACETS else {}
    if name in SORTS:
        found[SORTS[name][0]] = SORTS[name][1]
    elif "order" in columns:
        found["sort"] = "order"
    label = LABELS.get(name) or ("label_zh" if "label_zh" in columns else "")
    return {**found, "label_column": label} if label else found
