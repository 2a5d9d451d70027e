"""The projects that other generators build: ready pages filled into the same template, or into their own theme.

Comes in: ready pages. Goes out: a project folder for each, and the command that builds it. Hugo and Eleventy fill the
very template that we fill; MkDocs with Material and Zensical draw their theme around the body, which stands in the
Markdown as HTML. None of them makes anything else: what can be turned off (search, feeds, sitemaps, lists) is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

from benchmarks.pages.page_files import Ready
from benchmarks.pages.tools import install_eleventy, install_hugo, install_zensical

MARKER = re.compile(r"@@slot:([a-z_]+)@@")
TEXTS = ("title", "description", "printed_address")
"""Slots that hold plain text; the others are HTML or script."""

HUGO_CONFIG = """baseURL: https://example.org/reports/
title: peer
disableKinds: [home, section, taxonomy, term, rss, sitemap, robotstxt, "404"]
security:
  allowContent: ["^text/html$"]
"""
ELEVENTY_CONFIG = """module.exports = () => ({ dir: { input: "src", output: "out" }, htmlTemplateEngine: false });
"""
MKDOCS_CONFIG = """site_name: peer
site_url: https://example.org/reports/
theme:
  name: material
  language: zh
  font: false
plugins: []
nav:
  - index.md
not_in_nav: |
  /agencies/
markdown_extensions:
  - tables
  - attr_list
validation:
  omitted_files: ignore
  not_found: ignore
  absolute_links: ignore
  unrecognized_links: ignore
  anchors: ignore
"""
"""Links are not looked into: Zensical would draw a picture of each that leads to no heading, which takes a second a
page."""


class Peer(NamedTuple):
    """Another generator: its name, what puts it into a folder and gives its command, what writes a project of pages,
    the arguments that build it, and where in the project its pages come out."""

    name: str
    install: Callable[[Path], list[str]]
    write: Callable[[Path, str, Iterable[Ready]], None]
    arguments: tuple[str, ...]
    output: str


def write_hugo(folder: Path, specimen: str, pages: Iterable[Ready]) -> None:
    """A page of content for each, in HTML, with the slots as its parameters; the specimen as template."""
    write(folder / "hugo.yaml", HUGO_CONFIG)
    write(folder / "layouts" / "_default" / "single.html", MARKER.sub(hugo_slot, specimen))
    for page in pages:
        write(folder / "content" / f"{page.address.rstrip('/')}.html", _with_head(page.slots))


def hugo_slot(marker: re.Match[str]) -> str:
    """How Hugo's template names a slot."""
    name = marker[1]
    if name == "body":
        return "{{ .Content }}"
    if name == "json_ld":
        return "{{ safeJS .Params.json_ld }}"
    return f"{{{{ .Params.{name} }}}}" if name in TEXTS else f"{{{{ safeHTML .Params.{name} }}}}"


def write_eleventy(folder: Path, specimen: str, pages: Iterable[Ready]) -> None:
    """The same for Eleventy, with a template in Nunjucks."""
    write(folder / "eleventy.config.js", ELEVENTY_CONFIG)
    template = MARKER.sub(lambda marker: _nunjucks_slot(marker[1]), specimen)
    write(folder / "src" / "_includes" / "report.njk", template)
    for page in pages:
        text = _with_head({**page.slots, "layout": "report.njk"}, "---json\n", "\n---\n")
        write(folder / "src" / f"{page.address.rstrip('/')}.html", text)


def _nunjucks_slot(name: str) -> str:
    if name == "body":
        return "{{ content | safe }}"
    return f"{{{{ {name} }}}}" if name in TEXTS else f"{{{{ {name} | safe }}}}"


def write_markdown(folder: Path, _: str, pages: Iterable[Ready]) -> None:
    """A page of Markdown for each: its title in the head, its body as HTML, which is left as it is."""
    write(folder / "mkdocs.yml", MKDOCS_CONFIG)
    write(folder / "docs" / "index.md", "# Peer\n")
    for page in pages:
        head = json.dumps({"title": unescape(page.slots["title"])}, ensure_ascii=False)
        body = f'---\n{head}\n---\n\n<div class="page page-report">\n{page.slots["body"]}\n</div>\n'
        write(folder / "docs" / f"{page.address.rstrip('/')}.md", body)


PEERS = (
    Peer("Hugo", install_hugo, write_hugo, ("--quiet", "--destination", "out"), "out"),
    Peer("Eleventy", install_eleventy, write_eleventy, ("--quiet",), "out"),
    Peer("Zensical", install_zensical, write_markdown, ("build", "--clean"), "site"),
    Peer(
        "MkDocs + Material",
        lambda _: [sys.executable, "-m", "mkdocs"],
        write_markdown,
        ("build", "-q", "-d", "site"),
        "site",
    ),
)


def _with_head(slots: Mapping[str, str], begin: str = "", end: str = "\n") -> str:
    """The slots but the body as JSON, then the body; plain texts as they are before they are HTML."""
    head = {name: unescape(value) if name in TEXTS else value for name, value in slots.items() if name != "body"}
    return f"{begin}{json.dumps(head, ensure_ascii=False)}{end}{slots['body']}"


def write(path: Path, text: str) -> None:
    """Write a text, its folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
