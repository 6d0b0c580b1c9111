"""`landbridge serve`: web, worker and database in one supervised command."""

import argparse
import os
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack
from types import FrameType

from django.conf import settings

from landbridge.entrypoints.cli.house import may_migrate, open_house, say
from landbridge.entrypoints.cli.migrate import migrate
from landbridge.entrypoints.cli.supervision import Child, stop_all
from landbridge.ground.postgres import Server, data_dir, is_embedded

BEAT = 0.25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("LANDBRIDGE_PORT", "8000")), help="LANDBRIDGE_PORT, else 8000"
    )
    parser.add_argument(
        "--host", default=os.environ.get("LANDBRIDGE_HOST", "127.0.0.1"), help="LANDBRIDGE_HOST, else 127.0.0.1"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; a part that ends is started again."""
    if _taken(options.host, options.port):
        say(f"Port {options.port} is taken: stop what uses it, or set LANDBRIDGE_PORT.")
        return 2
    os.environ["LANDBRIDGE_PORT"] = str(options.port)  # settings and children read it
    stopping = threading.Event()
    with ExitStack() as stack:
        server = stack.enter_context(Server(data_dir(os.environ))) if is_embedded(os.environ) else None
        _prepare(stack)
        children = [Child("web", _web(options.host, options.port)), Child("worker", _worker())]
        _stop_on_signal(stopping)
        try:
            _tend(children, server, stopping, options.port)
        finally:
            say("stopping")
            stop_all(children)
    return 0


def _tend(children: list[Child], server: Server | None, stopping: threading.Event, port: int) -> None:
    announced = False
    while not stopping.is_set():
        now = time.monotonic()
        if server and server.pid is None:
            say("database: ended; starting it again")
            server.revive()
        for child in children:
            child.tend(now)
        if not announced and _healthy(port):
            announced = True
            print(f"Landbridge is ready: {settings.SITE_URL}/", flush=True)
        stopping.wait(BEAT)


def _prepare(stack: ExitStack) -> None:
    """What a first start needs: tables in our own database, static files under their hashed names."""
    from django.core.management import call_command  # slow: loads Django's management
    from django.db import connections

    stack.enter_context(open_house())
    if may_migrate():
        say("database: bringing it to this version")
        migrate(verbosity=0)
    say("static files: collecting")
    call_command("collectstatic", interactive=False, verbosity=0, stdout=sys.stderr)
    connections.close_all()


def _web(host: str, port: int) -> list[str]:
    workers = os.environ.get("LANDBRIDGE_WEB_WORKERS", "2")
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    pool = ["--workers", workers, "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    return [*granian, *pool, "--log-level", "warning", "landbridge.entrypoints.wsgi:application"]


def _worker() -> list[str]:
    worker = [sys.executable, "-m", "landbridge", "manage", "procrastinate", "worker"]
    return [*worker, "--concurrency", "2", "--shutdown-graceful-timeout", "15"]


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _healthy(port: int) -> bool:
    from landbridge.entrypoints.health import ask_healthz  # settings must be loaded first

    return ask_healthz(port) == 200


def _stop_on_signal(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
