"""The files as they were handed in, kept in the package: `data/source/<report_id>.<ext>`, byte for byte.

Comes in: a report, the path it was read from. Goes out: the name its file has in the package, its bytes. Refuses to
know: what stands in a file. The name is made of the report's id and the format told by content, never of the name the
file was handed in under. Only a text that is released in full has its file here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from build_scripts.files import FilesError, read_input

FULL = "full"
"""The `text_release` of a report whose file is published."""

FOLDER = "data/source/"
"""Where the files lie, below the package."""

EXTENSIONS = frozenset({"txt", "md", "html", "mhtml", "docx", "pdf", "doc", "rtf", "odt"})
"""The formats that are read (`source_format`), which are also how their files' names end."""

_REPORT_ID = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*")


def name_source(report_id: str, source_format: str, text_release: str) -> str:
    """The path of a report's file below the package; empty if it is not published, or cannot be named safely.

    >>> name_source("410781-chengshiguanliju-2023", "txt", "full")
    'data/source/410781-chengshiguanliju-2023.txt'
    >>> name_source("410781-chengshiguanliju-2023", "txt", "withheld"), name_source("../x", "txt", "full")
    ('', '')
    """
    is_safe = _REPORT_ID.fullmatch(report_id) is not None and source_format in EXTENSIONS
    return f"{FOLDER}{report_id}.{source_format}" if is_safe and text_release == FULL else ""


def name_in_zip(report: Mapping[str, str]) -> str:
    """What a report's file is called in a zip; empty if it is not published."""
    name = name_source(report["report_id"], report["source_format"], report["text_release"])
    return name.removeprefix("data/")


def read_unchanged(path: Path, sha256: str) -> bytes:
    """The bytes of a file handed in, if they are still those that were read; raises FilesError if they are not."""
    data = read_input(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FilesError(f"{path}: 读取以后又改过，请重新运行 / changed after it was read; run again")
    return data
