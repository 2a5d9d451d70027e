"""Inputs that were kept, read over and over in one process: `python -m tests.fuzzing.replay NAME FOLDER…`.

Comes in: a target's name, folders of inputs. Goes out: on standard output one JSON object, the inputs read and the
resident memory in MB after each round. What the engine holds of its own (its corpus, its tables of edges) is not in it:
memory that grows here is ours.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from tests.fuzzing.targets import TARGETS

MOST_INPUTS = 200
ROUNDS = 5


def replay(name: str, folders: list[Path]) -> dict[str, object]:
    """How many inputs (evenly of all there are, at most MOST_INPUTS) and the memory after each of ROUNDS rounds."""
    paths = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file())
    inputs = [path.read_bytes() for path in paths[:: -(-len(paths) // MOST_INPUTS) or 1]]
    rounds = []
    for _ in range(ROUNDS):
        for data in inputs:
            try:
                TARGETS[name].run(data)
            except Exception:  # a fault the engine found is told by the engine
                continue
        gc.collect()
        rounds.append(measure_memory())
    return {"inputs": len(inputs), "mb": rounds}


def measure_memory() -> float:
    """Resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1)


if __name__ == "__main__":
    print(json.dumps(replay(sys.argv[1], [Path(one) for one in sys.argv[2:]])))
