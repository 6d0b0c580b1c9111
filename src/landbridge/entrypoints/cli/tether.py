"""Become a command that ends when its parent does, however that ends.

Run as a script, `python -I -S tether.py PROGRAM ARGUMENT...`. Without it a supervisor killed outright would leave a
web server behind that holds the port. Only Linux offers this; elsewhere the command simply runs.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 -- the caller hands over a program's full path
