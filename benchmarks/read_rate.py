"""`python -m benchmarks.read_rate FOLDER PROCESSES`: reads every report of a folder through the reader's own function.

Files are read from disk beforehand, knowledge is built beforehand in every process; what is timed is reading alone.
Prints seconds, reports read, reports withheld.
"""

from __future__ import annotations

import sys
import time
from multiprocessing import get_context
from pathlib import Path

from build_scripts.packaging.pool import spare_collector
from build_scripts.reading import read_report
from tests.printing.readback import known

BATCH = 100
Batch = list[tuple[str, bytes]]


def main() -> None:
    folder, processes = Path(sys.argv[1]), int(sys.argv[2])
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    known()
    spare_collector()  # as the package's workers do
    if processes == 1:
        begun = time.perf_counter()
        withheld = sum(map(read_batch, batches))
    else:
        with get_context("fork").Pool(processes) as pool:
            begun = time.perf_counter()
            withheld = sum(pool.imap_unordered(read_batch, batches))
    print(time.perf_counter() - begun, len(files) - withheld, withheld)


def read_batch(batch: Batch) -> int:
    """Reads a batch; the number of reports withheld."""
    return sum(read_report(name, data, None, known()).report is None for name, data in batch)


if __name__ == "__main__":
    main()
