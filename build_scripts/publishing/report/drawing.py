"""Pieces of the report page as HTML: sides of sums, key numbers, clauses with figures, lines of the source.

Comes in: frozen views. Goes out: escaped HTML. Refuses to know: what they say. What stands dozens of times on a page
is joined here and not in the template: it is the hot path of the whole build.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from build_scripts.publishing.pages import Anchor
from build_scripts.publishing.report.key_numbers import KeyNumber
from build_scripts.publishing.report.provenance import CellLink, SourceLine
from build_scripts.publishing.report.said import Clause
from build_scripts.publishing.report.sum_plans import Operand
from build_scripts.publishing.report.terms import draw_term
from build_scripts.publishing.templates import escape_text


def draw_side(operands: Iterable[Operand]) -> Markup:
    """One side of a sum: each operand leads to its cell and names its row or column."""
    return Markup(" ".join(map(_draw_operand, operands)))


def draw_figures(figures: Iterable[KeyNumber], root: str) -> Markup:
    """The key numbers as the parts of a list of terms: each leads to its cell, and to a sum it does not agree with."""
    return Markup("".join([_draw_figure(figure, root) for figure in figures]))


def draw_clause(clause: Clause) -> Markup:
    """A clause with its figures set off."""
    parts = map(escape_text, clause.parts)
    return Markup("".join([f"<b>{part}</b>" if at % 2 else part for at, part in enumerate(parts)]))


def draw_clauses(clauses: Iterable[Clause]) -> Markup:
    """Clauses as items of a list, each leading to its paragraph."""
    return Markup(
        "".join(
            [
                f'<li><q>{draw_clause(clause)}</q> <a href="#{clause.anchor}">所在段落'
                f'<span class="vh">：第 {at} 处</span></a></li>\n'
                for at, clause in enumerate(clauses, 1)
            ]
        )
    )


def draw_contents(contents: Iterable[Anchor]) -> Markup:
    """The contents of the page as items of a list."""
    return Markup("".join([f'<li><a href="#{anchor}">{escape_text(label)}</a></li>' for anchor, label in contents]))


def draw_bar(count: int, total: int) -> Markup:
    """How many of all, as a bar beside its number; nothing for screen readers, who are told the number."""
    width = round(100 * count / total) if total else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 6" width="100" height="6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="6"/><rect class="part" width="{width}" height="6"/></svg>'
    )


def draw_lines(lines: Iterable[SourceLine]) -> Markup:
    """The numbered lines, each a list item with its own link and the links back to its cells."""
    return Markup("\n".join(map(_draw_line, lines)))


def _draw_line(line: SourceLine) -> str:
    number, text, links = line
    head = f'<li id="L{number}"><a href="#L{number}">{number}</a><span>{escape_text(text)}</span>'
    return f"{head}<em>{' '.join(map(_draw_link, links))}</em></li>" if links else f"{head}</li>"


@lru_cache(maxsize=1 << 12)
def _draw_link(link: CellLink) -> str:
    cells = f"（{link.cell_count} 格）" if link.cell_count > 1 else ""
    return f'<a href="#{escape_text(link.anchor)}">→ {escape_text(link.label)}{cells}</a>'


def _draw_figure(figure: KeyNumber, root: str) -> str:
    link = f'<a href="#{figure.anchor}">'
    reason = escape_text(figure.correction)
    star = f'<abbr class="star" title="经更正：{reason}">*</abbr>' if reason else ""
    if figure.reason:
        printed = f"<small>（印作 {escape_text(figure.printed)}）</small>" if figure.printed else ""
        said = f'<dd class="unsaid">{link}{escape_text(figure.reason)}</a>{star}{printed}</dd>'
    else:
        fit = f' class="{figure.fit}"' if figure.fit else ""
        said = f"<dd{fit}>{link}{escape_text(figure.number)}</a>{star} <small>{escape_text(figure.unit)}</small></dd>"
    doubt = (
        f'<dd class="why"><a href="#{figure.doubt}">{escape_text(figure.doubt_words)}</a></dd>' if figure.doubt else ""
    )
    kind = ' class="doubt"' if figure.doubt else ""
    return f"<div{kind}><dt>{draw_term(figure.label, root)}</dt>{said}{doubt}</div>\n"


def _draw_operand(operand: Operand) -> str:
    sign, shown, label, link = operand
    start, end = _frame_operand(sign, label, link)
    return f"{start}{escape_text(shown)}{end}"


@lru_cache(maxsize=1 << 12)
def _frame_operand(sign: str, label: str, link: str) -> tuple[str, str]:
    """What stands around an operand; the code lists have a few hundred."""
    before = f"{escape_text(sign)} " if sign else ""
    title = f' title="{escape_text(label)}"'
    if link:
        return f'{before}<a href="{escape_text(link)}"{title}>', "</a>"
    return f"{before}<span{title}>", "</span>"
