"""The table `about`: what the file is, for who finds it alone.

Comes in: the context, the part. Goes out: keys and values, and the statements that write them. Refuses to know: files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.packaging.descriptor import LICENCE, LICENCE_URL
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.sqlite.database import APPLICATION
from build_scripts.publishing.formats.sqlite.schema import MINIMUM, quote_text
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.offers import Part

TABLE = "about"
CAUTION = (
    "空值（NULL）是没有数，不是 0；统计范围（reports 的 scope）未说明的报告，不要相加。",
    "NULL is no number and never 0; never add up reports of unknown scope.",
)
DESCRIPTION = "这个文件是什么：版本、日期、许可、引用方法。 / What this file is: version, day, licence, how to cite."
COLUMNS = {"name": "条目。 / What is told.", "value": "内容。 / What it is."}


def list_statements(context: SiteContext, part: Part) -> Iterator[str]:
    """What writes the table, and the two numbers of the header that name format and version."""
    yield f'CREATE TABLE {TABLE} (\n  "name" TEXT NOT NULL PRIMARY KEY,\n  "value" TEXT NOT NULL\n) WITHOUT ROWID'
    for name, value in sorted(list_facts(context, part)):
        yield f"INSERT INTO {TABLE} VALUES ({quote_text(name)}, {quote_text(value)})"
    yield f"PRAGMA application_id = {APPLICATION}"
    yield f"PRAGMA user_version = {number_version(context.version)}"


def list_facts(context: SiteContext, part: Part) -> Iterator[tuple[str, str]]:
    """What is told of the file."""
    cited = cite_package(context)
    yield from (
        ("title", f"{context.settings.site_name}，{part.title}"),
        ("title_en", f"Annual reports on government information disclosure, {part.title_en}"),
        ("version", context.version),
        ("date", context.date),
        ("part", part.code or "all"),
        ("reports", str(len(part.reports))),
        ("licence", LICENCE),
        ("licence_url", LICENCE_URL),
        ("citation", cited.inline),
        ("citation_gbt7714", cited.gbt7714),
        ("citation_bibtex", cited.bibtex),
        ("caution", CAUTION[0]),
        ("caution_en", CAUTION[1]),
        ("sqlite_minimum", MINIMUM),
    )
    if context.settings.site_url:
        yield "homepage", context.settings.site_url


def number_version(version: str) -> int:
    """The version as one number, for `user_version`; 0 where it is none of ours.

    >>> number_version("2026.11.4"), number_version("")
    (20261104, 0)
    """
    found = re.fullmatch(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", version)
    return int(found[1]) * 10_000 + int(found[2]) * 100 + int(found[3]) if found else 0
