"""The few lines by which MkDocs sets the page of commands. MkDocs loads this file by its path."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = "contribute/commands.md"


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page of commands tells what the commands say of themselves."""
    if page.file.src_uri != PAGE:
        return markdown
    sys.path.insert(0, str(ROOT))
    try:
        from build_scripts.cli.manual_page import set_manuals
    finally:
        sys.path.remove(str(ROOT))
    return set_manuals(markdown, (ROOT / "Makefile").read_text(encoding="utf-8"))
