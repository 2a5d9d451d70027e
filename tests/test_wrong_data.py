"""A slip planted in any hand-kept file is refused with file, line and key, in Chinese and in English."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.checking.rules import plan_rules
from build_scripts.codes import CodeListError, build_codes
from build_scripts.files import PROJECT, FilesError, Layout, read_codelists
from build_scripts.packaging.hand_kept import (
    DECLARED,
    LIST_RULES,
    find_strange_rules,
    read_list_rules,
    read_rules,
    read_schema_rules,
    read_tables,
    refuse_misfits,
    refuse_slips,
)
from build_scripts.packaging.list_checks import judge_table
from build_scripts.packaging.list_rules import RULES
from build_scripts.packaging.list_tables import HandKept, ReadTable, Slip, read_table
from build_scripts.reading.sidecar.sidecars import read_sidecar
from build_scripts.releasing.ledger import read_ledger

from .packages import ROOT
from .slips import Planted, cut_rows, plant_in_schema, plant_in_table, print_rows

CHINESE = re.compile("[\u4e00-\u9fff]")
TABLES = read_tables(PROJECT)
RULES_BEYOND = read_list_rules()
SCHEMAS = read_rules(PROJECT.schemas)


def rules_of(name: str) -> list:  # type: ignore[type-arg]
    return [rule for rule in RULES_BEYOND if rule.table == name]


@pytest.fixture(scope="module")
def read() -> dict[str, ReadTable]:
    found = {name: read_table(table) for name, table in TABLES.items()}
    assert not [one for one in found.values() if isinstance(one, Slip)]
    return {name: one for name, one in found.items() if isinstance(one, ReadTable)}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A copy of what is kept by hand, to be spoilt."""
    shutil.copytree(ROOT / "datapackage", tmp_path / "datapackage", ignore=shutil.ignore_patterns("build", ".*"))
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    return Layout(tmp_path)


def is_told(slip: Slip, planted: Planted, file: str) -> bool:
    """Whether this tells the planted slip: file, line and column, what is wrong in both languages."""
    place = slip.file == file and planted.line in (0, slip.line)
    field = not planted.field or planted.field in slip.field.split()
    return place and field and bool(CHINESE.search(slip.zh)) and bool(re.search("[a-z]{2}", slip.en))


# Every table that is kept by hand.


def test_all_that_stands_is_as_it_should_be() -> None:
    refuse_slips(PROJECT)


def test_every_table_that_is_kept_by_hand_is_declared() -> None:
    """But those of the ledger and of the tests, which are read by their own rules."""
    kept = [*(ROOT / "build_scripts").rglob("*.csv"), *(ROOT / "datapackage").glob("*.csv")]
    kept += (ROOT / "datapackage/codelists").glob("*.csv")
    names = {path.relative_to(ROOT).as_posix() for path in kept if path != LIST_RULES}
    assert names == {table.file for table in TABLES.values()}


@pytest.mark.parametrize("name", TABLES)
def test_every_slip_in_a_table_is_told_with_file_line_and_column(name: str, read: dict[str, ReadTable]) -> None:
    table, rules = TABLES[name], [rule for rule in rules_of(name) if rule.rule != "rows"]
    short = table._replace(data=print_rows(cut_rows(table.data)))
    sound = set(judge(short, read, rules))
    missed = [
        (planted.kind, planted.line, planted.field)
        for planted in plant_in_table(short, rules)
        if planted.data != short.data
        if not any(
            is_told(one, planted, table.file) for one in judge(short._replace(data=planted.data), read, rules) - sound
        )
    ]
    assert missed == []


def judge(table: HandKept, read: dict[str, ReadTable], rules: list) -> set[Slip]:  # type: ignore[type-arg]
    found = read_table(table)
    if isinstance(found, Slip):
        return {found}
    return set(judge_table(table, {**read, table.rules.name: found}, rules))


def test_rows_that_are_gone_are_missed(read: dict[str, ReadTable]) -> None:
    """A list cut off at the end of a line is whole to look at; the register and the books grow by themselves. Who adds
    a row need not raise the number, so it may lag a little."""
    counted = {rule.table: int(rule.argument) for rule in RULES_BEYOND if rule.rule == "rows"}
    assert counted.keys() == TABLES.keys() - {"agency_register", "address_book", "release_notes"}
    for name, least in counted.items():
        rows = cut_rows(TABLES[name].data, 1 << 30)
        assert 0.9 * (len(rows) - 1) <= least, f"{name} has {len(rows) - 1} rows: raise the number in list_rules.csv"
        cut = TABLES[name]._replace(data=print_rows(rows[:least]))
        (slip,) = [one for one in judge(cut, read, rules_of(name)) if not one.line]
        assert f"{least - 1} rows" in slip.en, name


