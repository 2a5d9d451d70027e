"""What is published is valid, and what is not valid is found: file, row and field."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.packaging.faultless import fingerprint, read_entries
from build_scripts.packaging.validation import find_problems
from build_scripts.pipeline import NotPublished, refuse_problems

from .packages import edit_table

HUZHU = "630223-chengshiguanlizonghexingzhengzhifaju-2024"


@pytest.fixture
def package(real_package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(real_package, tmp_path / "package"))


def test_what_is_published_has_no_problem(package: Path) -> None:
    assert find_problems(package) == ()


PLANTED = (
    ("applications", ",blank,", ",empty,", "state", "foreign-key"),
    ("agencies", ",county,", ",village,", "level", "foreign-key"),
    ("disclosures", ",fee,amount,", ",fee,weight,", "measure", "foreign-key"),
    ("findings", f",{HUZHU},", ",410303-nobody-2020,", "report_id", "foreign-key"),
    ("reports", ",2021,unknown,", ",2022,unknown,", "form", "foreign-key"),
    ("remedies", ",litigation_direct,other,", ",litigation_direct,corrected,", "", "primary-key"),
    ("reports", "2020,西工区", "MMXX,西工区", "year", "type-error"),
    ("remedies", ",0,reported,", ",-1,reported,", "count", "constraint-error"),
    ("regions", "\n110000,", "\n11000,", "code", "constraint-error"),
)
"""Table, what it says, what it is made to say, the field that is wrong then, the code of the problem."""


def test_planted_errors_are_found_each_at_its_place_by_us_and_by_frictionless_alone(package: Path) -> None:
    """All in one package, which is validated twice: by the build's own step, by the command as a user gives it."""
    planted = {
        (f"data/{table}.csv", edit_table(package, table, old, new), field, code)
        for table, old, new, field, code in PLANTED
    }
    edit_table(package, "rules", "\n", "\r\n", honest=False)
    changed = ("data/rules.csv", 0, "", "hash-count")
    assert planted | {changed} <= {(one.file, one.row, one.field, one.code) for one in find_problems(package)}
    answer = run_frictionless(package, "--json")
    assert answer.returncode == 1
    told = {
        (task["place"], error.get("rowNumber", 0), error["type"])
        for task in json.loads(answer.stdout)["tasks"]
        for error in task["errors"]
    }
    assert {(file, row, code) for file, row, _, code in (*planted, changed)} <= told


def test_what_was_faultless_is_looked_at_again_when_what_it_depends_on_has_changed(package: Path) -> None:
    """Its own file, its own entry, or the file its keys refer to: here the file and the entry stay as they were."""
    assert find_problems(package) == ()
    before = (package / "data/region_names.csv").read_bytes()
    edit_table(package, "regions", "\n110101,", "\n110109,")
    assert (package / "data/region_names.csv").read_bytes() == before
    assert {(one.file, one.code) for one in find_problems(package, ("region_names",))} == {
        ("data/region_names.csv", "foreign-key")
    }
    descriptor = package / "datapackage.json"
    words = json.loads(descriptor.read_text(encoding="utf-8"))
    (entry,) = (each for each in words["resources"] if each["name"] == "section_codes")
    entry["schema"]["fields"][0]["constraints"]["pattern"] = "^[0-5]$"
    descriptor.write_text(json.dumps(words), encoding="utf-8")
    assert {(one.field, one.code) for one in find_problems(package, ("section_codes",))} == {
        ("code", "constraint-error")
    }


def test_what_is_faultless_is_told_by_its_file_its_entry_and_what_it_refers_to(package: Path) -> None:
    entries = read_entries(package / "datapackage.json")
    names = ("region_names", "regions", "states")
    before = {name: fingerprint(package, entries, name) for name in names}
    assert None not in before.values()
    edit_table(package, "regions", "\n110101,", "\n110109,", honest=False)
    after = {name: fingerprint(package, entries, name) for name in names}
    assert [name for name in names if before[name] != after[name]] == ["region_names", "regions"]
    (package / "data/states.csv").unlink()
    assert fingerprint(package, entries, "states") is None


def test_a_wrong_head_is_found(package: Path) -> None:
    edit_table(package, "states", "code,", "kode,")
    found = [
        (problem.file, problem.row, problem.field, problem.code) for problem in find_problems(package, ("states",))
    ]
    assert ("data/states.csv", 0, "code", "incorrect-label") in found


def test_a_file_changed_behind_the_descriptor_is_found(package: Path) -> None:
    edit_table(package, "disclosures", "250.83,reported", "250.84,reported", honest=False)
    (problem,) = find_problems(package, ("disclosures",))
    assert (problem.file, problem.code) == ("data/disclosures.csv", "hash-count")


def test_a_missing_file_is_found(package: Path) -> None:
    (package / "data" / "states.csv").unlink()
    assert ("data/states.csv", "scheme-error") in {(p.file, p.code) for p in find_problems(package, ("states",))}


def test_a_descriptor_that_is_none_is_found(package: Path) -> None:
    (package / "datapackage.json").write_text("[]", encoding="utf-8")
    assert [problem.file for problem in find_problems(package)][:1] == ["datapackage.json"]


def test_a_resource_validated_alone_keeps_its_foreign_keys(package: Path) -> None:
    edit_table(package, "checks", f"\n{HUZHU},", "\n999999-nobody-2024,")
    assert [p.code for p in find_problems(package, ("checks",))] == ["foreign-key"]
    assert find_problems(package, ("reports", "states")) == ()


def test_problems_are_named_when_nothing_is_published(package: Path) -> None:
    edit_table(package, "agencies", ",county,", ",village,")
    with pytest.raises(NotPublished, match=r"1 problems:\n  data/agencies.csv:2: foreign-key \(level\)"):
        refuse_problems(find_problems(package, ("agencies",)))


def test_the_descriptor_hashes_are_those_of_the_files(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert {len(resource["hash"]) for resource in descriptor["resources"]} == {len("sha256:") + 64}


def run_frictionless(package: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`frictionless validate datapackage.json`, as a user would."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", package / "datapackage.json", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)
