"""What mkdocs.yml leaves unset, and what is left out of the site for it, in words.

Comes in: the settings. Goes out: one line. Refuses to know: files.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.publishing.context import Settings


def tell_unset(unset: Iterable[tuple[str, str]]) -> str:
    """One line about what is left out, and why."""
    found = list(unset)
    zh = "；".join(f"{name} 没有设置，不生成{lost}" for name, lost in found)
    return f"mkdocs.yml：{zh} / not set, so left out: {', '.join(name for name, _ in found)}"


def list_unset(settings: Settings) -> list[tuple[str, str]]:
    """What mkdocs.yml does not set, and what is left out for it."""
    unset = []
    if not settings.site_url:
        unset.append(("site_url", "规范地址、网站地图和订阅源（canonical, sitemap, feeds）"))
    if not settings.repository:
        unset.append(
            (
                "extra.repository",
                "预填的问题单和过去各版文件的链接（prefilled issues, links to files of past versions）",
            )
        )
    return unset
