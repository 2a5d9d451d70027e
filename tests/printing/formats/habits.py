"""Habits of pages and of markup: running heads, page breaks, tables without rules, Word's HTML, charsets.

Each is a function of a draft, with its promise, as in `tests.printing.formats.damage`, which lists them. Refuses to
know: how a program writes it.
"""

from __future__ import annotations

from random import Random

from tests.printing.formats.draft import Draft
from tests.printing.sheet import TABLE_OF

# — pages —


def running_heads(draft: Draft, rng: Random) -> None:
    """A running head and page numbers in the margins. EXACT, and no word of them in the text."""
    draft.setup.running_heads = True


def small_pages(draft: Draft, rng: Random) -> None:
    """Tables over several small pages. EXACT, but GAP ALLOWED for remedies, whose fifteen columns are so narrow there
    that numbers break over lines.
    """
    draft.setup.paper = "A5"
    draft.leave_open([key for key in draft.cells if key[0] == "remedies"])


def heads_repeated_on_pages(draft: Draft, rng: Random) -> None:
    """Tables over several pages, the heads printed again on each. EXACT."""
    draft.setup.spacious = draft.setup.repeat_heads = True


def landscape(draft: Draft, rng: Random) -> None:
    """Pages on their side. EXACT."""
    draft.setup.landscape = True


def rules_horizontal(draft: Draft, rng: Random) -> None:
    """Tables with rules between the rows alone. GAP ALLOWED: nothing parts the columns."""
    draft.setup.rules = "horizontal"
    _leave_tables_open(draft)


def rules_none(draft: Draft, rng: Random) -> None:
    """Tables without any rule. GAP ALLOWED: nothing parts the columns."""
    draft.setup.rules = "none"
    _leave_tables_open(draft)


# — markup —


def markup_of_word(draft: Draft, rng: Random) -> None:
    """A page as Word saves it, filtered: spans, `o:p`, conditional comments. EXACT."""
    draft.setup.markup = "word"


def layout_tables(draft: Draft, rng: Random) -> None:
    """A page laid out by tables: navigation, article and tables in cells of others. EXACT."""
    draft.setup.markup = "layout"


def page_fragment(draft: Draft, rng: Random) -> None:
    """The article alone, without html, head and body. EXACT."""
    draft.setup.markup = "fragment"


def end_tags_missing(draft: Draft, rng: Random) -> None:
    """`</td>`, `</tr>` and `</p>` left out, as HTML allows. EXACT."""
    draft.setup.end_tags = False


def charset_declared_wrongly(draft: Draft, rng: Random) -> None:
    """A page in UTF-8 that calls itself gb2312. EXACT: what decodes cleanly holds."""
    draft.setup.codec, draft.setup.charset = "utf-8", "gb2312"


def _leave_tables_open(draft: Draft) -> None:
    """Nothing is promised of any cell, nor whether what stands in a table is text of its section."""
    draft.leave_open(draft.cells)
    for code in TABLE_OF:
        draft.sections.pop(code, None)
