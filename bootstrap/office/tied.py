"""Runs a program that shall not outlive who started it: `python -m bootstrap.office.tied PARENT PROGRAM...`.

The kernel sends it SIGTERM when the parent ends, however it ends (prctl(2), PR_SET_PDEATHSIG; Linux).
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PARENT_DEATH_SIGNAL = 1


def main(words: Sequence[str]) -> None:
    """Become the program, unless the parent has ended already."""
    parent, *program = words
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    if os.getppid() == int(parent):
        os.execv(program[0], program)  # noqa: S606 - it is ours, see bootstrap.office.processes


if __name__ == "__main__":
    main(sys.argv[1:])
