"""`python -m tests.printing --count 1000 --output DIR`: a folder of printed reports, for trials and benchmarks."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.printing.codelists import read_codes
from tests.printing.folder import write_folder


def main() -> None:
    """Print the folder and say what was printed."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="reports / 份数")
    parser.add_argument("--output", type=Path, required=True, help="folder / 文件夹")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--damaged", type=float, default=0.2, help="share with one kind of damage / 有损坏的比例")
    options = parser.parse_args()
    size = write_folder(read_codes(), options.output, options.count, options.seed, options.damaged)
    print(f"{options.count} reports, {size / 1e6:.1f} MB, {size / options.count / 1e3:.1f} KB each: {options.output}")


if __name__ == "__main__":
    main()
