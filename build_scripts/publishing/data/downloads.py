"""The list of downloads: the whole in every format, then the years, then the provinces, each folded.

Comes in: the catalogue, how many reports each part has. Goes out: slots as HTML, for the page of either language.
Refuses to know: the disk, formats but by the words that name them. Sizes, hashes and rows are those of the offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.publishing.catalogue import Catalogue, Group, group_offers
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.sizes import MOST_IN_ONE, is_in_one
from build_scripts.publishing.offers import Offer, list_parts
from build_scripts.publishing.templates import render


class Format(NamedTuple):
    """What a kind of file is called, and what it is good for, in Chinese and English."""

    name: str
    name_en: str
    use: str
    use_en: str


FORMATS: Mapping[str, Format] = {
    "package": Format(
        "数据包（zip）",
        "Data package (zip)",
        "CSV 各表、读取的原文、描述文件、许可和引用说明",
        "CSV tables, texts as read, descriptor, licence and citations",
    ),
    "xlsx": Format(
        "Excel 工作簿",
        "Excel workbook",
        "直接打开：封面、说明、每张表一个工作表",
        "opens as it is: cover, notes, one table a sheet",
    ),
    "sqlite": Format(
        "SQLite 数据库（zip）",
        "SQLite database (zip)",
        "带主键、外键、索引和视图，可用 Datasette 浏览",
        "with keys, indexes and views, to be browsed with Datasette",
    ),
    "wide": Format(
        "宽表（CSV）",
        "Wide table (CSV)",
        "一份报告一行，表格的每一格一列",
        "one row a report, one column a cell of the form",
    ),
    "wide_gz": Format(
        "宽表（CSV，gz）",
        "Wide table (CSV, gz)",
        "同上，压缩过；pandas、R 直接读得",
        "the same, compressed; pandas and R read it as it is",
    ),
    "jsonl": Format(
        "JSON Lines（gz）",
        "JSON Lines (gz)",
        "一行一份报告，与接口相同，不含代码表",
        "one report a line, as in the API, without code lists",
    ),
    "json": Format(
        "JSON（gz）",
        "JSON (gz)",
        "一个对象：数据包里的每一行，连全部代码表，所以比 JSON Lines 大",
        "one object: every row of the package, code lists too, so larger than JSON Lines",
    ),
    "sources": Format(
        "报告文件（zip）",
        "Files as handed in (zip)",
        "交来的报告文件，一个字节不改",
        "the report files as handed in, byte for byte",
    ),
    "description": Format("描述文件", "Description", "", ""),
}
"""Kind → words, in the order the files of a part are shown; kinds that are not here have lists of their own."""

_ORDER = tuple(FORMATS)


class Part(NamedTuple):
    """A year or a province with its files, in the order they are shown."""

    group: Group
    reports: int
    files: tuple[Offer, ...]


def draw_downloads(catalogue: Catalogue, context: SiteContext, lang: str, root: str) -> Mapping[str, str]:
    """The slots `whole`, `years`, `regions` and `descriptions` of a page in `lang`; `root` leads to the site's root."""
    counts = {(part.kind, part.code): len(part.reports) for part in list_parts(context)}
    groups = group_offers(catalogue)
    shared = {"lang": lang, "root": root, "formats": FORMATS}
    whole = _sort(groups[0].offers)
    told = {
        "whole": render(
            "data/whole.html",
            **shared,
            files=[file for file in whole if file.kind != "description"],
            parted=[kind for kind in MOST_IN_ONE if not is_in_one(kind, catalogue.reports)],
            most=min(MOST_IN_ONE.values()),
        ),
        "descriptions": render(
            "data/descriptions.html", **shared, files=[file for file in whole if file.kind == "description"]
        ),
    }
    for kind in ("year", "region"):
        parts = [
            Part(group, counts.get((group.kind, group.code), 0), _sort(group.offers))
            for group in groups
            if group.kind == kind
        ]
        told[f"{kind}s"] = render("data/parts.html", **shared, parts=parts)
    return told


def _sort(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The files that have no list of their own, in the order of FORMATS."""
    found = [offer for offer in offers if offer.kind in FORMATS]
    return tuple(sorted(found, key=lambda offer: _ORDER.index(offer.kind)))
