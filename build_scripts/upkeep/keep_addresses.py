"""Keep the address book apart from a release: every address the site ever had, and where those lead that are no more.

In: the data package, the agency register, `datapackage/address_book.csv`. Out: the book with what is new added; no row
is ever dropped. The command `release` does the same for what is released; this is for looking at it before:
`python -m build_scripts.upkeep.keep_addresses [--check]`. Where a page is gone and the register tells nothing, it says
so and a maintainer writes `moved_to` or, for a page taken down, the reason into `note`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from build_scripts.files import PROJECT, read_rows
from build_scripts.packaging.load import load_package
from build_scripts.publishing.address_book import COLUMNS, Entry, keep_book
from build_scripts.releasing.ledger import read_ledger
from build_scripts.upkeep.update_regions import format_table, has_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the book, or compare it with `--check`; 0 when it is as it should be and all old pages lead on, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only / 只比较，不改写")
    parser.add_argument("--package", type=Path, default=PROJECT.package, help="the data package / 数据包")
    options = parser.parse_args(arguments)
    package = load_package(options.package)
    released = [release.version for release in read_ledger(PROJECT.releases)]
    entries, lost = keep_book([Entry(**row) for row in read_rows(PROJECT.address_book)], package, released)
    text = format_table(COLUMNS, entries)
    differs = not has_text(PROJECT.address_book, text)
    if differs and not options.check:
        PROJECT.address_book.write_bytes(text.encode())
    if differs:
        print("address_book.csv: " + ("与数据包不合 / differs" if options.check else "已更新 / written"))
    for entry in lost:
        print(
            f"address_book.csv: {entry.address} {entry.years}：页面没有了，请写明 moved_to 或 note"
            f" / has no page any more; state moved_to or note",
            file=sys.stderr,
        )
    return 1 if lost or (options.check and differs) else 0


if __name__ == "__main__":
    sys.exit(main())
