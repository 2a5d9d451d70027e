"""The reader as the tests call it: a print's bytes in, a `Reading` out."""

from __future__ import annotations

from functools import cache

from build_scripts.codes import Codes
from build_scripts.model import Reading
from build_scripts.reading import read_report
from build_scripts.reading.knowledge import Knowledge, build_knowledge
from tests.printing.codelists import DATAPACKAGE, read_codes, read_rows
from tests.printing.generate import PrintedReport


@cache
def known_codes() -> Codes:
    """The code lists, read once."""
    return read_codes()


@cache
def known() -> Knowledge:
    """Everything the reader knows, built once."""
    return build_knowledge(known_codes(), read_rows(DATAPACKAGE / "agency_register.csv"))


def read_back(printed: PrintedReport) -> Reading:
    """The reading of a print."""
    path = f"{printed.facts.year}/{printed.facts.place.region_code}{printed.suffix}"
    return read_report(path, printed.data, None, known())
