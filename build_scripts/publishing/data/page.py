"""The data page and the list of the dictionary: hand-written pages that show what can be taken away.

Comes in: the files as they were published. Goes out: slots as HTML. Refuses to know: the pages' own words, the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.catalogue import PARQUET, DataFile, ParquetTable, ZipFile
from build_scripts.publishing.data.dictionary import ADDRESS, draw_dictionary_list
from build_scripts.publishing.data.glossary import ADDRESS as GLOSSARY
from build_scripts.publishing.data.glossary import draw_glossary
from build_scripts.publishing.hand_pages import Filler
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.machine.json_ld import LICENCE, write_json_ld
from build_scripts.publishing.offers import LATEST
from build_scripts.publishing.query.page import draw_measures
from build_scripts.publishing.templates import render


def make_data_fillers(
    files: Sequence[DataFile], archive: ZipFile, tables: Sequence[ParquetTable]
) -> Mapping[str, Filler]:
    """Who fills the data page and the dictionary's list, by address."""

    def fill_data(package: Package, context: SiteContext) -> Mapping[str, str]:
        citations = cite_package(context.settings.site_name, context.version, context.absolute(""))
        return {
            "resources": render("data/files.html", files=files, archive=archive),
            "parquet": render(
                "data/parquet.html",
                tables=tables,
                count=sum(len(table.files) for table in tables),
                size=sum(table.size for table in tables),
                folder=PARQUET.removeprefix("data/"),
            ),
            "version": render("data/version.html", version=context.version),
            "citations": render("data/citations.html", citations=citations),
            "json_ld": write_json_ld(describe_dataset(package, context, files, archive)),
        }

    def fill_dictionary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"dictionary": draw_dictionary_list(package), "measures": draw_measures(context)}

    def fill_glossary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"glossary": draw_glossary("zh")}

    return {"data/": fill_data, ADDRESS: fill_dictionary, GLOSSARY: fill_glossary}


def describe_dataset(
    package: Package, context: SiteContext, files: Iterable[DataFile], archive: ZipFile
) -> dict[str, object]:
    """The whole package as a schema.org Dataset; addresses of files only where the site has one."""
    years = sorted(int(row["year"]) for row in context.reports)
    latest = context.absolute(LATEST)
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package.descriptor.get("title", ""),
        "description": package.descriptor.get("description", ""),
        "keywords": package.descriptor.get("keywords", []),
        "inLanguage": "zh-Hans",
        "version": context.version,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": context.settings.site_name},
        "distribution": [
            _describe_file(archive.path, "application/zip", archive.size, archive.sha256, latest),
            *(_describe_file(file.path, "text/csv", file.size, file.sha256, latest) for file in files),
        ],
    }
    span = {"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}
    url = {"url": context.absolute("data/")} if latest else {}
    return described | span | url


def _describe_file(path: str, mediatype: str, size: int, sha256: str, latest: str) -> dict[str, object]:
    described: dict[str, object] = {
        "@type": "DataDownload",
        "name": path.rpartition("/")[2],
        "encodingFormat": mediatype,
        "contentSize": f"{size} B",
        "sha256": sha256,
    }
    return described | ({"contentUrl": latest + path} if latest else {})
