"""Generated reports to measure with: made once for each size, then kept in the work folder.

Comes in: how many, a folder. Goes out: a folder of reports as a portal holds them, a few more that are new to it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.fingerprints import hash_files, hash_parts
from tests.printing import codelists
from tests.printing.codelists import read_codes
from tests.printing.country.collection import print_country
from tests.printing.folder import CODELISTS

NEW = 7
"""Reports beyond those of the collection, to be added one by one."""


class Addition(NamedTuple):
    """A report that is new: its files, path below the reports folder and bytes."""

    files: tuple[tuple[str, bytes], ...]

    def put(self, reports: Path) -> None:
        """Add it."""
        for path, data in self.files:
            (reports / path).parent.mkdir(parents=True, exist_ok=True)
            (reports / path).write_bytes(data)


class Collection(NamedTuple):
    """A folder of so many reports, and more that are none of them."""

    reports: Path
    count: int
    new: tuple[Addition, ...]


def make_collection(work: Path, count: int) -> Collection:
    """The collection below `work`, written unless it stands there already, made by the same generator."""
    made_by = _hash_generator()
    folder = work / f"collection-{count}"
    if not (folder / "made-by").is_file() or (folder / "made-by").read_text("utf-8") != made_by:
        shutil.rmtree(folder, ignore_errors=True)
        _write(folder, count)
        (folder / "made-by").write_text(made_by, "utf-8")
    return Collection(folder / "reports", count, tuple(_read_new(folder / "new")))


def _write(folder: Path, count: int) -> None:
    """Reports one after another as they are printed; those that are new stand apart, from all over the collection."""
    every = (count + NEW) // NEW
    number = -1
    for path, data in print_country(read_codes(), count + NEW):
        number += not path.endswith(".yml")
        is_new = number % every == every - 1 and number < NEW * every
        place = f"new/{number // every}" if is_new else "reports"
        target = folder / place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _read_new(folder: Path) -> list[Addition]:
    return [
        Addition(tuple((path.relative_to(one).as_posix(), path.read_bytes()) for path in sorted(one.rglob("*.*"))))
        for one in sorted(folder.iterdir())
    ]


def _hash_generator() -> str:
    """What the reports follow from: the code that prints them and the code lists."""
    code, lists = Path(codelists.__file__).parent, CODELISTS
    return hash_parts(hash_files(code.rglob("*.py"), code), hash_files(lists.glob("*.csv"), lists))
