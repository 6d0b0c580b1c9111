"""What a recorded process number is worth: alive and ours, dead but not reaped, or somebody else's by now."""

import os
import shutil
import time
from pathlib import Path

from landbridge.ground.postgres.folder import PORT

_ZOMBIE_PATIENCE = 5.0


def live_pid(cluster: Path) -> int | None:
    """The postmaster of that cluster, if the recorded process is alive and works in that folder."""
    pid = _recorded_pid(cluster)
    return pid if pid and _state(pid) not in {None, "Z"} and _works_in(pid, cluster) else None


def clear_remains(cluster: Path, socket_folder: Path) -> None:
    """Drop the pid and socket files of a postmaster that is gone; PostgreSQL's own memory check still guards.

    PostgreSQL takes a zombie, or a stranger that got the number after a reboot, for a live server and refuses to start.
    """
    pid = _recorded_pid(cluster)
    end = time.monotonic() + _ZOMBIE_PATIENCE
    while pid and _state(pid) == "Z" and time.monotonic() < end:
        time.sleep(0.05)
    if live_pid(cluster) is None:
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (socket_folder / name).unlink(missing_ok=True)


def remove_tree(path: Path) -> None:
    """Remove a folder that may not be there."""
    if path.exists():
        shutil.rmtree(path)


def _recorded_pid(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _state(pid: int) -> str | None:
    """The kernel's letter for a process (R, S, Z, ...), or None if there is none; `?` where there is no /proc."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            return "?"
        return "?"
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rsplit(")", 1)[1].split()[0]


def _works_in(pid: int, cluster: Path) -> bool:
    """Whether the process's folder is the cluster, as a postmaster's is; unknowable counts as yes."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == cluster.resolve()
    except (FileNotFoundError, PermissionError):
        return not Path("/proc/self/cwd").exists() or Path(f"/proc/{pid}").exists()
