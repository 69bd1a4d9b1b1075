"""`python -m newsarchive.run.leash PARENT PROGRAM ARGUMENT…` becomes PROGRAM, and ends when process PARENT ends.

Linux sends the signal itself, even after a kill -9 of the parent. Elsewhere this is only the program, and the next
start clears up by pid file.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, command = int(arguments[0]), arguments[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    # The parent may have died before the request was made.
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone")
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
