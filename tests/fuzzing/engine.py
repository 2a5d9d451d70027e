"""One target under libFuzzer: `python -m tests.fuzzing.engine NAME SECONDS FOLDER`, in an environment with atheris.

Comes in: the target's name, seconds, a folder for what comes of it. Goes out: there `faults/` (one input for each kind
of fault), `corpus/` (inputs that reached something new) and `figures.json`, written anew every few seconds, for a
crash of compiled code ends the process. Refuses to know: what a fault means; it goes on after one.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
import traceback
from pathlib import Path
from random import Random

import atheris

INSTRUMENTED = ["build_scripts.reading", "build_scripts.checking", "build_scripts.contributing", "build_scripts.codes",
                "build_scripts.fetching", "build_scripts.packaging.load", "build_scripts.findings",
                "protego"]  # fmt: skip
LONGEST_INPUT = 100_000
HANG = 60
"""Seconds after which an input counts as one that hangs."""
MOST_MEMORY = 2048
"""MB after which the engine takes it for memory that grows without end."""
_EVERY = 5.0

with atheris.instrument_imports(include=INSTRUMENTED):
    from tests.fuzzing.promises import BrokenPromise
    from tests.fuzzing.replay import measure_memory
    from tests.fuzzing.shaping import change
    from tests.fuzzing.targets import CORPUS, TARGETS, Target


class Watched:
    """A target that counts, times and keeps what goes wrong."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.figures: dict[str, float] = {"executions": 0, "slowest_ms": 0, "peak_mb": 0}
        self.known: set[str] = set()
        self.started = self.written = time.monotonic()
        (folder / "faults").mkdir(parents=True, exist_ok=True)

    def __call__(self, data: bytes) -> None:
        begun = time.process_time()
        try:
            self.target.run(data)
        except Exception as error:
            self._keep_fault(error, data)
        spent = (time.process_time() - begun) * 1000
        self.figures["executions"] += 1
        if spent > self.figures["slowest_ms"]:
            self.figures["slowest_ms"] = round(spent, 1)
            (self.folder / "slowest").write_bytes(data)
        if time.monotonic() - self.written > _EVERY:
            self._write()

    def _keep_fault(self, error: Exception, data: bytes) -> None:
        kind = name_fault(error)
        if kind in self.known:
            return
        self.known.add(kind)
        name = hashlib.sha256(kind.encode()).hexdigest()[:12]
        (self.folder / "faults" / name).write_bytes(data)
        said = "".join(traceback.format_exception(error))
        (self.folder / "faults" / f"{name}.txt").write_text(f"{kind}\n\n{said}", "utf-8", "backslashreplace")

    def _write(self) -> None:
        self.written = time.monotonic()
        now = measure_memory()
        self.figures["peak_mb"] = max(self.figures["peak_mb"], now)
        self.figures["last_mb"] = now
        self.figures["cpu_s"] = round(time.process_time())
        self.figures["seconds"] = round(self.written - self.started)
        (self.folder / "figures.json").write_text(json.dumps(self.figures))
        with (self.folder / "memory.csv").open("a") as file:
            file.write(f"{self.figures['seconds']},{self.figures['executions']},{now}\n")


def name_fault(error: Exception) -> str:
    """What makes two faults the same: the promise broken, or the exception and where in our code it came from."""
    if isinstance(error, BrokenPromise):
        return re.sub(r"[0-9]+|'.*'|\".*\"", "#", str(error))[:200]
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "build_scripts" in one.filename]
    last = frames[-1] if frames else None
    return f"{type(error).__name__} {last.filename.split('build_scripts/')[-1]}:{last.lineno}" if last else repr(error)


def main(name: str, seconds: int, folder: Path) -> None:
    """Run the target for so long."""
    target = TARGETS[name]
    watched = Watched(target, folder)
    (folder / "corpus").mkdir(exist_ok=True)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        return change(data, target.parts, Random(seed), atheris.Mutate, most)

    words = folder / "words.dict"
    words.write_text(_list_words(), "ascii")
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={HANG}", "-len_control=0",
               f"-rss_limit_mb={MOST_MEMORY}", f"-artifact_prefix={folder}/died-", f"-dict={words}",
               "-print_final_stats=1", str(folder / "corpus"), str(CORPUS / name)]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], watched, custom_mutator=mutate)
    atheris.Fuzz()


def _list_words() -> str:
    """The labels of the forms, and what formats are told by, as libFuzzer's dictionary."""
    from tests.printing.readback import known_codes

    codes = known_codes()
    labels = {
        text for table in codes.tables.values() for cell in table.cells for text in (cell.row_label, cell.column_label)
    }
    labels |= {row["label_zh"] for row in codes.lists["sections"]} | {
        "2023年",
        "年度报告",
        "<td colspan=",
        "rowspan=",
        "w:gridSpan",
    }
    quoted = ("".join(f"\\x{byte:02x}" for byte in text.encode()[:60]) for text in sorted(labels) if text)
    return "".join(f'"{text}"\n' for text in quoted)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
