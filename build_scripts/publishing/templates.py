"""The Jinja2 environment of the page bodies: everything escaped, nothing undefined let through.

Comes in: the name of a template in `templates/` and its values. Goes out: HTML. Refuses to know: what is drawn.
A report's text is only ever a value, never a template.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
_HAN, _MARKS = "\u4e00-\u9fff", "\u3001-\u303f\uff01-\uff5e"
_YEAR = re.compile(r"\d{2,4}\s*年[度]?")
_CHINESE = re.compile(f"[{_MARKS}]*[{_HAN}][{_HAN}{_MARKS}]*")


def render(template: str, **values: object) -> str:
    """The HTML of a template; raises jinja2.UndefinedError where a value is missing."""
    return _environment().get_template(template).render(values)


def group_digits(number: str) -> str:
    """A number as people read it, thousands set apart; decimals stay exactly as they are.

    >>> group_digits("7320"), group_digits("580.5858"), group_digits("-12"), group_digits("")
    ('7,320', '580.5858', '-12', '')
    """
    if not number:
        return ""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", ""} else str(Decimal(number))


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


@cache
def _environment() -> Environment:
    environment = Environment(
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
    return environment
