"""Logistic regression with weights and a ridge: the first of the two rankers."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def fit_logistic(rows: Floats, joined: NDArray[np.bool_], weights: Floats, *, ridge: float) -> Floats:
    """Weights of the features (n, features) -> (features,), the constant left out: only the order is wanted.

    `weights` says how many pairs each row stands for, so that a sample of those that did not join counts as all of
    them. The loss is convex; it is minimised by L-BFGS (a plain Newton step overshoots where pairs are rare).
    """
    table = np.asarray(rows, dtype=np.float32)
    target, weight = joined.astype(np.float64), weights.astype(np.float64)

    def loss(found: Doubles) -> tuple[float, Doubles]:
        margin = np.asarray(table @ found[:-1].astype(np.float32), dtype=np.float64) + found[-1]
        off = weight * (sigmoid(margin) - target)
        slope = np.append((off.astype(np.float32) @ table).astype(np.float64) + ridge * found[:-1], off.sum())
        value = float((weight * (np.logaddexp(0, margin) - target * margin)).sum())
        return value + ridge / 2 * float((found[:-1] ** 2).sum()), slope

    share = float((weight * target).sum() / weight.sum())
    start = np.append(np.zeros(table.shape[1]), np.log(share / (1 - share)))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return np.asarray(found[:-1], dtype=np.float32)


def sigmoid(margin: NDArray[np.floating]) -> Doubles:
    """1 / (1 + exp(-margin)) without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(margin, -40, 40))), dtype=np.float64)
