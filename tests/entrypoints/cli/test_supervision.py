"""Children start again after they end, later each time, and all stop together."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from landbridge.entrypoints.cli.supervision import FIRST_PAUSE, Child, stop_all

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); time.sleep(9)",
]


def ended(child: Child) -> None:
    while child.pid is not None:
        time.sleep(0.01)


def test_an_ended_child_starts_again_after_a_growing_pause(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    child = Child("failing", [sys.executable, "-c", f"open({str(log)!r}, 'a').write('x')"])
    now = 100.0
    for starts in (1, 2, 3):
        child.tend(now)
        ended(child)
        assert log.read_text() == "x" * starts
        child.tend(now)  # seen to have ended
        child.tend(now + FIRST_PAUSE * 2**starts - 0.01)  # not due yet
        assert child.pid is None
        now += FIRST_PAUSE * 2**starts
    stop_all([child])


def test_all_stop_at_once_and_the_deaf_are_killed() -> None:
    children = [Child("good", SLEEP), Child("deaf", DEAF)]
    for child in children:
        child.tend(0.0)
    time.sleep(0.5)
    begin = time.monotonic()
    stop_all(children, patience=0.5)
    assert time.monotonic() - begin < 2
    assert [child.pid for child in children] == [None, None]


def test_a_child_does_not_outlive_a_killed_supervisor() -> None:
    program = (
        "import sys, time; from landbridge.entrypoints.cli.supervision import Child\n"
        "child = Child('c', [sys.executable, '-c', 'import time; time.sleep(600)']); child.tend(0)\n"
        "time.sleep(0.5); print(child.pid, flush=True); time.sleep(600)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline())
    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()
    end = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
