"""The Jinja2 environment of the page bodies: everything escaped, nothing undefined let through.

Comes in: the name of a template in `templates/` and its values. Goes out: HTML. Refuses to know: what is drawn.
A report's text is only ever a value, never a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

TEMPLATES = Path(__file__).parent / "templates"
MINUS = "\u2212"
MOST_OPEN = 60
"""A list of more agencies than this is folded by place: the reader opens what is looked for."""
_HAN, _MARKS = "\u4e00-\u9fff", "\u3001-\u303f\uff01-\uff5e"
_YEAR = re.compile(r"\d{2,4}\s*年[度]?")
_CHINESE = re.compile(f"[{_MARKS}]*[{_HAN}][{_HAN}{_MARKS}]*")


escape_text: Callable[[str], str] = _escape_inner
"""Text as it may stand in an element or between quotes; what holds nothing that HTML gives a meaning stays. It is what
`escape` calls, without the object around the result: pages of reports call it hundreds of times."""


def render(template: str, **values: object) -> str:
    """The HTML of a template; raises jinja2.UndefinedError where a value is missing."""
    return _environment().get_template(template).render(values)


def escape_value(value: object) -> str:
    """A value as it may stand in an element or between quotes: `escape` without an object around each result, of which
    a page of a report has hundreds.

    >>> escape_value("<b> & 'c'"), escape_value(Markup("<b>")), escape_value(7)
    ('&lt;b&gt; &amp; &#39;c&#39;', Markup('<b>'), '7')
    """
    if type(value) is str:
        return escape_text(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else str(escape(value))


@lru_cache(maxsize=1 << 14)
def group_digits(number: str) -> str:
    """A number as people read it, thousands set apart; decimals stay exactly as they are.

    >>> group_digits("7320"), group_digits("580.5858"), group_digits("-12"), group_digits("")
    ('7,320', '580.5858', '−12', '')
    """
    if not number:
        return ""
    whole, point, rest = number.partition(".")
    told = f"{int(whole):,}{point}{rest}" if whole not in {"-0", ""} else str(Decimal(number))
    return told.replace("-", MINUS)


def tell_corrected(value: str, states: Mapping[str, str]) -> str:
    """What a cell was corrected to, as people read it: a number, the label of a state (`states`: code → label), or that
    nothing is taken.

    >>> tell_corrected("1200", {"dash": "横线"}), tell_corrected("dash", {"dash": "横线"}), tell_corrected("", {})
    ('1,200', '横线', '不取')
    """
    if not value:
        return "不取"
    return states[value] if value in states else group_digits(value)


def tell_cells(report: Mapping[str, str]) -> str:
    """How many cells of a report hold a number, of how many the form has.

    >>> tell_cells({"cells_reported": "1114", "cells_blank": "84", "form": "2021", "year": "2023"})
    '有数 1,114 / 1,198 格'
    """
    cells = sum(int(count or 0) for name, count in report.items() if name.startswith("cells_"))
    if not cells:
        return "没有表格"
    return f"有数 {group_digits(report['cells_reported'])} / {cells:,} 格"


def tell_size(size: int) -> str:
    """The size of a file as people read it, in steps of 1024; at least two figures.

    >>> tell_size(0), tell_size(812), tell_size(1536), tell_size(204_800), tell_size(1_048_575), tell_size(40_265_318)
    ('0 B', '812 B', '1.5 KB', '200 KB', '1.0 MB', '38.4 MB')
    """
    number, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if round(number) < 1024:
            break
        number, unit = number / 1024, larger
    return f"{number:.0f} {unit}" if unit == "B" or (unit == "KB" and number >= 99.95) else f"{number:,.1f} {unit}"


def sum_agencies(groups: Iterable[Any]) -> int:
    """How many agencies all groups of a list have."""
    return sum(len(group.agencies) for group in groups)


def mark_chinese(text: str) -> Markup:
    """English text as HTML, each run of Chinese in it marked as Chinese, for those who have pages read to them.

    >>> mark_chinese("printed 规范性文件 in <2019>")
    Markup('printed <span lang="zh">规范性文件</span> in &lt;2019&gt;')
    """
    return Markup(_CHINESE.sub(r'<span lang="zh">\g<0></span>', str(escape(text))))


def hold_years(text: str) -> Markup:
    """A title as HTML in which no line breaks between a number and the year’s sign behind it.

    >>> hold_years("某局 2024 年<年报>")
    Markup('某局 <span class="whole">2024 年</span>&lt;年报&gt;')
    """
    return Markup(_YEAR.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


def use_compiled(cache: BytecodeCache | None) -> None:
    """From now on ask `cache` for what was compiled before; None: compile all templates."""
    _environment().bytecode_cache = cache


def forget_templates() -> None:
    """Let go of the templates this process has loaded."""
    if (loaded := _environment().cache) is not None:
        loaded.clear()


class _Generator(CodeGenerator):
    """Compiles templates so that what they show is escaped by `escape_value`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape_value(")


class _Environment(Environment):
    """Jinja's, with a generator of its own and what the compiled templates call."""

    code_generator_class = _Generator
    escape_value = staticmethod(escape_value)


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["hold_years"] = hold_years
    environment.filters["digits"] = group_digits
    environment.filters["mark_chinese"] = mark_chinese
    environment.filters["tell_cells"] = tell_cells
    environment.filters["tell_size"] = tell_size
    environment.filters["sum_agencies"] = sum_agencies
    environment.globals["most_open"] = MOST_OPEN
    return environment
