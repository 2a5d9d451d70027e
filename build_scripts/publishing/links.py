"""Addresses of pages, relative to the page that names them, so that the site works under any path.

Comes in: ids and codes. Goes out: addresses below the site's root, with a slash at the end for pages. Refuses to know:
files. An address never begins with a slash; `root_of` leads from a page back to the root.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

FEED = "feed.xml"
"""The feed of the changes of what a page is about, beside the page; only of a site that knows its address."""


def root_of(address: str) -> str:
    """The way from a page back to the root of the site.

    >>> root_of("agencies/410781-chengshiguanliju/2023/")
    '../../../'
    >>> root_of("")
    './'
    """
    return "../" * address.count("/") or "./"


def agency_address(agency_id: str) -> str:
    """Where an agency's page is."""
    return f"agencies/{agency_id}/"


def report_address(agency_id: str, year: str) -> str:
    """Where the page of one agency and year is."""
    return f"agencies/{agency_id}/{year}/"


def version_address(version: str) -> str:
    """Where a version's page is.

    >>> version_address("2026.11.4")
    'data/2026.11.4/'
    """
    return f"data/{version}/"


def cell_anchor(table: str, row: str, column: str) -> str:
    """The anchor of a cell on its report's page.

    >>> cell_anchor("applications", "received", "total")
    'applications-received-total'
    """
    return f"{table}-{row}-{column}"


def rule_anchor(rule: str, scope: str = "") -> str:
    """The anchor of a rule among a report's sums, or of one line of it: the part the rule was evaluated for.

    >>> rule_anchor("carry_over"), rule_anchor("carry_over", "total")
    ('rule-carry_over', 'rule-carry_over-total')
    """
    return f"rule-{rule}-{scope}" if scope else f"rule-{rule}"


def compare_address(report_ids: Iterable[str]) -> str:
    """The page that shows these reports side by side; the first is the one the others are compared with.

    >>> compare_address(["a-2022", "a-2023"])
    'compare/?r=a-2022&r=a-2023'
    """
    return f"compare/?{urlencode([('r', one) for one in report_ids])}"
