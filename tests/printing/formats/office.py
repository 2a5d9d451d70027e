"""LibreOffice as a printer: a folder of files converted by one call, with a profile of its own.

Comes in: files, the format wanted. Goes out: the converted files. `require_office` says whether there is one at all.
Refuses to know: what is in the files.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build_scripts.files import find_office

FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
    "html": "html:HTML (StarWriter)",
}
_SECONDS_A_FILE = 20


class OfficeMissing(RuntimeError):
    """No LibreOffice on this machine."""


def require_office() -> Path:
    """The program; raises OfficeMissing when this machine has none."""
    found = find_office()
    if found is None:
        raise OfficeMissing("没有 LibreOffice / no LibreOffice: build_scripts/setup/install_office.sh")
    return found


def convert_files(files: Sequence[Path], kind: str, folder: Path) -> None:
    """Each file as one of `kind` in the folder, its name kept but for the suffix; raises if one is missing after it."""
    if not files:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            str(require_office()),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += ["--convert-to", FILTERS[kind], "--outdir", str(folder), *map(str, files)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60 + _SECONDS_A_FILE * len(files), check=False
        )
    missing = [file.name for file in files if not (folder / f"{file.stem}.{kind}").exists()]
    if missing:
        raise RuntimeError(f"LibreOffice left out {missing[:3]}: {done.stderr[-300:]}")
