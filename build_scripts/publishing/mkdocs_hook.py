"""The few lines by which `mkdocs build` and `mkdocs serve` make the whole site. MkDocs loads this file by its path."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Refuse libraries for browsers that are not those of the manifest. Make the package if it is missing; anything but
    the package as it was built ends the build. Every page tells its version."""
    with _importing():
        from build_scripts.files import FilesError
        from build_scripts.publishing.policy.vendored import check_vendored
    try:
        check_vendored(Path(config.docs_dir) / "assets/vendor")
    except FilesError as error:
        raise SystemExit(str(error)) from None
    package = _package_folder(config)
    if not (package / "datapackage.json").is_file():
        command = [sys.executable, "-m", "build_scripts", "package", "--output", str(package)]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status not in (0, 1):
            raise SystemExit(
                f"数据包没有生成（退出码 {status}） / the package was not made (exit code {status}): {package}"
            )
    with _importing():
        from build_scripts.files import PROJECT, FilesError
        from build_scripts.packaging.hand_kept import refuse_slips
        from build_scripts.packaging.manifest import refuse_changed
        from build_scripts.publishing.versions.standing import find_standing
        from build_scripts.releasing.ledger import read_ledger
    if config.extra.get("stamps", True):  # else who called MkDocs has looked
        try:
            refuse_slips(PROJECT)
            refuse_changed(package)
        except FilesError as error:
            raise SystemExit(str(error)) from error
    version = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]
    standing = find_standing(package, version, read_ledger(_folder(config, "releases")))
    config.extra.update(data_version=version, data_released=standing.released)


def on_env(env: Any, **_: object) -> Any:
    """Let the theme write the policy of a page."""
    with _importing():
        from build_scripts.publishing.policy.content_policy import write_page_policy
    env.globals["write_page_policy"] = write_page_policy
    return env


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page of changes tells CHANGELOG.md."""
    if page.file.src_uri != "changes/index.md":
        return markdown
    with _importing():
        from build_scripts.publishing.versions.changelog import set_changelog
    return set_changelog(markdown, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def on_post_build(config: Any) -> None:
    """Stamp the data pages into what MkDocs wrote, unless who called MkDocs does that."""
    if not config.extra.get("stamps", True):
        return
    with _importing():
        from build_scripts.publishing.context import Settings
        from build_scripts.publishing.website import finish_site
    given = (str(config.extra.get(name) or "") for name in ("repository", "contact"))
    settings = Settings(config.site_name, config.site_url or "", *given)
    book, releases = (_folder(config, name) for name in ("address_book", "releases"))
    finish_site(_package_folder(config), Path(config.site_dir), settings, book, releases)


def on_serve(server: Any, config: Any, **_: object) -> Any:
    """Build again when the package changes; let pages reload under their policy."""
    with _importing():
        from build_scripts.publishing.policy.preview import allow_reload
    server.set_app(allow_reload(server.get_app()))
    server.watch(str(_package_folder(config)))
    return server


def _package_folder(config: Any) -> Path:
    """The package's folder, relative to mkdocs.yml unless it is absolute."""
    return _folder(config, "package")


def _folder(config: Any, name: str) -> Path:
    """A folder or file that `extra` names, relative to mkdocs.yml unless it is absolute."""
    folder: str = config.extra[name]
    root: str = config.config_file_path
    return (Path(root).parent / folder).resolve()


@contextmanager
def _importing() -> Iterator[None]:
    """The project's own modules can be imported, for MkDocs may be started from anywhere."""
    sys.path.insert(0, str(ROOT))
    try:
        yield
    finally:
        sys.path.remove(str(ROOT))
