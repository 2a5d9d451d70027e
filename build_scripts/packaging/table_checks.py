"""Whole tables, vectorised: files as the descriptor has them, heads, every record, keys across stretches.

Comes in: the folder of a package, on demand the stretches to look at. Goes out: problems; none means valid. Refuses to
know: frictionless, how the package was made.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

from build_scripts.packaging.columns import read_records
from build_scripts.packaging.partitions import Stretch
from build_scripts.packaging.pool import Workers, run_tasks
from build_scripts.packaging.problems import Problem, merge_problems
from build_scripts.packaging.row_checks import RowContext, StretchVerdict, build_context, check_stretch
from build_scripts.packaging.row_rules import TableRules, build_rules, judge_value
from build_scripts.packaging.stretches import count_records, cut_table, find_start, locate_table, read_stretch


def find_row_problems(folder: Path, stretches: Sequence[Stretch] = (), jobs: int | Workers = 1) -> tuple[Problem, ...]:
    """The problems of every record in these stretches, or in all tables of the package, and of keys across them.

    Without stretches the files' sizes and hashes are compared with the descriptor too. Stretches that are not given
    are taken for valid; `find_gaps` says whether those given and those taken over make up the tables. Raises
    SchemaError for a schema with a word that is not known, OSError for a file that is not there.
    """
    rules = build_rules(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
    problems = [problem for one in (() if stretches else rules.values()) for problem in find_changed_file(folder, one)]
    looked_at = stretches or [stretch for name in rules for stretch in cut_table(folder, name)]
    tables = sorted({stretch.table for stretch in looked_at})
    context = build_context(folder, rules, tables)
    for name in tables:
        problems += find_head_problems(folder, rules[name])
    verdicts = list(run_tasks(check_stretch, context, looked_at, jobs))
    problems += [problem for verdict in verdicts for problem in verdict.problems]
    for name in tables:
        problems += find_key_problems(context, [verdict for verdict in verdicts if verdict.stretch.table == name])
        problems += find_repeated_values(context, name)
    return merge_problems(problems)


def find_gaps(folder: Path, stretches: Sequence[Stretch]) -> tuple[Problem, ...]:
    """Whether these stretches make up all records of their tables, in the order of their partitions, once each."""
    problems = []
    for name in sorted({stretch.table for stretch in stretches}):
        mine = [stretch for stretch in stretches if stretch.table == name]
        start, stop = find_start(folder, name), locate_table(folder, name).stat().st_size
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
    """Primary keys of a table that stand in two of its stretches, and stretches that stand out of order."""
    filled = [verdict for verdict in verdicts if verdict.records]
    swapped = [after for before, after in pairwise(filled) if before.last > after.first]
    meets = any(before.last == after.first for before, after in pairwise(filled))
    for verdict in swapped:
        yield _name(context, verdict.stretch, 0, "", "order-error", "stands before the records above it")
    if swapped or meets or not all(verdict.ascends for verdict in filled):
        stretches = [verdict.stretch for verdict in filled]
        rules = context.rules[stretches[0].table]
        yield from _list_repeated(context, stretches, rules.primary_key, "primary-key")
        if len(rules.primary_key) == 1 and rules.fields[rules.primary_key[0]].unique:
            yield from _list_repeated(context, stretches, rules.primary_key, "unique-error")


def find_repeated_values(context: RowContext, name: str) -> Iterator[Problem]:
    """Values that stand twice in a table, in fields that are unique without being the key."""
    rules = context.rules[name]
    for place, field in enumerate(rules.fields):
        if field.unique and (place,) != rules.primary_key:
            yield from _list_repeated(context, cut_table(context.folder, name), (place,), "unique-error")


def _list_repeated(
    context: RowContext, stretches: Sequence[Stretch], places: Sequence[int], code: str
) -> Iterator[Problem]:
    """Records whose values at these places stand in the table before."""
    rules = context.rules[stretches[0].table]
    field = rules.fields[places[0]].name if code == "unique-error" else ""
    seen: set[tuple[object, ...]] = set()
    for stretch in stretches:
        found = _read_values(context, stretch, places)
        mine = {values for values in found if any(value is not None for value in values)}
        if not seen.isdisjoint(mine) or len(mine) < len(found):
            before = set(seen)
            for record, values in enumerate(found):
                if values in before:
                    yield _name(context, stretch, record, field, code, f"stands in the table before: {values}")
                elif values in mine:
                    before.add(values)
        seen |= mine


def _read_values(context: RowContext, stretch: Stretch, places: Sequence[int]) -> list[tuple[object, ...]]:
    """The values of every record of a stretch at these places."""
    rules = context.rules[stretch.table]
    columns = read_records(read_stretch(context.folder, stretch), len(rules.fields), places).columns
    judged = [
        [judge_value(rules.fields[place], None if text in rules.missing else text)[0] for text in column.texts]
        for place, column in columns.items()
    ]
    lists = [column.places.tolist() for column in columns.values()]
    return [
        tuple(texts[number] for texts, number in zip(judged, numbers, strict=True))
        for numbers in zip(*lists, strict=True)
    ]


def _name(context: RowContext, stretch: Stretch, record: int, field: str, code: str, message: str) -> Problem:
    row = count_records(context.folder, stretch) + 1 + record
    return Problem(context.rules[stretch.table].path, row, field, code, message)


def find_changed_file(folder: Path, rules: TableRules) -> tuple[Problem, ...]:
    """Whether the file is the one the descriptor was written for."""
    with (folder / rules.path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    problems = []
    if rules.sha256 and rules.sha256 != digest:
        message = f"the SHA-256 is {digest}, not {rules.sha256}"
        problems.append(Problem(rules.path, 0, "", "hash-count", message))
    if rules.bytes is not None and rules.bytes != size:
        message = f"the file has {size} bytes, not {rules.bytes}"
        problems.append(Problem(rules.path, 0, "", "byte-count", message))
    return tuple(problems)