def test_what_beyond_the_schema_is_declared_can_be_applied() -> None:
    assert list(find_strange_rules(RULES_BEYOND, TABLES)) == []
    assert {rule.rule for rule in RULES_BEYOND} == {*RULES, "rows"}
    for change in ({"table": "regionz"}, {"field": "kode"}, {"rule": "refer"}, {"argument": "levels.kode"}):
        strange = RULES_BEYOND[0]._replace(table="regions", field="level", rule="refers", argument="levels.code")
        (slip,) = find_strange_rules((strange._replace(**change),), TABLES)
        assert (slip.file, slip.line) == ("build_scripts/packaging/list_rules.csv", 2)


def test_what_is_declared_of_the_programs_tables_is_what_frictionless_finds_too(tmp_path: Path) -> None:
    import frictionless

    told = json.loads(DECLARED.read_text(encoding="utf-8"))
    report = frictionless.Package.from_descriptor(told, basepath=str(ROOT)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


# Every schema.


@pytest.mark.parametrize("path", sorted(PROJECT.schemas.glob("*.json")), ids=lambda path: path.stem)
def test_every_slip_in_a_schema_is_told_with_its_file(path: Path, tmp_path: Path) -> None:
    target, missed = tmp_path / path.name, []
    for planted in plant_in_schema(path.stem, json.loads(path.read_text(encoding="utf-8"))):
        target.write_bytes(planted.data)
        told = find_told(target)
        if not (path.name in told or (path.stem in TABLES and TABLES[path.stem].file in told)) or not CHINESE.search(
            told
        ):
            missed.append((planted.kind, told))
    assert missed == []


def find_told(path: Path) -> str:
    """What is said of this schema beside the others, or of the table that is to follow it."""
    name = path.stem
    try:
        rules = {**SCHEMAS, name: read_schema_rules(path)}
        refuse_misfits(rules, path.parent)
    except FilesError as error:
        return str(error)
    found = read_table(TABLES[name]._replace(rules=rules[name])) if name in TABLES else None
    return str(found) if isinstance(found, Slip) else ""


def test_a_schema_that_is_gone_is_told(tmp_path: Path) -> None:
    for name in SCHEMAS.keys() - TABLES.keys():
        rules = {other: one for other, one in SCHEMAS.items() if other != name}
        with pytest.raises(FilesError, match=rf"{name}\b.*没有"):
            refuse_misfits(rules, tmp_path)


# The commands.


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("codelists/states.csv", "\nblank,", "\nBlank,", "codelists/states.csv:3: code: “Blank” 不合"),
        ("codelists/states.csv", "", "", "schemas/states.json: 没有它的代码表 / has no code list"),
        ("schemas/states.json", "", "", "foreignKeys: state → states.code: 没有这个字段"),
        ("schemas/states.json", '"string"', '"strng"', "schemas/states.json: 结构不合"),
        ("agency_register.csv", ",pinned,", ",pined,", "agency_register.csv:2: relation: “pined” 不合"),
        ("address_book.csv", ",2026.11.2,", ",2026.13.2,", "address_book.csv:2: since: “2026.13.2” 不合"),
    ],
)
def test_package_site_and_check_refuse_and_say_so(
    layout: Layout, file: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    path = layout.root / "datapackage" / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    if not old:
        path.unlink()
    for command in (
        lambda: pipeline.build_package(layout, layout.reports, tmp_path / "out", 1, lambda *_: None) and None,
        lambda: pipeline.build_site(tmp_path, tmp_path / "out", lambda *_: None, layout),
        lambda: [*pipeline.check_files(layout, [tmp_path / "x.txt"], "text", "zh")] and None,
    ):
        with pytest.raises(FilesError) as refused:
            command()
        assert told in str(refused.value)
    assert not (tmp_path / "out").exists()


# Rules, whose terms are a language of their own.


@pytest.mark.parametrize("name", ["forms", "form_cells"])
def test_an_edition_or_a_cell_of_one_that_stands_twice_is_refused_before_anything_is_built_of_it(name: str) -> None:
    """By those too who are given lists and no files: of each edition all its cells are laid out."""
    lists = read_codelists(PROJECT.codelists)
    with pytest.raises(CodeListError, match=f"{name}: .*stands twice"):
        build_codes({**lists, name: [*lists[name], *lists[name][:1]]})


def test_every_term_of_a_rule_that_no_form_prints_is_told_with_its_rule() -> None:
    codes = build_codes(read_codelists(PROJECT.codelists))
    tried = 0
    for number, rule in enumerate(codes.rules):
        for column in ("left", "right", "operands", "table", "scopes"):
            held = getattr(rule, column)
            text = " ".join(held) if column == "scopes" else held
            for term in re.findall("[a-z_]+", text):
                tried += 1
                spoilt = re.sub(rf"\b{term}\b", f"{term}x", text, count=1)
                changed = replace(rule, **{column: tuple(spoilt.split()) if column == "scopes" else spoilt})
                rules = (*codes.rules[:number], changed, *codes.rules[number + 1 :])
                with pytest.raises(CodeListError, match=rule.code):
                    plan_rules(replace(codes, rules=rules))
    assert tried > 60


# The ledger.


LEDGER_SLIPS = {
    "release.json": (
        (b'"version"', b'"versionn"'),
        (b'"date": "2026', b'"date": 2026, "x": "'),
        (b'"descriptor_sha256": "', b'"descriptor_sha256": "x'),
        (b'"date": "2026-11', b'"date": "2026-13'),
        (b'"previous": "2026.11.3"', b'"previous": "2026.11.4"'),
        (b'"previous": "2026.11.3"', b'"previous": "2026.10.3"'),
        (b'"agencies": 5', b'"agencies": "5"'),
        (b'"agencies": 5', b'"agencies": -5'),
        (b'"agencies": 5', b'"agencies": 5, "agencies": 6'),
        (b'"version": "2026.11.4"', b'"version": "2026.11.5"'),
        (b"}", b""),
        (b"{", b"\xef\xbb\xbf{"),
    ),
    "changes.csv": (
        (b"subject,", b"subjekt,"),
        (b"\ncode,", b"\nkode,"),
        (b",added,", b",aded,"),
        (b"\n", b"\n\n"),
        (b"\n", b"\r\n"),
        (b"subject", b"\xef\xbb\xbfsubject"),
    ),
    "assets.csv": (
        (b"name,", b"nam,"),
        (b"/", b","),
        (b"\n", b"\r\n"),
        (b"application/zip,", b"application/zip,-"),
        (b"application/zip,", b"application/zip,x"),
    ),
}


@pytest.mark.parametrize("name", LEDGER_SLIPS)
def test_every_slip_in_the_ledger_is_told_with_its_file(name: str, layout: Layout) -> None:
    path = layout.releases / "2026.11.4" / name
    sound, missed = path.read_bytes(), []
    for old, new in LEDGER_SLIPS[name]:
        assert old in sound, old
        path.write_bytes(sound.replace(old, new, 1))
        try:
            read_ledger(layout.releases)
            told = ""
        except FilesError as error:
            told = str(error)
        if f"2026.11.4/{name}" not in told or not CHINESE.search(told):
            missed.append((old, new, told))
    path.write_bytes(sound)
    read_ledger(layout.releases)
    assert missed == []


# Sidecars.


SIDECAR_SLIPS = {
    "agency": ("", "甲", "甲" * 81, "[甲, 乙]", "{a: b}", "|\n  甲局\n  乙局"),
    "region_code": ("no", "41078", "4107811", "999999", "0o12", "4.1e5"),
    "level": ("no", "village", "County"),
    "function": ("no", "nothing"),
    "year": ("23", "2007", "2023.0", "'2023年'", "0o3747", "2_023", "~"),
    "scope": ("no", "all"),
    "source_url": ("www.example.gov.cn", "javascript:alert(1)", "ftp://example.gov.cn", "http://a@example.gov.cn/"),
    "retrieved": ("2024-02-30", "2024/01/01", "yes", "20240101"),
    "replaces": ("''", "|\n  a\n  b"),
    "text_release": ("no", "yes", "Full", "none"),
    "corrections": ("no", "{}", "[a]", "[{table: applications}]", "[[]]"),
}


def test_every_slip_in_a_sidecar_is_a_finding_with_its_line() -> None:
    codes = build_codes(read_codelists(PROJECT.codelists))
    for key, values in SIDECAR_SLIPS.items():
        for value in values:
            said, findings = read_sidecar(f"# 一\n{key}: {value}\n".encode(), "a.yml", codes)
            assert [one.line for one in findings][:1] == [2], (key, value)
            assert not said.get(key)
    for text, line in (
        ("agencyy: 甲局\n", 1),
        ("agency: 甲局\nagency: 乙局\n", 2),
        ("Agency: 甲局\n", 1),
        ("- agency\n", 1),
        ("agency: 甲局\n\tyear: 2023\n", 2),
        ("agency: '甲局\n", None),
        ("year: 2023\n---\nyear: 2022\n", 2),
        ("corrections:\n- table: applications\n  table: remedies\n", 3),
    ):
        _, findings = read_sidecar(text.encode(), "a.yml", codes)
        assert findings, text
        assert line is None or findings[0].line == line, (text, findings)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "begins with a BOM"),
        (lambda data: data.replace(b"\n", b"\r\n"), "carriage return"),
        (lambda data: data[:-1], "cut off"),
        (lambda data: data.decode().encode("gb18030"), "is not UTF-8"),
    ],
)
def test_what_an_editor_did_to_a_file_is_told_as_such(change: Callable[[bytes], bytes], told: str) -> None:
    found = read_table(TABLES["states"]._replace(data=change(TABLES["states"].data)))
    assert isinstance(found, Slip)
    assert told in found.en
