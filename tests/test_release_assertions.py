"""Nothing is released that lost, replaced or moved something without a word: each assertion, broken."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from build_scripts.files import FilesError, read_rows
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.versions.counts import count_version
from build_scripts.releasing.assertions import ASSERTIONS, find_failures, render_failure
from build_scripts.releasing.bundles import NOTHING, Bundle, open_bundle
from build_scripts.releasing.counts import count_package, list_reports_of, read_measures
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.evidence import Evidence, Failure
from build_scripts.releasing.ledger import Release
from build_scripts.releasing.notes import Note, add_notes, read_notes, refuse_strange
from tests.ledgers import make_change
from tests.packages import edit_table

AGENCY = "410781-chengshiguanliju"
REPORT = f"{AGENCY}-2023"
OWN = {"agency_id": AGENCY, "report_id": REPORT}
WORD = Note("有意为之。", "Meant so.")
Row = dict[str, str]


@pytest.fixture
def newer(real_package: Path, tmp_path: Path) -> Path:
    """A copy of the real package, one version on."""
    return set_version(copytree(real_package, tmp_path / "newer"), "2030.1.2", "2030-01-02")


@pytest.fixture(scope="module")
def older(real_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package as it was released."""
    return set_version(copytree(real_package, tmp_path_factory.mktemp("older") / "p"), "2030.1.1", "2030-01-01")


def set_version(folder: Path, version: str, date: str) -> Path:
    path = folder / "datapackage.json"
    told = json.loads(path.read_text(encoding="utf-8")) | {"version": version, "created": f"{date}T00:00:00+08:00"}
    path.write_text(json.dumps(told), encoding="utf-8")
    return folder


def rewrite(folder: Path, name: str, change: Callable[[list[Row]], Sequence[Row]]) -> None:
    """Write a table anew, honestly, with its rows changed."""
    rows = read_rows(folder / f"data/{name}.csv")
    head = list(rows[0])
    out = io.StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(change(rows))
    edit_table(folder, name, (folder / f"data/{name}.csv").read_bytes().decode(), out.getvalue())


def drop(key: str, value: str) -> Callable[[list[Row]], list[Row]]:
    return lambda rows: [row for row in rows if row[key] != value]


def each(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda rows: [change(row) for row in rows]


def fail(
    old: Path,
    new: Path,
    notes: Mapping[str, Note] | None = None,
    recorded: Callable[[Bundle], Sequence[Release]] | None = None,
    lost: Sequence[str] = (),
) -> list[Failure]:
    """The assertions that do not hold of `new` after `old`, whose entry stands in the ledger unless given otherwise."""
    with open_bundle(old) as before, open_bundle(new) as after:
        shared = list_reports_of(before) & list_reports_of(after)
        return find_failures(
            Evidence(
                new=after,
                after=count_package(after, shared),
                previous=before,
                before=count_package(before, shared),
                changes=add_notes(tuple(find_changes(before, after)), notes or {}),
                ledger=(recorded or record)(before),
                notes=notes or {},
                lost=lost,
            )
        )


def record(bundle: Bundle) -> tuple[Release, ...]:
    return (Release(bundle.version, bundle.date, "", bundle.descriptor_sha256, {}, (), ()),)


def codes(failures: Sequence[Failure]) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in failures]


def test_the_same_data_a_version_on_is_released(older: Path, newer: Path) -> None:
    assert fail(older, newer) == []


def test_a_version_that_is_not_newer_is_stopped(older: Path, newer: Path) -> None:
    assert codes(fail(older, set_version(newer, "2030.1.1", "2030-01-02"))) == [("version_newer", "")]
    assert codes(fail(older, set_version(newer, "2029.12.31", "2030-01-02"))) == [("version_newer", "")]
    assert codes(fail(older, set_version(newer, "next", "2030-01-02"))) == [("version_newer", "")]
    assert fail(older, set_version(newer, "2030.1.10", "2030-01-02")) == []


def test_a_day_before_the_last_version_is_stopped(older: Path, newer: Path) -> None:
    assert codes(fail(older, set_version(newer, "2030.1.2", "2029-12-31"))) == [("date_not_earlier", "")]


