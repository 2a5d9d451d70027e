"""A package of many reports, grown from small ones: the same reports of other bodies in other places.

Comes in: package folders, how many reports. Goes out: a package folder with what a search looks into and all that the
search index is made of; its other tables are empty. Made in a second, where reading a thousand reports takes twenty.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_TABLES

BODIES = (
    ("民政局", "minzhengju", "civil_affairs"),
    ("卫生健康委员会", "weishengjiankangweiyuanhui", "health"),
    ("人力资源和社会保障局", "renliziyuanheshehuibaozhangju", "human_resources"),
    ("住房和城乡建设局", "zhufanghechengxiangjiansheju", "housing_construction"),
    ("城市管理局", "chengshiguanliju", "urban_management"),
)
"""What the bodies of the two commonest kinds become elsewhere: name, pinyin, function."""

BECOME_OTHERS = ("公安局", "教育局")
FORMER = ("卫生健康委员会", "卫生和计划生育委员会")
"""What is registered as the former name of whom."""

_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d)\d{2,4}(?![\d.])")
_EMPTIED = (*CELL_TABLES, "checks", "corrections", "findings")
Rows = list[dict[str, str]]


class Move(NamedTuple):
    """An agency made of another one: that one's id, the row of the new one, what its texts say instead, by how much
    its numbers differ."""

    before: str
    row: dict[str, str]
    words: tuple[tuple[str, str], ...]
    shift: int

    def change(self, text: str) -> str:
        """A text of the old agency as the new one would write it."""
        if self.shift:
            text = _NUMBER.sub(lambda match: str(int(match[0]) + self.shift), text)
        for old, new in self.words:
            text = text.replace(old, new)
        return text


def grow_package(sources: Sequence[Path], folder: Path, reports: int) -> None:
    """Write a package of so many reports: those of all `sources`, and likes of the first one's in other places."""
    data = folder / "data"
    shutil.copytree(sources[0], folder, ignore=shutil.ignore_patterns("text"))
    (data / "text").mkdir()
    for name in _EMPTIED:
        head = (data / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        (data / f"{name}.csv").write_text(f"{head}\n", encoding="utf-8", newline="")
    grown: dict[str, Rows] = {name: [] for name in ("agencies", "reports", "sections", "agency_register")}
    for source in reversed(sources):
        grown["agency_register"] += _read(source / "data", "agency_register")
        _add(
            source,
            grown,
            data,
            [Move(row["agency_id"], row, (), 0) for row in _read(source / "data", "agencies")],
            reports,
        )
    regions, agencies = _read(data, "regions"), _read(sources[0] / "data", "agencies")
    for number in count(1):
        if len(grown["reports"]) >= reports:
            break
        _add(sources[0], grown, data, _plan_moves(regions, agencies, number), reports)
    for row in grown["agencies"]:
        if row["name"].endswith(FORMER[0]):
            former = row["name"].replace(*FORMER)
            grown["agency_register"].append({"name": former, "agency_id": row["agency_id"], "relation": "renamed"})
    for name, rows in grown.items():
        rows.sort(key=lambda row: tuple(row.get(key, "") for key in ("report_id", "agency_id", "section")))
        _write(data, name, rows)


def _plan_moves(regions: Rows, agencies: Rows, number: int) -> list[Move]:
    """Every agency somewhere else, in a place of the same level whose name is as long; but those that name no place."""
    places = {row["code"]: row for row in regions}
    moves = []
    for at, row in enumerate(agencies):
        here = places.get(row["region_code"])
        if here is None or not row["name"].startswith(here["label_zh"]):
            continue
        size = len(here["label_zh"])
        alike = [one for one in regions if len(one["label_zh"]) == size and one["level"] == here["level"]]
        there = alike[(at * 37 + number * 101) % len(alike)]
        words = [(here["label_zh"], there["label_zh"])]
        body, short, function = row["agency_id"].partition("-")[2], row["short_name"], row["function"]
        if short in BECOME_OTHERS:
            label, body, function = BODIES[(number + BECOME_OTHERS.index(short)) % len(BODIES)]
            words.append((short, label))
            short = label
        new = {
            **row, "agency_id": f"{there['code']}-{body}", "name": there["label_zh"] + short, "short_name": short,
            "region_code": there["code"], "function": function,
        }  # fmt: skip
        moves.append(Move(row["agency_id"], new, tuple(words), number * 13))
    return moves


def _add(source: Path, grown: Mapping[str, Rows], data: Path, moves: Sequence[Move], reports: int) -> None:
    """Add the reports of a package as other agencies', as far as `reports`; agencies that are there are left alone."""
    taken = {row["agency_id"] for row in grown["agencies"]}
    made: dict[str, Move] = {}
    for move in moves:
        if move.row["agency_id"] not in taken:
            taken.add(move.row["agency_id"])
            made[move.before] = move
    kept: dict[str, str] = {}
    for row in _read(source / "data", "reports"):
        if row["agency_id"] not in made or len(grown["reports"]) >= reports:
            continue
        move = made[row["agency_id"]]
        new = f"{move.row['agency_id']}-{row['year']}"
        kept[row["report_id"]] = new
        entry = {**row, "report_id": new, "agency_id": move.row["agency_id"], "title": move.change(row["title"])}
        grown["reports"].append(entry)
        text = (source / f"data/text/{row['report_id']}.txt").read_text(encoding="utf-8")
        (data / f"text/{new}.txt").write_text(move.change(text), encoding="utf-8", newline="")
    agency_of = {row["report_id"]: row["agency_id"] for row in _read(source / "data", "reports")}
    for row in _read(source / "data", "sections"):
        if row["report_id"] in kept:
            move = made[agency_of[row["report_id"]]]
            words = {name: move.change(row[name]) for name in ("heading", "text")}
            grown["sections"].append({**row, **words, "report_id": kept[row["report_id"]]})
    held = {row["agency_id"] for row in grown["reports"]}
    grown["agencies"] += [move.row for move in made.values() if move.row["agency_id"] in held]


def _read(data: Path, name: str) -> Rows:
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(data: Path, name: str, rows: Rows) -> None:
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        head = next(csv.reader(lines))
    with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
