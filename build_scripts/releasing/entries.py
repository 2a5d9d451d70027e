"""A release → the files of its entry in the ledger, and the text of its announcement.

Comes in: bundles, tallies, changes, assets. Goes out: text. Refuses to know: files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.ledger import Asset, Change
from build_scripts.releasing.notes import Note
from build_scripts.releasing.showing import count_changes, quote_markdown
from build_scripts.releasing.words import CHANGES, SUBJECTS


class Announcement(NamedTuple):
    """What is told of a release: its version, day, the version before, counts, changes, notes and files."""

    version: str
    date: str
    previous: str
    counts: Mapping[str, int]
    changes: Sequence[Change]
    notes: Mapping[str, Note]
    assets: Sequence[Asset]


def write_release(
    new: Bundle, previous: str, counts: Mapping[str, int], changes: Sequence[Change], commit: str = ""
) -> str:
    """`release.json`: version, day, the version before, the descriptor's hash, counts, those of the changes too.

    `commit` names the commit the package is built from, where it was never published as a file.
    """
    told = {f"changes.{'.'.join(key)}": count for key, count in count_changes(changes).items()}
    entry = {
        "version": new.version,
        "date": new.date,
        "previous": previous,
        "descriptor_sha256": new.descriptor_sha256,
        **({"commit": commit} if commit else {}),
        "counts": dict(sorted({**counts, **told}.items())),
    }
    return json.dumps(entry, ensure_ascii=False, indent=2) + "\n"


def write_announcement(told: Announcement) -> str:
    """The text of the release on GitHub: Chinese, then English; of the notes as code, which nothing links."""
    lines = [
        f"政府信息公开工作年度报告开放数据，版本 {told.version}（{told.date}）：{told.counts['reports']:,} 份报告，"
        f"{told.counts['agencies']:,} 个机关。",
        "",
        *_list_changes(told, 0),
        "",
        "下载后可核对：`sha256sum -c SHA256SUMS`；由谁、用哪一次构建生成："
        "`gh attestation verify 文件名 --repo 本仓库`。"
        "`site.zip` 解开后放在任何网页服务器上都能用。",
        "",
        f"Open data of annual reports on government information disclosure, version {told.version} ({told.date}): "
        f"{told.counts['reports']:,} reports of {told.counts['agencies']:,} agencies.",
        "",
        *_list_changes(told, 1),
        "",
        "Check what you fetched with `sha256sum -c SHA256SUMS`, and who built it with "
        "`gh attestation verify FILE --repo THIS_REPOSITORY`. `site.zip` works unpacked behind any web server.",
        "",
        "| 文件 / file | 字节 / bytes | SHA-256 |",
        "|---|---:|---|",
        *(f"| `{asset.name}` | {int(asset.size):,} | `{asset.sha256}` |" for asset in told.assets),
    ]
    return "\n".join(lines) + "\n"


def _list_changes(told: Announcement, language: int) -> list[str]:
    counts = count_changes(told.changes)
    if not told.previous:
        return [("第一版。", "First version.")[language]]
    if not counts:
        return [(f"与 {told.previous} 相比没有不同。", f"Nothing differs from {told.previous}.")[language]]
    head = (f"与 {told.previous} 相比（逐条见 changes.csv）：", f"Since {told.previous} (one by one in changes.csv):")
    colon = ("：", ": ")[language]
    return [
        head[language],
        "",
        *(f"- {SUBJECTS[s][language]} {CHANGES[c][language]}{colon}{count:,}" for (s, c), count in counts.items()),
        *(f"- `{subject}`{colon}{quote_markdown(note[language])}" for subject, note in sorted(told.notes.items())),
    ]
