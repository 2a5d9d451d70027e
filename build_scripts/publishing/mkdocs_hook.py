"""The few lines by which `mkdocs build` and `mkdocs serve` make the whole site. MkDocs loads this file by its path."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_command = {"name": "build"}


def on_startup(command: str, **_: object) -> None:
    """Remember whether MkDocs serves."""
    _command["name"] = command


def on_config(config: Any) -> Any:
    """Keep `mkdocs serve` from setting site_url to its own address: the pages stay the same as in a build."""
    if _command["name"] == "serve":
        config.site_url = next((given["site_url"] for given in config.user_configs if given.get("site_url")), None)
    return config


def on_pre_build(config: Any) -> None:
    """Make the package if it is missing; anything but a whole package ends the build. Every page tells its version."""
    package = _package_folder(config)
    if not (package / "datapackage.json").is_file():
        command = [sys.executable, "-m", "build_scripts", "package", "--output", str(package)]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status not in (0, 1):
            raise SystemExit(
                f"数据包没有生成（退出码 {status}） / the package was not made (exit code {status}): {package}"
            )
    config.extra["data_version"] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page of changes is CHANGELOG.md."""
    if page.file.src_uri == "changes/index.md":
        return markdown + "\n" + (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return markdown


def on_post_build(config: Any) -> None:
    """Stamp the data pages into what MkDocs wrote."""
    sys.path.insert(0, str(ROOT))
    try:
        from build_scripts.publishing.context import Settings
        from build_scripts.publishing.website import finish_site
    finally:
        sys.path.remove(str(ROOT))
    settings = Settings(config.site_name, config.site_url or "", config.extra.get("repository") or "")
    finish_site(_package_folder(config), Path(config.site_dir), settings)


def on_serve(server: Any, config: Any, **_: object) -> Any:
    """Build again when the package changes."""
    server.watch(str(_package_folder(config)))
    return server


def _package_folder(config: Any) -> Path:
    """The package's folder, relative to mkdocs.yml unless it is absolute."""
    folder: str = config.extra["package"]
    root: str = config.config_file_path
    return (Path(root).parent / folder).resolve()
