"""Regenerate `township_names.csv` from the pinned packages.

In: three dated lists of towns, townships and streets (2015, 2019, 2023), and the code lists of regions. Out: for every
county the names it holds or held, the same bytes on every run. A list that knows only today's towns would call a name
unique that stood in two counties ten years ago. Names of towns whose county is not known stand under the prefecture.
Run: `python -m build_scripts.upkeep.update_townships [--check]`; it needs npm and a network.
"""

import argparse
import csv
import io
import json
import re
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from build_scripts.upkeep.region_sources import STATISTICS_2023, Pin, fetch_package
from build_scripts.upkeep.update_regions import CODELISTS, format_table, has_text

STATISTICS_2015 = Pin(
    "npm", "china-division", "1.0.4", "a86c2a1dacc3236fa14252bf8f9cd1c18b7a8f299d48b2fee5ac8812da480bca", "2015-09-30"
)  # fmt: skip
STATISTICS_2019 = Pin(
    "npm", "china-division", "2.3.1", "54c689e77e73834a4a86cc19009968a91cc41323cbb4f80028998a697c81c0db", "2019-10-31"
)  # fmt: skip
PINS = (STATISTICS_2015, STATISTICS_2019, STATISTICS_2023)
COLUMNS = ("region_code", "names", "source")
FILE = "township_names.csv"
TOWN = re.compile(r"(.{1,20}(?:街道|镇|乡|苏木|地区))(?:办事处)?")


class Town(NamedTuple):
    """A town of a dated list: its name, and the code and name of its county there."""

    name: str
    county_code: str
    county: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the list, or compare it with `--check`; return 0 when it is as it should be, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit code 1 when the list differs")
    check = parser.parse_args(arguments).check
    with TemporaryDirectory() as folder:
        packages = []
        for pin in PINS:
            place = Path(folder) / pin.version
            place.mkdir()
            packages.append(fetch_package(pin, place))
    text = make_table(packages, read_list("regions.csv"), read_list("region_names.csv"))
    path = CODELISTS / FILE
    differs = not has_text(path, text)
    if differs:
        print(f"{FILE}: {'differs' if check else 'written'}")
        if not check:
            path.write_bytes(text.encode())
    return 1 if check and differs else 0


def read_list(name: str) -> list[dict[str, str]]:
    """Return the rows of a code list."""
    with (CODELISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_table(packages: Iterable[bytes], regions: list[dict[str, str]], names: list[dict[str, str]]) -> str:
    """Return the CSV text: for each region the names of its towns, parted by `|`, from all packages."""
    labels = {row["code"]: row["label_zh"] for row in regions}
    bearers: dict[tuple[str, str], set[str]] = {}
    for row in names:
        if row["kind"] != "stem":
            bearers.setdefault((row["region_code"][:2], row["name"]), set()).add(row["region_code"])
    found: dict[str, set[str]] = {}
    for package in packages:
        for town in read_towns(package):
            name = TOWN.fullmatch(town.name)
            code = place_county(town, labels, bearers)
            if name and code:
                found.setdefault(code, set()).add(name[1])
    source = "; ".join(pin.label for pin in PINS).replace("; china-division", " ")
    return format_table(COLUMNS, [(code, "|".join(sorted(found[code])), source) for code in sorted(found)])


def place_county(town: Town, labels: dict[str, str], bearers: dict[tuple[str, str], set[str]]) -> str:
    """Return the region a town belongs to: its county by code and name, by name in the province, by code, or else the
    prefecture or province above."""
    code = town.county_code
    if labels.get(code) == town.county:
        return code
    named = bearers.get((code[:2], town.county), set())
    if len(named) == 1:
        return min(named)
    above = (code, code[:4] + "00", code[:2] + "0000")
    return next((each for each in above if each in labels), "")


def read_towns(package: bytes) -> list[Town]:
    """Return the towns of one package, whose lists are CSV, or JSON with other keys in the oldest."""
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        members = set(archive.getnames())

        def read(part: str) -> list[dict[str, str]]:
            suffix = "csv" if f"package/dist/{part}.csv" in members else "json"
            packed = archive.extractfile(f"package/dist/{part}.{suffix}")
            text = packed.read().decode("utf-8-sig") if packed else ""
            return list(csv.DictReader(io.StringIO(text))) if suffix == "csv" else json.loads(text)

        counties = {row["code"].ljust(6, "0")[:6]: row["name"] for row in [*read("cities"), *read("areas")]}
        return [
            Town(row["name"], code, counties.get(code, ""))
            for row in read("streets")
            for code in [(row.get("areaCode") or row["parent_code"]).ljust(6, "0")[:6]]
        ]


if __name__ == "__main__":
    sys.exit(main())
