"""What a need is used to, from its own past alone: alone or with others, at home or abroad, and which amounts."""

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.learning.records import Floats, Ints, Records

_STEPS = 48
_PER_DECADE = 8
_LEAST = 3.0  # of the logarithm to base ten: a thousand
_USUAL = 4.0


def solo(offer: Ints, need: Ints, first: Floats, weight: Floats, width: int) -> Floats:
    """Per need the share of the offers it joined first that nobody else joined first, drawn to a half."""
    alone = np.bincount(offer, first)[offer] == 1 if len(offer) else np.zeros(0, dtype=np.bool_)
    share = (_summed(need, weight * first * alone, width) + 0.5) / (_summed(need, weight * first, width) + 1)
    return share.astype(np.float32)


def at_home(records: Records, offer: Ints, need: Ints, weight: Floats) -> dict[str, Floats]:
    """Per trait of place and need: the share of what it joined that lies where the need itself sits."""
    width, found = len(records.needs), {}
    for trait in records.traits[1:]:
        own = np.asarray(trait.offers[offer].multiply(trait.needs[need]).sum(axis=1)).ravel() > 0
        share = (_summed(need, weight * own, width) + 0.3) / (_summed(need, weight, width) + 1)
        found[trait.name] = share.astype(np.float32)
    return found


class AmountHabits:
    """How much commoner an amount is among a need's first joins than among everybody's."""

    def __init__(self, need: Ints, amount: Floats, weight: Floats, width: int) -> None:
        counted = np.zeros((_STEPS, width))
        known = np.isfinite(amount)
        np.add.at(counted, (_step(amount[known]), need[known]), weight[known])
        steps = np.arange(_STEPS)
        smooth = np.exp(-(((steps[:, None] - steps[None, :]) / 1.5) ** 2))
        counted = smooth / smooth.sum(axis=0) @ counted
        usual = counted.sum(axis=1, keepdims=True) / max(float(counted.sum()), 1e-9)
        share = (counted + _USUAL * usual) / (counted.sum(axis=0) + _USUAL)
        self._lift = np.log(share / (usual + 1e-4) + 0.05).astype(np.float32)

    def layer(self, asked: Floats) -> Floats:
        """For each amount asked (a logarithm, NaN unknown) the lift of every need; zeros for an unknown one."""
        unknown = np.isnan(asked)
        lift = self._lift[_step(np.where(unknown, np.float32(_LEAST), asked))]
        found: Floats = np.where(unknown[:, None], np.float32(0), lift)
        return found


def _step(amount: Floats) -> Ints:
    step: Ints = np.clip((amount - _LEAST) * _PER_DECADE, 0, _STEPS - 1).astype(np.int64)
    return step


def _summed(need: Ints, weights: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    return np.bincount(need, np.asarray(weights, dtype=np.float64), minlength=width).astype(np.float64)
