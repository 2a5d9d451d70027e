"""Templates compiled once for all runs: what was compiled of the very same words is loaded.

Comes in: the folder of the templates. Goes out: nothing; templates are found faster. Refuses to know: what templates
say. Compiling all of them takes a process half a second, a good part of a run in which little has changed.

What is compiled is a program, so it lies where Python's own compiled modules lie, in `__pycache__` beside the words,
and not in the cache, which holds data alone. A file counts for the words, the program, the locked versions and the
Python that it was made of; what is broken or of others is compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.store import seal, unseal
from build_scripts.publishing.templates import TEMPLATES, use_compiled

ROOMS = ("publishing/templates.py",)
_KEY = len(hash_parts())


def keep_templates(folder: Path = TEMPLATES) -> None:
    """Load what was compiled before, and keep what is compiled from now on, in this process and those it starts."""
    use_compiled(_Compiled(Path(cache_from_source(str(folder / "template.py"))).parent))


class _Compiled(BytecodeCache):
    """Where Jinja asks for what was compiled before: a file for each template, of its last words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = hash_code(*ROOMS)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            data = unseal(self._place(bucket).read_bytes())
            if data is not None and data[:_KEY] == self._tell(bucket):
                bucket.bytecode_from_string(data[_KEY:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        place = self._place(bucket)
        fresh = place.with_name(f".{place.name}-{os.getpid()}")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(seal(self._tell(bucket) + bucket.bytecode_to_string()))
            fresh.replace(place)

    def _tell(self, bucket: Bucket) -> bytes:
        """All that it follows from, as a hash."""
        return hash_parts("template", self._program, bucket.key, bucket.checksum).encode()

    def _place(self, bucket: Bucket) -> Path:
        name = hashlib.sha256(bucket.key.encode()).hexdigest()[:24]
        return self._folder / f"{name}.{sys.implementation.cache_tag}.pyc"
