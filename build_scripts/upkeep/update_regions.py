"""Regenerate `regions.csv` and `region_names.csv` from the pinned packages.

In: the packages of `region_sources.PINS` and the curated lines of `region_overrides.csv`. Out: the two code
lists, the same bytes on every run. With `--check` nothing is written and a difference is exit code 1.
Run: `python -m build_scripts.upkeep.update_regions [--check]`; it needs npm, pip and a network.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

from build_scripts.upkeep.region_english import label_place
from build_scripts.upkeep.region_names import GonePlace, NameRow, Override, level_of, list_names, name_place
from build_scripts.upkeep.region_sources import CURRENT, MINISTRY_2020, Edition, fetch_editions

CODELISTS = Path(__file__).parents[2] / "datapackage" / "codelists"
OVERRIDES_FILE = Path(__file__).with_name("region_overrides.csv")
REGION_COLUMNS = (
    "code", "label_zh", "label_en", "level", "parent", "to_year", "definition_zh", "definition_en", "source",
    "source_date",
)  # fmt: skip
NAME_COLUMNS = ("region_code", "name", "kind", "from_year", "to_year", "source")
CURRENT_NOTE = f"{CURRENT.label} (GB/T 2260, county level and above, changes up to November 2025)"
TAIWAN_NOTE = f"{MINISTRY_2020.label} (GB/T 2260, December 2020)"
NATION = "100000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both lists, or compare them with `--check`; return 0 when they are as they should be, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit code 1 when a list differs")
    check = parser.parse_args(arguments).check
    tables, left_out = make_tables(fetch_editions(), read_overrides())
    differing = [name for name, text in tables.items() if not has_text(CODELISTS / name, text)]
    for name in differing:
        print(f"{name}: {'differs' if check else 'written'}")
        if not check:
            (CODELISTS / name).write_bytes(tables[name].encode())
    print(f"former names left out, no present place known: {len(left_out)}: {', '.join(left_out)}")
    return 1 if check and differing else 0


def make_tables(editions: list[Edition], overrides: list[Override]) -> tuple[dict[str, str], list[str]]:
    """Return file name → CSV text of both lists, and the former names left out."""
    taiwan = {"710000": editions[-3].names["710000"]}
    names, gone, left_out = list_names(editions, overrides)
    regions = list_regions({**editions[-1].names, **taiwan}, gone, overrides)
    names += name_place("710000", taiwan["710000"], MINISTRY_2020.label)
    names.append(NameRow(NATION, "中国", "full", "", "", "project convention"))
    rows = sorted(astuple(row) for row in names)
    return {
        "regions.csv": format_table(REGION_COLUMNS, regions),
        "region_names.csv": format_table(NAME_COLUMNS, rows),
    }, left_out


def list_regions(current: dict[str, str], gone: list[GonePlace], overrides: list[Override]) -> list[tuple[str, ...]]:
    """Return the rows of `regions`, by code, the nation first; places that are no more with the year they ended."""
    curated = {line.code: line.value for line in overrides if line.kind == "english"}
    ended = {place.code: place for place in gone}
    listed = {**{place.code: place.name for place in gone}, **current}
    english = {code: label_place(name, curated.get(code, "")) for code, name in listed.items()}
    rows: list[tuple[str, ...]] = [
        (NATION, "中国", "China", "national", "", "", "中国", "China", "project convention", CURRENT.as_of)
    ]
    for code, name in sorted(listed.items()):
        path = [*parents_of(code, listed), code]
        to_year = ended[code].to_year if code in ended else ""
        rows.append((
            code, name, english[code], level_of(code), path[-2] if len(path) > 1 else NATION, to_year,
            "".join(listed[each] for each in path), ", ".join(english[each] for each in reversed(path)),
            *date_source(code, ended.get(code)),
        ))  # fmt: skip
    return rows


def date_source(code: str, gone: GonePlace | None) -> tuple[str, str]:
    """Return the source of a region's row and the day it reaches."""
    if gone is not None:
        return gone.source, CURRENT.as_of
    return (TAIWAN_NOTE, MINISTRY_2020.as_of) if code == "710000" else (CURRENT_NOTE, CURRENT.as_of)


def parents_of(code: str, current: dict[str, str]) -> list[str]:
    """Return the listed places above a code, highest first (of 429004 and 500151: the province)."""
    above = [code[:2] + "0000", code[:4] + "00"]
    return [each for each in dict.fromkeys(above) if each != code and each in current]


def read_overrides() -> list[Override]:
    """Return the curated lines."""
    with OVERRIDES_FILE.open(encoding="utf-8", newline="") as file:
        return [Override(**row) for row in csv.DictReader(file)]


def format_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV text: LF, minimal quotes, a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def has_text(path: Path, text: str) -> bool:
    """Tell whether a file holds exactly this text."""
    return path.exists() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    sys.exit(main())
