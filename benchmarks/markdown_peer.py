"""The peer: the same report pages written as Markdown, outside the nav, built by MkDocs with Material.

Comes in: a package. Goes out: a MkDocs project with one page a report: title, three tables, section texts. It makes no
search index, no downloads and no other page, which our own build does make: the comparison is in its favour.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

CONFIG = """site_name: peer
theme:
  name: material
  font: false
plugins: []
nav:
  - index.md
not_in_nav: |
  /reports/
markdown_extensions:
  - tables
"""
TABLES = {
    "disclosures": ("item", "measure", "value"),
    "applications": ("outcome", "applicant", "count"),
    "remedies": ("channel", "result", "count"),
}


def write_project(package: Path, folder: Path) -> int:
    """Writes the project and returns the number of its report pages."""
    (folder / "docs" / "reports").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (folder / "docs" / "index.md").write_text("# Peer\n", "utf-8")
    cells = {name: _by_report(package, name) for name in TABLES}
    sections = _by_report(package, "sections")
    reports = _rows(package, "reports")
    for report in reports:
        code = report["report_id"]
        parts = [f"# {report['title']}", *(_pipe_table(cells[name][code], *TABLES[name]) for name in TABLES)]
        parts += [f"## {one['heading']}\n\n{_paragraphs(one['text'])}" for one in sections[code]]
        (folder / "docs" / "reports" / f"{code}.md").write_text("\n\n".join(parts) + "\n", "utf-8")
    return len(reports)


def _paragraphs(text: str) -> str:
    return text.replace("\n", "\n\n")


def _pipe_table(rows: list[dict[str, str]], row_name: str, column_name: str, value_name: str) -> str:
    grid: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        grid[row[row_name]][row[column_name]] = row[value_name] or row["state"]
    columns = list(dict.fromkeys(row[column_name] for row in rows))
    lines = [f"| {row_name} | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    lines += [
        f"| {name} | " + " | ".join(values.get(one, "") for one in columns) + " |" for name, values in grid.items()
    ]
    return "\n".join(lines)


def _by_report(package: Path, name: str) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(package, name):
        grouped[row["report_id"]].append(row)
    return grouped


def _rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
