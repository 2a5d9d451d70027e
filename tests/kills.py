"""`python -m tests.kills --kills 51 --seed 7 --keep`: killed at random moments, what stands is one whole version.

`package`, `site` and `build` (what changed alone) are killed in turn, with all their processes or alone. After each
kill the package and the site that stand must be, file by file, the version before or the new one; the next run must
give the bytes of a build from nothing, and leave nothing behind, in the folder and among temporary files. Every kill is
a line of the log. With `--keep` the log and its counts are written to `tests/guards/kept`. For `make audit`.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.commands import be_the_program
from tests.guards.keeping import KEPT, keep_figures
from tests.packages import ROOT, copy_real, hash_tree

COMMANDS = ("package", "site", "build")
WRITTEN = {"package": ("package",), "site": ("site",), "build": ("package", "site")}
SHARES = {"package": 0.4, "site": 0.6, "build": 1.0}
"""How long a command lasts beside `build`, as long as that is not known."""
MARKED = {"package": "datapackage.json", "site": ".disclosure-site"}
_FORKS = multiprocessing.get_context("forkserver")


class Kill(NamedTuple):
    """A line of the log: which run, when it was killed (seconds from its start) and how, what stood then (`before`,
    `new`, or what is wrong), and what is wrong with the next run."""

    seed: int
    number: int
    command: str
    moment: str
    how: str
    package: str
    site: str
    next_run: str
    left: str
    verdict: str


class Version(NamedTuple):
    """Reports, and package and site of them built from nothing."""

    reports: Path
    package: Mapping[str, str]
    site: Mapping[str, str]


class Place(NamedTuple):
    """Where it all lies: two versions, the folder in which is built (`made`), and one for temporary files."""

    versions: tuple[Version, Version]
    made: Path
    passing: Path


def main() -> None:
    """Kill, and tell what was not whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--kills", type=int, default=51)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    _FORKS.set_forkserver_preload(["build_scripts.cli", "pandas", "frictionless", "mkdocs", "tests.commands"])
    began = time.monotonic()
    kills = []
    with tempfile.TemporaryDirectory(prefix="disclosure-kills-", ignore_cleanup_errors=True) as folder:
        for kill in walk(prepare(Path(folder)), options.seed, options.kills):
            kills.append(kill)
            print(*kill, sep=" | ", flush=True)
    bad = [kill for kill in kills if kill.verdict != "whole"]
    print(f"seed {options.seed}: {len(kills)} kills, {len(bad)} not whole, {time.monotonic() - began:.0f} s")
    if options.keep:
        keep(kills)
    sys.exit(1 if bad else 0)


def prepare(folder: Path) -> Place:
    """Two versions of five reports or four, one of them with another text, built from nothing."""
    found = []
    for name in ("one", "other"):
        reports = copy_real(folder / f"reports-{name}")
        if name == "other":
            changed = reports / "2023/410781-chengshiguanliju.txt"
            changed.write_text(changed.read_text("utf-8") + "\n附言：本报告电子版已公布。\n", "utf-8")
            for gone in (reports / "2020").iterdir():
                gone.unlink()
        passing = folder / "fresh-passing"
        passing.mkdir(exist_ok=True)
        run(("build", *name_folders("build", reports, folder / f"fresh-{name}"), "--no-cache"), passing)
        trees = (hash_tree(folder / f"fresh-{name}" / part) for part in ("package", "site"))
        found.append(Version(reports, *trees))
    (folder / "made").mkdir()
    (folder / "passing").mkdir()
    return Place((found[0], found[1]), folder / "made", folder / "passing")


def walk(place: Place, seed: int, kills: int) -> Iterator[Kill]:
    """Kill so many runs. The package goes towards the other version, the site follows it; then both towards the first
    version again."""
    chance, lasted = Random(seed), dict.fromkeys(COMMANDS, 0.0)
    finish(place, "build", place.versions[0], lasted)
    for number in range(kills):
        command = COMMANDS[number % len(COMMANDS)]
        before, new = place.versions if command != "build" else place.versions[::-1]
        moment = chance.uniform(0, (lasted[command] or lasted["build"] * SHARES[command]) * 0.9)
        is_whole = chance.random() < 0.7
        ended = kill(name_words(command, new.reports, place.made), place.passing, moment, is_whole)
        how = "ended" if ended else "group" if is_whole else "alone"
        states = [name_state(place.made / part, part, before, new) for part in ("package", "site")]
        said = finish(place, command, new, lasted)
        is_left = list_left(place)
        is_well = {"before", "new"}.issuperset(states) and not said and not is_left
        verdict = "whole" if is_well else "NOT WHOLE"
        yield Kill(
            seed, number + 1, command, f"{moment:.2f}", how, states[0], states[1], said or "equal",
            " ".join(is_left) or "nothing", verdict,
        )  # fmt: skip


