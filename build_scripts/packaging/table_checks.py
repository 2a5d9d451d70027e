"""Whole tables, vectorised: files as the descriptor has them, heads, every record, keys across stretches.

Comes in: the folder of a package, on demand the stretches to look at. Goes out: problems; none means valid. Refuses to
know: frictionless, how the package was made.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from build_scripts.packaging.columns import read_records
from build_scripts.packaging.pool import Workers, run_tasks
from build_scripts.packaging.problems import Problem
from build_scripts.packaging.row_checks import RowContext, StretchVerdict, build_context, check_stretch, list_unique
from build_scripts.packaging.row_rules import TableRules, build_rules, judge_value
from build_scripts.packaging.stretches import Stretch, count_records, cut_table, locate_table, read_stretch


def find_row_problems(folder: Path, stretches: Sequence[Stretch] = (), jobs: int | Workers = 1) -> tuple[Problem, ...]:
    """The problems of every record in these stretches, or in all tables of the package, and of keys across them.

    Without stretches the files' sizes and hashes are compared with the descriptor too. Stretches that are not given
    are taken for valid; `find_gaps` says whether those given and those taken over make up the tables. Raises
    SchemaError for a schema with a word that is not known, OSError for a file that is not there.
    """
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rules = build_rules(descriptor)
    problems = [] if stretches else list(_find_changed_files(folder, descriptor))
    looked_at = stretches or [stretch for name in rules for stretch in cut_table(folder, name)]
    tables = sorted({stretch.table for stretch in looked_at})
    context = build_context(folder, rules, tables)
    for name in tables:
        problems += find_head_problems(folder, rules[name])
    verdicts = list(run_tasks(check_stretch, context, looked_at, jobs))
    problems += [problem for verdict in verdicts for problem in verdict.problems]
    for name in tables:
        problems += find_key_problems(context, [verdict for verdict in verdicts if verdict.stretch.table == name])
    return tuple(problems)


def find_gaps(folder: Path, stretches: Sequence[Stretch]) -> tuple[Problem, ...]:
    """Whether these stretches make up all records of their tables, in the order of their partitions, once each."""
    problems = []
    for name in sorted({stretch.table for stretch in stretches}):
        mine = [stretch for stretch in stretches if stretch.table == name]
        start, stop = cut_table(folder, name)[0].start, locate_table(folder, name).stat().st_size
        ends = [start, *(stretch.stop for stretch in mine)]
        starts = [*(stretch.start for stretch in mine), stop]
        if ends != starts or any(one.prefix >= other.prefix for one, other in pairwise(mine)):
            message = "the stretches of the partitions do not make up the table, in their order"
            problems.append(Problem(f"data/{name}.csv", 0, "", "order-error", message))
    return tuple(problems)


def find_head_problems(folder: Path, rules: TableRules) -> tuple[Problem, ...]:
    """Whether the first record names the fields, in their order."""
    with locate_table(folder, rules.name).open("rb") as file:
        line = file.readline().decode("utf-8", "replace")
    labels = next(csv.reader(io.StringIO(line, newline="")), [])
    names = [field.name for field in rules.fields]
    problems = []
    for label, name in zip_longest(labels, names):
        if label != name:
            code = "extra-label" if name is None else "missing-label" if label is None else "incorrect-label"
            message = f"the head has {label!r}, the schema {name!r}"
            problems.append(Problem(rules.path, 0, name or "", code, message))
    if not problems and line != ",".join(names) + "\n":
        problems.append(Problem(rules.path, 1, "", "form-error", "the head is not written as agreed: no quotes, LF"))
    return tuple(problems)


def find_key_problems(context: RowContext, verdicts: Sequence[StretchVerdict]) -> Iterator[Problem]:
    """Keys and other unique values of a table that stand in two of its stretches, and stretches out of order."""
    filled = [verdict for verdict in verdicts if verdict.records]
    swapped = [after for before, after in pairwise(filled) if before.last >= after.first]
    for verdict in swapped:
        yield _name(context, verdict.stretch, 0, "", "order-error", "stands before the records above it")
    if swapped or not all(verdict.ascends for verdict in filled):
        rules = context.rules[filled[0].stretch.table]
        yield from _find_repeated(context, filled, rules.primary_key, "", "primary-key")
    for place in list_unique(context.rules[verdicts[0].stretch.table]) if verdicts else ():
        values = [verdict.unique[place] for verdict in filled]
        if sum(map(len, values)) > len(frozenset().union(*values)):
            name = context.rules[filled[0].stretch.table].fields[place].name
            yield from _find_repeated(context, filled, (place,), name, "unique-error")


def _find_repeated(
    context: RowContext, verdicts: Sequence[StretchVerdict], places: Sequence[int], field: str, code: str
) -> Iterator[Problem]:
    """Records whose values at these places stand in an earlier stretch: record by record, for what is wrong anyway."""
    rules = context.rules[verdicts[0].stretch.table]
    seen: set[tuple[object, ...]] = set()
    for verdict in verdicts:
        data = read_stretch(context.folder, verdict.stretch)
        columns = read_records(data, len(rules.fields), places).columns
        judged = [
            [judge_value(rules.fields[place], None if text in rules.missing else text)[0] for text in column.texts]
            for place, column in columns.items()
        ]
        lists = [column.places.tolist() for column in columns.values()]
        mine: set[tuple[object, ...]] = set()
        for record, numbers in enumerate(zip(*lists, strict=True)):
            values = tuple(texts[number] for texts, number in zip(judged, numbers, strict=True))
            if values in seen:
                yield _name(context, verdict.stretch, record, field, code, "stands in the table before")
            if any(value is not None for value in values):
                mine.add(values)
        seen |= mine


def _name(context: RowContext, stretch: Stretch, record: int, field: str, code: str, message: str) -> Problem:
    row = count_records(context.folder, stretch) + 1 + record
    return Problem(context.rules[stretch.table].path, row, field, code, message)


def _find_changed_files(folder: Path, descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """Files that are not those the descriptor was written for."""
    for entry in descriptor["resources"]:
        with (folder / entry["path"]).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        if "hash" in entry and entry["hash"] != f"sha256:{digest}":
            yield Problem(entry["path"], 0, "", "hash-count", f"the SHA-256 is {digest}, not {entry['hash'][7:]}")
        if "bytes" in entry and entry["bytes"] != size:
            yield Problem(entry["path"], 0, "", "byte-count", f"the file has {size} bytes, not {entry['bytes']}")
