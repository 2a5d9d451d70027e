"""A sidecar's YAML → what people have established about a report, or findings naming the line.

Comes in: bytes of `<file name>.yml`. Goes out: `Sidecar`. Refuses to know: the report itself, files.
YAML is composed, never constructed: every value stays the text that was written, and tags and aliases mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from build_scripts.codes import TABLES, Codes
from build_scripts.model import Finding

MAX_BYTES = 1024 * 1024
_KEYS = (
    "agency",
    "region_code",
    "level",
    "function",
    "year",
    "scope",
    "source_url",
    "retrieved",
    "replaces",
    "text_release",
    "corrections",
)
_CORRECTION_KEYS = ("table", "row", "column", "value", "reason", "evidence")
_ONCE = "只写一次 / given once"
TEXT_RELEASES = ("full", "masked", "withheld")


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """A correction as asked for: one cell, or with values parted by blanks a whole row (column empty)."""

    line: int
    table: str
    row: str
    column: str
    value: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The keys that are set, as text, and the corrections; `lines` says where each key stands."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[CorrectionRequest, ...] = ()

    def get(self, key: str) -> str:
        """The value of a key, '' if it is not set."""
        return self.values.get(key, "")


def read_sidecar(data: bytes, path: str, codes: Codes) -> tuple[Sidecar, tuple[Finding, ...]]:
    """What the sidecar says, with a finding for every key that is unknown and every value that does not fit."""
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(f"{len(data)} bytes")
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Sidecar(), (Finding("sidecar-unreadable", path, _error_line(error), (("found", _brief(error)),)),)
    if root is None:
        return Sidecar(), ()
    if not isinstance(root, yaml.MappingNode):
        return Sidecar(), (_bad_value(path, _line(root), "/", _text(root), "键: 值 / key: value"),)
    return _read_mapping(root, path, codes)


def _read_mapping(root: yaml.MappingNode, path: str, codes: Codes) -> tuple[Sidecar, tuple[Finding, ...]]:
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    findings: list[Finding] = []
    corrections: tuple[CorrectionRequest, ...] = ()
    rules = _value_rules(codes)
    for key_node, node in root.value:
        key, line = _text(key_node), _line(key_node)
        if key in lines:
            findings.append(_bad_value(path, line, key, _text(node), _ONCE))
        elif key not in _KEYS:
            findings.append(_unknown_key(path, line, key, _KEYS))
        elif key == "corrections":
            lines[key] = line
            corrections, wrong = _read_corrections(node, path)
            findings += wrong
        else:
            lines[key] = line
            expected, fits = rules[key]
            if isinstance(node, yaml.ScalarNode) and fits(_text(node)):
                values[key] = _text(node)
            else:  # the report is withheld; what does not fit is not handed on
                findings.append(_bad_value(path, line, key, _text(node), expected))
    return Sidecar(values, lines, corrections), tuple(findings)


def _value_rules(codes: Codes) -> dict[str, tuple[str, Callable[[str], bool]]]:
    """For each key what is expected, in both languages, and whether a value fits."""
    listed = {name: {row["code"] for row in codes.lists[name]} for name in ("regions", "levels", "functions", "scopes")}
    return {
        "agency": ("机关全称 / full name of the agency", lambda v: 2 <= len(v) <= 80 and "\n" not in v),
        "region_code": ("regions 中的六位代码 / a code of regions", lambda v: v in listed["regions"]),
        "level": (_choices(listed["levels"]), lambda v: v in listed["levels"]),
        "function": ("functions 中的代码 / a code of functions", lambda v: v in listed["functions"]),
        "year": ("四位年份 / a year of four digits", lambda v: re.fullmatch(r"(?:19|20)[0-9]{2}", v) is not None),
        "scope": (_choices(listed["scopes"]), lambda v: v in listed["scopes"]),
        "source_url": ("http(s) 网址 / an http(s) address", _is_url),
        "retrieved": ("日期，如 2026-01-31 / a date such as 2026-01-31", _is_date),
        "replaces": ("报告目录下的文件路径 / a path below the reports folder", lambda v: bool(v) and "\n" not in v),
        "text_release": (_choices(set(TEXT_RELEASES)), lambda v: v in TEXT_RELEASES),
    }


def _read_corrections(node: yaml.Node, path: str) -> tuple[tuple[CorrectionRequest, ...], list[Finding]]:
    if not isinstance(node, yaml.SequenceNode):
        return (), [_bad_value(path, _line(node), "corrections", _text(node), "列表 / a list")]
    found: list[CorrectionRequest] = []
    findings: list[Finding] = []
    for item in node.value:
        if not isinstance(item, yaml.MappingNode):
            findings.append(_bad_value(path, _line(item), "corrections", _text(item), ", ".join(_CORRECTION_KEYS)))
            continue
        said = {_text(key): _text(value) for key, value in item.value}
        wrong = [_unknown_key(path, _line(key), _text(key), _CORRECTION_KEYS) for key, _ in item.value
                 if _text(key) not in _CORRECTION_KEYS]  # fmt: skip
        if len(said) < len(item.value):
            wrong.append(_bad_value(path, _line(item), "corrections", ", ".join(said), _ONCE))
        missing = [key for key in ("table", "row", "value", "reason", "evidence") if not said.get(key)]
        if missing or said.get("table") not in TABLES or not _is_url(said.get("evidence", "")):
            key = missing[0] if missing else "evidence" if said["table"] in TABLES else "table"
            expected = {"table": _choices(set(TABLES)), "evidence": "http(s) 网址 / an http(s) address"}
            wrong.append(
                _bad_value(path, _line(item), key, said.get(key, ""), expected.get(key, "不可缺少 / required"))
            )
        findings += wrong
        if not wrong:
            found.append(CorrectionRequest(_line(item), said["table"], said["row"], said.get("column", ""),
                                           said["value"], said["reason"], said["evidence"]))  # fmt: skip
    return tuple(found), findings


def _is_url(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"'`\\^{|}\x00-\x1f]{3,2000}", text) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _choices(codes: set[str]) -> str:
    return " | ".join(sorted(codes))


def _unknown_key(path: str, line: int, key: str, known: tuple[str, ...]) -> Finding:
    return Finding("sidecar-unknown-key", path, line, (("found", key), ("expected", ", ".join(known))))


def _bad_value(path: str, line: int, key: str, found: str, expected: str) -> Finding:
    details = (("key", key), ("found", found[:200]), ("expected", expected))
    return Finding("sidecar-bad-value", path, line, details)


def _text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else f"<{node.tag.rsplit(':', 1)[-1]}>"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _error_line(error: Exception) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark else None


def _brief(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split())[:200]
