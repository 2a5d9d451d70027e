"""The benchmarks print nothing they did not measure."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.builds import find_differences
from benchmarks.chart import draw_growth
from benchmarks.collection import make_collection
from benchmarks.goals import FIGURES, compute_figures, read_goals, render_table
from benchmarks.held_runs import HeldRuns, find_last_program, read_runs
from benchmarks.keeping import CHART, KEPT, PAGE, fill_page
from benchmarks.markdown_peer import write_project
from benchmarks.measure import NotMeasured, Run, Sample, run_command
from benchmarks.pages import tools
from benchmarks.pages.compare import compare_drawn, compare_pages, make_once
from benchmarks.pages.data import make_data
from benchmarks.pages.drawn_projects import write_drawn_hugo, write_drawn_markdown
from benchmarks.pages.page_files import Ready
from benchmarks.pages.projects import MARKER, PEERS
from benchmarks.results import Result, read_results, take_result, write_results
from benchmarks.run import Row


def test_a_command_that_fails_gives_no_number() -> None:
    with pytest.raises(NotMeasured, match="ended with 3: no such thing"):
        run_command([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"])


def test_a_run_has_time_and_the_memory_of_its_process() -> None:
    run = run_command([sys.executable, "-c", "import time; block = bytearray(60_000_000); time.sleep(0.2)"])
    assert 0.2 <= run.seconds < 10
    assert 60 < run.megabytes < 200


def test_a_run_keeps_what_python_compiles_as_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    run_command([sys.executable, "-c", "import sys; raise SystemExit(sys.dont_write_bytecode)"])


def test_medians_are_printed() -> None:
    row = Row("package", 1000, "reports", Sample((Run(2.0, 100), Run(9.0, 300), Run(4.0, 200))))
    assert row.printed() == "| package | 1,000 reports | 4.00 | 2.00–9.00 | 250 | 4.00 | 200 |"


def test_the_peer_has_a_page_for_every_report_with_its_numbers(tmp_path: Path) -> None:
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    (data / "reports.csv").write_text("report_id,title\na-2021,某报告\n", "utf-8")
    (data / "sections.csv").write_text("report_id,heading,text\na-2021,一、总体情况,无\n", "utf-8")
    (data / "disclosures.csv").write_text("report_id,item,measure,value,state\na-2021,fee,amount,7,reported\n", "utf-8")
    (data / "applications.csv").write_text("report_id,outcome,applicant,count,state\n", "utf-8")
    (data / "remedies.csv").write_text("report_id,channel,result,count,state\n", "utf-8")
    assert write_project(tmp_path / "package", tmp_path / "peer") == 1
    page = (tmp_path / "peer" / "docs" / "reports" / "a-2021.md").read_text("utf-8")
    assert page.startswith("# 某报告\n\n| item | amount |\n|---|---|\n| fee | 7 |\n")
    assert page.endswith("## 一、总体情况\n\n无\n")


def result(what: str, size: int, seconds: float, megabytes: float = 0, written: int = 0) -> Result:
    return take_result(what, size, "reports", Sample((Run(seconds, megabytes, seconds),)), written)


def by_key(*rows: Result) -> dict[tuple[str, int], Result]:
    return {(row.what, row.size): row for row in rows}


def test_memory_is_that_of_all_processes_what_they_share_counted_once() -> None:
    code = (
        "import os, time; block = bytearray(80_000_000); "
        "[os._exit(time.sleep(1) or 0) for _ in range(3) if os.fork() == 0]; "
        "more = bytearray(40_000_000); time.sleep(1); [os.wait() for _ in range(3)]"
    )
    assert 120 < run_command([sys.executable, "-c", code]).megabytes < 200, "three children share the first block"


def test_processor_time_is_that_of_children_too() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(12_000_000))'])"
    run = run_command([sys.executable, "-c", code])
    assert run.processor > 0.1


def test_every_goal_has_a_figure_and_every_figure_a_goal() -> None:
    assert [goal.key for goal in read_goals()] == list(FIGURES)


def test_a_goal_passes_falls_short_or_was_not_measured() -> None:
    rows = by_key(
        result("build", 10_000, 119.9, 2000),
        result("stamp, ours", 1000, 1.0),
        result("stamp, Hugo", 500, 0.6),
        result("stamp, Eleventy", 1000, 1.9),
        result("one more", 10_000, 4.2, written=1),
    )
    told = {goal.key: goal.judge(compute_figures(rows)[goal.key]) for goal in read_goals()}
    assert told["build_seconds"] == "达到 / pass"
    assert told["build_megabytes"] == "未达 / short", "below 2,000, and 2,000 is not"
    assert told["pages_hugo"] == "达到 / pass", "a page of ours took 1.0 ms, one of Hugo's 1.2"
    assert told["pages_eleventy"] == "未达 / short"
    assert told["one_more_differences"] == "未达 / short", "one file differs"
    assert told["rows_own"] == "未测 / not measured"
    assert "| < 120 s | 120 s | 达到 / pass |" in render_table(compute_figures(rows))


def test_growth_is_the_measure_of_one_report_at_the_largest_size() -> None:
    rows = by_key(
        result("package", 100, 9, 100), result("package", 1_000, 10, 200), result("package", 10_000, 120, 1000)
    )
    figures = compute_figures(rows)
    assert (figures["growth_package"], figures["growth_package_memory"]) == (1.2, 0.5)
    assert compute_figures(by_key(result("package", 1_000, 10)))["growth_package"] is None


def test_a_page_more_is_the_slope_between_two_numbers_of_pages() -> None:
    rows = by_key(
        result("stamp, ours", 100, 1.0),
        result("stamp, ours", 500, 1.4),
        result("stamp, Hugo", 100, 0.2),
        result("stamp, Hugo", 500, 1.0),
        result("stamp, Eleventy", 500, 9.0),
    )
    figures = compute_figures(rows)
    assert figures["pages_hugo"] == pytest.approx(1.4), "the start is in it"
    assert figures["pages_hugo_more"] == pytest.approx(0.5), "one millisecond a page, and two"
    assert figures["pages_eleventy_more"] is None


def test_a_benchmark_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    held = HeldRuns(tmp_path / "work" / "runs.csv", "abc")
    with pytest.raises(NotMeasured):
        held.repeat("package", 7, "reports", 3, iter_then_fail(Run(1, 10, 2), Run(3, 30, 4)))
    with held_file(tmp_path).open("a", encoding="utf-8") as cut:
        cut.write("abc,package,7,rep")
    again = HeldRuns(held_file(tmp_path), "abc")
    assert again.count("package", 7) == 2
    row = again.repeat("package", 7, "reports", 3, lambda: (Run(2, 20, 3), 99))
    assert (row.runs, row.seconds, row.fastest, row.slowest, row.written) == (3, 2, 1, 3, 99)
    assert again.repeat("package", 7, "reports", 3, iter_then_fail()) == row, "nothing is measured again"
    assert list(again.take_all()) == [("package", 7)]


def test_runs_of_another_program_count_for_nothing(tmp_path: Path) -> None:
    HeldRuns(held_file(tmp_path), "old").add("package", 7, "reports", Run(1, 10, 2))
    held = HeldRuns(held_file(tmp_path), "new")
    assert not held.take_all()
    held.add("site", 7, "reports", Run(1, 10, 2))
    assert find_last_program(held_file(tmp_path)) == "new"
    assert [one.program for one in read_runs(held_file(tmp_path))] == ["old", "new"]


def held_file(folder: Path) -> Path:
    return folder / "work" / "runs.csv"


def iter_then_fail(*runs: Run) -> Callable[[], tuple[Run, int]]:
    """Runs one after the other, then a reason why there is no more."""
    left = list(runs)

    def measure() -> tuple[Run, int]:
        if not left:
            raise NotMeasured("stopped")
        return left.pop(0), 0

    return measure


def test_what_was_made_by_another_program_or_cut_short_is_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    def write(folder: Path) -> None:
        made.append("x")
        (folder / "file").write_text("x")

    def cut(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise NotMeasured("stopped")

    make_once(tmp_path / "a", "new", write)
    make_once(tmp_path / "a", "new", write)
    assert len(made) == 1
    with pytest.raises(NotMeasured):
        make_once(tmp_path / "a", "newer", cut)
    make_once(tmp_path / "a", "newer", write)
    assert len(made) == 2
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"file", "made-by"}


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    rows = by_key(result("one more, site", 10_000, 1.25, 99.5, 3), result("stamp, MkDocs + Material", 7, 2))
    write_results(rows.values(), tmp_path / "deep" / "results.csv")
    assert read_results(tmp_path / "deep" / "results.csv") == rows
    assert read_results(tmp_path / "none.csv") == {}


def test_the_chart_has_a_point_for_every_size() -> None:
    rows = by_key(*(result(what, size, size / 100, 300) for what in ("package", "site") for size in (100, 1000, 10000)))
    drawn = draw_growth(rows)
    assert drawn.count("<circle") == 3 * 2 * 2
    assert "10,000: 10.0" in drawn
    with pytest.raises(ValueError, match="two sizes"):
        draw_growth(by_key(result("package", 100, 1)))


def test_the_page_shows_what_is_kept() -> None:
    if not (KEPT / "results.csv").exists():
        pytest.skip("nothing was measured yet")
    page = PAGE.read_text("utf-8")
    assert fill_page(page) == page
    assert CHART.read_text("utf-8") == draw_growth(read_results(KEPT / "results.csv"))


def test_differing_and_missing_files_are_found(tmp_path: Path) -> None:
    for folder, name, text in [
        ("a", "same", "x"),
        ("b", "same", "x"),
        ("a", "sub/differs", "x"),
        ("b", "sub/differs", "y"),
    ]:
        (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_text(text)
    (tmp_path / "b" / "more").write_text("x")
    assert find_differences(tmp_path / "a", tmp_path / "b") == ["more", "sub/differs"]


def test_a_collection_is_made_once_and_what_is_new_is_not_in_it(tmp_path: Path) -> None:
    made = make_collection(tmp_path, 12)
    files = {path.relative_to(made.reports).as_posix() for path in made.reports.rglob("*.*")}
    assert sum(not name.endswith(".yml") for name in files) == 12
    assert len(made.new) >= 5
    assert not files & {path for addition in made.new for path, _ in addition.files}
    stamps = {path: path.stat().st_mtime_ns for path in made.reports.rglob("*.*")}
    assert make_collection(tmp_path, 12) == made
    assert {path: path.stat().st_mtime_ns for path in made.reports.rglob("*.*")} == stamps


def test_projects_of_others_hold_every_slot_and_plain_texts_are_no_html(tmp_path: Path) -> None:
    specimen = "<title>@@slot:title@@</title>@@slot:json_ld@@@@slot:head@@<main>@@slot:body@@</main>"
    slots = {"title": "甲 &amp; 乙", "json_ld": "{}", "head": "<link>", "body": "<p>一</p>"}
    for peer in PEERS:
        peer.write(tmp_path / peer.name, specimen, [Ready("agencies/a/2021/", slots)])
        [page] = (tmp_path / peer.name).rglob("2021.*")
        text = page.read_text("utf-8")
        assert '"甲 & 乙"' in text
        assert slots["body"] in text
        templates = [path.read_text("utf-8") for path in (tmp_path / peer.name).rglob("*.*") if path != page]
        assert not any(MARKER.search(template) for template in templates)


def test_a_generator_whose_installation_was_cut_short_is_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tools, "_run", lambda command: asked.append(command[2]))
    python = tmp_path / "zensical/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert tools.install_zensical(tmp_path) == [str(python.with_name("zensical"))]
    assert asked == ["venv", "pip"]
    python.with_name("zensical").touch()
    tools.install_zensical(tmp_path)
    assert asked == ["venv", "pip"]


def test_pages_that_are_not_the_same_are_not_measured(tmp_path: Path) -> None:
    page = Ready("a/", {"title": "甲"})
    for name, text in (
        ("ours", "甲<td>1</td>"),
        ("same", "甲<td>1</td>"),
        ("less", "甲"),
        ("themed", "甲 <td>１</td>"),
    ):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "index.html").write_text(text, "utf-8")
    compare_pages("Hugo", [page], tmp_path / "ours", tmp_path / "same")
    compare_pages("Zensical", [page], tmp_path / "ours", tmp_path / "themed")
    for name, folder in (("Hugo", "themed"), ("Zensical", "less")):
        with pytest.raises(NotMeasured, match="not the same page"):
            compare_pages(name, [page], tmp_path / "ours", tmp_path / folder)


def test_others_are_given_every_number_paragraph_and_line_of_a_page(real_package: Path, tmp_path: Path) -> None:
    grids: dict[str, object] = {}
    pages = list(make_data(real_package, grids))
    assert len(pages) == 5
    (tmp_path / "grids.json").write_text(json.dumps(grids), "utf-8")
    (tmp_path / "specimen.html").write_text("<title>@@slot:title@@</title>@@slot:body@@", "utf-8")
    write_drawn_hugo(tmp_path / "hugo", tmp_path, pages)
    write_drawn_markdown(tmp_path / "markdown", tmp_path, pages)
    for page in pages:
        data = page["data"]
        own = next(row for row in read_table(real_package, "reports") if f"/{row['year']}/" in page["address"]
                   and page["address"].startswith(f"agencies/{row['agency_id']}/"))  # fmt: skip
        cells = [cell for table in data["tables"] for cell in table["cells"] if cell]
        assert sum(not cell["state"] for cell in cells) == int(own["cells_reported"])
        name = page["address"].rstrip("/")
        markdown = (tmp_path / "markdown" / "docs" / f"{name}.md").read_text("utf-8")
        assert all(f"[{cell['shown']}](#L{cell['line']})" in markdown for cell in cells if cell["line"])
        assert markdown.count("\n1. ") == len(data["lines"])
        given = json.loads((tmp_path / "hugo" / "content" / f"{name}.html").read_text("utf-8"))
        assert given["data"] == json.loads(json.dumps(data))


def test_a_page_drawn_with_less_is_not_measured(tmp_path: Path) -> None:
    cell, line = '<td id="c"><a href="#L1">7</a></td>', '<li id="L1">收到７件</li>'
    data = {"tables": [{"cells": [{"shown": "7"}]}], "sections": [], "lines": [{"text": "收到７件"}]}
    for name, text in (("ours", cell + line), ("same", f"<p>{cell}</p>{line}"), ("less", line.replace("７件", "件"))):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "index.html").write_text(text, "utf-8")
    page = {"address": "a/", "data": data}
    for name in ("Hugo", "Zensical"):
        compare_drawn(name, [page], tmp_path / "ours", tmp_path / "same")
        with pytest.raises(NotMeasured, match="not the same content"):
            compare_drawn(name, [page], tmp_path / "ours", tmp_path / "less")


def read_table(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
