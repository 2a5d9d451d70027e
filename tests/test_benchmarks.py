"""The benchmarks print nothing they did not measure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.markdown_peer import write_project
from benchmarks.measure import NotMeasured, Run, Sample, run_command
from benchmarks.run import Row


def test_a_command_that_fails_gives_no_number() -> None:
    with pytest.raises(NotMeasured, match="ended with 3: no such thing"):
        run_command([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"])


def test_a_run_has_time_and_the_memory_of_its_process() -> None:
    run = run_command([sys.executable, "-c", "import time; block = bytearray(60_000_000); time.sleep(0.2)"])
    assert 0.2 <= run.seconds < 10
    assert 60 < run.megabytes < 200


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
