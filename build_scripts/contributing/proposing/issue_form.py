"""The body of an issue that was written with a form → what was answered, by the ids of the form's fields.

Comes in: the form (YAML, as it lies in `.github/ISSUE_TEMPLATE`), the body. Goes out: answers. Refuses to know: what
they mean. Labels are taken from the form itself, so the two cannot drift. The body is text that anybody wrote.

GitHub writes `### label`, an empty line and the answer for every field, in the order of the form; an answer that was
left out is `_No response_`. An answer of one line is one line, and the last field, which may hold any text, ends where
the body ends: so a heading that somebody writes into an answer is part of that answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import yaml

NOTHING = "_No response_"


class Field(NamedTuple):
    """A field of a form: its id, the label it is shown under, whether it may hold several lines."""

    id: str
    label: str
    is_long: bool


class NotTheForm(ValueError):
    """A body is not as the form makes it; `label` is that of the field that was looked for."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


def read_fields(form: str) -> tuple[Field, ...]:
    """The fields of a form of ours; only its last may be long (ValueError)."""
    fields = tuple(
        Field(one["id"], one["attributes"]["label"], one["type"] == "textarea")
        for one in yaml.safe_load(form)["body"]
        if one["type"] != "markdown"
    )
    if not fields or any(field.is_long for field in fields[:-1]):
        raise ValueError("只有最后一项可以有几行 / only the last field may be long")
    return fields


def read_answers(body: str, fields: Sequence[Field]) -> dict[str, str]:
    """What was answered, by id, empty where nothing was; raises NotTheForm.

    >>> fields = [Field("year", "年度", False), Field("text", "原文", True)]
    >>> read_answers("### 年度\\n\\n2023\\n\\n### 原文\\n\\n### 年度\\n\\n1999", fields)
    {'year': '2023', 'text': '### 年度\\n\\n1999'}
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    answers: dict[str, str] = {}
    at = 0
    for number, field in enumerate(fields):
        at = _skip_empty(lines, at)
        if at == len(lines) or lines[at].rstrip() != f"### {field.label}":
            raise NotTheForm(field.label)
        at = _skip_empty(lines, at + 1)
        end = len(lines) if number == len(fields) - 1 else min(at + 1, len(lines))
        said = "\n".join(lines[at:end]).rstrip()
        answers[field.id] = "" if said.strip() == NOTHING else said if field.is_long else said.strip()
        at = end
    if at < len(lines) and _skip_empty(lines, at) < len(lines):
        raise NotTheForm(fields[-1].label)
    return answers


def _skip_empty(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at
