"""A collection built in parts, side by side, and put together: what each part found out is taken over, not believed.

Comes in: codes of regions, folders of parts. Goes out: which files belong to a part; what the runs over the parts left.
Refuses to know: who built them. A part is a folder with `package/`, the package of some regions, and `cache/`, what
that run kept. The whole is built as ever, from all the reports: what a part read or wrote of the same is taken from it
by hash, and whatever only the whole can tell (two files of one report, a file whose name tells no region) is settled
then. So a part that is missing, old or broken only costs time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from build_scripts.codes import Codes
from build_scripts.files import Layout
from build_scripts.packaging.earlier_runs import EarlierRuns, find_earlier_runs
from build_scripts.packaging.program import Program

PART = "part"
"""What a part's notes are kept under: it is looked at in another place than it was made in."""

PURPOSE = "package"
"""Below a part's cache, as below any (`files/caches`)."""


def is_of_regions(source_file: str, regions: Sequence[str]) -> bool:
    """Whether the name of a report's file begins with one of these codes; without codes every file does.

    >>> is_of_regions("2023/410781-chengshiguanliju.txt", ("41", "51")), is_of_regions("2023/report.pdf", ("41",))
    (True, False)
    """
    return not regions or PurePosixPath(source_file).name.startswith(tuple(regions))


def find_parts(folders: Iterable[Path], layout: Layout, codes: Codes, program: Program) -> tuple[EarlierRuns, ...]:
    """What the runs over the parts left, to be used as far as it follows from the same."""
    return tuple(
        find_earlier_runs((folder / "cache" / PURPOSE).resolve(), folder / "package", layout, codes, program, PART)
        for folder in folders
    )
