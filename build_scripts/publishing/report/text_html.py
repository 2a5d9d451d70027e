"""The sections of a report's text as HTML: heading, what of it also stands elsewhere, paragraphs.

Comes in: frozen views. Goes out: escaped HTML. Refuses to know: how sentences are compared, the page around them.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from build_scripts.publishing.report.shared_text import Meter
from build_scripts.publishing.report.text import Paragraph, SectionView
from build_scripts.publishing.templates import escape_text


def draw_sections(sections: Iterable[SectionView]) -> Markup:
    """Each section; a word where nothing of the text was read."""
    return Markup("".join(map(_draw_section, sections)) or "<p>没有读到正文。</p>\n")


def _draw_section(section: SectionView) -> str:
    line = f' <a class="as-printed" href="#L{section.line}">第 {section.line} 行</a>' if section.line else ""
    paragraphs = "".join(map(_draw_paragraph, section.paragraphs)) or _tell_empty(section)
    return (
        f'<div class="section-text">\n<h3 id="{escape_text(section.anchor)}">{_draw_heading(section)}{line}'
        f"{_draw_meter(section.meter)}</h3>\n{paragraphs}</div>\n"
    )


def _draw_heading(section: SectionView) -> str:
    """The form's name of the section, and the heading as printed if that is another."""
    if section.label and section.heading and section.label not in section.heading:
        printed = f'<span class="as-printed">印作“{escape_text(section.heading)}”</span>'
        return f"{escape_text(section.label)}{printed}"
    return escape_text(section.heading or section.label)


def _draw_meter(meter: Meter) -> str:
    counts = (("与上年相同", meter.same), ("只差数字", meter.figures), ("也见于他处", meter.many))
    told = "".join([f"，{label} {count}" for label, count in counts if count])
    return f' <small class="as-printed">{meter.total} 句{told}</small>' if told else ""


def _draw_paragraph(paragraph: Paragraph) -> str:
    anchor = paragraph.anchor
    pin = f'<a class="pin" href="#{anchor}" aria-label="本段的链接">¶</a>'
    return f'<p id="{anchor}">{pin}{paragraph.marked}</p>\n'


def _tell_empty(section: SectionView) -> str:
    table = f'，只有<a href="#{section.table}">表格</a>' if section.table else ""
    return f'<p class="muted">这一部分没有文字{table}。</p>\n'
