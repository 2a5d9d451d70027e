"""Is a package valid? Every record by columns, and Frictionless on what has changed, side by side.

Comes in: the folder of a package, its partitions, what earlier runs found valid. Goes out: problems; none means valid.
Refuses to know: how the package was made.

A partition is taken for valid if just these records were found valid under just these schemas, code lists and checks.
Looked at each time are the sizes and hashes of all files, their heads, agencies and findings, and that the partitions
make up the tables in their order: a key that stands in two of them would be found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.partition_checks import (
    Loose,
    PartitionTask,
    find_partition_problems,
    gather_loose,
    group_loose,
    plan_partition_checks,
)
from build_scripts.packaging.partitions import Partition, Stretch
from build_scripts.packaging.problems import Problem, merge_problems
from build_scripts.packaging.resources import COLUMNS
from build_scripts.packaging.row_checks import RowContext, StretchVerdict, build_context, check_stretch
from build_scripts.packaging.row_rules import build_rules
from build_scripts.packaging.stretches import cut_by_partition, cut_table, read_stretch
from build_scripts.packaging.table_checks import (
    find_changed_file,
    find_gaps,
    find_head_problems,
    find_key_problems,
    find_repeated_values,
)
from build_scripts.packaging.validation import find_problems, load_frictionless


class TableTask(NamedTuple):
    """A table whose file and head are looked at; of its records only what stands twice in it, if those are looked at by
    partition, or nothing, if they are known to be valid."""

    name: str
    by_partition: bool
    known: bool


class ListsTask(NamedTuple):
    """Tables that Frictionless looks at whole: those that do not grow with the reports."""

    names: tuple[str, ...]


Task = PartitionTask | TableTask | ListsTask


class Plan(NamedTuple):
    """What is to be looked at, what against, and the partitions, those taken for valid among them; `keys` are kept for
    later runs if nothing is wrong."""

    context: RowContext
    tasks: tuple[Task, ...]
    partitions: tuple[Partition, ...]
    keys: tuple[str, ...]


class Found(NamedTuple):
    """What a task found: problems, and the verdicts on its stretches that came of looking by columns."""

    problems: tuple[Problem, ...]
    verdicts: tuple[StretchVerdict, ...] = ()


def plan_validation(folder: Path, partitions: Sequence[Partition], work: Path, earlier: Earlier | None = None) -> Plan:
    """What to look at in a package that consists of these partitions, in their order, and of tables that are small.

    `work` is a folder for small packages. Raises SchemaError for a schema with a word that is not known, OSError.
    """
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rules = build_rules(descriptor)
    kept = {stretch.table for partition in partitions for stretch in partition.stretches}
    lists = tuple(name for name in rules if name not in COLUMNS)
    loose = group_loose(folder)
    base = _hash_base(descriptor, lists)
    keys = {one: _hash_partition(folder, one, gather_loose(loose, (one.name,)), base) for one in partitions}
    rest = {name for found in loose.values() for name in found} - {one.name for one in partitions}
    rest_key = _hash_partition(folder, Partition("", ()), gather_loose(loose, rest), base)
    unknown = [one for one in partitions if not _is_known(keys[one], earlier)]
    rest_known, lists_known = _is_known(rest_key, earlier), _is_known(base, earlier)
    tasks: list[Task] = [*plan_partition_checks(unknown, loose, work, () if rest_known else rest)]
    tasks += [] if lists_known else [ListsTask(lists)]
    tasks += [TableTask(name, name in kept, lists_known and name in lists) for name in rules]
    fresh = [*(keys[one] for one in unknown), *([] if rest_known else [rest_key]), *([] if lists_known else [base])]
    return Plan(build_context(folder, rules, tuple(rules)), tuple(tasks), tuple(partitions), tuple(fresh))


def cut_partitions(folder: Path, tables: Sequence[str]) -> tuple[Partition, ...]:
    """The partitions as they lie in these tables of a package, for whoever has no note of that."""
    return group_stretches(stretch for table in tables for stretch in cut_by_partition(folder, table))


def group_stretches(stretches: Iterable[Stretch]) -> tuple[Partition, ...]:
    """The partitions that these are stretches of, in the order of their names."""
    found: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        found.setdefault(stretch.prefix, []).append(stretch)
    return tuple(Partition(name, tuple(found[name])) for name in sorted(found))


def _is_known(key: str, earlier: Earlier | None) -> bool:
    """Whether an earlier run found valid what the key stands for."""
    return earlier is not None and earlier.get(key) is not None


def _hash_base(descriptor: Mapping[str, Any], lists: Sequence[str]) -> str:
    """A hash of all that every partition's validity follows from: checks, the descriptor's words with its schemas, code
    lists."""
    entries = [
        {key: value for key, value in entry.items() if entry["name"] in lists or key not in {"bytes", "hash"}}
        for entry in descriptor["resources"]
    ]
    return hash_parts(
        "validity", hash_code("packaging"), json.dumps({**descriptor, "resources": entries}, sort_keys=True)
    )


def _hash_partition(folder: Path, partition: Partition, loose: Sequence[Loose], base: str) -> str:
    """A hash of all that a partition's validity follows from."""
    parts = [base, partition.name]
    for stretch in partition.stretches:
        parts += [stretch.table, stretch.sha256 or hashlib.sha256(read_stretch(folder, stretch)).hexdigest()]
    for one in loose:
        parts += [one.table, hashlib.sha256(one.records).hexdigest()]
    return hash_parts(*parts)


def load_checkers(plan: Plan) -> None:
    """Load what the tasks need now: in the process that workers are forked from, lest each of them load it."""
    if any(not isinstance(task, TableTask) for task in plan.tasks):
        load_frictionless()


def look_at(context: RowContext, task: Task) -> Found:
    """What is wrong with what a task names; raises OSError."""
    if isinstance(task, ListsTask):
        return Found(find_problems(context.folder, task.names))
    if isinstance(task, PartitionTask):
        verdicts = tuple(check_stretch(context, stretch) for stretch in task.stretches)
        return Found(find_partition_problems(context.folder, task), verdicts)
    rules = context.rules[task.name]
    problems = [*find_changed_file(context.folder, rules), *find_head_problems(context.folder, rules)]
    if task.known:
        return Found(tuple(problems))
    problems += find_repeated_values(context, task.name)
    stretches = () if task.by_partition else cut_table(context.folder, task.name)
    return Found(tuple(problems), tuple(check_stretch(context, one) for one in stretches))


def join_found(plan: Plan, found: Sequence[Found], earlier: Earlier | None = None) -> tuple[Problem, ...]:
    """The problems of the package, each told once; if there are none, that is kept for later runs."""
    folder = plan.context.folder
    verdicts: dict[str, list[StretchVerdict]] = {}
    for verdict in (verdict for one in found for verdict in one.verdicts):
        verdicts.setdefault(verdict.stretch.table, []).append(verdict)
    stretches = [stretch for partition in plan.partitions for stretch in partition.stretches]
    problems = [
        *find_gaps(folder, stretches),
        *(problem for table in verdicts.values() for verdict in table for problem in verdict.problems),
        *(problem for table in verdicts.values() for problem in find_key_problems(plan.context, table)),
        *(problem for one in found for problem in one.problems),
    ]
    if earlier is not None and not problems:
        for key in plan.keys:
            earlier.put(key, b"valid")
    return merge_problems(problems)
