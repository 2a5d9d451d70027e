"""Templates compiled once for all runs: what an earlier run compiled of the very same words is loaded.

Comes in: where the work of earlier runs lies. Goes out: nothing; templates are found faster. Refuses to know: what
templates say. Compiling all of them takes a process half a second, a good part of a run in which little has changed. A
key holds the words of the template, its name, the program, the locked versions and the Python; what is broken is
compiled again.
"""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache

from build_scripts.files.fingerprints import hash_code, hash_parts
from build_scripts.files.reuse import Earlier
from build_scripts.publishing.templates import use_compiled

ROOMS = ("publishing/templates.py",)


def keep_templates(earlier: Earlier) -> None:
    """Load what was compiled before, and keep what is compiled from now on, in this process and those it starts."""
    use_compiled(_Compiled(earlier))


class _Compiled(BytecodeCache):
    """Where Jinja asks for what was compiled before."""

    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._program = hash_code(*ROOMS)

    def load_bytecode(self, bucket: Bucket) -> None:
        data = self._earlier.get(self._name(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._earlier.put(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        return hash_parts("template", self._program, bucket.key, bucket.checksum)
