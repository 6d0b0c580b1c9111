"""`landbridge psql`: a prompt on the database."""

import argparse
import os
import signal
import subprocess

from landbridge.ground.postgres import Role, program_for, running


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        metavar="...",
        help="first `owner` to come as the owner instead of the application; the rest is psql's own",
    )


def run(options: argparse.Namespace) -> int:
    """Run psql as one of the two roles; neither passes row-level security."""
    rest = list(options.arguments)
    role: Role = "app"
    if rest[:1] == ["owner"]:
        role = "owner"
        rest.pop(0)
    with running(os.environ) as connections:
        environment = {**os.environ, **connections[role].as_environment()}
        prompt = subprocess.Popen([program_for(os.environ, "psql"), *rest], env=environment)  # noqa: S603 -- PostgreSQL's own
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C cancels a query there, and nothing here
        try:
            return prompt.wait()
        finally:
            signal.signal(signal.SIGINT, before)
