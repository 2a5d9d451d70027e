"""The figures of the heavy tests as tables: of fuzzing, mutation, kills, surroundings, disks.

Comes in: `kept/*.csv`, written by those tests with `--keep`. Goes out: Markdown. Refuses to know: which guard a figure
is of. What was not measured is left blank.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.guards.keeping import KEPT

FUZZING = {"executions": "输入 / inputs", "cpu_s": "秒 / CPU s", "faults+died": "出错 / bad",
           "slowest_ms": "最慢 / ms", "grown_mb": "多占 / MB"}  # fmt: skip
"""Figures → their words; those joined by + are added up."""
MUTATION = {"tried": "试了 / tried", "killed": "看出 / killed", "equivalent": "相同 / same",
            "survived": "漏了 / missed", "share_killed": "% / killed"}  # fmt: skip
ABOUT = """模糊试验每种十分钟；“出错”连中断在内；“最慢”：一个输入用的毫秒；
“多占”：留下的输入在新的进程里读五遍，从第二遍到末一遍多出的内存。
改坏程序：`whole` 是求和、状态、放置规则的合计，“相同”的改了也没有人看得出，各有理由。

Ten minutes of fuzzing each target; “bad” are faults and deaths, “ms” is the slowest input, “MB” what memory grows by
while the inputs kept are read over and over. Of mutation, `whole` is sums, states and placement together; “same” are
mutants nobody could tell, each with its reason."""
OTHERS = {
    "kills": {"kills": "随时打断 / kills", "not_whole": "不完整 / not whole"},
    "same-bytes": {"variations": "换过的环境 / surroundings", "files-compared": "比较的文件 / files compared",
                   "files-that-differ": "不同的文件 / files that differ"},
    "disks": {"calls_traced": "看过的系统调用 / calls traced", "written_outside": "写到外面 / written outside",
              "out_of_order": "次序不对 / out of order", "disk_tried": "坏磁盘 / bad disks",
              "disk_failed": "没有守住 / not held"},
    "no-network": {"tests-passed": "没有网络时通过的测试 / tests passed without a network",
                   "tests-failed": "未通过 / failed"},
}  # fmt: skip
"""File → figure → its words."""


def render_figures(folder: Path = KEPT) -> str:
    """The tables, one after the other."""
    return "\n\n".join(
        (
            "### 测得的数 / Figures { #figures }",
            ABOUT,
            _render_groups("模糊 / Fuzzing", _read(folder, "fuzzing"), FUZZING),
            _render_groups("改坏 / Mutation", _read(folder, "mutation"), MUTATION),
            _render_kills(folder / "kill-log.csv"),
            _render_others(folder),
        )
    )


def _read(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["figure"]: row for row in csv.DictReader(lines)}


def _render_groups(title: str, rows: Mapping[str, Mapping[str, str]], words: Mapping[str, str]) -> str:
    """The days of the runs, and a line for each group of figures `GROUP_FIGURE`."""
    longest_first = sorted((one for key in words for one in key.split("+")), key=len, reverse=True)
    groups = sorted({_group_of(figure, longest_first) for figure in rows} - {""})
    body = [[f"`{group}`", *(_add_up(group, key, rows) for key in words)] for group in groups]
    days = sorted({row["date"] for row in rows.values()})
    return f"{' / '.join(dict.fromkeys((days[0], days[-1])))}\n\n{_table([title, *words.values()], body)}"


def _add_up(group: str, key: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    found = [rows[name]["value"] for one in key.split("+") if (name := f"{group}_{one}") in rows]
    total = sum(map(float, found))
    return f"{total:.0f}" if total >= 1000 else f"{total:.6g}" if found else ""


def _group_of(figure: str, keys: Iterable[str]) -> str:
    """What stands before the first of the keys that the figure ends with."""
    return next((figure.removesuffix(f"_{key}") for key in keys if figure.endswith(f"_{key}")), "")


def _render_kills(path: Path) -> str:
    """How often the killed runs left which version, by command and how they were killed."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    counts = Counter((row["command"], row["how"]) for row in rows)
    whole = Counter((row["command"], row["how"]) for row in rows if row["verdict"] == "whole")
    body = [
        [f"`{command}`", how, str(count), str(whole[command, how])] for (command, how), count in sorted(counts.items())
    ]
    return _table(["打断 / killed", "怎样 / how", "次 / times", "完整 / whole"], body)


def _render_others(folder: Path) -> str:
    body = []
    for name, words in OTHERS.items():
        rows = _read(folder, name)
        body += [[said, rows[key]["value"], rows[key]["date"]] for key, said in words.items() if key in rows]
    return _table(["其他 / others", "数 / figure", "日期 / date"], body)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
