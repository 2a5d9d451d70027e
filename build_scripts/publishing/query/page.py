"""The measures in words, for the page of the dictionary: each with its formula, its editions and its source.

Comes in: the context. Goes out: HTML. Refuses to know: how a measure is computed, any of them by its code.
"""

from __future__ import annotations

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.query.measures import RATES_FROM, read_measures
from build_scripts.publishing.table_titles import TABLE_TITLES
from build_scripts.publishing.templates import render


def draw_measures(context: SiteContext) -> str:
    """The list of derived measures; each has the anchor `measure-<code>`."""
    measures = read_measures(context.codes.tables)
    return render(
        "query/measures.html",
        tables=[
            (TABLE_TITLES[table], [measure for measure in measures if measure.table == table])
            for table in dict.fromkeys(measure.table for measure in measures)
        ],
        forms=context.labels["forms"],
        rates_from=RATES_FROM,
    )
