"""A report on one line of JSON, as the API has it, its links leading on from anywhere.

Comes in: the row of a report, the site's folder with its file of the API. Goes out: bytes without a line end. Refuses
to know: what a report says. A file that was taken away cannot lead on from where it lay, so the links of a report
(`page`, `describedby`) are absolute, or from the site's root while the site knows no address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from build_scripts.files import FilesError, read_bytes
from build_scripts.packaging.package import Package, Row
from build_scripts.packaging.resources import REGISTER, name_resource
from build_scripts.publishing.api.json_files import API, name_schema
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import report_address, root_of

PLACE = f"{API}reports/"


def read_record(report: Row, site: Path) -> bytes:
    """What the API has of a report; raises FilesError."""
    return read_bytes(_find(report, site))


def write_line(report: Row, data: bytes, context: SiteContext, site: Path) -> bytes:
    """The line of a report from what the API has of it; raises FilesError. Inside a text quotes are escaped, so what
    looks like a link of the report is one."""
    data = data.rstrip(b"\n")
    address = report_address(report["agency_id"], report["year"])
    links = (
        _lead_on(name_schema("report", PLACE), {"describedby": f"{API}schemas/report.json"}, context),
        _lead_on({"page": root_of(PLACE) + address}, {"page": address}, context),
    )
    if b"\n" in data or any(data.count(link) != 1 for link, _ in links):
        raise FilesError(f"{_find(report, site)}: is no report of the API on one line")
    for link, absolute in links:
        data = data.replace(link, absolute)
    return data


def list_code_lists(package: Package) -> dict[str, object]:
    """Every table of the package that does not grow with the reports, by its resource, in printed order."""
    lists = {name_resource(name): [dict(row) for row in rows] for name, rows in package.lists.items()}
    return {**lists, REGISTER: [dict(row) for row in package.register]}


def dump_json(data: object) -> bytes:
    """JSON without a blank."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _find(report: Row, site: Path) -> Path:
    return Path(f"{site}/{PLACE}{report['report_id']}.json")


def _lead_on(link: Mapping[str, str], address: Mapping[str, str], context: SiteContext) -> tuple[bytes, bytes]:
    """A key with its link as both are written: from the report's file, and from anywhere."""
    absolute = {key: context.absolute(value) or value for key, value in address.items()}
    return dump_json(link)[1:-1], dump_json(absolute)[1:-1]
