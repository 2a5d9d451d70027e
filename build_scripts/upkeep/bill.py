"""The bill of materials: everything locked, as CycloneDX 1.6 JSON.

    python -m build_scripts.upkeep.bill FILE

Comes in: what `locked` lists, the manifest of vendored files. Goes out: the file, the same bytes for the same locks: no
clock, no serial number. Refuses to know: the network, what is installed; the hashes of Python's wheels, which the locks
named beside each package hold. A package of `site.lock` and what stands in the site is `required`; all else serves
tests and upkeep and is `excluded`.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from build_scripts.upkeep.locked import MANIFEST, ROOT, Locked, list_locked

SHIPPED = {"requirements/site.lock", MANIFEST}


def write_bill(root: Path = ROOT) -> str:
    """The text of the bill; raises LockError for a package without a licence."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    files = _read_files(root)
    locked = list_locked(root)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [_describe(one, files) for one in locked],
        "dependencies": [{"ref": project["name"], "dependsOn": [_address(one) for one in locked]}],
    }
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def _describe(one: Locked, files: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    group, _, name = one.name.rpartition("/")
    shipped = bool(SHIPPED & set(one.locks))
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(one),
        **({"group": group} if group else {}),
        "name": name,
        "version": one.version,
        "scope": "required" if shipped else "excluded",
        "licenses": _describe_licence(one.licence),
        "purl": _address(one),
        "properties": [{"name": "lock", "value": lock} for lock in one.locks],
    }
    if one.ecosystem == "npm":
        told["hashes"] = [{"alg": kind, "content": digest} for kind, digest in one.hashes]
    if MANIFEST in one.locks:
        told["components"] = [
            {"type": "file", "name": file, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for file, digest in files[one.name].items()
        ]
    return told


def _describe_licence(licence: str) -> list[dict[str, Any]]:
    return [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]


def _address(one: Locked) -> str:
    """The package URL.

    >>> _address(Locked("npm", "@a/b", "1+x", "MIT", (), ()))
    'pkg:npm/%40a/b@1%2Bx'
    """
    return f"pkg:{one.ecosystem}/{quote(one.name, safe='/')}@{quote(one.version, safe='')}"


def _read_files(root: Path) -> dict[str, dict[str, str]]:
    """Library → file below `docs/assets/vendor` → SHA-256."""
    libraries = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    return {one["name"]: {f"{one['folder']}/{file}": sha for file, sha in one["files"].items()} for one in libraries}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(write_bill(), encoding="utf-8", newline="\n")
