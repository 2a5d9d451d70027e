"""How this project introduces itself to hosts, and the one way in which its commands fetch.

Comes in: the layout. Goes out: a function that fetches. Refuses to know: what is fetched. The libraries of networks are
loaded when it is asked for, so no command that needs no network loads them.
"""

from __future__ import annotations

import tomllib

import yaml

from build_scripts.fetching import Fetch
from build_scripts.files import FilesError, Layout, read_text


def make_fetch(layout: Layout) -> Fetch:
    """Fetches one address after another as one visitor: robots.txt is read once a host, pauses are kept."""
    from build_scripts.fetching.fetcher import LIMITS, NETWORK, Visits, fetch, name_agent

    visits, agent = Visits(), name_agent(read_code_version(layout), read_repository(layout))
    return lambda url: fetch(url, LIMITS, NETWORK, visits, agent)


def read_code_version(layout: Layout) -> str:
    """The version of the code, of `pyproject.toml`; `0` where there is none."""
    try:
        project = tomllib.loads(read_text(layout.root / "pyproject.toml")).get("project", {})
    except (FilesError, tomllib.TOMLDecodeError):
        return "0"
    return str(project.get("version", "0"))


def read_repository(layout: Layout) -> str:
    """The address of the repository, `extra.repository` of `mkdocs.yml`; empty while it is not set."""
    try:
        root = yaml.compose(read_text(layout.root / "mkdocs.yml"), Loader=yaml.SafeLoader)
    except (FilesError, yaml.YAMLError):
        return ""
    value = _find(_find(root, "extra"), "repository")
    return value.value if isinstance(value, yaml.ScalarNode) and value.value.startswith("https://") else ""


def _find(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
