"""Two packages compared: every difference is told once, with its reason, and told truly in every format."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from build_scripts.files import FilesError, read_rows
from build_scripts.releasing.blocks import iterate_blocks
from build_scripts.releasing.bundles import Bundle, open_bundle
from build_scripts.releasing.differences import find_changes, make_change
from build_scripts.releasing.ledger import Change
from build_scripts.releasing.showing import MOST_ROWS, name_sides, show_changes
from build_scripts.releasing.words import read_words
from tests.commands import run
from tests.packages import REAL, ROOT, copy_real, edit_table, make_package

AGENCY = "410781-chengshiguanliju"
REPORT = f"{AGENCY}-2023"
FILE = "2023/410781-chengshiguanliju.txt"
SEEDS = ("0", "4")
"""Under which a set of two column names has its two orders."""


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five real reports after a busy month: one replaced, one corrected, one taken down, one new."""
    reports = copy_real(tmp_path_factory.mktemp("altered") / "reports")
    replaced = reports / "2021/411500-chengshiguanliju.txt"
    text = replaced.read_text(encoding="utf-8")
    replaced.write_text(f"{text.rstrip()}另有一句。\n", encoding="utf-8")
    with (reports / f"{FILE}.yml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(
            "corrections:\n  - table: disclosures\n    row: penalty\n    column: decisions\n    value: 7\n"
            "    reason: 与原网页核对。\n    evidence: https://example.com/\n"
        )
    (reports / "2020/410303-chengshiguanliju.txt").unlink()
    (reports / "2020/410303-chengshiguanliju.txt.yml").unlink()
    new = (REAL / FILE).read_text(encoding="utf-8").replace("2023", "2022")
    (reports / "2022").mkdir()
    (reports / "2022/new.txt").write_text(new, encoding="utf-8")
    make_package(reports, package := reports.parent / "package")
    return package


def compare(old: Path, new: Path) -> list[Change]:
    with open_bundle(old) as before, open_bundle(new) as after:
        return list(find_changes(before, after))


def show(old: Path, new: Path, style: str, lang: str = "zh") -> str:
    with open_bundle(old) as before, open_bundle(new) as after:
        changes = tuple(find_changes(before, after))
        return show_changes(changes, read_words(before, after, lang), name_sides(before, after), style)  # type: ignore[arg-type]


def edited(package: Path, target: Path, name: str, old: str, new: str) -> Path:
    copytree(package, target)
    edit_table(target, name, old, new)
    return target


def test_a_package_does_not_differ_from_itself(real_package: Path) -> None:
    assert compare(real_package, real_package) == []
    assert show(real_package, real_package, "text").endswith("没有不同。\n")


def test_every_change_of_a_month_is_told_with_its_reason(real_package: Path, altered: Path) -> None:
    changes = compare(real_package, altered)
    reports = [(one.change, one.report_id, one.reason) for one in changes if one.subject == "report"]
    assert reports == [
        ("removed", "410303-chengshiguanliju-2020", "removed_report"),
        ("added", f"{AGENCY}-2022", "new_report"),
        ("changed", REPORT, "correction"),
        ("changed", "411500-chengshiguanliju-2021", "replaced_source"),
    ]
    (before,) = (
        row["value"]
        for row in read_rows(real_package / "data/disclosures.csv")
        if (row["report_id"], row["item"]) == (REPORT, "penalty")
    )
    assert [one for one in changes if one.subject == "cell"] == [
        Change("cell", "changed", AGENCY, REPORT, "disclosures", "penalty", "decisions", "reported", before, "reported",
               "7", "correction", "")
    ]  # fmt: skip
    assert {one.reason for one in changes if one.report_id == "411500-chengshiguanliju-2021"} == {"replaced_source"}
    assert ("agency", "removed", "410303-chengshiguanliju", "register") in {
        (one.subject, one.change, one.agency_id, one.reason) for one in changes
    }


def test_what_went_forward_comes_back_on_the_way_back(real_package: Path, altered: Path) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    forward = {
        (one.subject, turned[one.change], one.report_id, one.table, one.row, one.column, one.after)
        for one in compare(real_package, altered)
    }
    back = {
        (one.subject, one.change, one.report_id, one.table, one.row, one.column, one.before)
        for one in compare(altered, real_package)
    }
    assert forward == back