def test_a_previous_package_that_is_not_the_one_recorded_is_stopped(older: Path, newer: Path, tmp_path: Path) -> None:
    other = copytree(older, tmp_path / "other")
    (other / "datapackage.json").write_bytes((other / "datapackage.json").read_bytes() + b"\n")
    with open_bundle(older) as bundle:
        entry = record(bundle)
    assert codes(fail(other, newer, recorded=lambda _: entry)) == [("previous_as_recorded", "")]
    assert codes(fail(older, newer, recorded=lambda _: ())) == [("previous_as_recorded", "")]


def test_a_first_version_has_none_before_it(older: Path) -> None:
    with open_bundle(older) as bundle:
        tally = count_package(bundle, frozenset())
        first = Evidence(bundle, tally, None, None, tuple(find_changes(NOTHING, bundle)), (), {}, ())
        assert find_failures(first) == []
        assert codes(find_failures(first._replace(ledger=record(bundle)))) == [
            ("version_newer", ""),
            ("previous_as_recorded", ""),
        ]


def test_an_empty_table_is_stopped(older: Path, newer: Path) -> None:
    rewrite(newer, "label_spellings", lambda _: [])
    assert codes(fail(older, newer)) == [("tables_filled", "label_spellings")]


def test_a_report_that_is_gone_needs_a_word(older: Path, newer: Path) -> None:
    for name in ("reports", "sections", "disclosures", "applications", "remedies", "checks", "findings"):
        rewrite(newer, name, drop("report_id", REPORT))
    assert ("reports_kept", REPORT) in codes(fail(older, newer))
    (failure,) = (one for one in fail(older, newer) if one.code == "reports_kept")
    assert render_failure(failure) == (
        f"reports_kept: {REPORT}\n"
        "  上一版的报告都在：应为 有说明 / a note，实为 没有了 / gone\n"
        "    → 补回报告；有意撤下的，在 release_notes.csv 写明 report:<编号>\n"
        "  every report of the version before is held: expected 有说明 / a note, found 没有了 / gone\n"
        "    → bring it back or write a note report:<id> saying why it went"
    )
    assert ("reports_kept", REPORT) not in codes(fail(older, newer, {f"report:{REPORT}": WORD}))


def test_a_replaced_file_needs_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "reports", each(lambda r: r | {"source_sha256": "0" * 64} if r["report_id"] == REPORT else r))
    assert codes(fail(older, newer)) == [("sources_kept", REPORT)]
    assert fail(older, newer, {f"report:{REPORT}": WORD}) == []


def test_a_new_report_of_a_year_to_come_needs_a_word(older: Path, newer: Path) -> None:
    later = f"{AGENCY}-2099"
    row = next(row for row in read_rows(older / "data/reports.csv") if row["report_id"] == REPORT)
    fresh = row | {"report_id": later, "year": "2099", "source_sha256": "0" * 64}
    rewrite(newer, "reports", lambda rows: sorted([*rows, fresh], key=lambda one: one["report_id"]))
    assert ("years_possible", later) in codes(fail(older, newer))
    assert "years_possible" not in {code for code, _ in codes(fail(older, newer, {f"report:{later}": WORD}))}


def release_text(how: str) -> Callable[[list[Row]], list[Row]]:
    """The rows of reports with REPORT released this way, as the package writes it: without the hash of its file."""
    return each(lambda r: r | {"text_release": how, "source_sha256": ""} if r["report_id"] == REPORT else r)


def test_a_text_that_is_released_otherwise_needs_a_word(older: Path, newer: Path) -> None:
    """What was full is held back: nobody can see any more whether its file was replaced."""
    rewrite(newer, "reports", release_text("withheld"))
    assert codes(fail(older, newer)) == [("sources_kept", REPORT)]
    assert fail(older, newer, {f"report:{REPORT}": WORD}) == []


def test_a_number_that_changes_where_no_file_can_be_seen_needs_a_word(older: Path, newer: Path) -> None:
    """Masked before and after: the file may be another one, and the number tells that something happened."""
    rewrite(older_masked := set_version(copytree(older, newer.parent / "masked"), "2030.1.1", "2030-01-01"), "reports",
            release_text("masked"))  # fmt: skip
    rewrite(newer, "reports", release_text("masked"))
    assert fail(older_masked, newer) == []
    rewrite(newer, "disclosures", each(raise_penalties))
    assert ("sources_kept", REPORT) in codes(fail(older_masked, newer))
    assert ("sources_kept", REPORT) not in codes(fail(older_masked, newer, {f"report:{REPORT}": WORD}))