def finish(place: Place, command: str, version: Version, lasted: dict[str, float]) -> str:
    """Run the command to its end, and say what is not as if it was built from nothing."""
    began = time.monotonic()
    code = run(name_words(command, version.reports, place.made), place.passing)
    lasted[command] = time.monotonic() - began
    found = [f"exit code {code}"] if code else []
    for part in WRITTEN[command]:
        made, wanted = hash_tree(place.made / part), getattr(version, part)
        names = sorted(made.keys() | wanted.keys())
        found += [f"{part}: {name}" for name in names if made.get(name) != wanted.get(name)]
    return "; ".join(found[:3])


def name_state(folder: Path, part: str, before: Version, new: Version) -> str:
    """Which version stands."""
    found = hash_tree(folder)
    for name, version in (("before", before), ("new", new)):
        if found == getattr(version, part):
            return name
    return f"neither, {len(found)} files" if (folder / MARKED[part]).exists() else "none"


def list_left(place: Place) -> list[str]:
    """What no run should leave: anything beside package, site and cache; temporary files of the run that ended."""
    for _ in range(100):
        left = sorted({path.name for path in place.made.iterdir()} - {"package", "site", "cache"})
        if not left:
            break
        time.sleep(0.1)  # a process of its own may still be removing the version before
    passing = sorted(path.name for path in place.passing.iterdir() if not path.name.startswith("killed-"))
    return left + passing


def name_words(command: str, reports: Path, made: Path) -> tuple[str, ...]:
    """The command with its folders and the cache."""
    return command, *name_folders(command, reports, made), "--cache", str(made / "cache")


def name_folders(command: str, reports: Path, made: Path) -> tuple[str, ...]:
    """The folders of a command."""
    package, site = str(made / "package"), str(made / "site")
    given = {
        "package": ("--reports", reports, "--output", package),
        "site": ("--package", package, "--output", site),
        "build": ("--reports", reports, "--package", package, "--output", site),
    }
    return tuple(map(str, given[command]))


def run(words: Sequence[str], passing: Path) -> int | None:
    """Run to the end; the exit code."""
    process = begin(words, passing)
    process.join()
    return process.exitcode


def kill(words: Sequence[str], passing: Path, moment: float, is_whole: bool) -> bool:
    """Run until that moment, then kill it, with all its processes or alone; whether it had ended before."""
    own = Path(tempfile.mkdtemp(prefix="killed-", dir=passing))
    process = begin(words, own)
    process.join(moment)
    if process.exitcode is not None:
        return True
    with suppress(ProcessLookupError):
        if is_whole and process.pid:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    return False


def begin(words: Sequence[str], passing: Path) -> multiprocessing.process.BaseProcess:
    """Begin a run in a process group of its own."""
    process = _FORKS.Process(target=_be, args=(list(words), passing))
    process.start()
    return process


def _be(words: list[str], passing: Path) -> None:
    os.setsid()
    os.environ.pop("DISCLOSURE_NO_CACHE", None)
    os.environ["TMPDIR"] = str(passing)
    tempfile.tempdir = None
    be_the_program([*words, "--jobs", "2"], ROOT, [Path(os.devnull), Path(os.devnull)])


def keep(kills: Sequence[Kill]) -> None:
    """Write the log and its counts."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "kill-log.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([Kill._fields, *kills])
    counts = Counter({"kills": 0, "not_whole": sum(kill.verdict != "whole" for kill in kills)})
    for kill in kills:
        if kill.how != "ended":
            counts.update(["kills", f"{kill.command}_killed", f"{kill.command}_stood_{kill_state(kill)}"])
    keep_figures("kills", {name: (count, "runs") for name, count in counts.items()})


def kill_state(kill: Kill) -> str:
    """What stood of what the command writes last."""
    return kill.package if kill.command == "package" else kill.site


if __name__ == "__main__":
    main()
