"""The benchmarks: reports read per second, package and site of generated reports, the same pages through MkDocs.

Comes in: how many reports, how many runs. Goes out: a Markdown table of medians measured in this run, on this machine.
What could not be measured is named with its reason, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.markdown_peer import write_project
from benchmarks.measure import NotMeasured, Run, Sample, describe_machine, repeat, run_command
from tests.printing.codelists import read_codes
from tests.printing.folder import write_folder

PYTHON = sys.executable
WRITTEN = (0, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A measured line of the table: `units` of what was done in the sample's median time."""

    name: str
    units: int
    unit: str
    sample: Sample

    @property
    def each(self) -> float:
        """Milliseconds for one unit."""
        return self.sample.seconds * 1000 / self.units

    def printed(self) -> str:
        sample = self.sample
        rate = self.units / sample.seconds
        memory = f"{sample.megabytes:,.0f}" if sample.megabytes else "—"
        return (
            f"| {self.name} | {self.units:,} {self.unit} | {sample.seconds:.2f} | {sample.spread} | "
            f"{rate:,.0f} | {self.each:.2f} | {memory} |"
        )


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="generated reports / 生成的报告份数")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median is printed / 次数")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), options.count, options.runs, options.seed)


def _measure(folder: Path, count: int, runs: int, seed: int) -> int:
    reports, package, site, peer = (folder / name for name in ("reports", "package/out", "site/out", "peer"))
    size = write_folder(read_codes(), reports, count, seed)
    print(f"{describe_machine()}; {count:,} generated reports, {size / 1e6:.1f} MB, medians of {runs} runs\n")
    print("| what | done | s | fastest–slowest | per s | ms each | peak MB |\n|---|---:|---:|---:|---:|---:|---:|")
    rows: dict[str, Row] = {}
    missing: list[str] = []

    def add(key: str, make: Callable[[], Row]) -> None:
        try:
            rows[key] = make()
            print(rows[key].printed(), flush=True)
        except NotMeasured as reason:
            missing.append(f"{key}: {reason}")

    add("read 1", lambda: _read(reports, 1, runs))
    add("read 2", lambda: _read(reports, 2, runs))
    for row in _read_formats(runs, missing):
        print(row.printed(), flush=True)
    add("package", lambda: _package(reports, package, runs))
    add("site", lambda: _site(package, site, runs))
    add("peer", lambda: _peer(package, peer, runs))
    _print_ratios(rows)
    for reason in missing:
        print(f"\nnot measured / 未测得: {reason}")
    return 1 if missing else 0


def _read(reports: Path, processes: int, runs: int) -> Row:
    command = [PYTHON, "-m", "benchmarks.read_rate", str(reports), str(processes)]
    timed: list[Run] = []
    done = 0
    for _ in range(runs):
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode:
            raise NotMeasured((found.stderr.strip().splitlines() or ["no message"])[-1][:200])
        seconds, read, withheld = found.stdout.split()
        timed.append(Run(float(seconds), 0))
        done = int(read) + int(withheld)
    return Row(f"read, {processes} process{'es' * (processes > 1)}", done, "reports", Sample(tuple(timed)))


def _read_formats(runs: int, missing: list[str]) -> list[Row]:
    """A row for one report of every format; without the programs that write the files, the reason why there is none."""
    command = [PYTHON, "-m", "benchmarks.read_formats", str(runs)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        missing.append(f"read by format: {(found.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
        return []
    lines = [line.split("\t") for line in found.stdout.splitlines()]
    return [
        Row(f"read one: {name}", 1, "report", Sample(tuple(Run(float(one), 0) for one in seconds)))
        for name, *seconds in lines
    ]


def _package(reports: Path, package: Path, runs: int) -> Row:
    command = [PYTHON, "-m", "build_scripts", "package", "--reports", str(reports), "--output"]
    sample = _repeat_afresh(command, package, runs, WRITTEN)
    with (package / "data" / "reports.csv").open(encoding="utf-8", newline="") as lines:
        published = sum(1 for _ in csv.DictReader(lines))
    return Row("package", published, "reports", sample)


def _site(package: Path, site: Path, runs: int) -> Row:
    if not package.exists():
        raise NotMeasured("there is no package")
    command = [PYTHON, "-m", "build_scripts", "site", "--package", str(package), "--output"]
    sample = _repeat_afresh(command, site, runs, WRITTEN)
    pages = sum(1 for _ in site.rglob("*.html"))
    if not pages:
        raise NotMeasured("no page was written")
    return Row("site, ours, all of it", pages, "pages", sample)


def _peer(package: Path, peer: Path, runs: int) -> Row:
    if not package.exists():
        raise NotMeasured("there is no package")
    pages = write_project(package, peer)
    command = [PYTHON, "-m", "mkdocs", "build", "-q", "-f", str(peer / "mkdocs.yml"), "-d"]
    return Row(
        "peer: report pages as Markdown", pages, "pages", _repeat_afresh(command, peer / "built" / "out", runs, (0,))
    )


def _repeat_afresh(command: list[str], output: Path, runs: int, allowed: tuple[int, ...]) -> Sample:
    """Runs that find nothing of an earlier one beside or at `output`; what the last one wrote is left standing."""

    def run_once() -> Run:
        shutil.rmtree(output.parent, ignore_errors=True)
        output.parent.mkdir(parents=True)
        return run_command([*command, str(output)], allowed)

    return repeat(runs, run_once)


def _print_ratios(rows: dict[str, Row]) -> None:
    if {"read 1", "read 2"} <= rows.keys():
        print(
            f"\ntwo processes read {rows['read 1'].sample.seconds / rows['read 2'].sample.seconds:.2f} × as fast as one"
        )
    if {"site", "peer"} <= rows.keys():
        ours, peer = rows["site"], rows["peer"]
        print(f"\na page of the peer takes {peer.each / ours.each:.1f} × the time of one of ours, ", end="")
        print(f"{peer.sample.megabytes / ours.sample.megabytes:.2f} × the memory")