def test_one_word_may_be_for_all_files_of_a_reason_but_not_for_how_texts_are_released(
    older: Path, newer: Path, tmp_path: Path
) -> None:
    rewrite(newer, "reports", each(lambda row: row | {"source_sha256": "0" * 64}))
    ids = sorted(row["report_id"] for row in read_rows(newer / "data/reports.csv"))
    assert codes(fail(older, newer)) == [("sources_kept", report) for report in ids]
    assert fail(older, newer, {"reports:replaced_source": WORD}) == []
    changes = add_notes((make_change("report", "changed", OWN, reason="replaced_source"),) * 2,
                        {"reports:replaced_source": WORD})  # fmt: skip
    assert [one.note for one in changes] == [WORD.text] * 2
    rewrite(newer, "reports", release_text("withheld"))
    assert codes(fail(older, newer, {"reports:replaced_source": WORD})) == [("sources_kept", REPORT)]
    with pytest.raises(FilesError, match="subject"):
        read_notes(write_notes(tmp_path, "2030.1.1,reports:text_release,一,one"), "2030.1.1")


def test_one_word_may_be_for_all_numbers_that_change_where_no_file_can_be_seen(older: Path, newer: Path) -> None:
    masked = set_version(copytree(older, newer.parent / "masked"), "2030.1.1", "2030-01-01")
    for folder in (masked, newer):
        rewrite(folder, "reports", release_text("masked"))
    rewrite(newer, "disclosures", each(raise_penalties))
    told = codes(fail(masked, newer, {"reports:unseen_source": WORD}))
    assert ("sources_kept", REPORT) in codes(fail(masked, newer))
    assert "sources_kept" not in {code for code, _ in told}


def raise_penalties(row: Row) -> Row:
    """A cell, one more if it is the penalties of REPORT."""
    own = (row["report_id"], row["item"]) == (REPORT, "penalty")
    return row | {"value": str(int(row["value"]) + 1)} if own else row


def test_one_number_that_jumps_needs_a_word_though_no_sum_tells_it(older: Path, newer: Path) -> None:
    """A cell that is in no key measure, or whose sum another hides."""
    own = next(row for row in read_rows(newer / "data/remedies.csv") if row["report_id"] == REPORT and row["count"])
    rewrite(newer, "remedies", each(lambda row: row | {"count": "99999"} if row == own else row))
    assert "cell_moved" in {code for code, _ in codes(fail(older, newer))}
    assert "cell_moved" not in {code for code, _ in codes(fail(older, newer, {f"report:{REPORT}": WORD}))}


def test_a_number_of_a_new_report_beyond_all_before_needs_a_word(country_package: Path, tmp_path: Path) -> None:
    old, new = (copytree(country_package, tmp_path / name) for name in ("old", "new"))
    set_version(old, "2030.1.1", "2030-01-01")
    set_version(new, "2030.1.2", "2030-01-02")
    row = read_rows(old / "data/disclosures.csv")[0]
    fresh = f"{row['report_id']}9"
    report = next(r for r in read_rows(old / "data/reports.csv") if r["report_id"] == row["report_id"])
    for name, one in (
        ("reports", report | {"report_id": fresh}),
        ("disclosures", row | {"report_id": fresh, "value": "9999999999", "state": "reported"}),
    ):
        rewrite(new, name, lambda rows, one=one: sorted([*rows, one], key=lambda row: row["report_id"]))  # type: ignore[misc]
    assert {code for code, subject in codes(fail(old, new)) if subject.startswith(f"report:{fresh} ")} == {"cell_new"}
    assert "cell_new" not in {code for code, _ in codes(fail(old, new, {f"report:{fresh}": WORD}))}


def test_an_agency_id_that_vanished_needs_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "agencies", drop("agency_id", AGENCY))
    assert codes(fail(older, newer)) == [("agencies_kept", AGENCY)]
    assert fail(older, newer, {f"agency:{AGENCY}": WORD}) == []


def test_an_address_that_leads_nowhere_is_stopped(older: Path, newer: Path) -> None:
    assert codes(fail(older, newer, lost=["agencies/x/ 2023"])) == [("addresses_kept", "agencies/x/ 2023")]


