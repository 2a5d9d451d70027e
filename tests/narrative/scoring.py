"""Labelled sentences → what is read from them, compared with the labels."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from build_scripts.checking.statements import Grammar, build_grammar, find_statements
from build_scripts.checking.surroundings import Speaker
from build_scripts.reading.prose.scope import build_scope_words, tell_scope
from build_scripts.reading.prose.wording import Lexicon
from tests.printing.codelists import read_codes

FOLDER = Path(__file__).parent
PARTS = ("tuning", "held_out")
AGENCY, YEAR = "卫辉市城市管理局", 2023


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences, how many labels, how many were read and read right; what was read otherwise."""

    sentences: int
    labelled: int
    read: int
    right: int
    errors: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what was read the share that is right; 1 if nothing was read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Of what is labelled the share that was read right."""
        return self.right / self.labelled if self.labelled else 1.0


def read_labels(name: str) -> list[dict[str, str]]:
    """The rows of a labelled list."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def _grammar() -> Grammar:
    return build_grammar(read_codes())


def read_statements(row: dict[str, str]) -> set[tuple[str, str]]:
    """The rule and the number of each statement that is read from a labelled sentence."""
    agency = row["agency"] or AGENCY
    speaker = Speaker((agency,), int(row["year"] or YEAR), row["scope"] or "unknown")
    found = find_statements(row["sentence"] + "。", row["section"] or "1", speaker, _grammar())
    return {(statement.rule, str(statement.value)) for statement in found}


def score_statements(part: str) -> Score:
    """Statements read from the sentences of a part: a label is a rule and a number, a sentence without one has none."""
    labels: dict[str, set[tuple[str, str]]] = {}
    rows: dict[str, dict[str, str]] = {}
    for row in read_labels("sentences"):
        if row["part"] == part:
            key = "|".join(row[name] for name in ("sentence", "year", "agency", "scope", "section"))
            rows[key] = row
            labels.setdefault(key, set()).update({(row["rule"], row["expected"])} if row["rule"] else ())
    found = {key: read_statements(row) for key, row in rows.items()}
    errors = [
        f"{rows[key]['sentence']}: labelled {sorted(labels[key])}, read {sorted(found[key])}"
        for key in rows
        if found[key] != labels[key]
    ]
    return Score(
        len(rows),
        sum(map(len, labels.values())),
        sum(map(len, found.values())),
        sum(len(labels[key] & found[key]) for key in rows),
        tuple(errors),
    )


@lru_cache
def _scope_words() -> Lexicon:
    return build_scope_words(read_codes())


def read_scope(row: dict[str, str]) -> str:
    """The scope that is read from a labelled sentence, or from a labelled title."""
    agency = row["agency"] or AGENCY
    if row["place"] == "title":
        return tell_scope(row["sentence"], re.split("20[0-9]{2}", row["sentence"])[:1], (), _scope_words()).code
    return tell_scope("", [agency], [row["sentence"] + "。"], _scope_words()).code


def score_scopes(part: str) -> Score:
    """Scopes read from the sentences and titles of a part; `unknown` is the label of those that say nothing."""
    rows = [row for row in read_labels("scopes") if row["part"] == part]
    found = [(row, read_scope(row)) for row in rows]
    return Score(
        len(rows),
        sum(row["expected"] != "unknown" for row in rows),
        sum(code != "unknown" for _, code in found),
        sum(code == row["expected"] != "unknown" for row, code in found),
        tuple(
            f"{row['sentence']}: labelled {row['expected']}, read {code}"
            for row, code in found
            if code != row["expected"]
        ),
    )
