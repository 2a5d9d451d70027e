"""A package of some of the reports of another one, its rows cut out as they are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Collection
from pathlib import Path

OWNED = ("sections", "disclosures", "applications", "remedies", "checks", "corrections", "findings", "reports")
LARGE = ("region_names", "township_names")
"""Code lists of the reader's that no page needs: emptied."""


def cut_package(source: Path, folder: Path, report_ids: Collection[str]) -> Path:
    """Write the package of these reports and their agencies; the descriptor tells the new sizes and hashes."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data/text").mkdir(parents=True)
    for path in sorted((source / "data").glob("*.csv")):
        if path.stem not in {*OWNED, *LARGE, "agencies"}:
            shutil.copyfile(path, folder / "data" / path.name)
            continue
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        head = rows[0]
        if path.stem in OWNED:
            at = head.index("report_id")
            rows = [head, *(row for row in rows[1:] if row[at] in report_ids)]
        if path.stem in LARGE:
            rows = rows[:1]
        if path.stem == "agencies":
            held = {report_id.rpartition("-")[0] for report_id in report_ids}
            rows = [head, *(row for row in rows[1:] if row[0] in held)]
        write_table(folder / "data" / path.name, rows)
    for kind in ("text", "source"):
        for path in (source / "data" / kind).glob("*"):
            if path.name.partition(".")[0] in report_ids:
                (folder / "data" / kind).mkdir(exist_ok=True)
                shutil.copyfile(path, folder / "data" / kind / path.name)
    shutil.copyfile(source / "datapackage.json", folder / "datapackage.json")
    describe_anew(folder)
    return folder


def write_table(path: Path, rows: list[list[str]]) -> None:
    """Write a CSV as the package has it."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def describe_anew(folder: Path) -> None:
    """Set sizes and hashes of the tables in the descriptor."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
