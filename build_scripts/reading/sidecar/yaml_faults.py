"""What is wrong with a sidecar that is no YAML, in plain words.

Comes in: the exception of the YAML parser, or of decoding. Goes out: the line, and the reason in both languages.
Refuses to know: keys and values. The parser's own words are English and stay in the English sentence.
"""

from __future__ import annotations

import re

_REASONS = (
    (r"found character '\\t' that cannot start any token", "这里用了制表符，请改用空格"),
    (r"found character .* that cannot start any token", "值不能以这个符号开头，请给值加引号"),
    (r"mapping values are not allowed", "这里多了一个冒号，或上一行缩进不对；值里有冒号时请加引号"),
    (r"could not find expected ':'", "缺少冒号"),
    (r"expected <block end>", "缩进不齐，或引号、括号前后有多余的内容"),
    (r"expected the node content", "值没有写完"),
    (r"found unexpected end of stream|while scanning a quoted scalar", "引号没有成对"),
    (r"expected ',' or '[\]}]'", "括号没有成对，或缺少逗号"),
    (r"found undefined alias|expected alphabetic or numeric character", "值不能以 * 或 & 开头，请给值加引号"),
    (r"found duplicate anchor", "同一个 & 标记写了两次"),
    (r"but found another document", "只能有一份内容，请删去多余的 ---"),
    (r"found unknown escape character|expected escape sequence", "双引号里的反斜杠用错了，请改用单引号"),
)
_UNENDED = r"could not find expected ':'|found unexpected end of stream|expected ',' or '[\]}]'"
_OTHER = "写法不合 YAML 的规则"


def locate_fault(error: Exception) -> int | None:
    """The line at fault, counted from 1; None where the parser names none."""
    place = _find_place(error)
    return place[0] if place else None


def describe_fault(error: Exception) -> tuple[str, str]:
    """The reason in Chinese and in English, both with line and column where the parser names them.

    >>> describe_fault(RecursionError())
    ('嵌套太深', 'nested too deeply')
    """
    if isinstance(error, RecursionError):
        return "嵌套太深", "nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return f"不是 UTF-8（第 {error.start + 1} 字节）", f"not UTF-8 at byte {error.start + 1}"
    words = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split())[:200]
    place = _find_place(error)
    if place is None:
        return ("有 YAML 不允许的控制字符" if hasattr(error, "character") else _OTHER), words
    line, column = place
    return f"第 {line} 行第 {column} 列：{_name_reason(words)}", f"line {line}, column {column}: {words}"


def _find_place(error: Exception) -> tuple[int, int] | None:
    """Line and column: where the parser stopped, or where that begins which it found no end of."""
    begins = re.search(_UNENDED, str(getattr(error, "problem", None) or ""))
    mark = (getattr(error, "context_mark", None) if begins else None) or getattr(error, "problem_mark", None)
    return (int(mark.line) + 1, int(mark.column) + 1) if mark else None


def _name_reason(words: str) -> str:
    return next((reason for pattern, reason in _REASONS if re.search(pattern, words)), _OTHER)
