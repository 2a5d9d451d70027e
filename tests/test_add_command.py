"""`add` and `new` as people type them: what is said where, and how they end. Nothing is written into our own folder."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from pathlib import Path

from build_scripts.files import PROJECT
from tests.commands import run
from tests.packages import ROOT, hash_tree
from tests.report_texts import print_text

GOOD = print_text(title="卫辉市城市管理局2022年政府信息公开工作年度报告")


def test_how_a_run_ends_tells_whether_all_some_or_none_could_be_added(tmp_path: Path) -> None:
    before = hash_tree(PROJECT.reports)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad\x1b[2J.txt").write_text("no report", encoding="utf-8")
    held = PROJECT.reports / "2023" / "410781-chengshiguanliju.txt"
    log = tmp_path / "all.log"
    some = run("add", tmp_path, "--dry-run", "--log", log)
    assert some.returncode == 1, some.stderr
    assert "可以放入" in some.stdout
    assert "datapackage/reports/2022/410781-chengshiguanliju.txt" in some.stdout
    assert "\x1b" not in some.stdout + some.stderr + log.read_text(encoding="utf-8")
    assert "报告: 1 → 2 (+1)" in some.stdout
    none = run("add", tmp_path / "bad\x1b[2J.txt", "https://127.0.0.1/x", "--lang", "en", "--dry-run")
    assert none.returncode == 2
    assert "private network" in none.stdout
    well = run("add", held, "--format", "csv")
    assert well.returncode == 0
    assert [row["outcome"] for row in csv.DictReader(well.stdout.splitlines())] == ["already_held"]
    assert hash_tree(PROJECT.reports) == before


def test_what_cannot_be_said_ends_with_2_and_a_reason_in_both_languages(tmp_path: Path) -> None:
    answer = run("add", tmp_path / "a.txt", "--year", "1999")
    assert answer.returncode == 2
    assert "四位年份" in answer.stderr
    assert "a year of four digits" in answer.stderr


def test_make_add_hands_names_and_options_on_as_they_are(tmp_path: Path) -> None:
    name = tmp_path / "报告 (1) $(id) '.txt"
    name.write_text(GOOD, encoding="utf-8")
    environment = {**os.environ, "FILES_GIVEN": str(name), "PYTHON_VENV": ".venv/bin/python"}
    answer = subprocess.run(
        ["build_scripts/setup/check_files.sh", "add", "--dry-run", "--format", "json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    (file,) = json.loads(answer.stdout)["files"]
    assert (file["given"], file["outcome"]) == (str(name), "would_add")


def test_a_sidecar_is_begun_and_then_taken_along(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(GOOD.replace("卫辉市城市管理局", "城市管理局", 1), encoding="utf-8")
    begun = run("new", report, "--agency", "卫辉市城市管理局", "--url", "https://example.org/a")
    assert begun.returncode == 0, begun.stderr
    assert run("new", report).returncode == 2
    added = run("add", report, "--dry-run", "--format", "json")
    (file,) = json.loads(added.stdout)["files"]
    assert (file["outcome"], file["understood"]["report_id"]) == ("would_add", "410781-chengshiguanliju-2022")
