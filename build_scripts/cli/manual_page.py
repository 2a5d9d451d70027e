"""The page of commands: every command's manual, and every target of make, set where the page names them.

Comes in: the page's Markdown, the Makefile's text. Goes out: Markdown with headings, and HTML below them. Refuses to
know: MkDocs, what a command does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.cli.manual import Manual, Said, list_manuals, part_words
from build_scripts.publishing.templates import render

_TARGET = re.compile(r"^([a-z-]+):.*?## (.*)$", re.MULTILINE)


class Target(NamedTuple):
    """A target of make."""

    name: str
    words: Said


def set_manuals(page: str, makefile: str) -> str:
    """The page with what it names on lines of their own: `[MANUAL: commands]`, `[MANUAL: make]`."""
    drawn = {"commands": draw_commands(), "make": draw_targets(makefile)}
    return re.sub(r"^\[MANUAL: (\w+)\]$", lambda match: drawn[match[1]], page, flags=re.MULTILINE)


def draw_commands() -> str:
    """A table of all commands, then a heading and the manual of each."""
    manuals = list_manuals()
    return "\n\n".join([_render("guides/command_list.html", manuals=manuals), *map(draw_command, manuals)])


def draw_command(manual: Manual) -> str:
    """A command under a heading that bears its name."""
    heading = f"### `{manual.name}` {manual.short.zh} {{ #{manual.anchor} }}"
    return f"{heading}\n\n{_render('guides/command.html', manual=manual)}"


def draw_targets(makefile: str) -> str:
    """A table of the targets that `make help` lists."""
    return _render("guides/targets.html", targets=list_targets(makefile))


def list_targets(makefile: str) -> tuple[Target, ...]:
    """The targets that explain themselves.

    >>> list_targets("site: environment ## 生成 / make\\n\\t@true\\n")
    (Target(name='site', words=Said(zh='生成', en='make')),)
    """
    return tuple(Target(name, part_words(words)) for name, words in _TARGET.findall(makefile))


def _render(template: str, **values: object) -> str:
    """HTML as one block of Markdown: no blank line in it, so that nothing in it is read as Markdown."""
    return re.sub(r"\n\s*\n", "\n", render(template, **values)).strip()
