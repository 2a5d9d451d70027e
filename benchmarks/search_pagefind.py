"""Pagefind, as anybody would use it: its command over the pages, its script in the page.

Comes in: a version, a folder to put it in, pages. Goes out: how long and how large the index took; for each question
which pages it finds. Brought from npm at versions pinned by hash, into a scratch folder; NotMeasured where that fails.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import platform
import subprocess
import tarfile
from pathlib import Path

from benchmarks.measure import NotMeasured, Run, run_command

INTEGRITY = {
    "1.5.2": "V+tFqHKXhQKq/WqPBD67AFy7scn1/aZID00ws4fSDd+1daSi5UHR9VVlRrOUYKxn3VuFQYRD7lYXdZK1WED1YA==",
    "1.6.0": "IbMSx/+Vr/Xk0TTBlLkjgK+rvnbOXGmmb2/MKxQu99AR5DsqQoV3NKEA9PQz2tAhuCZjeD5xJBp4w5N5DHIC7Q==",
}
"""SHA-512 of the npm package with the program for Linux on x86-64."""

GIGABYTES_NEEDED = {1_000: 2, 10_000: 10}
ASK = """async ([base, typed]) => {
  window.pagefind ??= await import(`${base}pagefind/pagefind.js`);
  const begun = performance.now();
  const found = await window.pagefind.search(typed);
  await Promise.all(found.results.slice(0, 10).map((one) => one.data()));
  return { ids: found.results.map((one) => one.id), ms: performance.now() - begun };
}"""


def install(version: str, folder: Path) -> Path:
    """The program, brought from npm and compared with its hash."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NotMeasured("Pagefind's program is pinned for Linux on x86-64 only")
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"pagefind-linux-x64-{version}.tgz"
    command = ["npm", "pack", "--silent", f"@pagefind/linux-x64@{version}"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotMeasured(f"npm: {error}") from None
    if done.returncode or not archive.exists():
        raise NotMeasured(f"npm pack: {(done.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != INTEGRITY[version]:
        raise NotMeasured(f"{archive.name} is another file than the one pinned")
    with tarfile.open(archive) as members:
        members.extractall(folder / version, filter="data")
    return folder / version / "package/bin/pagefind_extended"


def build(program: Path, site: Path, reports: int) -> Run:
    """Index the pages of a site; refuses where memory may not do."""
    needed = next((size for count, size in sorted(GIGABYTES_NEEDED.items()) if reports <= count), 10)
    free = _free_gigabytes()
    if free < needed:
        raise NotMeasured(f"Pagefind needs about {needed} GB for {reports} reports; {free:.0f} GB are free")
    return run_command([str(program), "--site", str(site)])


def read_addresses(site: Path) -> dict[str, str]:
    """The page of every fragment, by the id that results carry."""
    found = {}
    for path in (site / "pagefind/fragment").iterdir():
        text = gzip.decompress(path.read_bytes()).decode().removeprefix("pagefind_dcd")
        found[path.stem] = str(json.loads(text)["url"]).lstrip("/")
    return found


def _free_gigabytes() -> float:
    for line in Path("/proc/meminfo").read_text("ascii").splitlines():
        if line.startswith("MemAvailable"):
            return int(line.split()[1]) / 1e6
    return 0.0
