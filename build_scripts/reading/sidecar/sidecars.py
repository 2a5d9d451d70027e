"""A sidecar's YAML → what people have established about a report, or findings naming the line.

Comes in: bytes of `<file name>.yml`. Goes out: `Sidecar`. Refuses to know: the report itself, files.
YAML is composed, never constructed: every value stays the text that was written, and tags and aliases mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import yaml

from build_scripts import limits
from build_scripts.codes import TABLES, Codes, SameCodes
from build_scripts.model import Finding
from build_scripts.reading.identity.dates import FIRST_YEAR
from build_scripts.reading.privacy.finder import Kind, find_places
from build_scripts.reading.privacy.masking import mask_text
from build_scripts.reading.privacy.words import PrivacyWords
from build_scripts.reading.sidecar.yaml_faults import describe_fault, locate_fault
from build_scripts.unseen import is_name, is_seen, is_steady

MAX_BYTES = limits.SIDECAR_BYTES
VALUE_KEYS = (
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
)
"""The keys that hold a value, in the order they are written."""

_KEYS = (*VALUE_KEYS, "corrections")
_CORRECTION_KEYS = ("table", "row", "column", "value", "reason", "evidence")
Words = tuple[str, str]
_ONCE: Words = ("只写一次", "given once")
_REQUIRED: Words = ("必须写明", "a value; it is required")
_LIST: Words = ("一个列表", "a list")
_ONE_VALUE: Words = ("单独一个值", "a single value")
_ADDRESS: Words = (
    "http:// 或 https:// 开头的网址，网站名前没有 @",
    "an address that begins with http:// or https://, no @ before its host",
)
_VISIBLE: Words = (
    "看得见的字：不含控制字符、改变书写方向的和没有宽度的字符",
    "characters that are seen: none that control, turn the direction of writing or have no width",
)
_PAIRS: Words = ("“键: 值”各占一行", "key: value, one a line")
TEXT_RELEASES = ("full", "masked", "withheld")


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """A correction as asked for: one cell, or with values parted by blanks a whole row (column empty).

    `line` is where it begins, `lines` where each of its keys stands.
    """

    line: int
    table: str
    row: str
    column: str
    value: str
    reason: str
    evidence: str
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line of a key, or where the correction begins if it is not given."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The keys that are set, as text, and the corrections; `lines` says where each key stands.

    `personal`: the lines on which the number of a person stood, and of which kind; the text has a mark in its place.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[CorrectionRequest, ...] = ()
    personal: tuple[tuple[int, Kind], ...] = ()

    def get(self, key: str) -> str:
        """The value of a key, '' if it is not set."""
        return self.values.get(key, "")


def read_sidecar(
    data: bytes, path: str, codes: Codes, words: PrivacyWords | None = None
) -> tuple[Sidecar, tuple[Finding, ...]]:
    """What the sidecar says, with a finding for every key that is unknown and every value that does not fit.

    With the words of privacy, numbers of persons are masked before anything is taken from it, unless it decides that
    the text is given out in full.
    """
    try:
        if len(data) > MAX_BYTES:
            details = (("found_zh", f"超过 {MAX_BYTES} 字节"), ("found_en", f"more than {MAX_BYTES} bytes"))
            return Sidecar(), (Finding("sidecar-unreadable", path, None, details),)
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        zh, en = describe_fault(error)
        en = mask_text(en, words) if words else en
        details = (("found_zh", zh), ("found_en", en))
        return Sidecar(), (Finding("sidecar-unreadable", path, locate_fault(error), details),)
    if root is None:
        return Sidecar(), ()
    if not isinstance(root, yaml.MappingNode):
        return Sidecar(), (_bad_value(path, _line(root), "/", _text(root), _PAIRS),)
    personal = () if words is None or _is_full(root) else tuple(sorted(_mask_nodes(root, words, set())))
    said, findings = _read_mapping(root, path, codes)
    return replace(said, personal=personal), findings


def _is_full(root: yaml.MappingNode) -> bool:
    return [_text(node) for key, node in root.value if _text(key) == "text_release"] == ["full"]


def _mask_nodes(node: yaml.Node, words: PrivacyWords, seen: set[int]) -> Iterator[tuple[int, Kind]]:
    """Put marks into every key and value of the tree; the lines and kinds of what stood there."""
    if id(node) in seen:  # an alias
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        places = find_places(node.value.split("\n"), words)
        yield from ((_line(node), place.kind) for place in places if not place.is_rest)
        node.value = mask_text(node.value, words) if places else node.value
        return
    parts = (part for pair in node.value for part in pair) if isinstance(node, yaml.MappingNode) else node.value
    for part in parts:
        yield from _mask_nodes(part, words, seen)


def _read_mapping(root: yaml.MappingNode, path: str, codes: Codes) -> tuple[Sidecar, tuple[Finding, ...]]:
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    findings: list[Finding] = []
    corrections: tuple[CorrectionRequest, ...] = ()
    rules = _value_rules(SameCodes(codes))
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


@lru_cache(maxsize=4)
def _value_rules(same: SameCodes) -> dict[str, tuple[Words, Callable[[str], bool]]]:
    """For each key what is expected, in Chinese and English, and whether a value fits."""
    codes = same.codes
    listed = {name: {row["code"] for row in codes.lists[name]} for name in ("regions", "levels", "functions", "scopes")}
    return {
        "agency": (
            (
                "机关全称，2 至 80 个字，只用汉字、拉丁字母、数字和标点",
                "the full name of the agency, 2 to 80 characters: Chinese or Latin letters, digits and marks alone",
            ),
            lambda v: 2 <= len(v) <= 80 and is_name(v),
        ),
        "region_code": (
            ("代码表 regions 中的六位代码", "a six-digit code of the list regions"),
            lambda v: v in listed["regions"],
        ),
        "level": (_choices(listed["levels"]), lambda v: v in listed["levels"]),
        "function": (("代码表 functions 中的代码", "a code of the list functions"), lambda v: v in listed["functions"]),
        "year": (
            (f"四位年份，{FIRST_YEAR} 年（《条例》施行）起", f"a year of four digits, from {FIRST_YEAR} on"),
            lambda v: re.fullmatch(r"20[0-9]{2}", v) is not None and int(v) >= FIRST_YEAR,
        ),
        "scope": (_choices(listed["scopes"]), lambda v: v in listed["scopes"]),
        "source_url": (_ADDRESS, _is_url),
        "retrieved": (("日期，如 2026-01-31", "a date such as 2026-01-31"), _is_date),
        "replaces": (("报告文件夹下的路径", "a path below the reports folder"), lambda v: bool(v) and is_seen(v)),
        "text_release": (_choices(TEXT_RELEASES), lambda v: v in TEXT_RELEASES),
    }


def _read_corrections(node: yaml.Node, path: str) -> tuple[tuple[CorrectionRequest, ...], list[Finding]]:
    if not isinstance(node, yaml.SequenceNode):
        return (), [_bad_value(path, _line(node), "corrections", _text(node), _LIST)]
    found: list[CorrectionRequest] = []
    findings: list[Finding] = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            request, wrong = _read_correction(item, path)
            findings += wrong
            found += [] if wrong else [request]
        else:
            keys = ", ".join(_CORRECTION_KEYS)
            findings.append(_bad_value(path, _line(item), "corrections", _text(item), (keys, keys)))
    return tuple(found), findings


def _read_correction(item: yaml.MappingNode, path: str) -> tuple[CorrectionRequest, list[Finding]]:
    """One correction, and a finding for each key at fault, on the key's own line."""
    said: dict[str, str] = {}
    lines: dict[str, int] = {}
    wrong: list[Finding] = []
    for key_node, node in item.value:
        key, line = _text(key_node), _line(key_node)
        if key not in _CORRECTION_KEYS:
            wrong.append(_unknown_key(path, line, key, _CORRECTION_KEYS))
        elif key in said:
            wrong.append(_bad_value(path, line, key, _text(node), _ONCE))
        else:
            said[key], lines[key] = _text(node), line
            expected = _fault_in_correction(key, node)
            if expected:
                wrong.append(_bad_value(path, line, key, _text(node), expected))
    wrong += [_bad_value(path, _line(item), key, "", _REQUIRED)
              for key in _CORRECTION_KEYS if key not in said and key != "column"]  # fmt: skip
    table, row, column, value, reason, evidence = (said.get(key, "") for key in _CORRECTION_KEYS)
    return CorrectionRequest(_line(item), table, row, column, value, reason, evidence, lines), wrong


