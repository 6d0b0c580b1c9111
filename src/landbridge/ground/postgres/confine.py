"""Become a command that is not root, without adding a user: PostgreSQL refuses to run as root.

Run as a script, `python -I -S confine.py PROGRAM ARGUMENT...`: a process must be single-threaded to enter a new user
namespace, and forking a threaded program to do it there would be unsafe. Inside, the caller's own uid is called
`nobody`; files stay the caller's, no parent folder is opened to anyone.
"""

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
NOBODY = 65534


def leave_root() -> None:
    """Enter a user namespace in which this process is `nobody`; OSError where the kernel forbids it."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1", encoding="ascii")


if __name__ == "__main__":
    leave_root()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 -- the caller hands over a program's full path
