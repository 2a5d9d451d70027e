"""schema.org descriptions as JSON that is safe inside a script element.

Comes in: plain data. Goes out: JSON text in which no `<`, `>` or `&` stands, so that it cannot end its element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.publishing.machine.citations import name_report

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def write_json_ld(data: Mapping[str, object]) -> str:
    """The data as one line of JSON for a script element.

    >>> write_json_ld({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def describe_report(record: ReportRecord, context: SiteContext, description: str) -> dict[str, object]:
    """The report as a schema.org Dataset; the agency is its creator."""
    report, agency = record.row, record.agency
    address = context.absolute(report_address(agency["agency_id"], report["year"]))
    described: dict[str, object] = {
        **_dataset(name_report(report, agency), description, agency, context),
        "identifier": report["report_id"],
        "temporalCoverage": report["year"],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{address}{name}", "encodingFormat": media_type}
            for name, media_type in (
                ("data.csv", "text/csv"),
                ("data.json", "application/json"),
                ("bundle.zip", "application/zip"),
            )
        ],
    }
    optional = {"url": address, "datePublished": report["published"], "isBasedOn": report["source_url"]}
    return described | {name: value for name, value in optional.items() if value}


def describe_agency(agency: Row, context: SiteContext, description: str) -> dict[str, object]:
    """All reports of an agency as a schema.org Dataset."""
    address = context.absolute(agency_address(agency["agency_id"]))
    name = f"{agency['name']}政府信息公开工作年度报告数据"
    described: dict[str, object] = {
        **_dataset(name, description, agency, context),
        "identifier": agency["agency_id"],
        "temporalCoverage": f"{agency['first_year']}/{agency['last_year']}",
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{address}data.csv", "encodingFormat": "text/csv"},
        ],
    }
    return described | ({"url": address} if address else {})


def _dataset(name: str, description: str, agency: Row, context: SiteContext) -> dict[str, object]:
    region = "".join(row["label_zh"] for row in context.region_path(agency["region_code"]))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "inLanguage": "zh-Hans",
        "creator": {"@type": "GovernmentOrganization", "name": agency["name"]},
        "spatialCoverage": region,
        "version": context.version,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": context.settings.site_name},
    }
