"""The prefilled forms that pages lead to: “add this year”, “this was read wrongly”, “this page is out of date”.

Comes in: an agency, a report, the context. Goes out: addresses of forms with their fields filled in; the empty string
while no repository is set. Refuses to know: what the forms ask in words, that is in `.github/ISSUE_TEMPLATE`; only the
ids of their fields, which a test compares. What a report says is text in an address, percent-encoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext

ADD, WRONG, OUT_OF_DATE = "add-report", "wrong-number", "out-of-date"
"""The forms, by the names of their files."""
LONGEST_ADDRESS = 6000
"""In bytes: GitHub refuses addresses of about eight thousand, and a cell's words are added when one is picked."""
LONGEST_FIELD = 200
"""Characters of a field; more is cut, and the cut shows."""


def ask_to_add(agency: Row, year: int | None, context: SiteContext) -> str:
    """The form for a report that is not held: of this agency, and this year if one is given."""
    said = str(year) if year else ""
    title = " ".join(filter(None, ("报告 / report:", agency["name"], said)))
    return prefill(context.settings.repository, ADD, title, {"agency": name_agency(agency), "year": said})


def ask_what_is_wrong(report: Row, context: SiteContext) -> str:
    """The form for a misreading in this report; the page's script adds line, cell and what stands there."""
    return prefill(
        context.settings.repository,
        WRONG,
        f"读错 / wrong: {report['report_id']}（{context.version}）",
        {"report": report["report_id"], "file": report["source_file"], "evidence": report["source_url"]},
    )


def ask_what_is_out_of_date(subject: str, source_file: str, url: str, context: SiteContext) -> str:
    """The form for a page that no longer tells what is so: of a report or of an agency, named by its id."""
    return prefill(
        context.settings.repository,
        OUT_OF_DATE,
        f"过时 / out of date: {subject}（{context.version}）",
        {"report": subject, "file": source_file, "url": url},
    )


def name_agency(agency: Row) -> str:
    """An agency as the form is filled in with it: its name, and its id in brackets, for whoever reads the form.

    >>> name_agency({"name": "卫辉市城市管理局", "agency_id": "410781-chengshiguanliju"})
    '卫辉市城市管理局（410781-chengshiguanliju）'
    """
    return f"{agency['name']}（{agency['agency_id']}）"


def prefill(repository: str, form: str, title: str, fields: Mapping[str, str]) -> str:
    """A form of the repository with title and fields filled in; empty while no repository is set.

    >>> prefill("https://example.org/o/n", "add-report", "t", {"agency": "a&b", "year": ""})
    'https://example.org/o/n/issues/new?template=add-report.yml&title=t&agency=a%26b'
    >>> prefill("", "add-report", "t", {})
    ''
    """
    if not repository:
        return ""
    longest = LONGEST_FIELD
    while True:
        said = {name: _cut(value, longest) for name, value in {"title": title, **fields}.items() if value}
        query = urlencode({"template": f"{form}.yml", **said}, quote_via=quote, errors="replace")
        if len(query) <= LONGEST_ADDRESS or longest < 2:
            return f"{repository.rstrip('/')}/issues/new?{query}"
        longest //= 2


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[: longest - 1]}…"
