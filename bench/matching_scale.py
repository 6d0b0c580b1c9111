"""How far one machine goes: exact ranking of a new offer over ever more needs, and candidates by pgvector's HNSW index.

Vectors are made up around two hundred centres, as texts of some two hundred themes would lie; ours have 896 numbers.
"""

import resource
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


def approximate(size: int, questions: int = 100) -> None:
    """Build the index over half-precision vectors and ask it: recall of the exact first twenty, and time."""
    needs, asked = clustered(size, seed=1), clustered(questions, seed=2)
    truth = np.argsort(-(asked @ needs.T), axis=1)[:, :TOP]
    with database() as connection:
        connection.execute(f"CREATE TABLE need_vectors (id int, vector halfvec({DIMENSIONS}))")
        with connection.cursor().copy("COPY need_vectors FROM STDIN") as copy:
            for number, vector in enumerate(needs):
                copy.write_row((number, _text(vector)))
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET max_parallel_maintenance_workers = 0")
        start = time.monotonic()
        connection.execute("CREATE INDEX ON need_vectors USING hnsw (vector halfvec_ip_ops)")
        print(f"\nHNSW over {size} needs built in {time.monotonic() - start:.0f} s (wall)", flush=True)
        for width in (40, 100, 200, 400):
            connection.execute(f"SET hnsw.ef_search = {width}")
            found, spent = [], []
            for vector in asked:
                start = time.monotonic()
                rows = connection.execute(
                    "SELECT id FROM need_vectors ORDER BY vector <#> %s::halfvec LIMIT %s", (_text(vector), TOP)
                ).fetchall()
                spent.append(1000 * (time.monotonic() - start))
                found.append({int(row[0]) for row in rows})
            recall = np.mean([len(one & set(line.tolist())) / TOP for one, line in zip(found, truth, strict=True)])
            print(f"  ef_search {width}: recall@20 {recall:.3f}, median {np.median(spent):.1f} ms wall", flush=True)


def _text(vector: Floats) -> str:
    return "[" + ",".join(f"{value:.5f}" for value in vector.tolist()) + "]"


def main(sizes: Sequence[int] = (5_000, 20_000, 100_000), indexed: int = 20_000) -> None:
    """Print both tables."""
    exact(sizes)
    approximate(indexed)
