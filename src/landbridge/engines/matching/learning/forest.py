"""Boosted trees by XGBoost: grown over the best candidates of each question, kept as bytes, split into reasons.

One thread and one seed give one answer, bit for bit. The library is loaded when trees are grown or asked, not before:
web pages and commands that need none do not pay for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xgboost import Booster

Floats = NDArray[np.float32]
Told = Callable[[str, int, int], None]
"""Hears of progress: what is being done, how many steps are done, how many there are."""

_STEP = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How trees are grown, leaf by leaf, each pair weighed by what swapping it would do to nDCG (LambdaMART).

    `cut` places from the top count: each candidate there is compared with all below. `rows` and `features` are the
    shares that each tree sees; numbers are cut into `bins`.
    """

    trees: int = 200
    leaves: int = 15
    rate: float = 0.1
    ridge: float = 10.0
    rows: float = 0.7
    features: float = 0.6
    cut: int = 30
    bins: int = 256

    def settings(self, seed: int) -> dict[str, object]:
        """The same in XGBoost's words."""
        return {
            "objective": "rank:ndcg",
            "lambdarank_pair_method": "topk",
            "lambdarank_num_pair_per_sample": self.cut,
            "tree_method": "hist",
            "grow_policy": "lossguide",
            "max_leaves": self.leaves,
            "max_depth": 0,
            "max_bin": self.bins,
            "eta": self.rate,
            "reg_lambda": self.ridge,
            "subsample": self.rows,
            "colsample_bytree": self.features,
            "nthread": 1,
            "seed": seed,
        }


@dataclass(frozen=True)
class Forest:
    """Grown trees as XGBoost writes them, and what their margin is multiplied with."""

    raw: bytes
    scale: float

    def score(self, rows: Floats) -> Floats:
        """The scaled margin of each row of (n, features)."""
        margin = _booster(self.raw).inplace_predict(rows, predict_type="margin")
        return np.asarray(margin * np.float32(self.scale), dtype=np.float32)

    def parts(self, rows: Floats) -> Floats:
        """The same split by feature, shape (n, features + 1), as Shapley values; what belongs to none comes last."""
        from xgboost import DMatrix  # noqa: PLC0415 -- slow to load

        parts = _booster(self.raw).predict(DMatrix(rows, nthread=1), pred_contribs=True)
        return np.asarray(parts * np.float32(self.scale), dtype=np.float32)


def grow(tables: Floats, joined: NDArray[np.bool_], *, growth: Growth, seed: int, told: Told | None = None) -> Forest:
    """Trees that lift what joined above what did not, from tables of (questions, candidates, features).

    Their margin is brought to deviation 1 within the question.
    """
    from xgboost import Booster, QuantileDMatrix  # noqa: PLC0415 -- slow to load

    questions, candidates, width = tables.shape
    rows, groups = tables.reshape(-1, width), np.full(questions, candidates)
    table = QuantileDMatrix(rows, label=joined.ravel(), group=groups, max_bin=growth.bins, nthread=1)
    booster = Booster(growth.settings(seed), [table])
    for tree in range(growth.trees):
        booster.update(table, tree)
        if told and (tree + 1) % _STEP == 0:
            told("growing trees", tree + 1, growth.trees)
    margin = booster.predict(table, output_margin=True).reshape(questions, candidates)
    return Forest(bytes(booster.save_raw("ubj")), 1 / max(float(margin.std(axis=1).mean()), 1e-6))


@lru_cache(maxsize=16)
def _booster(raw: bytes) -> "Booster":
    """Trees as the library asks them, read once."""
    from xgboost import Booster  # noqa: PLC0415 -- slow to load

    return Booster({"nthread": 1}, model_file=bytearray(raw))
