"""The files of the compare page: forms and catalogues below `compare/data/`.

Comes in: the context, the site's folder. Goes out: JSON files, the same bytes for the same package. Refuses to know:
what stands in them. Reports themselves are read from the static API.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from build_scripts.files import write_text
from build_scripts.publishing.compare.catalogue import list_catalogues
from build_scripts.publishing.compare.forms import describe_forms
from build_scripts.publishing.context import SiteContext

FOLDER = "compare/data/"


def write_compare_files(context: SiteContext, site: Path) -> None:
    """Write what the compare page loads."""
    _write(site / FOLDER / "forms.json", describe_forms(context))
    for name, data in list_catalogues(context):
        _write(site / FOLDER / name, data)


def _write(path: Path, data: Mapping[str, object]) -> None:
    write_text(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
