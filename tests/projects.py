"""A project of its own for tests that put files into it: reports as asked for, lists and schemas those of ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from build_scripts.files import PROJECT, Layout
from tests.packages import copy_real


def make_project(folder: Path, names: tuple[str, ...] = ()) -> Layout:
    """A layout that holds these of the real reports."""
    layout = Layout(folder)
    layout.reports.mkdir(parents=True)
    for source, target in ((PROJECT.codelists, layout.codelists), (PROJECT.schemas, layout.schemas)):
        target.symlink_to(source)
    for source, target in ((PROJECT.register, layout.register), (PROJECT.changelog, layout.changelog)):
        shutil.copy(source, target)
    copy_real(layout.reports, names)
    return layout
