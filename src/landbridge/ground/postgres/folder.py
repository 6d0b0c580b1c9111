"""The embedded server's folder: what lies where, who may read it, and who uses the server just now."""

import fcntl
import json
import os
import pwd
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from landbridge.ground.postgres.programs import PostgresError

PORT = 5432
LONGEST_SOCKET_PATH = 100  # sun_path holds 108 bytes on Linux, 104 elsewhere
_SOCKET_NAME = f".s.PGSQL.{PORT}"


class DataFolder:
    """Paths under `<data folder>/postgres`, the passwords, and the two locks.

    `lock` is held while somebody starts or stops the server. Everyone who uses it holds `users` shared; the kernel
    lets go of it when a process dies, however it dies, so that nobody has to trust a recorded process number.
    """

    def __init__(self, data_dir: Path) -> None:
        self.base = data_dir / "postgres"
        self.cluster = self.base / "cluster"
        self.log = self.base / "server.log"
        self.bootstrapped = self.base / "bootstrapped"
        self._passwords = self.base / "passwords.json"
        self._socket_record = self.base / "socket-folder"

    def prepare(self, names: Iterable[str]) -> None:
        """Make what a connection needs to be described: the folder, the passwords, a short enough socket folder."""
        if set(names) <= set(self.secrets()) and self.socket_folder().exists():
            return
        self.base.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.starting_or_stopping():
            self._make_secrets(names)
            self._make_socket_folder()

    def hand_over(self, owner: int) -> None:
        """Let the server's user reach its cluster and own the socket folder; it may read nothing else."""
        self.base.chmod(0o700 if owner == os.geteuid() else 0o711)
        folder = self._make_socket_folder()
        folder.chmod(0o700)
        os.chown(folder, owner, -1)

    # ------------------------------------------------------------------ passwords
    def secrets(self) -> dict[str, str]:
        """The passwords by role name; empty before the first start."""
        try:
            found = json.loads(self._passwords.read_text(encoding="ascii"))
        except FileNotFoundError:
            return {}
        return {str(name): str(password) for name, password in found.items()}

    def _make_secrets(self, names: Iterable[str]) -> None:
        """Random passwords in a 0600 file, complete or absent; the ones that exist are kept."""
        known = self.secrets()
        wanted = {name: known.get(name) or secrets.token_urlsafe(24) for name in names}
        if wanted != known:
            fresh = self._passwords.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(wanted, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._passwords)

    # ------------------------------------------------------------------ socket
    def socket_folder(self) -> Path:
        """Where the server's socket is, or would be."""
        here = self.base / "run"
        if _fits(here):
            return here
        try:
            return Path(self._socket_record.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return here

    def _make_socket_folder(self) -> Path:
        """Make it if it is missing; one that had to be made elsewhere is recorded, and trusted only while it is private."""
        folder = self.socket_folder()
        if folder.parent == self.base and _fits(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        elif not _is_private(folder):
            folder = Path(tempfile.mkdtemp(prefix="landbridge-", dir=_short_parent()))
            self._socket_record.write_text(str(folder), encoding="utf-8")
        return folder

    # ------------------------------------------------------------------ locks
    @contextmanager
    def starting_or_stopping(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        handle = _open_lock(self.base / "lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def join_users(self) -> int:
        """Count this process among the users until the returned handle is closed."""
        handle = _open_lock(self.base / "users")
        fcntl.flock(handle, fcntl.LOCK_SH)
        return handle

    def has_users(self) -> bool:
        """Whether any live process uses the server; ask while `starting_or_stopping`."""
        handle = _open_lock(self.base / "users")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(handle)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / _SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def _is_private(folder: Path) -> bool:
    """Whether it is a real folder that nobody but us and our server may enter: a temporary name can be squatted."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    ours = {os.geteuid(), pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {os.geteuid()}
    return stat.S_ISDIR(found.st_mode) and found.st_uid in ours and not found.st_mode & 0o077


def _short_parent() -> Path:
    for candidate in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108 -- mkdtemp inside
        folder = Path(candidate or "/nonexistent")
        if folder.is_dir() and os.access(folder, os.W_OK) and _fits(folder / "landbridge-12345678"):
            return folder
    raise PostgresError("The data folder's path is too long for a socket, and no temporary folder has a shorter one.")
