"""Which program this is, as one hash: two machines of the same one make the same bytes of the same task.

Comes in: nothing. Goes out: hex digits of the code, the locked packages, the Python, the code lists and schemas.
"""

from __future__ import annotations

from functools import cache

from build_scripts.files import PROJECT
from build_scripts.files.fingerprints import hash_code, hash_files, hash_parts


@cache
def hash_program() -> str:
    """The hash of all that the bytes follow from, but for the input."""
    folders = (PROJECT.codelists, PROJECT.schemas)
    lists = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return hash_parts(hash_code("."), hash_files(lists, PROJECT.root))
