"""A sidecar to be filled in: every key with its meaning and what may be written, what was understood already in place.

Comes in: what was understood of a report, what is said of it. Goes out: YAML. Refuses to know: files. What the report
says by itself stands behind a `#`: it needs no saying, and whoever knows better takes the `#` away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.codes import Codes
from build_scripts.contributing.sidecar_text import write_scalar
from build_scripts.files import read_rows
from build_scripts.model import Report

KEYS = read_rows(Path(__file__).with_name("sidecar_keys.csv"))
_HEAD = """\
# 附注：报告之外确知的事。要写哪一项，去掉那一行开头的“# ”；不写的照报告里读出的。
# Sidecar: what is known besides the report. To say a thing, take the “# ” from its line; what is not said is as read.
"""
_CORRECTIONS = """\

# 更正：只在读错了，或机关公布了更正时写 / corrections: where the reader erred, or the agency published one
# corrections:
#   - table: applications      # disclosures, applications, remedies
#     row: received            # 代码见数据字典 / codes: see the data dictionary
#     column: natural_person   # 不写就是整行 / without it the whole row
#     value: 12
#     reason: 原文为 12，转换时漏了一位
#     evidence: https://www.example.gov.cn/report.html
"""


def write_skeleton(report: Report | None, said: Mapping[str, str], codes: Codes) -> str:
    """The whole sidecar; it reads back as just what is said."""
    understood = _list_understood(report) if report else {}
    return _HEAD + "".join(line for row in KEYS for line in _write_key(row, understood, said, codes)) + _CORRECTIONS


def _write_key(
    row: Mapping[str, str], understood: Mapping[str, str], said: Mapping[str, str], codes: Codes
) -> Iterator[str]:
    key = row["key"]
    yield f"\n# {row['meaning_zh']} / {row['meaning_en']}\n"
    if row["list"]:
        yield from _list_codes(row["list"], codes)
    else:
        yield f"# {row['allowed_zh']} / {row['allowed_en']}\n"
    if key in said:
        yield f"{key}: {write_scalar(said[key])}\n"
    elif understood.get(key):
        yield f"# {key}: {write_scalar(understood[key])}    # 读出的 / as read\n"
    else:
        yield f"# {key}: {write_scalar(row['example']) if row['example'] else ''}".rstrip() + "\n"


def _list_codes(name: str, codes: Codes) -> Iterator[str]:
    """The codes of a list with their labels, a few a line."""
    told = [f"{row['code']} {row['label_zh']}" for row in codes.lists[name]]
    for start in range(0, len(told), 5):
        yield f"#   {' · '.join(told[start : start + 5])}\n"


def _list_understood(report: Report) -> Mapping[str, str]:
    agency = report.agency
    return {
        "agency": agency.name,
        "region_code": agency.region_code,
        "level": agency.level,
        "function": agency.function,
        "year": str(report.year),
        "scope": report.scope,
        "source_url": report.source_url,
        "retrieved": report.retrieved,
        "replaces": report.replaces,
        "text_release": report.text_release if report.text_release != "full" else "",
    }