def test_a_sum_that_jumps_needs_a_word(older: Path, newer: Path) -> None:
    rewrite(
        newer,
        "disclosures",
        each(lambda r: r | {"value": f"{r['value']}0"} if r["item"] == "licence" and r["value"] else r),
    )
    assert ("measure_sum", "measure:licences") in codes(fail(older, newer))
    assert "measure_sum" not in dict(codes(fail(older, newer, {"measure:licences": WORD})))


def test_reports_that_are_new_do_not_count_in_the_sums_of_the_old(older: Path, newer: Path, tmp_path: Path) -> None:
    less = set_version(copytree(older, tmp_path / "less"), "2030.1.1", "2030-01-01")
    for name in ("reports", "sections", "disclosures", "applications", "remedies", "checks"):
        rewrite(less, name, drop("report_id", REPORT))
    assert [one for one in fail(less, newer) if one.code == "measure_sum"] == []


def test_states_that_jump_need_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "remedies", each(lose_other))
    found = codes(fail(older, newer))
    jumps = {("state_share", "state:remedies.reported"), ("state_share", "state:remedies.unreadable")}
    assert set(found) == {*jumps, ("cells_read_differently", "cells:reading")}
    assert fail(older, newer, {subject: WORD for _, subject in found}) == []


def test_results_of_checks_that_jump_need_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "checks", each(break_sum))
    found = codes(fail(older, newer))
    subjects = {"check:remedies_result_sum.holds", "check:remedies_result_sum.differs"}
    assert set(found) == {("check_share", subject) for subject in subjects}
    assert fail(older, newer, {subject: WORD for _, subject in found}) == []


def test_new_reports_that_are_unlike_all_others_need_a_word(country_package: Path, tmp_path: Path) -> None:
    """Half of them new, and hardly read: nothing that both versions hold has changed."""
    old, new = (copytree(country_package, tmp_path / name) for name in ("old", "new"))
    set_version(old, "2030.1.1", "2030-01-01")
    set_version(new, "2030.1.2", "2030-01-02")
    ids = [row["report_id"] for row in read_rows(old / "data/reports.csv")]
    fresh = {f"{report}9" for report in ids}
    for name, worse in (("reports", dict), ("remedies", lose_other), ("checks", break_sum)):
        rewrite(
            new,
            name,
            lambda rows, worse=worse: [*rows, *(worse(row) | {"report_id": f"{row['report_id']}9"} for row in rows)],
        )  # type: ignore[misc]
        rewrite(new, name, lambda rows: sorted(rows, key=lambda row: row["report_id"]))
    assert len(fresh) >= 100
    assert set(codes(fail(old, new))) == {
        ("state_share_all", "state:remedies.reported"),
        ("state_share_all", "state:remedies.unreadable"),
        ("check_share_all", "check:remedies_result_sum.holds"),
        ("check_share_all", "check:remedies_result_sum.differs"),
    }


def lose_other(row: Row) -> Row:
    """A cell of remedies, not read if it is one of those counted as other."""
    lost = row["result"] in {"other", "pending"} and row["state"] == "reported"
    return row | {"state": "unreadable", "count": ""} if lost else row


def break_sum(row: Row) -> Row:
    """A check, differing if it is a sum of remedies that holds."""
    return row | {"status": "differs"} if (row["rule"], row["status"]) == ("remedies_result_sum", "holds") else row


def test_a_rule_that_is_new_has_nothing_to_jump_from(older: Path, newer: Path) -> None:
    def add(rows: list[Row]) -> list[Row]:
        fresh = [row | {"rule": "new_rule"} for row in rows if row["rule"] == "carry_over"]
        return sorted([*rows, *fresh], key=lambda row: (row["report_id"], row["rule"], row["scope"]))

    rewrite(newer, "checks", add)
    assert fail(older, newer) == []


def test_a_rule_that_vanished_needs_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "checks", lambda rows: [row for row in rows if row["rule"] != "remedies_result_sum"])
    failures = fail(older, newer)
    assert {one.subject.split(".")[0] for one in failures} == {"check:remedies_result_sum"}
    assert {(one.code, one.found) for one in failures} == {("check_share", "没有了 / gone")}
    assert fail(older, newer, {one.subject: WORD for one in failures}) == []


