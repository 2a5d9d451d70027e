"""`make lighthouse`: Lighthouse's four scores of the pages that matter most, as on a phone, from a compressing server.

Comes in: a folder to put reports in, a folder of a site (or none: the site of the generated collection is made). Goes
out: a table on the terminal, scores.json, and for each page Lighthouse's own report as HTML and JSON. Ends with 1 if a
score is below LEAST. Lighthouse comes from npm (build_scripts/setup); nothing but our own server is asked.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser import arguments, find_browser
from tests.kinds import Kind, find_kinds
from tests.sites import make_country_site, serve

LEAST = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MEASURED = ("home", "agency", "report", "agencies")
PROGRAM = Path(__file__).parents[1] / ".venv/lighthouse/node_modules/lighthouse/cli/index.js"


def measure_page(address: str, output: Path) -> dict[str, int]:
    """The four scores of a page, of 100; the reports stand at `output` with .report.html and .report.json."""
    if not PROGRAM.is_file():
        raise FileNotFoundError("build_scripts/setup/install_linters.sh lighthouse")
    command = [
        *("node", str(PROGRAM), address, "--quiet", "--no-enable-error-reporting", "--output=json", "--output=html"),
        *(f"--output-path={output}", f"--only-categories={','.join(CATEGORIES)}"),
        f"--chrome-flags={' '.join(['--headless=new', *arguments()])}",
    ]
    subprocess.run(command, check=True, timeout=180, env={**os.environ, "CHROME_PATH": str(find_browser())})
    found = json.loads(output.with_name(f"{output.name}.report.json").read_text(encoding="utf-8"))
    return {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}


def measure_site(site: Path, output: Path) -> dict[str, dict[str, int]]:
    """The scores of each kind of page that is measured, by name."""
    output.mkdir(parents=True, exist_ok=True)
    kinds: list[Kind] = [kind for kind in find_kinds(site) if kind.name in MEASURED]
    with serve(site, compressed=True) as address:
        scores = {kind.name: measure_page(address + kind.address, output / kind.name) for kind in kinds}
    (output / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
    return scores


def main() -> None:
    """Measure, print, and say by the exit code whether the promise is kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.lighthouse", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder for the reports / 放报告的文件夹")
    parser.add_argument("--site", type=Path, help="a site that is made already / 已经生成的网站")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scores = measure_site(options.site or make_country_site(Path(folder)), options.output)
    print("| page | " + " | ".join(CATEGORIES) + " |\n|---|" + "---:|" * len(CATEGORIES))
    for name, found in scores.items():
        print(f"| {name} | " + " | ".join(str(found[category]) for category in CATEGORIES) + " |")
    sys.exit(any(score < LEAST for found in scores.values() for score in found.values()))


if __name__ == "__main__":
    main()
