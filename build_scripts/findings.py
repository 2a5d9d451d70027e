"""Findings put into words: severity, message and next step of one finding, in Chinese or English.

Comes in: a `Finding` (code, place, named details) and the code list `finding_codes`. Goes out: plain text.
Refuses to know: files, reports, terminals, pages. What a detail holds is text of a report, so it is put in as it is and
never read as a template; whoever shows the message escapes it for the place where it is shown.
Trouble here is our own (an unknown code, a detail that is not given), so it is a `CodeListError` that names the code.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from string import Formatter

from build_scripts.codes import CodeListError, Codes, FindingCode
from build_scripts.model import Finding

LANGUAGES = ("zh", "en")
_FIELD = re.compile(r"[a-z][a-z_0-9]*", re.ASCII)


def severity(finding: Finding, codes: Codes) -> str:
    """The severity of a finding: a code of the code list `severities`; raises CodeListError for an unknown code."""
    return _declared(finding, codes).severity


def render_message(finding: Finding, codes: Codes, lang: str) -> str:
    """What was found, one sentence or two, in `lang` (zh or en); raises CodeListError naming the finding's code."""
    declared = _declared(finding, codes)
    return _fill(_choose(lang, declared.message_zh, declared.message_en), finding)


def render_next_step(finding: Finding, codes: Codes, lang: str) -> str:
    """What to do about it, in `lang` (zh or en); raises CodeListError naming the finding's code."""
    declared = _declared(finding, codes)
    return _fill(_choose(lang, declared.next_zh, declared.next_en), finding)


def finding_id(finding: Finding) -> str:
    """16 hex digits of the SHA-256 of code, file, line and details: the same content has the same id, always.

    >>> finding_id(Finding("empty-file", "2021/a.txt", None))
    '59fffd6293c492a0'
    """
    content = [finding.code, finding.source_file, finding.line, [list(detail) for detail in finding.details]]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode("ascii")).hexdigest()[:16]


def sort_key(finding: Finding) -> tuple[str, int, str, tuple[tuple[str, str], ...]]:
    """Findings in reading order: file, line (the whole file first), code, details."""
    return (finding.source_file, finding.line or 0, finding.code, finding.details)


@lru_cache(maxsize=512)
def template_fields(template: str) -> tuple[str, ...]:
    """The names a template asks for, in its order, repeated ones once.

    Only `{name}` is allowed: no attribute, index, conversion or format; anything else raises ValueError.

    >>> template_fields("“{row}”应有 {expected} 个数，印有 {count} 个")
    ('row', 'expected', 'count')
    """
    return tuple(dict.fromkeys(name for _, name in _split_template(template) if name is not None))


@lru_cache(maxsize=512)
def _split_template(template: str) -> tuple[tuple[str, str | None], ...]:
    parts: list[tuple[str, str | None]] = []
    for literal, name, form, conversion in Formatter().parse(template):
        if name is not None and (not _FIELD.fullmatch(name) or form or conversion):
            raise ValueError(f"only {{name}} is allowed in a template: {template!r}")
        parts.append((literal, name))
    return tuple(parts)


def _declared(finding: Finding, codes: Codes) -> FindingCode:
    try:
        return codes.finding_codes[finding.code]
    except KeyError:
        raise CodeListError(f"finding_codes: no code {finding.code!r}") from None


def _choose(lang: str, zh: str, en: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; known: {', '.join(LANGUAGES)}")
    return zh if lang == "zh" else en


def _fill(template: str, finding: Finding) -> str:
    details = dict(finding.details)
    try:
        parts = _split_template(template)
        return "".join(literal + (details[name] if name is not None else "") for literal, name in parts)
    except KeyError as missing:
        raise CodeListError(f"finding_codes: {finding.code}: no detail {missing} given") from None
    except ValueError as bad:
        raise CodeListError(f"finding_codes: {finding.code}: {bad}") from None
