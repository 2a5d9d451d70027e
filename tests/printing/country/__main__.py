"""`python -m tests.printing.country --reports 1000 --output DIR`: a collection as a real portal holds it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country


def main() -> None:
    """Write the folder and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing.country", description=__doc__)
    parser.add_argument("--reports", type=int, default=1000, help="reports / 份数")
    parser.add_argument("--output", type=Path, required=True, help="folder / 文件夹")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    size = write_country(read_codes(), options.output, options.reports, options.seed)
    print(f"{options.reports} reports, {size / 1e6:.1f} MB: {options.output}")


if __name__ == "__main__":
    main()
