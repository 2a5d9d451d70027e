"""The ways to reach the maintainers: the repository, its forms and files, and what `extra.contact` says.

Comes in: the settings. Goes out: slots as HTML, in either language; words without a link where nothing is set, and an
honest sentence where there is no way but the repository. Refuses to know: the pages' own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.hand_pages import Filler
from build_scripts.publishing.templates import render

_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_WEB = re.compile(r"https?://[^\s<>\"']+")


class Door(NamedTuple):
    """A contact in words, and where it leads; empty for an address of the post."""

    words: str
    href: str


def find_contact(said: str) -> Door | None:
    """The contact of the maintainers: an e-mail address, an address on the web, or words; nothing while unset.

    >>> find_contact("a@example.org")
    Door(words='a@example.org', href='mailto:a@example.org')
    >>> find_contact("某市某路 1 号")
    Door(words='某市某路 1 号', href='')
    """
    said = said.strip()
    if not said:
        return None
    if _MAIL.fullmatch(said):
        return Door(said, f"mailto:{said}")
    return Door(said, said if _WEB.fullmatch(said) else "")


def draw_doors(settings: Settings, lang: str) -> Mapping[str, str]:
    """The slots `issues`, `add_form`, `reports_folder`, `repository`, `security`, `licence_file` (words, linked where
    there is a repository) and `contact`."""
    base = settings.repository.rstrip("/")
    zh = lang == "zh"

    def link(words: str, path: str) -> str:
        return Markup('<a href="{}/{}">{}</a>').format(base, path, words) if base else words

    return {
        "issues": link("问题单" if zh else "issue", "issues/new/choose"),
        "add_form": link("添加一份报告" if zh else "Add a report", "issues/new?template=add-report.yml"),
        "reports_folder": link("datapackage/reports/", "tree/HEAD/datapackage/reports"),
        "repository": link("代码仓库" if zh else "repository", ""),
        "security": link("SECURITY.md", "blob/HEAD/SECURITY.md"),
        "licence_file": link("LICENSE-DATA.md", "blob/HEAD/LICENSE-DATA.md"),
        "contact": render("data/contact.html", lang=lang, contact=find_contact(settings.contact)),
    }


_SLOTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "about/": ("zh", ("issues", "repository", "security", "licence_file", "contact")),
    "contribute/": ("zh", ("add_form", "reports_folder", "contact")),
    "contribute/by-form/": ("zh", ("add_form",)),
    "data/": ("zh", ("licence_file", "contact")),
    "en/about/": ("en", ("issues", "repository", "security", "licence_file", "contact")),
    "en/contribute/": ("en", ("add_form", "reports_folder", "contact")),
    "en/data/": ("en", ("licence_file", "contact")),
}
"""Address → language and the slots that the page has."""


def make_contact_fillers() -> Mapping[str, Filler]:
    """Who fills these slots, by address."""

    def fill_in(lang: str, slots: tuple[str, ...]) -> Filler:
        def fill(package: Package, context: SiteContext) -> Mapping[str, str]:
            drawn = draw_doors(context.settings, lang)
            return {name: drawn[name] for name in slots}

        return fill

    return {address: fill_in(lang, slots) for address, (lang, slots) in _SLOTS.items()}
