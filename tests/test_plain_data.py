"""What is read from the cache can make data and nothing else."""

from __future__ import annotations

import os
import pickle
import re
from array import array
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from build_scripts.files.plain_data import pack_plain, unpack_plain
from build_scripts.publishing.quality.counted import CellRun

ROOT = Path(__file__).parents[1]


class Calls:
    """Unpickled, it calls a function with arguments."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> object:
        return self.call


def test_plain_data_is_read_as_it_was() -> None:
    data = {
        "a": [1, None, b"x", Decimal("1.50")],
        ("b", 2): array("q", [3, 4]),
        "c": (CellRun("r", "c", 5), Counter("aab")),
    }
    again = unpack_plain(pack_plain(data))
    assert again == data
    assert type(again["c"][0]) is CellRun


@pytest.mark.parametrize(
    "evil",
    [
        Calls(os.mkdir, "made"),
        Calls(eval, "1"),
        Calls(getattr, CellRun, "_make"),
        Calls(unpack_plain, pack_plain(1)),
        Path("x"),
        re.compile("x"),
    ],
)
def test_bytes_that_name_anything_else_run_nothing(
    evil: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="no plain data"):
        unpack_plain(pickle.dumps([evil]))
    assert not list(tmp_path.iterdir())


def test_no_other_module_reads_a_pickle_but_those_of_the_cluster() -> None:
    """Whoever reaches Dask's scheduler can run programs anyway; whoever writes into the cache cannot."""
    found = {
        path.relative_to(ROOT / "build_scripts").as_posix()
        for path in (ROOT / "build_scripts").rglob("*.py")
        if re.search(r"pickle\.(loads?|Unpickler)|\bshelve\b|bytecode_from_string", path.read_text("utf-8"))
    }
    assert found == {
        "cluster/children.py", "cluster/messages.py", "files/plain_data.py", "publishing/kept_templates.py",
    }  # fmt: skip
