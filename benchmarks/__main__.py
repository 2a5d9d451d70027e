"""`python -m benchmarks`: everything; `python -m benchmarks search`: the search alone, beside others."""

import argparse
import sys

from benchmarks import run, search


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if something could not be measured."""
    if arguments[:1] == ["search"]:
        return search.main(arguments[1:])
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--count", default="1000")
    failed = run.main(arguments)
    print("\n## search\n")
    return failed | search.main(["--reports", parser.parse_known_args(arguments)[0].count])


raise SystemExit(main(sys.argv[1:]))
