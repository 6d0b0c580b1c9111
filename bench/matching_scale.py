"""How far one machine goes: exact ranking of a new offer over ever more needs, and candidates by pgvector's HNSW index.

Vectors are made up around two hundred centres, as texts of some two hundred themes would lie; ours have 896 numbers.
"""

import os
import resource
import struct
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from bench.matching_speed import ASOF, lists
from landbridge.engines import matching
from landbridge.engines.matching.encoding import Vectors
from landbridge.ground import postgres
from landbridge.ground.postgres.connection import SUPERUSER
from landbridge.ground.postgres.folder import DataFolder

DIMENSIONS = 896
TOP = 20
Floats = NDArray[np.float32]


def clustered(number: int, seed: int, centres: int = 200) -> Floats:
    """Vectors of length one around shared centres; the same seed gives the same vectors."""
    places = np.random.default_rng(0).normal(size=(centres, DIMENSIONS)).astype(np.float32)
    dice = np.random.default_rng(seed)
    found = places[dice.integers(centres, size=number)] + dice.normal(size=(number, DIMENSIONS)).astype(np.float32)
    unit: Floats = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return unit


class Clustered:
    """Stands for vectors that are ready."""

    name = "clustered"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """As many vectors as texts."""
        return clustered(len(texts), seed=len(texts))


def exact(sizes: Sequence[int]) -> None:
    """One new offer against ever more needs made ready: every signal, with reasons."""
    print(f"\n{'needs':>10}{'made ready':>14}{'one offer':>14}{'slowest':>12}{'peak MB':>10}   (exact, CPU)")
    for size in sizes:
        offers, needs = lists(20, size)
        start = time.process_time()
        ready = matching.Prepared(needs, encoder=Clustered(), asof=ASOF)
        made = time.process_time() - start
        spent = []
        for offer in offers:
            start = time.process_time()
            ready.rank([offer]).explained(offer.id)
            spent.append(1000 * (time.process_time() - start))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{size:>10}{made:12.1f} s{np.median(spent):11.1f} ms{max(spent):9.1f} ms{peak:10.0f}", flush=True)


@contextmanager
def database() -> Iterator[psycopg.Connection]:
    """An empty embedded database with the vector extension."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.running({"LANDBRIDGE_DATA_DIR": folder}, durable=False) as roles,
        psycopg.connect(_as_superuser(roles["owner"], Path(folder)).as_conninfo(), autocommit=True) as connection,
    ):
        connection.execute("CREATE EXTENSION vector")
        yield connection


def _as_superuser(owner: postgres.Connection, folder: Path) -> postgres.Connection:
    """The extension is not a trusted one: only the superuser of the scratch cluster may make it."""
    return replace(owner, user=SUPERUSER, password=DataFolder(folder).secrets()[SUPERUSER])


def approximate(size: int, questions: int = 100, *, links: int = 24, candidates: int = 128) -> None:
    """Build the index over half-precision vectors and ask it: recall of the exact first twenty, and time.

    `links` and `candidates` are pgvector's `m` and `ef_construction`; its own 16 and 64 build in two thirds of the time
    and need five times the `ef_search` for the same recall.
    """
    needs, asked = clustered(size, seed=1), clustered(questions, seed=2)
    truth = [set(line.tolist()) for line in np.argsort(-(asked @ needs.T), axis=1)[:, :TOP]]
    with database() as connection:
        start = time.monotonic()
        _load(connection, needs)
        loaded = time.monotonic()
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET max_parallel_maintenance_workers = 0")
        connection.execute(
            "CREATE INDEX ON need_vectors USING hnsw (vector halfvec_ip_ops) "
            f"WITH (m = {links}, ef_construction = {candidates})"
        )
        pages = connection.execute("SELECT pg_total_relation_size('need_vectors') / 1000000").fetchone()
        print(
            f"\nHNSW over {size} needs, m {links}, ef_construction {candidates}: loaded in {loaded - start:.0f} s, "
            f"built in {time.monotonic() - loaded:.0f} s (wall), {pages[0] if pages else 0} MB on disk",
            flush=True,
        )
        for width in (20, 40, 100, 200, 400):
            connection.execute(f"SET hnsw.ef_search = {width}")
            _ask(connection, asked)
            before = _processor(connection)
            found, spent = _ask(connection, asked)
            processor = 1000 * (_processor(connection) - before) / questions
            recall = np.mean([len(one & line) / TOP for one, line in zip(found, truth, strict=True)])
            print(
                f"  ef_search {width}: recall@20 {recall:.3f}, median {np.median(spent):.1f} ms wall, "
                f"slowest {max(spent):.1f} ms, {processor:.1f} ms of the server's processor",
                flush=True,
            )


def _load(connection: psycopg.Connection, vectors: Floats) -> None:
    """Fill the table in pgvector's own binary form: the number of numbers, two empty bytes, the numbers."""
    connection.execute(f"CREATE TABLE need_vectors (id int, vector halfvec({DIMENSIONS}))")
    head = struct.pack(">hh", DIMENSIONS, 0)
    with connection.cursor().copy("COPY need_vectors FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int4", "bytea"])
        for number, vector in enumerate(vectors):
            copy.write_row((number, head + vector.astype(">f2").tobytes()))


def _ask(connection: psycopg.Connection, asked: Floats) -> tuple[list[set[int]], list[float]]:
    """The nearest needs of each question, and the milliseconds each took on the clock."""
    found, spent = [], []
    for vector in asked:
        start = time.monotonic()
        rows = connection.execute(
            "SELECT id FROM need_vectors ORDER BY vector <#> %s::halfvec LIMIT %s", (_text(vector), TOP)
        ).fetchall()
        spent.append(1000 * (time.monotonic() - start))
        found.append({int(row[0]) for row in rows})
    return found, spent


def _processor(connection: psycopg.Connection) -> float:
    """Seconds of processor the server's side of this connection has used: what a busy machine does not change."""
    fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _text(vector: Floats) -> str:
    return "[" + ",".join(f"{value:.5f}" for value in vector.tolist()) + "]"


def main(sizes: Sequence[int] = (5_000, 20_000, 100_000), indexed: int = 100_000) -> None:
    """Print both tables."""
    exact(sizes)
    approximate(indexed)
