"""Material's own search with jieba, as its documentation sets it up for Chinese.

Comes in: a folder to put jieba in, pages as a MkDocs project. Goes out: how long and how large the build was; for each
question which pages the theme's own worker finds. jieba is brought from PyPI at a version pinned by hash.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from benchmarks.measure import NotMeasured, Run, run_command

JIEBA = "0.42.1"
SHA256 = "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2"
INDEX = "search/search_index.json"
ASK = """async ([base, typed]) => {
  const begun = performance.now();
  if (!window.asked) {
    const config = JSON.parse(document.querySelector("#__config").textContent);
    const index = await (await fetch(`${base}search/search_index.json`)).json();
    const worker = new Worker(new URL(config.search, document.baseURI));
    const answer = () => new Promise((done) => (worker.onmessage = ({ data }) => done(data)));
    const ready = answer();
    worker.postMessage({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
    while ((await ready).type !== 1);
    window.asked = (text) => { const found = answer(); worker.postMessage({ type: 2, data: text }); return found; };
  }
  const { data } = await window.asked(typed);
  const items = data.items ?? data;
  return { ids: items.map((group) => group[0].location.replace(/#.*/, "")), ms: performance.now() - begun };
}"""


def install(folder: Path) -> Path:
    """The folder to import jieba from, brought from PyPI and compared with its hash."""
    archive = folder / f"jieba-{JIEBA}.tar.gz"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", f"jieba=={JIEBA}"]
    done = subprocess.run([*command, "-d", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode or not archive.exists():
        raise NotMeasured(f"pip download jieba: {(done.stderr.strip().splitlines() or ['no message'])[-1][:200]}")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise NotMeasured(f"{archive.name} is another file than the one pinned")
    with tarfile.open(archive) as members:
        members.extractall(folder, filter="data")
    return folder / f"jieba-{JIEBA}"


def build(project: Path, jieba: Path) -> Run:
    """Build the project, Chinese words cut by jieba."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(jieba)
    try:
        return run_command([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(project / "mkdocs.yml")])
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before
