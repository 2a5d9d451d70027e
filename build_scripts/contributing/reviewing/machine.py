"""A change as it was reviewed → JSON, for programs.

Comes in: `Reviewed`. Goes out: one object, keys in a fixed order, ASCII alone. Refuses to know: files.
"""

from __future__ import annotations

import json

from build_scripts.contributing.reviewing.reviewed import Reviewed, list_attention, list_reasons
from build_scripts.contributing.reviewing.verdict import FileRow


def write_review(reviewed: Reviewed) -> str:
    """Everything of the review but the changes, which are `changes.csv`."""
    effects = reviewed.effects
    told = {
        "version": reviewed.version,
        "blocks": reviewed.blocks,
        "reasons": dict(list_reasons(reviewed)),
        "attention": dict(list_attention(reviewed)),
        "failure": reviewed.failure,
        "site_failure": reviewed.site_failure,
        "files": [_describe_row(row) for row in reviewed.rows],
        "changed": [one._asdict() for one in reviewed.changed],
        "counts": [one._asdict() for one in effects.counts] if effects else None,
        "checks": [one._asdict() for one in effects.checks] if effects else None,
        "jumps": [one._asdict() for one in effects.jumps] if effects else None,
        "freed": [one._asdict() for one in reviewed.freed],
        "newcomers": [
            {
                "agency": dict(one.agency),
                "files": one.files,
                "alike": [each._asdict() for each in one.alike],
                "is_pinned": one.is_pinned,
            }
            for one in reviewed.newcomers
        ],
    }
    return json.dumps(told, ensure_ascii=True, indent=1) + "\n"


def _describe_row(row: FileRow) -> dict[str, object]:
    told = row.understood._asdict()
    told["states"] = {table: dict(states) for table, states in row.understood.states.items()}
    told["sums"], told["findings"] = dict(row.understood.sums), dict(row.understood.findings)
    return {
        "result": row.result,
        "is_changed": row.is_changed,
        "is_alone": row.is_alone,
        "before": row.before,
        **told,
        "finding_ids": [one.finding_id for one in row.findings],
        "codes": sorted({one.code for one in row.findings}),
    }
