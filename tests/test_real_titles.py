"""Titles as they are printed: each comes out right, or is asked for; none comes out wrong.

`titles.tsv` is our own list, real places and offices in the manner of the prints; a further list is read from the
folder named by REPORT_CORPUS, where its places, read from the site, often cannot be known from the title.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from build_scripts.model import Reading
from tests.printing.readback import known
from tests.report_texts import print_text, read_text

OURS = Path(__file__).with_name("titles.tsv")
CORPUS = Path(os.environ.get("REPORT_CORPUS", "")) / "titles.tsv"
ASKING = (
    "agency-candidates",
    "agency-unknown",
    "region-ambiguous",
    "region-unknown",
    "title-ambiguous",
    "year-unknown",
)


def read_list(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_titled(title: str) -> Reading:
    lines = title.replace("\\n", "\n").replace("\\t", "\t")
    return read_text(print_text(title=lines))


def tell(reading: Reading) -> tuple[str, str, str]:
    """Agency, year and place of a reading; three empty strings without a report."""
    report = reading.report
    if report is None:
        return "", "", ""
    return report.agency.name, str(report.year), known().region_labels[report.agency.region_code]


@pytest.mark.parametrize("row", read_list(OURS), ids=lambda row: row["title"])
def test_a_title_is_told_or_asked_for(row: dict[str, str]) -> None:
    reading = read_titled(row["title"])
    assert tell(reading) == (row["agency"], row["year"], row["region"])
    errors = [
        finding.code for finding in reading.findings if known().codes.finding_codes[finding.code].severity == "error"
    ]
    assert errors == row["asked"].split()


def test_the_list_is_long_and_asks_sometimes() -> None:
    rows = read_list(OURS)
    assert len(rows) >= 100
    assert sum(bool(row["asked"]) for row in rows) >= 30
    assert len({row["title"] for row in rows}) == len(rows)


@pytest.mark.skipif(not CORPUS.is_file(), reason="REPORT_CORPUS names no folder with titles.tsv")
def test_no_title_of_the_corpus_comes_out_wrong() -> None:
    asked = 0
    for row in read_list(CORPUS):
        reading = read_titled(row["title"])
        if reading.report is None:
            asked += 1
            assert any(finding.code in ASKING for finding in reading.findings), row["title"]
        else:
            assert tell(reading) == (row["agency"], row["year"], row["region"])
    assert asked <= 6
