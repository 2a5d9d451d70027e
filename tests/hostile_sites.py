"""The site of the hostile reports and that of their benign twins, made alike: what is in one and not in the other.

Comes in: a folder, what MkDocs makes. Goes out: two sites below it, and their differences. No word of a report is in
what MkDocs makes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from build_scripts.packaging.load import load_package
from build_scripts.publishing.context import Settings
from build_scripts.publishing.website import finish_site
from tests.hostile_reports import Words, keep, plant_hostile, tame, write_hostile
from tests.ledgers import make_ledger, write_ledger
from tests.packages import make_package
from tests.skeletons import Skeleton, read_skeletons

HOSTILE, TWIN = "hostile", "twin"
SITE_URL, REPOSITORY = "https://portal.example.org/", "https://github.com/example/portal"
ALL = "all"
"""The value of HOSTILE_TEXTS by which every file is compared, as `make audit` does."""
_SEARCH = "search/index/"
"""How the index is cut depends on the words; its bytes are looked at by its own tests, its answers in the browser."""
_REPEATED = ("data/latest/regions/", "data/latest/years/2023/", "data/latest/data/", "data/latest/parquet/")
_WHOLE = ("json.gz", "jsonl.gz", ".zip", ".xlsx", ".ttl")
_TOLD_OF_ONE = "data/latest/years/2022/"
"""One report's share of every download stands for the larger ones, but in the audit."""


def make_sites(folder: Path, hand_made: Path) -> None:
    """Make `hostile/site` and `twin/site` below the folder, of the pages that MkDocs made."""
    settings = Settings(**json.loads((hand_made / "settings.json").read_text(encoding="utf-8")))
    settings = replace(settings, site_url=SITE_URL, repository=REPOSITORY)
    ways: dict[str, Words] = {HOSTILE: keep, TWIN: tame}
    for name, words in ways.items():
        package = folder / name / "package"
        assert make_package(write_hostile(folder / name / "reports", words), package).reports == 3
        plant_hostile(package, words)
        ledger = write_ledger(make_ledger(load_package(package)), folder / name / "ledger")
        site = shutil.copytree(hand_made / "pages", folder / name / "site")
        finish_site(package, site, settings, releases=ledger)


def is_compared(name: str) -> bool:
    """Whether a file is looked at in this run."""
    if name.startswith(_SEARCH):
        return False
    is_whole = name.startswith("data/latest/") and name.endswith(_WHOLE) and not name.startswith(_TOLD_OF_ONE)
    return os.environ.get("HOSTILE_TEXTS") == ALL or not (name.startswith(_REPEATED) or is_whole)


def list_differences(folder: Path) -> Iterator[str]:
    """Every file that is in one site alone, and every place in which the skeletons of two files differ."""
    sites = [folder / name / "site" for name in (HOSTILE, TWIN)]
    here, there = ({path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} for site in sites)
    yield from sorted(name for name in here ^ there if is_compared(name))
    for name in sorted(filter(is_compared, here & there)):
        ours, theirs = ((site / name).read_bytes() for site in sites)
        if ours != theirs:
            yield from compare(name, ours, theirs)


def compare(name: str, ours: bytes, theirs: bytes) -> Iterator[str]:
    """Where the skeletons of two files differ."""
    one, other = dict(read_skeletons(name, ours)), dict(read_skeletons(name, theirs))
    for inner in sorted(one.keys() | other.keys()):
        if one.get(inner) != other.get(inner):
            yield f"{inner}: {_tell(one.get(inner), other.get(inner))}"


def _tell(one: Skeleton, other: Skeleton) -> str:
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), (len(one), len(other)))
        return f"{first[0]} ≠ {first[1]}"[:300]
    return f"{one} ≠ {other}"[:300]


MakeOnce = Callable[[Path, Callable[[Path], None]], Path]
