"""What earlier runs left of a package, to be used again as far as it follows from the same.

Comes in: the folder that is kept, the output that stands, the program and the code lists. Goes out: `EarlierRuns`.
Refuses to know: what is in it (`memory`, `standing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from build_scripts.codes import Codes
from build_scripts.files import Layout, list_codelists, measure_file
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.memory import Memory
from build_scripts.packaging.program import Program, hash_reading, hash_writing


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """What earlier runs left: what they read, and what writing follows from, as a hash; `parts` are runs over parts of
    the collection, that were made elsewhere."""

    memory: Memory
    writing: str
    parts: tuple[EarlierRuns, ...] = ()


def find_earlier_runs(
    folder: Path, output: Path, layout: Layout, codes: Codes, program: Program, name: str = ""
) -> EarlierRuns:
    """What earlier runs left in `folder`, to be used again as far as it follows from the same; their notes bear `name`,
    or that of the output."""
    lists = {path.stem: measure_file(path)[1] for path in list_codelists(layout.codelists)}
    severities = {code: found.severity for code, found in codes.finding_codes.items()}
    reading = hash_reading(program, lists, severities, measure_file(layout.register)[1])
    earlier = Earlier(folder, output.resolve(), name)
    return EarlierRuns(Memory(earlier, folder / "reports", reading), hash_writing(program, lists))
