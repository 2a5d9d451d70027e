"""The forms for issues as a browser shows them: a page that stands in for GitHub's, and what a filled-in form becomes.

Comes in: the name of a form. Goes out: its fields, a page that fills them from its address, the body of an issue made
of answers, as GitHub documents it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from .packages import ROOT

FORMS = ROOT / ".github/ISSUE_TEMPLATE"


class Field(NamedTuple):
    """A field of a form."""

    id: str
    label: str
    type: str
    required: bool


def read_form(name: str) -> Any:
    return yaml.safe_load((FORMS / f"{name}.yml").read_text(encoding="utf-8"))


def fields_of(name: str) -> list[Field]:
    return [
        Field(one["id"], one["attributes"]["label"], one["type"], one["validations"]["required"])
        for one in read_form(name)["body"]
        if one["type"] != "markdown"
    ]


def stand_in_page(name: str) -> str:
    """The form as a page whose fields take what the address says for their ids, as GitHub's do."""
    inputs = "".join(
        f"<label>{html.escape(field.label)}<{tag} id={field.id}></{tag}></label>"
        for field in fields_of(name)
        for tag in ["textarea" if field.type == "textarea" else "input"]
    )
    script = (
        "for (const [id, said] of new URLSearchParams(location.search)) {"
        " const field = document.getElementById(id); if (field) field.value = said; }"
    )
    return f"<!doctype html><meta charset=utf-8><input id=title>{inputs}<script>{script}</script>"


def body_of_issue(answers: Mapping[str, str], name: str = "add-report") -> str:
    """The body that GitHub makes of a form that was filled in with these answers, by id."""
    return "\n\n".join(f"### {field.label}\n\n{answers.get(field.id) or '_No response_'}" for field in fields_of(name))
