"""What a schema asks is either applied or refused: no word of it is passed over."""

from __future__ import annotations

import re
from typing import Any

import pytest

from build_scripts.packaging.row_rules import SchemaError, build_rules
from tests.tables_with_errors import GROUPS, describe

TEXT = {"name": "a", "type": "string"}
SELF = {"resource": "", "fields": ["a"]}
UNKNOWN = (
    ("a type", {"fields": [{**TEXT, "type": "geojson"}]}, "t, a: the type 'geojson' is not known"),
    ("a rule", {"fields": [{**TEXT, "constraints": {"minLength": 3}}]}, "t, a: the word 'minLength' is not known"),
    (
        "a rule of another type",
        {"fields": [{"name": "a", "type": "date", "constraints": {"minimum": "2000-01-01"}}]},
        "t, a: the word 'minimum' is not known",
    ),
    ("a format", {"fields": [{**TEXT, "format": "uri"}]}, "t, a: the word 'format' is not known"),
    ("a word about the table", {"uniqueKeys": [["a"]]}, "t: the word 'uniqueKeys' is not known"),
    ("a key that is no text", {"fields": [{**TEXT, "type": "integer"}]}, "t, a: a key of type integer is not known"),
    (
        "a key of two fields",
        {"foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "", "fields": ["a", "b"]}}]},
        "t, foreignKeys: a key of several fields is not known",
    ),
    (
        "a word about a key",
        {"foreignKeys": [{"fields": ["a"], "predicate": "is", "reference": SELF}]},
        "t, foreignKeys: the word 'predicate' is not known",
    ),
    (
        "a bound that is none",
        {"fields": [TEXT, {"name": "n", "type": "integer", "constraints": {"minimum": "many"}}]},
        "t, n: the bound 'many' is no integer",
    ),
)
"""Words that this project's schemas do not use, and how each is refused."""


@pytest.mark.parametrize(("schema", "message"), [each[1:] for each in UNKNOWN], ids=[each[0] for each in UNKNOWN])
def test_a_word_of_a_schema_that_is_not_known_is_an_error(schema: dict[str, Any], message: str) -> None:
    entry = describe("t", {"fields": [{"name": "a", "type": "string"}], "primaryKey": ["a"], **schema})
    with pytest.raises(SchemaError, match=f"^{re.escape(message)}$"):
        build_rules({"resources": [entry]})


def test_a_file_in_another_dialect_is_refused() -> None:
    entry = {**describe("t", GROUPS), "dialect": {"delimiter": ";"}}
    with pytest.raises(SchemaError, match="t: dialect is"):
        build_rules({"resources": [entry]})
