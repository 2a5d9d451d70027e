"""The table of guards, from the last runs: `python -m tests.guards [--keep]`; `make guards`.

It prints how many guards there are, which have not run and which failed, and ends with 1 if one failed. With `--keep`
it writes `kept/last-run.csv` and the tables of docs/contribute/guards.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.guards.page import PAGE, fill_page
from tests.guards.runs import keep, read_kept, renew
from tests.guards.table import read_guards

RUNS = Path(__file__).parents[2] / "runs"


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("--test-run", type=Path, default=RUNS / "test.xml", help="pytest's --junitxml")
    parser.add_argument("--audit-run", type=Path, default=RUNS / "audit.csv", help="what make audit wrote")
    parser.add_argument("--keep", action="store_true", help="write the kept rows and the page")
    options = parser.parse_args()
    guards = read_guards()
    named = {(test, guard.runs) for guard in guards for test in guard.tests}
    runs = renew(read_kept(), named, options.test_run, options.audit_run)
    if options.keep:
        keep(runs)
        PAGE.write_text(fill_page(PAGE.read_text("utf-8")), "utf-8")
    failed = sorted(test for (test, _), run in runs.items() if run.outcome == "failed")
    never = sorted(f"{test} ({where})" for test, where in named - set(runs))
    print(f"防线 / guards: {len(guards)}; 试验 / tests: {len(named)}; 未运行 / not run: {len(never)}; "
          f"未通过 / failed: {len(failed)}")  # fmt: skip
    for test in never:
        print(f"  未运行 / not run: {test}")
    for test in failed:
        print(f"  未通过 / failed: {test}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