def test_what_cannot_be_seen_is_never_told_as_the_same_file(real_package: Path, tmp_path: Path) -> None:
    """A text that is held back takes its hash along: its words went for that, its numbers for reasons unknown."""
    row = next(row for row in read_rows(real_package / "data/reports.csv") if row["report_id"] == REPORT)
    held = edited(real_package, tmp_path / "held", "reports", row["source_sha256"], "")
    reasons = {one.column: one.reason for one in compare(real_package, held) if one.subject == "field"}
    assert reasons == {"source_sha256": "unseen_source"}
    text = (held / "data/reports.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(REPORT))
    edit_table(held, "reports", line, line.replace(",full,", ",withheld,"))
    cell = next(one for one in read_rows(held / "data/remedies.csv") if one["report_id"] == REPORT and one["count"])
    edit_table(held, "remedies", ",".join(cell.values()), ",".join({**cell, "count": "98765"}.values()))
    changes = compare(real_package, held)
    assert {(one.subject, one.reason) for one in changes} == {
        ("report", "text_release"), ("field", "text_release"), ("cell", "unseen_source"),
    }  # fmt: skip


def test_columns_are_told_in_their_order_whatever_the_hash_seed(real_package: Path, tmp_path: Path) -> None:
    (old, new) = (tmp_path / name for name in ("old", "new"))
    row = next(one for one in read_rows(real_package / "data/remedies.csv") if one["line"])
    line = ",".join(row.values())
    edited(real_package, old, "remedies", line, line)
    moved = {**row, "printed": "另印", "line": f"{row['line']}9"}
    edited(real_package, new, "remedies", line, ",".join(moved.values()))
    code = (
        "import sys; from pathlib import Path; from build_scripts.releasing.bundles import open_bundle; "
        "from build_scripts.releasing.differences import find_changes; "
        "old, new = (open_bundle(Path(name)).__enter__() for name in sys.argv[1:]); "
        "print(*(one.column for one in find_changes(old, new) if one.table == 'remedies'))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(old), str(new)],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in SEEDS
    ]
    assert said == ["printed line\n"] * len(SEEDS)


def test_the_same_file_read_differently_is_reading(real_package: Path, tmp_path: Path) -> None:
    row = next(iter(read_rows(real_package / "data/remedies.csv")))
    line = ",".join(row.values())
    unread = ",".join({**row, "count": "", "state": "unreadable"}.values())
    changed = edited(real_package, tmp_path / "new", "remedies", line, unread)
    cell = next(one for one in compare(real_package, changed) if one.subject == "cell")
    assert (cell.before_state, cell.before, cell.after_state, cell.after, cell.reason) == (
        row["state"], row["count"], "unreadable", "", "reading",
    )  # fmt: skip


def test_a_file_given_to_another_agency_is_of_the_register(real_package: Path, tmp_path: Path) -> None:
    changed = tmp_path / "new"
    copytree(real_package, changed)
    for name in ("agencies", "reports", "sections", "disclosures", "applications", "remedies"):
        text = (changed / f"data/{name}.csv").read_text(encoding="utf-8")
        edit_table(changed, name, text, text.replace(AGENCY, f"{AGENCY}-x"))
    assert {(o.change, o.reason) for o in compare(real_package, changed) if o.subject == "report"} == {
        ("added", "register"),
        ("removed", "register"),
    }


def test_a_code_and_a_name_of_the_register_are_told(real_package: Path, tmp_path: Path) -> None:
    changed = edited(real_package, tmp_path / "new", "scopes", "subordinates", "subordinate_units")
    edit_table(changed, "agency_register", "2023年报告标题", "2023 年报告")
    told = {
        (one.subject, one.change, one.table, one.row, one.column, one.reason) for one in compare(real_package, changed)
    }
    assert told == {
        ("code", "removed", "scopes", "subordinates", "", "code_list"),
        ("code", "added", "scopes", "subordinate_units", "", "code_list"),
        ("code", "changed", "agency_register", f"卫辉市城市管理局/{AGENCY}", "source", "register"),
    }


def test_a_rename_keeps_the_id_and_is_of_the_register(real_package: Path, tmp_path: Path) -> None:
    changed = edited(real_package, tmp_path / "new", "agencies", "卫辉市城市管理局", "卫辉市城市管理综合执法局")
    edit_table(changed, "agency_register", "卫辉市城市管理局", "卫辉市城市管理综合执法局")
    changes = compare(real_package, changed)
    assert [(o.subject, o.change, o.column, o.before, o.after, o.reason) for o in changes if o.agency_id == AGENCY] == [
        ("agency", "changed", "", "", "", "register"),
        ("field", "changed", "name", "卫辉市城市管理局", "卫辉市城市管理综合执法局", "register"),
    ]
    assert {(one.subject, one.change, one.table) for one in changes if not one.agency_id} == {
        ("code", "removed", "agency_register"),
        ("code", "added", "agency_register"),
    }


def test_a_column_that_came_is_told_once_and_compared_nowhere(real_package: Path, tmp_path: Path) -> None:
    older = tmp_path / "old"
    copytree(real_package, older)
    for name in ("regions", "disclosures"):
        rows = read_rows(older / f"data/{name}.csv")
        last = list(rows[0])[-1]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([list(rows[0])[:-1], *(list(row.values())[:-1] for row in rows)])
        edit_table(older, name, (older / f"data/{name}.csv").read_bytes().decode(), out.getvalue())
        assert last
    assert [(o.subject, o.change, o.table, o.column, o.reason) for o in compare(older, real_package)] == [
        ("field", "added", "disclosures", "correction", "reading"),
        ("field", "added", "regions", list(read_rows(real_package / "data/regions.csv")[0])[-1], "code_list"),
    ]


def test_lines_that_moved_are_one_field_and_no_cells(real_package: Path, tmp_path: Path) -> None:
    changed = tmp_path / "new"
    copytree(real_package, changed)
    rows = [
        {**row, "line": str(int(row["line"] or 0) + 1)} if row["report_id"] == REPORT else row
        for row in read_rows(changed / "data/remedies.csv")
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    edit_table(changed, "remedies", (changed / "data/remedies.csv").read_bytes().decode(), out.getvalue())
    assert [(o.subject, o.table, o.column) for o in compare(real_package, changed)] == [
        ("report", "", ""),
        ("field", "remedies", "line"),
    ]


def test_words_that_are_now_held_back_are_not_told_as_what_stood_before(real_package: Path, tmp_path: Path) -> None:
    quote = next(row["title"] for row in read_rows(real_package / "data/reports.csv") if row["report_id"] == REPORT)
    changed = edited(real_package, tmp_path / "new", "reports", quote, "")
    line = next(
        line
        for line in (changed / "data/reports.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith(REPORT)
    )
    edit_table(changed, "reports", line, line.replace(",full,", ",withheld,"))
    assert quote not in show(real_package, changed, "json").encode().decode("unicode_escape")


def test_nor_is_a_number_of_a_person_or_the_hash_by_which_it_could_be_found(real_package: Path, tmp_path: Path) -> None:
    number, count = "13812345678", f"{REPORT},penalty,decisions,11,"
    old = edited(real_package, tmp_path / "old", "disclosures", count, count.replace(",11,", f",{number},"))
    row = next(row for row in read_rows(real_package / "data/reports.csv") if row["report_id"] == REPORT)
    new = edited(real_package, tmp_path / "new", "reports", row["source_sha256"], "")
    line = next(
        line for line in (new / "data/reports.csv").read_text(encoding="utf-8").splitlines() if line.startswith(REPORT)
    )
    assert number in show(old, new, "json")
    edit_table(new, "reports", line, line.replace(",full,", ",masked,"))
    for style in ("json", "text", "csv", "markdown"):
        told = show(old, new, style)
        assert number not in told
        assert row["source_sha256"] not in told


def test_a_line_break_inside_quotes_ends_no_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'report_id,x\na-1,"one\nb-9,two"\na-1,y\nb-2,"q""\n"\n')
    assert list(iterate_blocks(tmp_path / "t.csv")) == [
        (b"a-1", b'a-1,"one\nb-9,two"\na-1,y\n'),
        (b"b-2", b'b-2,"q""\n"\n'),
    ]
    (tmp_path / "t.csv").write_bytes(b"report_id,x\nb-1,1\na-1,2\n")
    with pytest.raises(FilesError, match="not sorted"):
        list(iterate_blocks(tmp_path / "t.csv"))


# Packages that are none.


def zip_package(package: Path, target: Path, rename: Callable[[str], str] = str) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (package / "datapackage.json", *sorted((package / "data").glob("*.csv"))):
            archive.write(path, rename(f"disclosure-reports-1/{path.relative_to(package)}"))
    return target


def test_a_zip_says_what_its_folder_says(real_package: Path, altered: Path, tmp_path: Path) -> None:
    packed = zip_package(real_package, tmp_path / "old.zip")
    assert compare(packed, altered) == compare(real_package, altered)


def test_names_in_a_zip_never_become_paths(real_package: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    packed = zip_package(real_package, tmp_path / "a" / "old.zip")
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("../../escaped.csv", "x")
        archive.writestr("disclosure-reports-1/data/../../../escaped.csv", "x")
    with open_bundle(packed) as bundle:
        assert {path.name for path in (bundle.folder / "data").iterdir()} == {f"{name}.csv" for name in bundle.tables}
        assert not list(tmp_path.rglob("escaped.csv"))


def break_zip(packed: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The zip with members changed, or left out where there is nothing."""
    with zipfile.ZipFile(packed) as archive:
        members = [(name, change(name.partition("/")[2], archive.read(name))) for name in archive.namelist()]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            if data is not None:
                archive.writestr(name, data)
    return packed


def swell(name: str, data: bytes) -> bytes:
    """A table of nothing but line breaks, and a descriptor that says so."""
    if name == "data/states.csv":
        return b"\n" * (8 << 20)
    if name != "datapackage.json":
        return data
    told = json.loads(data)
    (resource,) = (one for one in told["resources"] if one["name"] == "states")
    resource |= {"bytes": 8 << 20, "hash": f"sha256:{hashlib.sha256(swell('data/states.csv', b'')).hexdigest()}"}
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, d: b"[" * 200_000 if n == "datapackage.json" else d, "datapackage.json: 嵌套太深"),
        (lambda n, d: None if n == "data/remedies.csv" else d, "data/remedies.csv: 缺这个表"),
        (lambda n, d: d + b"\n" if n == "data/states.csv" else d, "data/states.csv: 解开是"),
        (lambda n, d: d.replace(b'"bytes":', b'"size":') if n == "datapackage.json" else d, "datapackage.json: '"),
        (swell, "data/states.csv: 解开过大"),
    ],
    ids=["nested", "missing", "larger", "unsized", "bomb"],
)
def test_a_hostile_zip_is_refused_by_its_name_and_member(
    real_package: Path, tmp_path: Path, change: Callable[[str, bytes], bytes | None], said: str
) -> None:
    packed = break_zip(zip_package(real_package, tmp_path / "old.zip"), change)
    with pytest.raises(FilesError) as refused, open_bundle(packed):
        pass
    assert str(refused.value).startswith(f"{packed}: {said}")


def test_two_members_of_one_name_are_refused(real_package: Path, tmp_path: Path) -> None:
    packed = zip_package(real_package, tmp_path / "old.zip")
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("disclosure-reports-1/data/states.csv", "code\n")
    with (
        pytest.raises(FilesError, match=r"old\.zip: 'disclosure-reports-1/data/states\.csv'.*twice"),
        open_bundle(packed),
    ):
        pass


def test_what_no_descriptor_lists_is_not_unpacked(real_package: Path, tmp_path: Path) -> None:
    packed = zip_package(real_package, tmp_path / "old.zip")
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("disclosure-reports-1/data/other.csv", b"\n" * (64 << 20))
    with open_bundle(packed) as bundle:
        assert not (bundle.folder / "data/other.csv").exists()


def test_a_damaged_table_of_a_zip_is_told_by_the_zip(real_package: Path, tmp_path: Path) -> None:
    copytree(real_package, tmp_path / "bad")
    edit_table(tmp_path / "bad", "remedies", "report_id", '"report_id')
    packed = zip_package(tmp_path / "bad", tmp_path / "old.zip")
    with pytest.raises(FilesError) as refused, open_bundle(packed):
        pass
    assert str(refused.value).startswith(f"{packed}: data/remedies.csv: ")


def test_a_package_that_was_tampered_with_is_refused(real_package: Path, tmp_path: Path) -> None:
    copytree(real_package, tmp_path / "bad")
    edit_table(tmp_path / "bad", "remedies", ",0,", ",1,", honest=False)
    with pytest.raises(FilesError, match=r"data/remedies\.csv.*refused"), open_bundle(tmp_path / "bad"):
        pass


@pytest.mark.parametrize("given", ["nothing", "text.zip", "empty"])
def test_what_is_no_package_ends_with_2_and_says_so(real_package: Path, tmp_path: Path, given: str) -> None:
    (tmp_path / "text.zip").write_text("PK no zip", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    answer = run("diff", real_package, tmp_path / given)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert given in answer.stderr
    assert "失败" in answer.stderr


# What is shown.


def test_the_text_names_reports_cells_values_and_reasons_in_both_languages(real_package: Path, altered: Path) -> None:
    zh, en = (show(real_package, altered, "text", lang) for lang in ("zh", "en"))
    assert re.search(r"\n410781-chengshiguanliju-2023 卫辉市城市管理局.*年度报告 \[改动, 更正\]\n", zh)
    assert re.search(r"\n  行政处罚 · [^\n]+: \d+ → 7  \(更正\)\n", zh)
    assert re.search(r"\n  [A-Z][^\n]+ · [^\n]+: \d+ → 7  \(correction\)\n", en)
    assert "报告 增加: 1" in zh
    assert "reports removed: 1" in en


HOSTILE = '标题\r\x1b[2J\u202e<script>|`*_@all #1 https://example.com ![x](y)\n=1+1","'


@pytest.fixture
def hostile(real_package: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "hostile"
    copytree(real_package, folder)
    rows = [
        {**row, "title": HOSTILE} if row["report_id"] == REPORT else row
        for row in read_rows(folder / "data/reports.csv")
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    edit_table(folder, "reports", (folder / "data/reports.csv").read_bytes().decode(), out.getvalue())
    return folder


def test_hostile_text_steers_no_terminal(real_package: Path, hostile: Path) -> None:
    told = show(real_package, hostile, "text")
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\\x1b[2J\\u202e" in told


def test_hostile_text_means_nothing_in_markdown(real_package: Path, hostile: Path) -> None:
    told = show(real_package, hostile, "markdown")
    (line,) = (line for line in told.splitlines() if line.startswith("| ") and "title" in line)
    assert line.count("|") == 5
    after = line.split(" | ")[2]
    assert re.fullmatch(r"<code>(?:[^\x00-\x7f]|[A-Za-z0-9 ]|&#\d+;)*</code>", after)


def test_hostile_text_is_exact_in_csv_and_json(real_package: Path, hostile: Path) -> None:
    told = list(csv.reader(io.StringIO(show(real_package, hostile, "csv"), newline="")))
    assert told[0] == list(Change._fields)
    assert HOSTILE in {record[Change._fields.index("after")] for record in told}
    assert HOSTILE in {one["after"] for one in json.loads(show(real_package, hostile, "json"))["changes"]}


def test_markdown_is_cut_and_says_how_much_there_is(real_package: Path) -> None:
    many = [make_change("code", "added", table="regions", row=f"{n:06}", reason="code_list") for n in range(1234)]
    with open_bundle(real_package) as bundle:
        told = show_changes(many, read_words(bundle, bundle, "zh"), name_sides(bundle, bundle), "markdown")
    assert told.count("regions&#46;") == MOST_ROWS
    assert told.endswith(f"只列出前 {MOST_ROWS} 条，共 1,234 条。\n")


def test_the_command_writes_what_it_would_say(real_package: Path, altered: Path, tmp_path: Path) -> None:
    answer = run("diff", real_package, altered, "--format", "csv", "--output", tmp_path / "changes.csv")
    assert answer.returncode == 0
    assert (tmp_path / "changes.csv").read_bytes().decode() == show(real_package, altered, "csv")


def test_bundles_know_version_and_day(real_package: Path) -> None:
    with open_bundle(real_package) as bundle:
        assert isinstance(bundle, Bundle)
        assert re.fullmatch(r"\d{4}\.\d+\.\d+ \d{4}-\d\d-\d\d", f"{bundle.version} {bundle.date}")
