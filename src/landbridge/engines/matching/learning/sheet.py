"""Scores by a fitted model, in the place of the prior's score sheet: same lists, same barriers, same explanations."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from landbridge.engines.matching.barriers import BarrierTable
from landbridge.engines.matching.explanation import Marks, Reading
from landbridge.engines.matching.kinds import Barrier
from landbridge.engines.matching.learning.logistic import sigmoid
from landbridge.engines.matching.learning.model import Model
from landbridge.engines.matching.learning.records import Floats
from landbridge.engines.matching.learning.snapshot import FAMILIES, Snapshot
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.scoring import Block

_BATCH = 16
_CALM = 4.0
"""Margins are divided by this before they are pressed: at 1, single precision calls all above 16 the same."""


def pressed(margins: Floats) -> Floats:
    """Margins between 0 and 1, in the same order."""
    return sigmoid(margins / np.float32(_CALM)).astype(np.float32)


class LearnedSheet:
    """Scores in blocks of offers against all needs; minus infinity where a barrier stands.

    The score is the model's margin pressed between 0 and 1; it orders within a question and says no more. The chance
    is the calibrated one.
    """

    def __init__(self, model: Model, offers: Sequence[Offer], needs: Sequence[Need], table: BarrierTable) -> None:
        self.shape = len(offers), len(needs)
        self.table = table
        self.barred: Counter[Barrier] = Counter()
        self.barred_pairs = 0
        self._model = model
        records, self._rows = model.records(offers, needs)
        self._snapshot = Snapshot(records, model.card.asof, self._rows)
        self._last: tuple[int, Floats, Floats] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The families of facts the model reads."""
        return tuple(dict.fromkeys(FAMILIES.values()))

    def blocks(self) -> Iterator[Block]:
        """Rows and their scores; counts the barred pairs as it goes, once per sweep."""
        for rows, margins in self._swept():
            yield Block(rows, np.where(np.isfinite(margins), pressed(margins), -np.inf).astype(np.float32), None)

    def margins(self) -> Floats:
        """The margins behind all scores, offers by needs; minus infinity where a barrier stands."""
        return np.concatenate([margins for _, margins in self._swept()])

    def _swept(self) -> Iterator[tuple[range, Floats]]:
        self.barred.clear()
        self.barred_pairs = 0
        for start in range(0, self.shape[0], _BATCH):
            rows = range(start, min(start + _BATCH, self.shape[0]))
            closed = np.zeros((len(rows), self.shape[1]), dtype=np.bool_)
            for barrier, mask in self.table.block(rows):
                self.barred[barrier] += int(mask.sum())
                closed |= mask
            self.barred_pairs += int(closed.sum())
            _, tables = self._snapshot.describe(self._rows[rows.start : rows.stop])
            yield rows, np.stack([self._model.margins(one, ~shut) for one, shut in zip(tables, closed, strict=True)])

    def marks(self, row: int, column: int, values: Floats | None = None) -> Marks:
        """The chance of one pair, and what each family of facts gave to its margin."""
        table, margins = self._question(row)
        seen = self._snapshot.seen(int(self._rows[row]), column)
        given: defaultdict[str, float] = defaultdict(float)
        for name, part in self._parts(table[column]).items():
            given[FAMILIES[name.split()[0]]] += part
        readings = tuple(
            Reading(family, given[family], 0.0, given[family] if seen.get(family) else 0.0, seen.get(family))
            for family in self.names
        )
        score = float(pressed(margins[[column]])[0])
        return Marks(score, score, self.chance(row, column), readings)

    def chance(self, row: int, column: int) -> float | None:
        """The calibrated chance that this need joins this offer."""
        margin = self._question(row)[1][[column]]
        return float(self._model.calibration.chance(margin)[0])

    def features(self, row: int) -> Floats:
        """The numbers the model sees of one offer's candidates, shape (needs, features)."""
        _, tables = self._snapshot.describe(self._rows[[row]])
        return np.asarray(tables[0], dtype=np.float32)

    def _question(self, row: int) -> tuple[Floats, Floats]:
        if self._last is None or self._last[0] != row:
            table = self.features(row)
            closed = np.zeros(self.shape[1], dtype=np.bool_)
            for _, mask in self.table.block(range(row, row + 1)):
                closed |= mask[0]
            self._last = row, table, self._model.margins(table, ~closed)
        return self._last[1], self._last[2]

    def _parts(self, features: Floats) -> Mapping[str, float]:
        """The margin split by feature: the regression's terms, and the trees' parts; the same for all, their bias, is left out.

        What the trees give for the regression's margin is handed on to that margin's own terms.
        """
        model = self._model
        terms = features * model.weights
        linear = float(terms.sum())
        *own, handed, _bias = model.forest.parts(np.append(features, np.float32(linear))[None, :])[0]
        share = terms / linear if abs(linear) > 1e-6 else np.zeros_like(terms)
        parts = model.lead * terms + np.array(own) + handed * share
        return dict(zip(model.names, parts.tolist(), strict=True))
