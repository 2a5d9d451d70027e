"""What the check found, as the text of the one rolling issue: Chinese and English, within GitHub's limit.

Comes in: a `Result`. Goes out: Markdown. Refuses to know: which issue, the day (the text only changes when what it says
does). Addresses, names and whatever else a stranger may have written stand in `<code>` with every character that could
mean something written out, so that nothing in them links, mentions or ends the block that holds the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from build_scripts.codes import AXIS_LISTS, Row
from build_scripts.contributing.watching.comparing import Difference
from build_scripts.contributing.watching.freshness import Due
from build_scripts.contributing.watching.memory import Memory, write_memory
from build_scripts.contributing.watching.outcomes import Outcome, count_kinds, read_kinds
from build_scripts.releasing.showing import quote_markdown

MOST_BYTES = 65_000
"""GitHub takes 65,536 characters; in bytes we are below that whatever they are."""
MOST_SUMMARY_BYTES = 900_000
"""GitHub takes a summary of 1 MiB of a step."""
CUTS = ((400, 400), (200, 200), (200, 50), (100, 50), (100, 20), (50, 20), (50, 5), (20, 5), (10, 1), (1, 1), (0, 0))
"""So many addresses of a kind and agencies of a province are shown, the most that leaves the text short enough."""
LONGEST = 160
MOST_CELLS = 3


class Result(NamedTuple):
    """Everything a check found; `regions` has the Chinese labels by code, `labels` those of rows and columns of the
    three tables, by code list and code."""

    version: str
    reports: int
    addresses: int
    outcomes: tuple[Outcome, ...]
    due: tuple[Due, ...]
    regions: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]

    @property
    def asks(self) -> bool:
        """Whether there is anything for a person to do: an address to look at, or a report not held yet."""
        asking = {row["code"] for row in read_kinds() if row["asks"] == "yes"}
        return any(one.kind in asking for one in self.outcomes) or any(one.is_behind for one in self.due)


def write_issue(result: Result, memory: Memory) -> str:
    """The text of the issue with the memory for the next check."""
    return _fit(result, f"\n{write_memory(memory)}\n", MOST_BYTES)


def write_summary(result: Result) -> str:
    """The same for the summary of the run, without the memory; there is room for more."""
    return _fit(result, "", MOST_SUMMARY_BYTES)


def _fit(result: Result, end: str, most: int) -> str:
    for cut in CUTS:
        text = "\n".join((*_write(result, *cut), end))
        if len(text.encode()) <= most:
            return text
    raise AssertionError("a text without lists is short")


def _write(result: Result, links: int, years: int) -> Iterator[str]:
    yield (
        "每周检查一次，这段话由程序写，下一次会被改写；要讨论请写在下面的评论里。完整的表在这次运行的附件里。<br>"
        "Checked every week. A program writes this text and writes over it: discuss it in comments below. "
        "The whole tables are with the run, as an artifact."
    )
    yield ""
    yield from _write_addresses(result, links)
    yield ""
    yield from _write_due(result, years)


def _write_addresses(result: Result, cut: int) -> Iterator[str]:
    yield "## 原文网址 / Addresses of the originals"
    yield ""
    if not result.addresses:
        yield (
            f"收录的 {result.reports:,} 份报告都没有写原文网址，没有什么可查。<br>"
            f"None of the {result.reports:,} reports held tells its address; there is nothing to check."
        )
        return
    yield (
        f"{result.reports:,} 份报告，{result.addresses:,} 个网址，这一次轮到 {len(result.outcomes):,} 个。"
        f" / {result.reports:,} reports, {result.addresses:,} addresses, {len(result.outcomes):,} of them this time."
    )
    yield ""
    yield "| 结果 / outcome | 网址 / addresses | 意思 / meaning | 怎么办 / what to do |"
    yield "|---|--:|---|---|"
    counts = count_kinds(result.outcomes)
    kinds = [row for row in read_kinds() if counts[row["code"]]]
    for row in kinds:
        meaning, following = (f"{row[f'{name}_zh']}<br>{row[f'{name}_en']}" for name in ("meaning", "next"))
        yield f"| {row['label_zh']}<br>{row['label_en']} | {counts[row['code']]:,} | {meaning} | {following} |"
    for row in kinds:
        if row["asks"] == "yes" or row["code"] == "not_found":
            yield from _list_outcomes(result, row, [one for one in result.outcomes if one.kind == row["code"]], cut)


def _list_outcomes(result: Result, kind: Row, outcomes: Sequence[Outcome], cut: int) -> Iterator[str]:
    yield ""
    yield f"### {kind['label_zh']} / {kind['label_en']} ({len(outcomes):,})"
    yield ""
    shown = sorted(outcomes, key=lambda one: (one.since, one.address.report_ids))[:cut]
    if shown:
        yield "| 报告 / report | 从哪天起 / since | 网址 / address |"
        yield "|---|---|---|"
    for one in shown:
        reports = "、".join(quote_markdown(_cut(name)) for name in one.address.report_ids[:MOST_CELLS])
        told = "<br>".join((quote_markdown(_cut(one.address.url)), *_tell_more(result, one)))
        yield f"| {reports} | {one.since} | {told} |"
    yield from _tell_cut(len(outcomes) - len(shown))


def _tell_more(result: Result, one: Outcome) -> Iterator[str]:
    """Where it moved, what differs, what this check saw where it learnt nothing."""
    if one.moved_to:
        yield f"→ {quote_markdown(_cut(one.moved_to))}"
    if one.comparison:
        found = one.comparison.differences
        yield f"{len(found):,} 格 / cells: " + "；".join(_tell_cell(result, each) for each in found[:MOST_CELLS])
    if one.now:
        row = next(row for row in read_kinds() if row["code"] == one.now)
        yield f"这次：{row['label_zh']} / this time: {row['label_en']}"


def _tell_cell(result: Result, cell: Difference) -> str:
    rows, columns = AXIS_LISTS.get(cell.table, ("", ""))
    row, column = result.labels.get((rows, cell.row), cell.row), result.labels.get((columns, cell.column), cell.column)
    before, after = (quote_markdown(_cut(result.labels.get(("states", one), one))) for one in (cell.before, cell.after))
    return f"{quote_markdown(f'{row} · {column}')} {before} → {after}"


def _write_due(result: Result, cut: int) -> Iterator[str]:
    behind = [one for one in result.due if one.is_behind]
    yield "## 到期而还没有收录的年度 / Years due and not held yet"
    yield ""
    yield (
        "按《政府信息公开条例》第四十九条，部门每年 1 月 31 日前、政府 3 月 31 日前公布上一年度的报告。"
        "下面是这里还没有收录的，**不等于机关没有公布**。<br>"
        "By Article 49 of the Regulations departments report on the year before by 31 January, governments by "
        "31 March. Listed is what is not held here yet; **this does not say that it was not published**."
    )
    yield ""
    if not behind:
        count = f"{len(result.due):,}"
        yield f"{count} 个机关到期的年度都收录了。 / The year due is held of all {count} agencies."
        return
    yield "| 地区 / region | 机关 / agencies | 已收录 / held | 还没有收录 / not held yet |"
    yield "|---|--:|--:|--:|"
    provinces = list(dict.fromkeys(one.province for one in result.due))
    for code in provinces:
        there = [one for one in result.due if one.province == code]
        late = sum(one.is_behind for one in there)
        yield f"| {_name(result, code)} | {len(there):,} | {len(there) - late:,} | {late:,} |"
    for code in provinces:
        there = [one for one in behind if one.province == code]
        if there:
            yield from _list_due(_name(result, code), there, cut)


def _list_due(name: str, there: Sequence[Due], cut: int) -> Iterator[str]:
    yield ""
    yield f"<details><summary>{name}：{len(there):,}</summary>"
    yield ""
    for one in there[:cut]:
        yield (
            f"- {quote_markdown(_cut(one.name))} {quote_markdown(one.agency_id)} "
            f"{one.due}（收录到 / held up to {one.newest}）"
        )
    yield from _tell_cut(len(there) - cut)
    yield ""
    yield "</details>"


def _tell_cut(left: int) -> Iterator[str]:
    if left > 0:
        yield ""
        yield f"还有 {left:,} 个没有列出，见附件。 / {left:,} more in the artifact."


def _name(result: Result, code: str) -> str:
    return quote_markdown(result.regions.get(code, code))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
