"""axe-core put into a page: what it finds against WCAG 2.2 AA and its best practices, as short lines.

Comes in: a page of Playwright, opened. Goes out: a line for each element at fault. axe-core comes from npm, locked in
build_scripts/setup and put into .venv/node by install_linters.sh.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[1] / ".venv/node/node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""Rules that may find another thing in the other scheme."""
_RUN = """async ([type, values]) => {
  const found = await axe.run({ runOnly: { type, values }, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}: ${
      [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ").slice(0, 200)}`));
}"""


def find_faults(page: Page, colours_alone: bool = False) -> list[str]:
    """What axe finds, by all rules or by those of colour alone: rule, place, element and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    chosen = ["rule", COLOUR_RULES] if colours_alone else ["tag", TAGS]
    found: list[str] = page.evaluate(_RUN, chosen)
    return found


@cache
def _source() -> str:
    if not SCRIPT.is_file():
        raise FileNotFoundError(
            "axe-core 没有装好，请运行 / axe-core is not installed, run: build_scripts/setup/install_linters.sh"
        )
    return SCRIPT.read_text(encoding="utf-8")
