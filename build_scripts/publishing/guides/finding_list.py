"""The page of every finding code: what it means, what it says, what to do next; made from the code list.

Comes in: the context, and `finding_examples.csv` (code, detail, value: with what an example's template is filled).
Goes out: a slot as HTML for each severity. Refuses to know: any code by name. The codes are those of the package that
the site is made of, so that page, data and `check` of one version say the same; an example that a code lacks, or whose
details do not fit, is our own trouble and raises CodeListError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import read_rows
from build_scripts.findings import LANGUAGES, render_message, render_next_step
from build_scripts.model import Finding
from build_scripts.packaging.package import Package, Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import root_of
from build_scripts.publishing.quality.words import finding_address
from build_scripts.publishing.templates import render

ADDRESS = "contribute/findings/"
EXAMPLES = Path(__file__).parent / "finding_examples.csv"


class Explained(NamedTuple):
    """A finding code with an example in both languages, and how often the data of this site hold it."""

    code: Row
    message: Mapping[str, str]
    next_step: Mapping[str, str]
    is_general: bool
    held: int
    listed: str


def explained_at(code: str) -> str:
    """Where a finding code is explained to whoever hands in a report.

    >>> explained_at("wrong-width")
    'contribute/findings/#wrong-width'
    """
    return f"{ADDRESS}#{code}"


def fill_finding_list(package: Package, context: SiteContext) -> Mapping[str, str]:
    """The slots of the page: `findings_<severity>`, and `counts` of what each holds."""
    explained = explain_codes(package, context)
    severities = context.codes.lists["severities"]
    by_severity = {row["code"]: [one for one in explained if one.code["severity"] == row["code"]] for row in severities}
    slots = {
        f"findings_{severity}": render("guides/findings.html", explained=codes, root=root_of(ADDRESS))
        for severity, codes in by_severity.items()
    }
    counts = render(
        "guides/finding_counts.html", severities=[(row, len(by_severity[row["code"]])) for row in severities]
    )
    return {**slots, "finding_counts": counts}


def explain_codes(package: Package, context: SiteContext) -> tuple[Explained, ...]:
    """Every finding code in the order of the code list, worded with its example."""
    held = Counter(found.code for findings in package.findings.values() for found in findings)
    return tuple(_explain(row, held[row["code"]], context) for row in context.codes.lists["finding_codes"])


def _explain(row: Row, count: int, context: SiteContext) -> Explained:
    details = read_examples().get(row["code"], ())
    finding = Finding(row["code"], "", None, details)
    return Explained(
        code=row,
        message={lang: render_message(finding, context.codes, lang) for lang in LANGUAGES},
        next_step={lang: render_next_step(finding, context.codes, lang) for lang in LANGUAGES},
        is_general=not details,
        held=count,
        listed=finding_address(row["code"]),
    )


@cache
def read_examples() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The details of each code's example; codes whose messages ask for none have none."""
    examples: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows(EXAMPLES):
        examples.setdefault(row["code"], []).append((row["detail"], row["value"]))
    return {code: tuple(details) for code, details in examples.items()}
