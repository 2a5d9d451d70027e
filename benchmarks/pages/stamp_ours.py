"""`python -m benchmarks.pages.stamp_ours READY OUTPUT COUNT`: ready pages filled into the template by our own stamping.

On all processors, as the site does; the function that fills a page, and the one that writes it, are the site's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.pages.page_files import read_page
from build_scripts.files import read_text, write_text
from build_scripts.packaging.pool import count_processors, run_tasks
from build_scripts.publishing.stamping import Specimen, read_specimen, stamp

BATCH = 100


def main() -> None:
    """Fill and write the first COUNT pages; say how many."""
    ready, output = map(Path, sys.argv[1:3])
    specimen = read_specimen(read_text(ready / "specimen.html"))
    files = sorted((ready / "pages").iterdir())[: int(sys.argv[3])]
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    print(sum(run_tasks(stamp_batch, (specimen, output), batches, count_processors())))


def stamp_batch(context: tuple[Specimen, Path], files: list[Path]) -> int:
    """Fill and write these pages; how many."""
    specimen, output = context
    for path in files:
        page = read_page(read_text(path))
        write_text(output / page.address / "index.html", stamp(specimen, page.slots))
    return len(files)


if __name__ == "__main__":
    main()
