"""The table of guards: what each is for, what holds it, the test that would fail without it, and how that last ended.

Comes in: `tests/guards/<promise>-*.csv`, written by hand, and `kept/last-run.csv`, written by `make guards`. Goes out:
the table in Markdown. Refuses to know: how tests run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.guards.runs import LastRun, RunKey

FOLDER = Path(__file__).parent
COLUMNS = ["guard_id", "threat_zh", "threat_en", "guard", "test", "runs"]
OUTCOMES: Mapping[str, str] = {
    "passed": "通过 / passed",
    "failed": "**未通过 / failed**",
    "skipped": "跳过 / skipped",
}
WHERE: Mapping[str, str] = {"test": "`make test`", "audit": "`make audit`"}
NEVER = "未运行 / not run"


@dataclass(frozen=True, slots=True)
class Guard:
    """A row: `guards` are files, `tests` node ids without parameters or, where `runs` is audit, words of a step."""

    promise: int
    guard_id: str
    threat_zh: str
    threat_en: str
    guards: tuple[str, ...]
    tests: tuple[str, ...]
    runs: str


class Promise(NamedTuple):
    """A sentence of the threat model."""

    number: int
    zh: str
    en: str


def read_promises() -> list[Promise]:
    """The promises in order."""
    with (FOLDER / "promises.csv").open(encoding="utf-8", newline="") as lines:
        return [Promise(int(row["promise"]), row["zh"], row["en"]) for row in csv.DictReader(lines)]


def find_files() -> list[Path]:
    """The files with guards, by promise."""
    return sorted(FOLDER.glob("[0-9]*-*.csv"))


def read_guards() -> list[Guard]:
    """All guards by promise and id; raises ValueError if a file has other columns."""
    return sorted(
        (guard for path in find_files() for guard in _read_file(path)),
        key=lambda one: (one.promise, one.guard_id, one.runs != "test"),
    )


def render(guards: Iterable[Guard], promises: Iterable[Promise], runs: Mapping[RunKey, LastRun]) -> str:
    """A table a promise, under its sentence."""
    held = list(guards)
    parts = []
    for promise in promises:
        rows = [_render_guard(guard, runs) for guard in held if guard.promise == promise.number]
        parts.append(
            f"### {promise.number}. {promise.zh} {{ #promise-{promise.number} }}\n\n{promise.en}.\n\n"
            "| 防什么 / against | 防线 / guard | 试验和上次结果 / test and last run |\n|---|---|---|\n"
            + "\n".join(rows)
        )
    return "\n\n".join(parts)


def _read_file(path: Path) -> Iterable[Guard]:
    promise = int(path.name.partition("-")[0])
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"{path}: columns {reader.fieldnames}, not {COLUMNS}")
        for row in reader:
            yield Guard(
                promise, row["guard_id"], row["threat_zh"], row["threat_en"],
                tuple(row["guard"].split()), tuple(row["test"].split()), row["runs"],
            )  # fmt: skip


def _render_guard(guard: Guard, runs: Mapping[RunKey, LastRun]) -> str:
    tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in guard.tests)
    ended = "；".join(dict.fromkeys(_tell(runs.get((test, guard.runs))) for test in guard.tests))
    return (
        f"| {guard.threat_zh}<br>{guard.threat_en} | {'<br>'.join(f'`{path}`' for path in guard.guards)} | "
        f"{tests}<br>{WHERE[guard.runs]}：{ended} |"
    )


def _tell(run: LastRun | None) -> str:
    return f"{run.date} {OUTCOMES[run.outcome]}" if run else NEVER
