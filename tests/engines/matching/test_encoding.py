from collections.abc import Sequence

import numpy as np
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import CachedEncoder, SignalName, StoredVectors
from landbridge.engines.matching.encoding import Vectors
from tests.engines.matching.parties import NEED, OFFER, need, offer


class LetterEncoder:
    """Counts letters; remembers what it was asked."""

    name = "letters-1"
    dimensions = 26

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        self.asked.extend(texts)
        rows = [[text.lower().count(chr(97 + letter)) for letter in range(26)] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 26)


def test_meaning_orders_needs_and_explains_itself() -> None:
    needs = [need(id=str(i), texts={"en": text}) for i, text in enumerate(["zzz qqq", "xyz", "battery cells in buses"])]
    ranking = matching.rank([OFFER], needs, encoder=LetterEncoder())
    best = ranking.of("o1")[0]
    meaning = next(reading for reading in best.readings if reading.signal == SignalName.MEANING)
    assert (best.need_id, meaning.value) == ("2", 1.0)
    assert meaning.seen is not None
    assert meaning.seen["encoder"] == "letters-1"


def test_texts_are_encoded_once_per_model() -> None:
    inner, store = LetterEncoder(), dict[str, Vectors]()
    encoder = CachedEncoder(inner, store)
    first = encoder.encode(["a", "b", "a"], language="en")
    np.testing.assert_array_equal(encoder.encode(["a", "b", "a"], language="en"), first)
    assert inner.asked == ["a", "b"]
    assert set(store) == {matching.digest("letters-1", "a"), matching.digest("letters-1", "b")}
    assert encoder.encode([], language="en").shape == (0, 26)


def test_a_text_without_a_stored_vector_is_unknown_not_an_error() -> None:
    encoder = LetterEncoder()
    text = f"{NEED.title}\n{NEED.texts['en']}".strip()
    vector = encoder.encode([text], language="en")[0]
    stored = StoredVectors("letters-1", 26, {matching.digest("letters-1", text): vector})
    assert np.isnan(stored.encode(["never seen"], language="en")).all()
    assert SignalName.MEANING not in matching.rank([OFFER], [NEED], encoder=stored).live
    twin = offer(title=NEED.title, texts=NEED.texts)
    pairs = matching.rank([twin], [NEED, need(id="n2", texts={"en": "other"})], encoder=stored).of("o1")
    seen = {pair.need_id: pair.readings[-1].seen for pair in pairs}
    assert seen["n2"] is None
    assert seen["n1"] == {"cosine": pytest.approx(1.0), "encoder": "letters-1"}
