"""What a version amounts to, in whole numbers by name: the names of `release.json` in the ledger.

Comes in: the tally of all reports, the package. Goes out: name → count. Refuses to know: pages, the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import CELL_TABLES
from build_scripts.publishing.quality.tally import QualityTally


def count_version(tally: QualityTally, package: Package) -> Mapping[str, int]:
    """Agencies, reports, reports by year, cells by state, checks by status, findings by code, corrections, files that
    gave no report, texts by how they are published; what no report has is left out."""
    reports = package.reports
    counts: Counter[str] = Counter(agencies=len(package.agencies), reports=len(reports))
    counts.update(f"reports.{row['year']}" for row in reports)
    counts.update(f"texts.{row['text_release']}" for row in reports)
    width = len(tally.states)
    for table in CELL_TABLES:
        for at, state in enumerate(tally.states):
            counts[f"cells.{table}.{state}"] = sum(tally.cells[table][at::width])
    pairs = [(rule, status) for rule in tally.rules for status in tally.statuses]
    for at, (rule, status) in enumerate(pairs):
        counts[f"checks.{rule}.{status}"] = sum(tally.checks[at :: len(pairs)])
    for found in package.findings.values():
        counts.update(f"findings.{finding.code}" for finding in found)
    withheld = (one.source_file for one in package.findings.get("", ()) if one.severity == "error")
    counts["files_withheld"] = len({file.removesuffix(".yml") for file in withheld})
    told = {name: count for name, count in counts.items() if count}
    always = ("agencies", "reports", "corrections", "files_withheld")
    return dict.fromkeys(always, 0) | told | {"corrections": len(tally.corrections)}
