"""A package is validated by partition: the same is found as in one go, and only what has changed is looked at again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from build_scripts.files.reuse import Earlier
from build_scripts.packaging.partition_checks import PartitionTask
from build_scripts.packaging.problems import Problem
from build_scripts.packaging.resources import BATCH_TABLES
from build_scripts.packaging.validation import find_problems
from build_scripts.packaging.validity import (
    ListsTask,
    Plan,
    cut_partitions,
    join_found,
    look_at,
    plan_validation,
)

from .packages import edit_table

HUZHU = "630223-chengshiguanlizonghexingzhengzhifaju-2024"
PARTITIONS = ["4103", "4107", "4115", "6302"]


@pytest.fixture(scope="module")
def small_package(real_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package with the regions of its provinces alone: half of its records are names of places elsewhere."""
    folder = tmp_path_factory.mktemp("validity") / "package"
    shutil.copytree(real_package, folder, ignore=shutil.ignore_patterns("text", "source"))
    for table in ("regions", "region_names", "township_names"):
        lines = (folder / f"data/{table}.csv").read_bytes().decode().splitlines(keepends=True)
        kept = "".join(line for line in lines if not line[0].isdigit() or line.startswith(("10", "11", "41", "63")))
        edit_table(folder, table, "".join(lines), kept)
    return folder


@pytest.fixture
def package(small_package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_package, tmp_path / "package"))


def plan(package: Path, earlier: Earlier | None = None) -> Plan:
    return plan_validation(package, cut_partitions(package, BATCH_TABLES), package.parent, earlier)


def find(package: Path, earlier: Earlier | None = None) -> tuple[Problem, ...]:
    planned = plan(package, earlier)
    return join_found(planned, [look_at(planned.context, task) for task in planned.tasks], earlier)


def list_looked_at(planned: Plan) -> set[str]:
    """The partitions Frictionless would look at, `lists` for the code lists, `rest` for what is in no partition."""
    found = set()
    for task in planned.tasks:
        if isinstance(task, PartitionTask):
            found |= {stretch.prefix for stretch in task.stretches} or {"rest"}
        elif isinstance(task, ListsTask):
            found.add("lists")
    return found


PLANTED = (
    ("applications", ",blank,", ",empty,"),
    ("agencies", ",county,", ",village,"),
    ("disclosures", ",fee,amount,", ",fee,weight,"),
    ("findings", f",{HUZHU},", ",999999-nobody-2020,"),
    ("reports", ",2021,unknown,", ",2022,unknown,"),
    ("remedies", ",litigation_direct,other,", ",litigation_direct,corrected,"),
    ("checks", f"\n{HUZHU},", f"\n{HUZHU[:-4]}2025,"),
    ("remedies", ",0,reported,", ",-1,reported,"),
    ("regions", "\n110000,", "\n11000,"),
)
"""Table, what it says, what it is made to say."""


def test_by_partition_everything_is_found_that_is_found_in_one_go_and_at_the_same_place(package: Path) -> None:
    for table, old, new in PLANTED:
        edit_table(package, table, old, new)
    whole = {(one.file, one.row, one.field, one.code) for one in find_problems(package)}
    assert len(whole) >= len(PLANTED)
    found = [(one.file, one.row, one.field, one.code) for one in find(package)]
    assert {one for one in found if one[3] != "order-error"} == whole
    assert len(found) == len(set(found))


def test_frictionless_alone_finds_by_partition_what_it_finds_in_one_go(package: Path) -> None:
    for table, old, new in PLANTED:
        edit_table(package, table, old, new)
    planned = plan(package)
    by_hand = [look_at(planned.context, task)._replace(verdicts=()) for task in planned.tasks]
    alone = [
        one for task, one in zip(planned.tasks, by_hand, strict=True) if isinstance(task, (PartitionTask, ListsTask))
    ]
    told = {(one.file, one.row, one.field, one.code, one.message) for found in alone for one in found.problems}
    assert told == {(one.file, one.row, one.field, one.code, one.message) for one in find_problems(package)}


def test_a_key_that_stands_in_two_partitions_is_found(package: Path) -> None:
    head, *lines = (package / "data/remedies.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    edit_table(package, "remedies", head, head + lines[-1])
    found = {(one.file, one.row, one.code) for one in find(package) if one.code != "order-error"}
    assert found == {("data/remedies.csv", len(lines) + 2, "primary-key")}


def test_only_what_has_changed_is_looked_at_again(package: Path, tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", package)
    assert list_looked_at(plan(package, earlier)) == {*PARTITIONS, "lists"}
    assert find(package, earlier) == ()
    assert list_looked_at(plan(package, earlier)) == set()
    edit_table(
        package, "remedies", f"{HUZHU},litigation_direct,total,,absent", f"{HUZHU},litigation_direct,total,,blank"
    )
    assert list_looked_at(plan(package, earlier)) == {"6302"}
    descriptor = package / "datapackage.json"
    words = json.loads(descriptor.read_text(encoding="utf-8"))
    words["resources"][0]["schema"]["fields"][0]["constraints"]["pattern"] = "^4"
    descriptor.write_text(json.dumps(words), encoding="utf-8")
    assert list_looked_at(plan(package, earlier)) == {*PARTITIONS, "lists"}


def test_a_changed_code_list_makes_all_be_looked_at_again(package: Path, tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", package)
    assert find(package, earlier) == ()
    edit_table(package, "states", "\nblank,", "\nempty,")
    assert {one.code for one in find(package, earlier)} >= {"foreign-key"}
    assert list_looked_at(plan(package, earlier)) == {*PARTITIONS, "lists"}


@pytest.mark.parametrize("change", [{"version": "no version"}, {"licenses": [{"title": "neither name nor path"}]}])
def test_other_words_of_the_descriptor_make_all_be_looked_at_again(
    change: dict[str, object], package: Path, tmp_path: Path
) -> None:
    earlier = Earlier(tmp_path / "cache", package)
    assert find(package, earlier) == ()
    descriptor = package / "datapackage.json"
    words = json.loads(descriptor.read_text(encoding="utf-8")) | change
    descriptor.write_text(json.dumps(words), encoding="utf-8")
    assert list_looked_at(plan(package, earlier)) == {*PARTITIONS, "lists"}


def test_what_is_not_valid_is_never_kept_as_valid(package: Path, tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", package)
    edit_table(package, "agencies", ",county,", ",village,")
    assert [(one.field, one.code) for one in find(package, earlier)] == [("level", "foreign-key")]
    assert [(one.field, one.code) for one in find(package, earlier)] == [("level", "foreign-key")]


def test_a_file_changed_behind_the_descriptor_is_found_though_its_records_are_known(
    package: Path, tmp_path: Path
) -> None:
    earlier = Earlier(tmp_path / "cache", package)
    assert find(package, earlier) == ()
    edit_table(package, "disclosures", "250.83,reported", "250.84,reported", honest=False)
    assert ("data/disclosures.csv", "hash-count") in {(one.file, one.code) for one in find(package, earlier)}
