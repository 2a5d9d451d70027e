"""What was added, for a program or a spreadsheet: every file with everything that was understood of it.

Comes in: `Added`. Goes out: JSON, CSV. Refuses to know: how files are added, where it is shown. Nothing is cut.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from build_scripts.codes import Codes
from build_scripts.contributing.added import Added, AddedFile
from build_scripts.contributing.understood import SEVERITIES, Understood
from build_scripts.findings import render_message, render_next_step, severity

Style = Literal["text", "json", "csv"]
_COUNTED = ("numbers", "blank", "dash", "absent", "unreadable", "holds", "differs", "errors", "warnings", "notes")


def write_added_json(added: Added) -> str:
    """Everything as JSON: one object, messages in both languages."""
    told = {
        "files": [_describe(file, added.codes) for file in added.files],
        "effect": None
        if added.effect is None
        else {
            "counts": {name: list(pair) for name, pair in added.effect.counts.items()},
            "changes": [one._asdict() for one in added.effect.changes],
        },
    }
    return json.dumps(told, ensure_ascii=True, indent=1) + "\n"


def write_added_csv(added: Added) -> str:
    """One row a file: what became of it, and what was understood."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("given", "outcome", "placed", "report_id", "agency", "year", "form", *_COUNTED, "others", "codes"))
    for file in added.files:
        one = file.understood
        codes = " ".join(dict.fromkeys(finding.code for finding in file.findings))
        row = (file.given, file.outcome, file.placed, one.report_id, one.agency, one.year, one.form)
        writer.writerow((*map(_show_whole, row), *count_one(one), _show_whole("; ".join(file.others)), codes))
    return stream.getvalue()


def count_one(one: Understood) -> tuple[str, ...]:
    """The counts of one file in the order of _COUNTED; of one no report came of only its findings."""
    states: Counter[str] = Counter()
    for counts in one.states.values():
        states.update(counts)
    known = [states[state] for state in ("reported", "blank", "dash", "absent", "unreadable")]
    known += [_sums(one, "holds"), _sums(one, "differs")]
    found = (one.findings.get(name, 0) for name in SEVERITIES)
    return (*(str(number) if one.is_taken else "" for number in known), *map(str, found))


def _sums(one: Understood, status: str) -> int:
    return one.sums.get(status, 0)


def _describe(file: AddedFile, codes: Codes) -> Mapping[str, object]:
    one = file.understood._asdict()
    return {
        "given": file.given,
        "outcome": file.outcome,
        "placed": file.placed,
        "others": list(file.others),
        "said": {"zh": file.said[0], "en": file.said[1]},
        "links": list(file.links),
        "understood": {name: value for name, value in one.items() if name != "source_file"},
        "findings": [
            {
                "code": finding.code,
                "severity": severity(finding, codes),
                "file": finding.source_file,
                "line": finding.line,
                **{f"message_{lang}": render_message(finding, codes, lang) for lang in ("zh", "en")},
                **{f"next_{lang}": render_next_step(finding, codes, lang) for lang in ("zh", "en")},
            }
            for finding in file.findings
        ],
    }


def _show_whole(text: str) -> str:
    """The text as CSV can carry it: lone surrogates written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
