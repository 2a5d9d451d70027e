"""What Linux knows to do with two names in one step, beyond renaming one over the other.

Comes in: two paths of one file system. Goes out: whether it was done. Refuses to know: what bears the names.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

NO_REPLACE, EXCHANGE = 1, 2
_AT_FDCWD = -100
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


def rename_specially(first: Path, second: Path, how: int) -> bool:
    """Exchange both names, or give the second to the first if nothing bears it; False where the system or the file
    system knows no such step. Raises OSError."""
    libc = find_libc()
    if libc is None or not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), how) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(second))


def find_libc() -> ctypes.CDLL | None:
    """The system's own library on Linux."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
