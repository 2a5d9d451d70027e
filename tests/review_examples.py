"""The example summaries on the page about the check, made by the review itself: `python -m tests.review_examples`.

Comes in: two changes to the five reports. Goes out: the page with both summaries as they are now; a test holds them
equal. Headings go one level down, folded parts are marked so that Markdown inside them is read.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.packages import REAL, ROOT, make_package
from tests.proposed import bad_change, good_change, propose

PAGE = ROOT / "docs/contribute/pull-request-check.md"
BOX = '<div class="scroll example" tabindex="0" role="region" aria-label="{label}" markdown="1">'
CHANGES = {"good": good_change, "bad": bad_change}


def show(summary: str, name: str) -> str:
    """A summary as it stands in the page; each table in a box that can be scrolled, by the keyboard too."""
    count = 0

    def box(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        label = f"{name}：例子里的第 {count} 张表"
        return f"{BOX.format(label=label)}\n\n{found[0]}\n</div>\n"

    summary = re.sub(r"^(\|.*\n)+", box, summary, flags=re.MULTILINE)
    deeper = re.sub(r"^(#+) (.*)$", r"#\1 \2", summary, flags=re.MULTILINE)
    return deeper.replace("<details>", '<details markdown="1">').strip("\n")


def put(page: str, name: str, shown: str) -> str:
    """The page with this example in its place."""
    start, end = f"<!-- example: {name} -->\n", f"\n<!-- end: {name} -->"
    before, _, rest = page.partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n{shown}\n{end}{after}"


def find(page: str, name: str) -> str:
    """The example of this name in the page."""
    found = re.search(rf"<!-- example: {name} -->\n\n(.*?)\n\n<!-- end: {name} -->", page, re.DOTALL)
    assert found, f"{PAGE.name} has no example {name!r}"
    return found[1]


def main() -> None:
    """Write both examples into the page anew."""
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        make_package(REAL, base := Path(folder, "base"))
        for name, change in CHANGES.items():
            Path(folder, name).mkdir()
            page = put(page, name, show(propose(Path(folder, name), base, change()).read("summary.md"), name))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
