"""The package as it is: its descriptor, its CSV files, and everything in one zip.

Comes in: the loaded package, the context, the site's folder. Goes out: files below LATEST, and an offer of each.
Refuses to know: pages, what a table is about.

    datapackage.json, data/*.csv     the package, byte for byte
    disclosure-reports.zip           the same with the texts, licence, citation and README
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_scripts.files import read_bytes, write_bytes, write_pieces
from build_scripts.files.archives import Content, write_zip
from build_scripts.files.slices import slice_whole
from build_scripts.packaging.held_back import WITHHELD
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.formats.row_index import count_rows
from build_scripts.publishing.notes import list_notes
from build_scripts.publishing.offers import LATEST, NAME, Offer, make_offer

DESCRIPTOR = "datapackage.json"
ZIP_NAME = f"{NAME}.zip"


def copy_package(package: Package, site: Path) -> tuple[Offer, ...]:
    """Copy the package's descriptor and CSV files below LATEST; returns what was copied, measured there."""
    write_bytes(site / LATEST / DESCRIPTOR, read_bytes(package.folder / DESCRIPTOR))
    titles = ("描述文件：每张表、每一列", "descriptor: every table and column")
    offers = [make_offer(site, LATEST + DESCRIPTOR, "description", titles, "application/json")]
    for resource in list_resources(package):
        name, path = str(resource["name"]), str(resource["path"])
        target = site / LATEST / path
        write_pieces(target, slice_whole(package.folder / path))
        rows = count_rows(target)
        titles = (str(resource.get("title", name)), name.replace("_", " "))
        offers.append(make_offer(site, LATEST + path, "csv", titles, "text/csv", table=name, rows=rows))
    return tuple(offers)


def pack_package(package: Package, context: SiteContext, site: Path) -> Offer:
    """Write the zip of the whole package below LATEST; texts that are held back are left out."""
    path = LATEST + ZIP_NAME
    folder = f"{NAME}-{package.version}"
    write_zip(site / path, ((f"{folder}/{name}", data) for name, data in _list_entries(package, context)))
    titles = ("全部数据：数据包", "everything: the data package")
    return make_offer(site, path, "package", titles, "application/zip", compression="zip")


def _list_entries(package: Package, context: SiteContext) -> Iterator[tuple[str, Content]]:
    """The files of the zip: notes first, then the descriptor, the tables and the texts."""
    agencies, reports = len(context.agencies), len(context.reports)
    counts = f"{agencies} 个机关，{reports} 份报告 / {agencies} agencies, {reports} reports"
    yield from list_notes(context, f"{context.settings.site_name}：{counts}", CONTENTS)
    yield DESCRIPTOR, read_bytes(package.folder / DESCRIPTOR)
    for resource in list_resources(package):
        path = str(resource["path"])
        yield path, slice_whole(package.folder / path)
    for report in package.reports:
        if report["text_release"] != WITHHELD:
            path = f"data/text/{report['report_id']}.txt"
            yield path, read_bytes(package.folder / path)


CONTENTS = (
    (
        DESCRIPTOR,
        "每张表、每一列的名称、类型、单位、约束（Data Package 2.0）",
        "every table and column: name, type, unit, constraints (Data Package 2.0)",
    ),
    ("data/*.csv", "各表（UTF-8，逗号分隔，LF 换行）", "the tables (UTF-8, commas, LF)"),
    ("data/text/*.txt", "读取的原文，行号从 1 起", "the texts that were read, lines from 1"),
)
