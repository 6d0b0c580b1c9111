"""The bytes of documents, in the data folder, each under its hub and its SHA-256 digest: a hub keeps the same bytes once."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

_CHUNK = 1 << 20


def keep(hub_id: UUID, file: BinaryIO) -> tuple[str, int]:
    """Store a file's bytes and return digest and size. Storing the same bytes twice changes nothing.

    The bytes are complete under their digest or not there at all, also after a crash. They may be there without a row,
    if the transaction that wanted them was rolled back.
    """
    root = _root(hub_id)
    file.seek(0)
    sha, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix="incoming-", delete=False) as copy:
        try:
            while chunk := file.read(_CHUNK):
                sha.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
            target = path_of(hub_id, sha.hexdigest())
            target.parent.mkdir(exist_ok=True, mode=0o700)
            Path(copy.name).replace(target)
        finally:
            Path(copy.name).unlink(missing_ok=True)
    return sha.hexdigest(), size


def path_of(hub_id: UUID, digest: str) -> Path:
    """Where the bytes with this digest lie."""
    return _root(hub_id) / digest[:2] / digest


def remove(hub_id: UUID, digest: str) -> None:
    """Remove the bytes; nothing happens if they are gone already."""
    path_of(hub_id, digest).unlink(missing_ok=True)


def _root(hub_id: UUID) -> Path:
    root: Path = settings.DATA_DIR / "documents" / str(hub_id)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root