def test_findings_that_jump_need_a_word(older: Path, newer: Path) -> None:
    rewrite(newer, "findings", lambda rows: rows[: len(rows) // 2])
    assert codes(fail(older, newer)) == [("findings_same", "findings")]
    assert fail(older, newer, {"findings": WORD}) == []


def test_many_more_files_withheld_need_a_word(older: Path, newer: Path) -> None:
    def lose(rows: list[Row]) -> list[Row]:
        lost = [
            rows[0] | {"finding_id": f"{n:016x}", "report_id": "", "source_file": f"{n}.txt", "severity": "error"}
            for n in range(6)
        ]
        return sorted([*rows, *lost], key=lambda row: row["finding_id"])

    rewrite(newer, "findings", lose)
    assert codes(fail(older, newer)) == [("files_withheld", "")]
    assert fail(older, newer, {"files_withheld": WORD}) == []


# Single cells: what sums and shares do not see.

WORDED = {f"report:{REPORT}": WORD}
LICENCES = "cell:disclosures.licence.decisions"


def put(report: str, item: str, value: str, **more: str) -> Callable[[list[Row]], list[Row]]:
    """Decisions of this item in this report become this number."""
    wanted = {"report_id": report, "item": item, "measure": "decisions"}
    return each(lambda r: r | {"value": value, "state": "reported"} | more if wanted.items() <= r.items() else r)


def correct(folder: Path, report: str, table: str, row: str, column: str, value: str) -> None:
    """A cell set right by a sidecar, with reason and evidence as the rule is."""
    axes = {"disclosures": ("item", "measure", "value"), "applications": ("outcome", "applicant", "count")}
    row_key, column_key, value_key = axes[table]
    wanted = {"report_id": report, row_key: row, column_key: column}
    rewrite(
        folder,
        table,
        each(
            lambda r: (
                r | {value_key: value, "state": "reported", "correction": "x"} if wanted.items() <= r.items() else r
            )
        ),
    )
    path = folder / "data/corrections.csv"
    head = path.read_bytes().decode().partition("\n")[0]
    edit_table(folder, "corrections", head, f"{head}\n{report},{table},{row},{column},1,{value},核对。,https://e.org/")


@pytest.fixture
def pair(country_package: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same 120 reports in two versions."""
    tables = ignore_patterns("text", "source")
    old, new = (copytree(country_package, tmp_path / name, ignore=tables) for name in ("old", "new"))
    return set_version(old, "2030.1.1", "2030-01-01"), set_version(new, "2030.1.2", "2030-01-02")


def find_licences(folder: Path, low: int, high: int) -> tuple[str, str]:
    """A report with so many licence decisions, and how many."""
    return next(
        (row["report_id"], row["value"])
        for row in read_rows(folder / "data/disclosures.csv")
        if (row["item"], row["measure"]) == ("licence", "decisions") and low <= int(row["value"] or -1) <= high
    )


def test_a_number_read_many_times_as_large_needs_a_word_on_its_report_or_its_cell(pair: tuple[Path, Path]) -> None:
    report, value = find_licences(pair[0], 30, 300)
    rewrite(pair[1], "disclosures", put(report, "licence", str(int(value) * 6)))
    reading = {"cells:reading": WORD, "measure:licences": WORD}
    assert codes(fail(*pair, reading)) == [("cell_moved", f"report:{report} {LICENCES}")]
    assert fail(*pair, {**reading, f"report:{report}": WORD}) == []
    assert fail(*pair, {**reading, LICENCES: WORD}) == []


def test_a_number_that_falls_to_nothing_is_a_jump_and_a_small_one_is_none(pair: tuple[Path, Path]) -> None:
    report, _ = find_licences(pair[0], 200, 10**6)
    small, value = find_licences(pair[0], 1, 20)
    rewrite(pair[1], "disclosures", put(report, "licence", "0"))
    rewrite(pair[1], "disclosures", put(small, "licence", str(int(value) + 90)))
    found = codes(fail(*pair, {"cells:reading": WORD, "measure:licences": WORD}))
    assert found == [("cell_moved", f"report:{report} {LICENCES}")]


def test_a_correction_is_its_own_word_unless_it_is_beyond_all_bounds(pair: tuple[Path, Path]) -> None:
    report, value = find_licences(pair[0], 30, 300)
    correct(pair[1], report, "disclosures", "licence", "decisions", str(int(value) * 10))
    assert fail(*pair, {"measure:licences": WORD}) == []
    rewrite(pair[1], "disclosures", put(report, "licence", "888888"))
    assert codes(fail(*pair, {"measure:licences": WORD})) == [("cell_moved_corrected", f"report:{report} {LICENCES}")]


def test_a_correction_after_which_the_report_contradicts_itself_needs_a_word(pair: tuple[Path, Path]) -> None:
    report, rule, scope = next(
        (row["report_id"], row["rule"], row["scope"])
        for row in read_rows(pair[0] / "data/checks.csv")
        if row["status"] == "holds"
    )
    correct(pair[1], report, "disclosures", "licence", "decisions", "31")
    wanted = {"report_id": report, "rule": rule, "scope": scope}
    rewrite(pair[1], "checks", each(lambda r: r | {"status": "differs"} if wanted.items() <= r.items() else r))
    found = [one for one in codes(fail(*pair)) if one[0] == "corrected_sums"]
    assert found == [("corrected_sums", f"report:{report} {rule} {scope}".rstrip())]
    assert "corrected_sums" not in dict(codes(fail(*pair, {f"report:{report}": WORD})))


def test_numbers_exchanged_between_reports_need_a_word_for_the_version(pair: tuple[Path, Path]) -> None:
    """The sums are equal, no number is out of bounds, no file has changed: the reader has."""
    (one, first), (other, second) = find_licences(pair[0], 1000, 1999), find_licences(pair[0], 2000, 3999)
    rewrite(pair[1], "disclosures", put(one, "licence", second))
    rewrite(pair[1], "disclosures", put(other, "licence", first))
    assert codes(fail(*pair)) == [("cells_read_differently", "cells:reading")]
    assert fail(*pair, {"cells:reading": WORD}) == []


def test_a_new_report_with_a_number_never_heard_of_needs_a_word(pair: tuple[Path, Path]) -> None:
    report, _ = find_licences(pair[0], 30, 300)
    for name in ("reports", "sections", "disclosures", "applications", "remedies", "checks", "findings", "corrections"):
        rewrite(pair[0], name, drop("report_id", report))
    assert fail(*pair) == []
    rewrite(pair[1], "disclosures", put(report, "licence", "9999999999"))
    assert codes(fail(*pair)) == [("cell_new", f"report:{report} {LICENCES}")]
    assert fail(*pair, {f"report:{report}": WORD}) == []


def test_a_blank_that_becomes_a_number_never_heard_of_needs_a_word(pair: tuple[Path, Path]) -> None:
    report, _ = find_licences(pair[0], 30, 300)
    rewrite(pair[0], "disclosures", put(report, "licence", "", state="blank"))
    rewrite(pair[1], "disclosures", put(report, "licence", "888888888"))
    found = dict(codes(fail(*pair)))
    assert found["cell_new"] == f"report:{report} {LICENCES}"


@pytest.mark.parametrize(
    ("code", "reason", "bound"),
    [("cells_corrected", "correction", 100), ("cells_replaced", "replaced_source", 500)],
)
def test_many_cells_changed_for_one_reason_need_a_word(
    older: Path, newer: Path, code: str, reason: str, bound: int
) -> None:
    with open_bundle(older) as before, open_bundle(newer) as after:
        shared = list_reports_of(before)
        cell = make_change("cell", "changed", {"agency_id": AGENCY, "report_id": REPORT}, reason=reason)
        moved = cell._replace(before_state="reported", before="1", after_state="reported", after="2")
        evidence = Evidence(
            after, count_package(after, shared), before, count_package(before, shared), (), record(before), WORDED, ()
        )
        assert find_failures(evidence._replace(changes=(*[moved] * bound, cell))) == []
        many = evidence._replace(changes=[moved] * (bound + 1))
        assert codes(find_failures(many)) == [(code, f"cells:{reason}")]
        assert find_failures(many._replace(notes=WORDED | {f"cells:{reason}": WORD})) == []


def test_every_assertion_of_the_list_is_broken_by_a_test_of_this_file() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [row["code"] for row in read_rows(ASSERTIONS) if f'"{row["code"]}"' not in source] == []


# Counts


def test_counts_are_those_of_the_tables(real_package: Path) -> None:
    with open_bundle(real_package) as bundle:
        counts = count_package(bundle, frozenset()).counts
    reports, cells = (read_rows(real_package / f"data/{name}.csv") for name in ("reports", "applications"))
    assert (
        counts["reports"] == len(reports) == sum(counts[f"reports.{year}"] for year in {row["year"] for row in reports})
    )
    states = {name: count for name, count in counts.items() if name.startswith("cells.applications.")}
    assert sum(states.values()) == len(cells)
    assert states["cells.applications.blank"] == sum(row["state"] == "blank" for row in cells)
    assert counts["findings.wrong-width"] == sum(
        row["code"] == "wrong-width" for row in read_rows(real_package / "data/findings.csv")
    )
    assert (counts["texts.full"], counts["files_withheld"], counts["corrections"]) == (5, 0, 0)


def test_the_ledger_counts_as_the_site_does(country_package: Path, tmp_path: Path) -> None:
    """Two ways to count: the tables row by row here, the reports one by one where the pages are made."""
    folder = copytree(country_package, tmp_path / "p")
    rewrite(folder, "findings", add_files_that_made_no_report)
    package = load_package(folder)
    tally = QualityTally(build_context(package, Settings("")))
    for record in iterate_reports(package):
        tally.add(record, None)
    with open_bundle(folder) as bundle:
        counts = count_package(bundle, frozenset()).counts
    assert counts["files_withheld"] == 1
    assert counts == dict(sorted(count_version(tally, package).items()))


def add_files_that_made_no_report(rows: list[Row]) -> list[Row]:
    """A file with an error, its sidecar with one too, and a file that another replaces."""
    files = (("lost.txt", "error"), ("lost.txt.yml", "error"), ("replaced.txt", "note"))
    added = [
        rows[0] | {"finding_id": f"{n:016x}", "report_id": "", "source_file": file, "severity": severity}
        for n, (file, severity) in enumerate(files)
    ]
    return sorted([*rows, *added], key=lambda row: row["finding_id"])


def test_sums_are_over_the_reports_asked_for(real_package: Path) -> None:
    with open_bundle(real_package) as bundle:
        sums = count_package(bundle, {REPORT}).sums
    told = {
        (row["item"], row["measure"]): row["value"]
        for row in read_rows(real_package / "data/disclosures.csv")
        if row["report_id"] == REPORT
    }
    assert f"{sums['penalties']:f}" == told["penalty", "decisions"]
    assert set(sums) == {row["code"] for row in read_measures()}


# Notes


def write_notes(folder: Path, *records: str) -> Path:
    path = folder / "release_notes.csv"
    path.write_text("\n".join(["version,subject,note_zh,note_en", *records, ""]), encoding="utf-8")
    return path


def test_notes_are_those_of_the_version(tmp_path: Path) -> None:
    path = write_notes(tmp_path, "2030.1.1,findings,旧,old", f"2030.1.2,report:{REPORT},新,new")
    assert read_notes(path, "2030.1.2") == {f"report:{REPORT}": Note("新", "new")}
    assert read_notes(tmp_path / "none.csv", "2030.1.2") == {}


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ("2030,findings,一,one", "version"),
        ("2030.1.1,reports,一,one", "subject"),
        ("2030.1.1,report:../x,一,one", "subject"),
        ("2030.1.1,cells:new_report,一,one", "subject"),
        ("2030.1.1,cell:remedies,一,one", "subject"),
        ("2030.1.1,findings,,one", "note_zh"),
        ("2030.1.1,findings,一, ", "note_en"),
        ("2030.1.1,findings,一\x1b[2J,one", "note_zh"),
    ],
)
def test_a_wrong_note_is_named_by_file_line_and_key(tmp_path: Path, record: str, key: str) -> None:
    path = write_notes(tmp_path, "2030.1.2,findings,一,one", record)
    with pytest.raises(FilesError, match=rf"release_notes\.csv:3: {key}: "):
        read_notes(path, "2030.1.2")


def test_a_note_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write_notes(tmp_path, "2030.1.1,findings,一,one", "2030.1.1,findings,二,two")
    with pytest.raises(FilesError, match=r"release_notes\.csv:3: subject: 'findings'"):
        read_notes(path, "2030.1.1")


def test_a_note_on_what_did_not_change_is_refused(tmp_path: Path) -> None:
    changed = make_change("report", "changed", OWN, reason="unseen_source")
    refuse_strange({"reports:unseen_source": WORD}, (changed,), tmp_path / "release_notes.csv")
    for slip in ("report:410781-slip-2023", "reports:replaced_source"):
        with pytest.raises(FilesError, match=re.escape(slip)):
            refuse_strange({slip: WORD}, (changed,), tmp_path / "release_notes.csv")
