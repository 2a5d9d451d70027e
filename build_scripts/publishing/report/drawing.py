"""Small pieces of the report page as HTML: sides of a sum, clauses with figures, bars, lines of the source.

Comes in: frozen views. Goes out: escaped HTML. Refuses to know: what they say. What stands hundreds of times on a page
is joined here and not in the template: it is the hot path of the whole build.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from build_scripts.publishing.report.provenance import SourceLine
from build_scripts.publishing.report.said import Clause
from build_scripts.publishing.report.sum_plans import Operand


@lru_cache(maxsize=1 << 12)
def draw_side(operands: tuple[Operand, ...]) -> Markup:
    """One side of a sum: each operand leads to its cell and names its row or column. Most sides of most reports are
    alike, so they are kept once they are drawn."""
    return Markup(" ".join(map(_draw_operand, operands)))


def draw_clause(clause: Clause) -> Markup:
    """A clause with its figures set off."""
    parts = map(escape, clause.parts)
    return Markup("".join(f"<b>{part}</b>" if at % 2 else str(part) for at, part in enumerate(parts)))


def draw_bar(count: int, total: int) -> Markup:
    """How many of all, as a bar beside its number; nothing for screen readers, who are told the number."""
    width = round(100 * count / total) if total else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 6" width="100" height="6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="6"/><rect class="part" width="{}" height="6"/></svg>'
    ).format(width)


def draw_lines(lines: Iterable[SourceLine]) -> Markup:
    """The numbered lines, each a list item with its own link and the links back to its cells."""
    return Markup("\n".join(map(_draw_line, lines)))


def _draw_line(line: SourceLine) -> str:
    number = line.number
    head = f'<li id="L{number}"><a href="#L{number}">{number}</a><span>{escape(line.text)}</span>'
    if not line.links:
        return f"{head}</li>"
    links = " ".join(
        f'<a href="#{escape(anchor)}">→ {escape(label)}{f"（{count} 格）" if count > 1 else ""}</a>'
        for anchor, label, count in line.links
    )
    return f"{head}<em>{links}</em></li>"


def _draw_operand(operand: Operand) -> str:
    sign = f"{escape(operand.sign)} " if operand.sign else ""
    title = f' title="{escape(operand.label)}"'
    if operand.link:
        return f'{sign}<a href="{escape(operand.link)}"{title}>{escape(operand.shown)}</a>'
    return f"{sign}<span{title}>{escape(operand.shown)}</span>"
