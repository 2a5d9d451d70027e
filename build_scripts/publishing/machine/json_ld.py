"""schema.org descriptions as JSON that is safe inside a script element.

Comes in: plain data. Goes out: JSON text in which no `<`, `>` or `&` stands, so that it cannot end its element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from build_scripts.packaging.descriptor import LICENCE_URL, RIGHTS, RIGHTS_EN
from build_scripts.packaging.package import ReportRecord, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.publishing.machine.citations import Citations, name_report

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_UNSAFE = re.compile(f"[{''.join(map(chr, _ESCAPES))}]")
USAGE = {"@type": "CreativeWork", "text": f"{RIGHTS} / {RIGHTS_EN}"}
"""What the licence does not cover: words of the reports."""


def write_json_ld(data: Mapping[str, object]) -> str:
    """The data as one line of JSON for a script element.

    >>> write_json_ld({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES) if _UNSAFE.search(text) else text


NO_TABLES = "none"
"""The form of a report without tables, of which nothing is measured."""

TECHNIQUE = "逐格读取机关公布的年度报告：只读印出的数，不推算；空白不当作 0。"
"""How the numbers came about."""

VARIABLES: Sequence[Mapping[str, object]] = [
    {"@type": "PropertyValue", "name": name, "description": about}
    for name, about in (
        ("主动公开政府信息情况", "规章、规范性文件、许可、处罚、强制、收费，件数和金额（万元）"),
        ("收到和处理政府信息公开申请情况", "按办理结果和申请人，件"),
        ("行政复议、行政诉讼情况", "按渠道和结果，件"),
    )
]
"""What is measured: the three tables of the form."""


def describe_report(
    record: ReportRecord, citations: Citations, context: SiteContext, description: str
) -> dict[str, object]:
    """The report as a schema.org Dataset, made from the agency's document; the agency is its creator."""
    report, agency = record.row, record.agency
    address = context.absolute(report_address(agency["agency_id"], report["year"]))
    files = (
        ("data.csv", "text/csv"),
        ("data.json", "application/json"),
        ("bundle.zip", "application/zip"),
    )
    source = {"datePublished": report["published"], "url": report["source_url"]}
    described: dict[str, object] = {
        **_dataset(name_report(report, agency), description, agency, context),
        "identifier": report["report_id"],
        "temporalCoverage": report["year"],
        **_cite(citations),
        "isBasedOn": {
            "@type": "Report",
            "name": name_report(report, agency),
            "author": {"@type": "GovernmentOrganization", "name": agency["name"]},
            **{name: value for name, value in source.items() if value},
        },
        "distribution": [_download(address, name, media_type) for name, media_type in files],
    }
    optional = {"url": address, "datePublished": report["published"]}
    if report["form"] == NO_TABLES:
        del described["variableMeasured"], described["measurementTechnique"]
    return described | {name: value for name, value in optional.items() if value}


def describe_agency(agency: Row, citations: Citations, context: SiteContext, description: str) -> dict[str, object]:
    """All reports of an agency as a schema.org Dataset."""
    address = context.absolute(agency_address(agency["agency_id"]))
    described: dict[str, object] = {
        **_dataset(f"{agency['name']}政府信息公开工作年度报告数据", description, agency, context),
        "identifier": agency["agency_id"],
        "temporalCoverage": f"{agency['first_year']}/{agency['last_year']}",
        **_cite(citations),
        "distribution": [_download(address, "data.csv", "text/csv")],
    }
    return described | ({"url": address} if address else {})


def _dataset(name: str, description: str, agency: Row, context: SiteContext) -> dict[str, object]:
    region = "".join(row["label_zh"] for row in context.region_path(agency["region_code"]))
    portal, site, data = context.settings.site_name, context.settings.site_url, context.absolute("data/")
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "inLanguage": "zh-Hans",
        "creator": {"@type": "GovernmentOrganization", "name": agency["name"]},
        "spatialCoverage": {"@type": "Place", "name": region, "identifier": agency["region_code"]},
        "version": context.version,
        "dateModified": context.date,
        "license": LICENCE_URL,
        "usageInfo": USAGE,
        "isAccessibleForFree": True,
        "variableMeasured": VARIABLES,
        "measurementTechnique": TECHNIQUE,
        "isPartOf": {"@type": "Dataset", "name": portal, **({"url": data} if data else {})},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": portal, **({"url": site} if site else {})},
    }


def _cite(citations: Citations) -> dict[str, str]:
    return {"creditText": citations.inline, "citation": citations.gbt7714}


def _download(address: str, name: str, media_type: str) -> dict[str, str]:
    """A file beside the page; its address is relative to the page while the site knows none."""
    return {"@type": "DataDownload", "name": name, "contentUrl": f"{address}{name}", "encodingFormat": media_type}
