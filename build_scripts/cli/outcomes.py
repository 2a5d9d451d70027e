"""How a run ends: exit codes 0, 1 and 2 as the data contract has them, and what is said of a failure.

Comes in: whatever a command raises. Goes out: a message on the standard error, which says what was left standing, and
the code. Refuses to know: what the command was about.

0: all well. 1: output written, some reports withheld. 2: nothing written, what stood before still stands.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from build_scripts import pipeline
from build_scripts.cli.terminal import show_failure
from build_scripts.files import name_path

WELL, WITHHELD, NOTHING = 0, 1, 2
FAILED, INTERRUPTED, OUR_FAULT = ("失败", "failed"), ("已中断", "interrupted"), ("程序错误", "a fault of ours")
NOTHING_WRITTEN = ("什么也没有写出，原有的不变", "nothing was written, what stood before still stands")
SITE_NOT_WRITTEN = (
    "数据包已写出；网站没有写出，原有的网站不变",
    "the package was written; the site was not, and one that stood before still stands",
)


TROUBLE_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG})
"""What no program of ours can help: the path and the reason are told, and not where in the code it was met."""


@dataclass(slots=True)
class Outcome:
    """The exit code as far as it is known, and what a failure would leave standing, in Chinese and English."""

    left: tuple[str, str]
    code: int = WELL

    def leave(self, left: tuple[str, str]) -> None:
        """Say from now on that a failure would leave this standing."""
        self.left = left


@contextmanager
def fail_softly(left: tuple[str, str]) -> Iterator[Outcome]:
    """An outcome to be filled; a failure becomes a message, which says what it left standing, and the code 2."""
    outcome = Outcome(left)
    try:
        yield outcome
    except pipeline.FAILURES as error:
        show_failure(FAILED, outcome.left, str(error))
        outcome.code = NOTHING
    except KeyboardInterrupt:
        show_failure(INTERRUPTED, outcome.left, "")
        outcome.code = NOTHING
    except BrokenPipeError:  # whoever read what we say has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        outcome.code = NOTHING
    except OSError as error:
        if error.errno in TROUBLE_OF_THE_DISK:  # a library met it, which knows nothing of our messages
            show_failure(FAILED, outcome.left, str(name_path(error, Path(error.filename2 or error.filename or "?"))))
        else:
            show_failure(OUR_FAULT, outcome.left, traceback.format_exc())
        outcome.code = NOTHING
    except Exception:
        show_failure(OUR_FAULT, outcome.left, traceback.format_exc())
        outcome.code = NOTHING
