"""What MkDocs and its theme leave in the site and nothing of ours asks for, taken out.

Comes in: the site's folder. Goes out: fewer files. Refuses to know: pages.
"""

from __future__ import annotations

import re
from pathlib import Path

from build_scripts.files import read_text, write_text

UNUSED = ("**/*.map", "javascripts/lunr/**/*.js", "javascripts/workers/*.js", "images/favicon.png")
"""Files of the theme, below `assets/`, that serve what is switched off here."""

_MAP_COMMENT = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def drop_generated(site: Path) -> None:
    """Take out what MkDocs writes of itself and what would carry the clock into the site: its sitemap."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)


def drop_unused(site: Path) -> None:
    """Take out what the theme ships and no page of ours asks for: its search, its source maps, its icon."""
    for pattern in UNUSED:
        for path in sorted((site / "assets").glob(pattern)):
            path.unlink()
    for name in ("javascripts/lunr/min", "javascripts/lunr", "javascripts/workers", "images"):
        folder = site / "assets" / name
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    for path in sorted((site / "assets").rglob("*.min.*")):
        text = read_text(path)
        write_text(path, _MAP_COMMENT.sub("", text))
