"""A change as it was reviewed → the summary on the pull request, in Chinese and English.

Comes in: `Reviewed`, how many bytes there is room for. Goes out: Markdown. Refuses to know: GitHub's limits, files.
First whether anything stands against it, then one table of all files, what changes in the data, and details of those
files that have findings. What has no room is counted and said to stand in the full text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from build_scripts.codes import Codes
from build_scripts.contributing.markdown import (
    SIGNS,
    label_both,
    quote,
    tell_rest,
    write_details,
    write_finding,
    write_legend,
    write_table,
)
from build_scripts.contributing.reviewing.changed_files import read_kinds
from build_scripts.contributing.reviewing.freed import Freed
from build_scripts.contributing.reviewing.newcomers import Newcomer
from build_scripts.contributing.reviewing.reviewed import Reviewed, list_attention, list_reasons
from build_scripts.contributing.reviewing.verdict import FileRow
from build_scripts.contributing.reviewing.weighed_markdown import write_effects
from build_scripts.contributing.reviewing.words import (
    ALIKE,
    ATTENTION,
    CLEAN,
    REASONS,
    RELEASES,
    RESULTS,
    STRANGE,
    STRANGE_NEXT,
    Pair,
)

ROOM = 900_000
"""Bytes of a summary; GitHub takes a mebibyte and shows nothing of a longer one."""
COMMENT_ROOM = 60_000
"""Bytes of a comment, or of the text of a pull request: GitHub takes 65,536 characters."""
EVERYTHING = 1 << 40
FEW = 5
"""Up to so many files, the tables of each are shown, findings or not."""
MOST_BLOCKERS, MOST_FINDINGS = 20, 30
MOST_SAID, LONGEST_SAID = 30, 300
LINES = (100, 20, 5, 1)
"""How many lines a list may have: as many as leave half the room to the files."""
Lines = list[str]


def write_summary(reviewed: Reviewed, room: int = ROOM) -> str:
    """The summary, in at most `room` bytes."""
    if reviewed.codes is None:
        return _join(_write_failure(reviewed))
    codes = reviewed.codes
    for most in (EVERYTHING,) if room >= EVERYTHING else LINES:
        head = [*_write_verdict(reviewed, codes, most), *_write_attention(reviewed, most)]
        rest = [
            *write_effects(reviewed, codes, most),
            *_write_newcomers(reviewed.newcomers, codes, most),
            *_write_others(reviewed, most),
            *_write_site_failure(reviewed),
            *_write_standing(),
        ]
        if _measure(head) + _measure(rest) <= room // 2:
            break
    left = room - _measure(head) - _measure(rest)
    table = _write_files(reviewed, codes, left // 2)
    details = _write_all_details(reviewed, codes, left - _measure(table))
    return _join([*head, *table, *details, *rest])


def _write_verdict(reviewed: Reviewed, codes: Codes, most: int) -> Iterator[str]:
    if not reviewed.blocks:
        yield "## 没有挡住合并的问题 / Nothing stands against it"
        yield ""
        yield "程序读懂了这次改动；数字对不对，请维护者对照原文再看。"
        yield ""
        yield "The change was understood; a maintainer still compares it with the originals."
        yield ""
        return
    yield "## 还不能合并 / Not to be merged yet"
    yield ""
    yield from (f"- **{REASONS[code].fill(count=f'{count:,}').both}**" for code, count in list_reasons(reviewed))
    yield ""
    blockers = [*_list_blockers(reviewed, codes)]
    limit = most if most == EVERYTHING else min(most, MOST_BLOCKERS)
    yield from blockers[:limit]
    yield from tell_rest(len(blockers) - limit)


def _list_blockers(reviewed: Reviewed, codes: Codes) -> Iterator[str]:
    """Each thing that stands against the change, one of every file before a second of any."""
    for one in reviewed.verdict.strange:
        yield f"- {quote(one.name)} {STRANGE[one.strange].both}<br>→ {STRANGE_NEXT.both}"
    errors = [(number, one) for row in reviewed.rows for number, one in enumerate(row.errors)]
    for _, finding in sorted(errors, key=lambda pair: pair[0]):
        yield f"- {write_finding(finding, codes)}"


def _write_attention(reviewed: Reviewed, most: int) -> Iterator[str]:
    found = [*list_attention(reviewed)]
    if found:
        yield "### 请看一眼 / Please look at"
        yield ""
        for code, count in found:
            told = ATTENTION[code].fill(count=f"{count:,}").both
            yield f"- **{told}**" if code == "freed" else f"- {told}"
            if code == "freed":
                yield from (f"  - {_tell_freed(one)}" for one in reviewed.freed[:most])
        yield ""


def _tell_freed(one: Freed) -> str:
    return f"{quote(one.source_file)}：{RELEASES[one.before].both} → {RELEASES[one.now].both}"


def _write_files(reviewed: Reviewed, codes: Codes, room: int) -> Lines:
    """The table of the files; those that have no room are counted."""
    if not reviewed.rows:
        return [
            "### 报告文件 / Report files",
            "",
            "没有改动报告文件。 / No report file was changed.",
            "",
        ]
    head, rule, *lines = write_table(reviewed.rows, codes)
    kept = _fit(lines, room - _measure([head, rule]))
    told = f"### 报告文件 / Report files：{len(lines):,}"
    return [
        told,
        "",
        *_count_results(reviewed.rows),
        SIGNS.both,
        "",
        head,
        rule,
        *kept,
        "",
        *tell_rest(len(lines) - len(kept)),
    ]


def _count_results(rows: Sequence[FileRow]) -> Iterator[str]:
    counts = Counter(row.result for row in rows)
    if len(rows) > 1:
        yield " · ".join(f"{words.both} {counts[code]:,}" for code, words in RESULTS.items() if counts[code])
        yield ""


def _write_all_details(reviewed: Reviewed, codes: Codes, room: int) -> Lines:
    """The files with findings or sums that differ, or all where they are few: with their tables as far as there is
    room, errors first."""
    is_all = len(reviewed.rows) <= FEW or room > EVERYTHING // 2
    rows = [row for row in reviewed.rows if is_all or row.findings or _differs(row)]
    if not rows:
        return []
    most = EVERYTHING if room > EVERYTHING // 2 else MOST_FINDINGS
    head = ["### 逐份细看 / File by file", "", write_legend(codes), ""]
    left = room - _measure(head)
    kept: list[Lines] = []
    for row in rows:
        block = [*write_details(row, codes, False, most)]
        if (size := _measure(block)) > left - 200:
            break
        kept.append(block)
        left -= size
    for at, row in enumerate(rows[: len(kept)]):
        block = [*write_details(row, codes, True, most)]
        if (more := _measure(block) - _measure(kept[at])) < left - 200:
            kept[at] = block
            left -= more
    return [
        *head,
        *chain.from_iterable(kept),
        *tell_rest(len(rows) - len(kept)),
        *_tell_clean(len(reviewed.rows) - len(rows)),
    ]


def _differs(row: FileRow) -> bool:
    """Whether a sum of the report does not come out."""
    return row.record is not None and any(check.status == "differs" and check.difference for check in row.record.checks)


def _tell_clean(count: int) -> Iterator[str]:
    """How many files are not among the details because nothing was found in them."""
    if count:
        yield f"{CLEAN.fill(count=f'{count:,}').both}"
        yield ""


def _write_newcomers(newcomers: Sequence[Newcomer], codes: Codes, most: int) -> Iterator[str]:
    if not newcomers:
        return
    yield "### 新的机关，请确认 / New agencies, to be confirmed"
    yield ""
    yield ("同一个机关换了写法，会被当作新机关，历年的数据就断开了。是别名或改名的，由维护者写进 agency_register.csv。")
    yield ""
    yield (
        "A body whose name is printed otherwise is taken for a new one, and its years stand apart; a maintainer writes "
        "aliases and renames into agency_register.csv."
    )
    yield ""
    yield "| 机关 / agency | 编号 / id | 地区 / region | 职能 / function | 已有的相似机关 / alike, held already |"
    yield "|---|---|---|---|---|"
    for one in sorted(newcomers, key=lambda each: not each.alike)[:most]:
        row = one.agency
        alike = "<br>".join(
            f"{quote(each.name)} {quote(each.agency_id)}（{ALIKE[each.why].both}）" for each in one.alike
        )
        pinned = "（已登记 / in the register）" if one.is_pinned else ""
        yield (
            f"| {quote(row['name'])}{pinned} | {quote(row['agency_id'])} | "
            f"{label_both('regions', row['region_code'], codes)} | {label_both('functions', row['function'], codes)} | "
            f"{alike or '没有 / none'} |"
        )
    yield ""
    yield from tell_rest(len(newcomers) - most)


def _write_others(reviewed: Reviewed, most: int, told: Collection[str] = frozenset(("report",))) -> Iterator[str]:
    """The changed files by kind, without those told already."""
    others = [one for one in reviewed.changed if one.kind not in told]
    if not others:
        return
    labels = {row["kind"]: Pair(row["label_zh"], row["label_en"]) for row in read_kinds()}
    yield "### 其他改动的文件 / Other files changed" if told else "### 改动的文件 / Files changed"
    yield ""
    for kind in dict.fromkeys(row["kind"] for row in read_kinds()):
        names = [one for one in others if one.kind == kind]
        if names:
            shown = " ".join(f"{quote(one.name)}{'' if one.is_there else '（删去 / deleted）'}" for one in names[:most])
            more = f" …（{len(names):,}）" if len(names) > most else ""
            yield f"- {labels[kind].both}：{shown}{more}"
    yield ""


def _write_standing() -> Iterator[str]:
    yield "### 看页面，看全部 / The pages, and everything"
    yield ""
    yield (
        "这次检查的附件（Artifacts）里，`review` 有全部细节（full.md、review.json、changes.csv），`site` 是做好的网站："
        "下载，解开，在那个文件夹里运行 `python3 -m http.server`，用浏览器打开 `http://127.0.0.1:8000/`。"
    )
    yield ""
    yield (
        "Among the artifacts of this run, `review` has every detail (full.md, review.json, changes.csv) and `site` is "
        "the site as built: download it, unpack it, run `python3 -m http.server` in that folder and open "
        "`http://127.0.0.1:8000/`."
    )
    yield ""


def _write_site_failure(reviewed: Reviewed) -> Iterator[str]:
    """The last of what was said where the site was not built."""
    if reviewed.site_failure:
        yield f"### {REASONS['site'].both}"
        yield ""
        yield from (f"    {line[:LONGEST_SAID]}" for line in reviewed.site_failure.splitlines()[-MOST_SAID:])
        yield ""


def _write_failure(reviewed: Reviewed) -> Iterator[str]:
    """No package came of it: what was said, as it was said."""
    yield "## 还不能合并 / Not to be merged yet"
    yield ""
    yield f"**{REASONS['package'].both}**"  # no list: in a list, an indented line would be no plain text
    yield ""
    yield from (f"    {line}" for line in reviewed.failure.splitlines()[:200])
    yield ""
    for one in reviewed.verdict.strange[:MOST_BLOCKERS]:
        yield f"- {quote(one.name)} {STRANGE[one.strange].both}"
    yield ""
    yield from _write_others(reviewed, LINES[0], frozenset())


def _fit(lines: Sequence[str], room: int) -> Lines:
    """As many of the lines, from the first, as have room."""
    kept: Lines = []
    for line in lines:
        room -= _measure([line])
        if room < 0:
            break
        kept.append(line)
    return kept


def _measure(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _join(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
