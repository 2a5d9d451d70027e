"""The agencies in the API: all of them in one list, and a file for each.

Comes in: the context. Goes out: `api/v1/agencies.json`, `api/v1/agencies/<agency_id>.json`. Refuses to know: cells,
pages. Links (`href`, `page`) are relative to the file they stand in.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.packaging.package import Row
from build_scripts.publishing.api.json_files import API, name_schema, write_json
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address, root_of

NUMBERS = ("first_year", "last_year", "report_count")
"""The columns of an agency that are numbers in the API."""
PLACE = f"{API}agencies/"
"""Where the files of single agencies stand."""


def write_agencies(context: SiteContext, site: Path) -> None:
    """Write the list of agencies; raises FilesError."""
    agencies = [describe_agency(agency, context, API) for agency in context.agencies.values()]
    write_json(
        site / API / "agencies.json", {**name_schema("agencies", API), "version": context.version, "agencies": agencies}
    )


def describe_alone(agency: Row, context: SiteContext) -> dict[str, object]:
    """An agency and its reports, as the file of it alone has them."""
    return {**name_schema("agency", PLACE), "version": context.version, **describe_agency(agency, context, PLACE)}


def describe_agency(agency: Row, context: SiteContext, place: str) -> dict[str, object]:
    """An agency and its reports; links lead from a file in the folder `place`."""
    described: dict[str, object] = {
        name: int(value) if name in NUMBERS and value else value for name, value in agency.items()
    }
    root = root_of(place)
    return {
        **described,
        "page": root + agency_address(agency["agency_id"]),
        "reports": [
            {
                "report_id": report["report_id"],
                "year": int(report["year"]),
                "title": report["title"],
                "form": report["form"],
                "href": f"{root}{API}reports/{report['report_id']}.json",
                "page": root + report_address(report["agency_id"], report["year"]),
            }
            for report in context.reports_of.get(agency["agency_id"], ())
        ],
    }