def _fault_in_correction(key: str, node: yaml.Node) -> Words | None:
    """What is expected of a value that does not fit, whatever the report; None if it may fit."""
    text = _text(node)
    if not isinstance(node, yaml.ScalarNode):
        return _ONE_VALUE
    if not text and key != "column":
        return _REQUIRED
    if not is_steady(text) or "\f" in text:
        return _VISIBLE
    if key == "table" and text not in TABLES:
        return _choices(TABLES)
    return _ADDRESS if key == "evidence" and not _is_url(text) else None


def _is_url(text: str) -> bool:
    """An address with a host, and no user before it: `https://a.gov.cn@b.cn` would be taken for that of a.gov.cn."""
    return is_seen(text) and re.fullmatch(r"https?://(?![/?#]|[^/?#]*@)[^\s<>\"'`\\^{|}]{3,2000}", text) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _choices(codes: Iterable[str]) -> Words:
    listed = sorted(codes)
    return "、".join(listed) + " 之一", "one of " + ", ".join(listed)


def _unknown_key(path: str, line: int, key: str, known: tuple[str, ...]) -> Finding:
    return Finding("sidecar-unknown-key", path, line, (("found", key), ("expected", ", ".join(known))))


def _bad_value(path: str, line: int, key: str, found: str, expected: Words) -> Finding:
    details = (("key", key), ("found", found[:200]), ("expected_zh", expected[0]), ("expected_en", expected[1]))
    return Finding("sidecar-bad-value", path, line, details)


def _text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else f"<{node.tag.rsplit(':', 1)[-1]}>"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
