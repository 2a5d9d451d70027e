"""`python -m benchmarks.search_index PACKAGE SITE`: writes the search index of a package, as the site's build does.

Writes `search/built.json` there: seconds, reports, bytes; the time from the first report read to the last byte written.
What the package's lists say is loaded beforehand.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.search.site_index import write_site_index


def main() -> None:
    """Write the index and say how long it took."""
    folder, site = Path(sys.argv[1]), Path(sys.argv[2])
    package = load_package(folder)
    context = build_context(package, Settings("开放数据"))
    directory = build_directory(context, package.register)
    begun, worked = time.perf_counter(), time.process_time()
    write_site_index(iterate_reports(package), context, directory, site)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    size = sum(path.stat().st_size for path in (site / "search/index").rglob("*") if path.is_file())
    told = {"seconds": seconds, "processor_seconds": worked, "reports": len(package.reports), "bytes": size}
    (site / "search/built.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
