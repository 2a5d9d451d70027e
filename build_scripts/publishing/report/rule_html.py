"""The rules of a report as HTML: what was worked out, folded where nothing differs; what the text says beside a table.

Comes in: frozen blocks. Goes out: escaped HTML. Refuses to know: what they say, the page around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from build_scripts.publishing.report.drawing import draw_side
from build_scripts.publishing.report.sums import RuleBlock, SumLine
from build_scripts.publishing.templates import escape_text

_TOLD = "文字与表："
"""Stands before the label of a rule of the text, and is left out where only such rules are listed."""

_HEADS = '<thead><tr><th scope="col">范围</th><th scope="col">算式</th><th scope="col">结果</th></tr></thead>'
_ALIKE = {"holds": ("", "两处相同"), "differs": ("status-differs", "≠ 两处不同")}
_NOT_COMPARED = ("status-open", "无法相比")


def draw_rules(blocks: Iterable[RuleBlock], root: str) -> Markup:
    """Each rule with its lines, open if one of them is worth showing at once; one line for a rule without any."""
    return Markup("".join([_draw_block(block, root) for block in blocks]))


def draw_told(blocks: Iterable[RuleBlock], root: str) -> Markup:
    """The rows of the table of what the text says: a row for each line of each rule."""
    return Markup(
        "".join([_draw_told(line, block, not at, root) for block in blocks for at, line in enumerate(block.lines)])
    )


def draw_unheard(blocks: Iterable[RuleBlock], root: str) -> Markup:
    """The rules of the text that have no line; a word if there is none."""
    named = [
        f"<span>{_link_told(block, root)}{'' if block.unsaid else '（不适用）'}</span>"
        for block in blocks
        if not block.lines
    ]
    return Markup("、".join(named) or "无")


def draw_withheld(blocks: Iterable[RuleBlock], root: str) -> Markup:
    """The rules of a text that is held back, none of which tells anything."""
    return Markup("、".join([_link_told(block, root) for block in blocks]))


def draw_tally(pairs: Iterable[tuple[str, int]]) -> Markup:
    """Counts by label."""
    return Markup("，".join([f"{escape_text(label)} {count}" for label, count in pairs]))


def _draw_block(block: RuleBlock, root: str) -> str:
    label, definition = escape_text(block.label), escape_text(block.definition)
    about = f'<a href="{root}quality/rules/{escape_text(block.code)}/">关于“{label}”</a>'
    anchor = escape_text(block.anchor)
    if not block.lines:
        return f'<p class="muted rule" id="{anchor}"><strong>{label}</strong>：不适用（{definition}） {about}</p>\n'
    is_open, mark = " open" if block.loud else "", '<b class="severity">≠</b>' if block.differs else ""
    return (
        f'<details class="more rule" id="{anchor}"{is_open}>\n'
        f"<summary>{mark}<strong>{label}</strong>：{draw_tally(block.tally)}</summary>\n"
        f'<p class="muted">{definition} {about}</p>\n'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">\n'
        f'<table class="list">\n{_HEADS}\n<tbody>\n{_draw_sums(block.lines)}</tbody>\n</table>\n</div>\n</details>\n'
    )


def _draw_sums(lines: Sequence[SumLine]) -> str:
    """A row for each place: the sum, or a dash if there is none to show, and how it came out."""
    return "".join(map(_draw_sum, lines))


@lru_cache(maxsize=1 << 12)
def _draw_sum(line: SumLine) -> str:
    kind = {"holds": "status-holds", "differs": "status-differs"}.get(line.status, "status-open")
    apart = f"（相差 {escape_text(line.difference)}）" if line.difference else ""
    worked_out = f"{draw_side(line.left)} {line.sign} {draw_side(line.right)}{apart}" if line.left else "—"
    return (
        f'<tr id="{escape_text(line.anchor)}"><th scope="row">{escape_text(line.scope)}</th>'
        f'<td class="sumline">{worked_out}</td><td class="{kind}">{escape_text(line.status_label)}</td></tr>\n'
    )


def _draw_told(line: SumLine, block: RuleBlock, is_first: bool, root: str) -> str:
    kind, alike = _ALIKE.get(line.status, _NOT_COMPARED)
    quote = f"“{escape_text(line.left_text)}”" if line.left_text else "（不公开）"
    return (
        f'<tr id="{escape_text(line.anchor)}"><th scope="row">{_link_told(block, root, is_first)}</th>\n'
        f'<td class="n">{escape_text(line.said) or "不止一个数"}</td>\n'
        f'<td class="n sumline">{draw_side(line.right)}</td>\n'
        f'<td class="{kind}">{alike}</td>\n'
        f"<td>{quote}</td></tr>\n"
    )


def _link_told(block: RuleBlock, root: str, is_anchor: bool = True) -> str:
    anchor = f' id="{escape_text(block.anchor)}"' if is_anchor else ""
    label = escape_text(block.label.replace(_TOLD, ""))
    return f'<a{anchor} href="{root}quality/rules/{escape_text(block.code)}/">{label}</a>'
