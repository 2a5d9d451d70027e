"""Options that several commands have: where reports, package and site lie, how many processes, which cache.

Comes in: the words of a command line. Goes out: places, numbers, folders, handed to the command. Refuses to know: what
the commands do with them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from build_scripts.cli.elsewhere import (
    PlaceType,
)
from build_scripts.files import PROJECT
from build_scripts.packaging.pool import count_processors

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)


def _place_option(flag: str, kind: click.Path, default: Path, told: str) -> Callable[[Command], Command]:
    """An option for a place: a folder of this machine, or an address."""
    return click.option(flag, type=PlaceType(kind), default=default, help=told)


reports_option = _place_option(
    "--reports",
    FOLDER,
    PROJECT.reports,
    "报告文件夹，默认 datapackage/reports；可以是 s3://… / folder of reports, or an address",
)
package_output = _place_option(
    "--output",
    FILE,
    PROJECT.package,
    "数据包写到哪里，默认 datapackage/build；可以是 s3://… / where to write, a folder or an address",
)
package_made = _place_option(
    "--package",
    FILE,
    PROJECT.package,
    "数据包写到哪里，默认 datapackage/build；可以是 s3://… / where the package goes, a folder or an address",
)
package_option = _place_option(
    "--package",
    FOLDER,
    PROJECT.package,
    "数据包，默认 datapackage/build；可以是 s3://… / the package, a folder or an address",
)
site_output = _place_option(
    "--output",
    FILE,
    PROJECT.site,
    "网站写到哪里，默认 site；可以是 s3://… / where to write, a folder or an address",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=count_processors,
    help="进程数，默认等于可用的处理器数；不影响结果 / processes; the result does not depend on it",
)


def cache_options(command: Callable[..., int]) -> Callable[..., int]:
    """`--cache DIR` and `--no-cache`, given to the command as `cache`: the folder, or None. A folder that is named
    overrides what the environment says."""

    @click.option(
        "--cache",
        type=FOLDER,
        default=PROJECT.cache,
        help="以前的结果放在哪里，默认 .cache；可以随时删掉 / what earlier runs found out; may be removed at any time",
    )
    @click.option(
        "--no-cache", is_flag=True, envvar="DISCLOSURE_NO_CACHE", help="不用以前的结果，全部重做 / everything anew"
    )
    @functools.wraps(command)
    def run(cache: Path, no_cache: bool, **options: Any) -> int:
        """The command's exit code."""
        source = click.get_current_context().get_parameter_source
        is_named = source("cache") is ParameterSource.COMMANDLINE and source("no_cache") is ParameterSource.ENVIRONMENT
        return command(cache=None if no_cache and not is_named else cache, **options)

    return run
