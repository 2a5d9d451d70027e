"""What is in the data, before anything is offered: how many reports of whom, which years, which states, which scopes.

Comes in: the context. Goes out: one slot as HTML, in either language, every number counted at build. Refuses to know:
files, the page's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.packaging.held_back import FULL, MASKED, WITHHELD
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.lists.rows import span_of
from build_scripts.publishing.templates import render

_TEXTS = (FULL, MASKED, WITHHELD)


class Count(NamedTuple):
    """A code in words, what it means, how many."""

    code: str
    label: str
    definition: str
    number: int


def draw_contents(context: SiteContext, lang: str, root: str) -> str:
    """The counts of the data page in `lang`; `root` leads to the site's root."""
    reports = context.reports
    places = {context.region_path(row["region_code"])[0]["code"] for row in context.agencies.values()}
    return render(
        "data/contents.html",
        lang=lang,
        root=root,
        context=context,
        reports=len(reports),
        agencies=len(context.agencies),
        provinces=len(places - {"100000"}),
        span=span_of({int(row["year"]) for row in reports}) if reports else "",
        states=_count(
            "states",
            {row["code"]: sum(int(one[f"cells_{row['code']}"]) for one in reports) for row in _rows(context)},
            context,
            lang,
        ),
        scopes=_count("scopes", Counter(row["scope"] for row in reports), context, lang),
        forms=_count("forms", Counter(row["form"] for row in reports), context, lang),
        texts={name: sum(row["text_release"] == name for row in reports) for name in _TEXTS},
    )


def _rows(context: SiteContext) -> tuple[Mapping[str, str], ...]:
    return tuple(context.codes.lists["states"])


def _count(name: str, counts: Mapping[str, int], context: SiteContext, lang: str) -> list[Count]:
    half = "zh" if lang == "zh" else "en"
    return [
        Count(row["code"], row[f"label_{half}"], row[f"definition_{half}"], counts.get(row["code"], 0))
        for row in context.codes.lists[name]
        if name == "states" or counts.get(row["code"])
    ]
