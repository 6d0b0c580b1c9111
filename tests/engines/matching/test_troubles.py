import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Listing, SignalName, encoders, troubles
from landbridge.engines.matching.encoding import Encoder, Vectors, unit
from landbridge.engines.matching.troubles import book as books
from landbridge.engines.matching.troubles import reading, shelf
from tests.engines.matching.parties import need, offer

NEEDS_E5 = pytest.mark.skipif(
    importlib.util.find_spec(encoders.SmallE5Encoder.module) is None, reason="the encoder is optional and not installed"
)
SMALL_TEXT = """
technology_en\ttechnology_zh\toffer_en\toffer_zh\ttroubles_en\ttroubles_zh
anaerobic digester\t厌氧消化罐\tDigester that turns manure into gas\t把粪污变成沼气的消化罐\tNeighbours complain of the smell of \
our pigs | The lagoon is full\t邻居嫌猪场太臭 | 粪塘满了
acoustic leak camera\t声学检漏相机\tCamera that shows where pipes hiss\t能看见管道漏点的相机\tOur compressors run all night and \
nobody knows why\t空压机整夜转，谁也不知道为什么
fall sensor\t跌倒传感器\tRadar that notices when somebody falls\t能发现有人跌倒的雷达\tGrandmother lay on the floor until \
morning\t奶奶在地上躺到天亮
"""
SMALL = books.Book(tuple(books.read(SMALL_TEXT.strip().splitlines())))


class Letters:
    """Counts letters and Chinese signs by their number."""

    name = "letters-1"
    dimensions = 64

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        self.asked += len(texts)
        found = np.full((len(texts), self.dimensions), 0.1, dtype=np.float32)
        for row, text in enumerate(texts):
            for sign in text.lower():
                found[row, ord(sign) % self.dimensions] += 1
        return found


def read(encoder: Encoder, folder: Path, book: books.Book = SMALL) -> troubles.ReadBook:
    place = troubles.Shelf(folder, book, encoder)
    for number in place.missing():
        place.fill(number)
    found = place.read()
    assert found is not None
    return found


def test_the_book_names_every_technology_once_and_says_the_same_in_both_languages() -> None:
    technologies = troubles.the_book().technologies
    names = [one.name["en"].split(",")[0].casefold() for one in technologies]
    assert len(technologies) > 5_000
    assert len(set(names)) == len(names)
    for one in technologies:
        assert len(one.troubles["en"]) == len(one.troubles["zh"]) >= 1, one.name
        said = [text for side in (one.name, one.offer) for text in side.values()]
        said += [text for several in one.troubles.values() for text in several]
        assert all(text.strip() and "|" not in text for text in said), one.name


def test_reading_stops_and_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PART", 4)
    encoder = Letters()
    place = troubles.Shelf(tmp_path, SMALL, encoder)
    assert place.missing() == [0, 1, 2, 3, 4, 5]
    place.fill(0)
    place.fill(3)
    assert (place.missing(), place.read()) == ([1, 2, 4, 5], None)
    read(encoder, tmp_path)
    assert encoder.asked == len(SMALL.texts("en")) + len(SMALL.texts("zh"))
    assert not list(tmp_path.rglob("*.draft"))
    other = replace(SMALL.technologies[0], offer={"en": "another", "zh": "别的"})
    assert troubles.Shelf(tmp_path, books.Book((other, *SMALL.technologies[1:])), encoder).missing() != []


def test_a_need_finds_the_technology_whose_people_say_the_like(tmp_path: Path) -> None:
    reader = troubles.WellRead(Letters(), read(Letters(), tmp_path))
    asked = need(id="n", title="", texts={"en": "neighbours complain of the smell of our pigs"})
    offers = [
        offer(id="camera", title="", texts={"zh": "声学检漏相机"}),
        offer(id="digester", title="", texts={"zh": "厌氧消化罐"}),
    ]
    pair = matching.rank(offers, [asked], encoder=reader, listing=Listing.NEED).of("n")[0]
    seen = next(one.seen for one in pair.readings if one.signal == SignalName.TROUBLE)
    assert pair.offer_id == "digester"
    assert seen is not None
    assert seen["technology_zh"] == "厌氧消化罐"
    assert seen["trouble_en"] == "Neighbours complain of the smell of our pigs"
    assert seen["trouble_zh"] == "邻居嫌猪场太臭"
    assert "trouble_known" in {fact.code for fact in matching.explain(pair).reasons}


def test_the_likeness_told_is_the_one_the_score_used(tmp_path: Path) -> None:
    book = read(Letters(), tmp_path)
    reader = troubles.WellRead(Letters(), book)
    needs = [need(id=str(at), texts={"en": text}) for at, text in enumerate(["pigs smell", "falls at night", "hiss"])]
    offers = [offer(id="o", texts={"en": "gas from manure", "zh": "把粪污变成沼气"})]
    prepared = troubles.NeedTroubles(needs, reader)
    signal = troubles.TroubleSignal(offers, prepared)
    raw = np.array([(signal.seen(0, column) or {})["likeness"] for column in range(3)], dtype=np.float32)
    stretched = np.clip((raw - raw.mean()) / max(raw.max() - raw.mean(), 0.1), 0, 1)
    np.testing.assert_allclose(signal.block(range(1))[0], stretched, atol=0.02)


def test_likening_finds_the_trouble_an_offer_cures_under_the_manner_of_its_kind() -> None:
    dice = np.random.default_rng(0)
    manner = np.zeros(32, dtype=np.float32)
    manner[:6] = 1.5
    topics = dice.normal(size=(400, 32)).astype(np.float32) * (manner == 0)
    offers = unit(topics + 2 * manner * dice.normal(size=(400, 32)).astype(np.float32))
    complaints = unit(topics + 2 * manner * dice.normal(size=(400, 32)).astype(np.float32))
    likened = reading.likening(offers[:200], complaints[:200])
    np.testing.assert_allclose(likened, likened.T, atol=1e-5)

    def right(matrix: Vectors) -> int:
        likeness = unit(offers[200:] @ matrix) @ unit(complaints[200:] @ matrix).T
        return int((likeness.argmax(axis=1) == np.arange(200)).sum())

    before, after = right(np.eye(32, dtype=np.float32)), right(likened)
    assert before < 0.6 * after


def test_likening_of_a_book_whose_offers_are_its_troubles_changes_no_direction() -> None:
    rows = unit(np.random.default_rng(1).normal(size=(5, 8)).astype(np.float32))
    likened = reading.likening(rows, rows)
    assert np.isfinite(likened).all()
    np.testing.assert_allclose(unit(rows @ likened), rows, atol=1e-5)


def test_a_need_like_several_troubles_is_nearer_than_one_like_a_single_one(tmp_path: Path) -> None:
    page = read(Letters(), tmp_path).pages["en"]
    several, one, other = np.eye(3, 8, dtype=np.float32)
    page = replace(
        page,
        troubles=np.stack([several, several, several, one, other, other]),
        ends=(0, 2, 4, 6),
        likened=np.eye(8, dtype=np.float32),
        need_mean=np.zeros(8, dtype=np.float32),
    )
    near, compared = page.of_needs([""], several[np.newaxis])
    np.testing.assert_array_equal(compared[0], several)
    assert near[0, 0] == pytest.approx(1)
    assert 0.5 < near[0, 1] < 1
    assert near[0, 2] == pytest.approx(0, abs=1e-6)


def test_a_text_is_read_alike_in_any_list_and_only_once(tmp_path: Path) -> None:
    book, encoder = read(Letters(), tmp_path), Letters()
    together = book.needs(["pigs smell", "hiss", "pigs smell"], encoder, "en")
    (alone,) = read(Letters(), tmp_path).needs(["hiss"], Letters(), "en")
    assert alone is not None
    assert together[1] is not None
    np.testing.assert_array_equal(together[1].near, alone.near)
    assert together[0] is together[2]
    assert book.needs(["hiss"], encoder, "en")[0] is together[1]
    assert encoder.asked == 2
    (place,) = book.offers(["hiss"], encoder, "en")
    assert place is not None
    assert place.shares.sum() == pytest.approx(1)
    assert encoder.asked == 3


def test_memory_of_texts_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "KEPT", 2)
    book = read(Letters(), tmp_path)
    for text in ("one", "two", "three"):
        book.needs([text], Letters(), "en")
    assert book.remembered == 1


def test_who_says_nothing_is_unknown_and_no_evidence(tmp_path: Path) -> None:
    reader = troubles.WellRead(Letters(), read(Letters(), tmp_path))
    silent = need(id="silent", title="", texts={})
    ranking = matching.rank([offer(texts={"en": "manure"})], [need(texts={"en": "pigs"}), silent], encoder=reader)
    seen = {pair.need_id: [one for one in pair.readings if one.signal == SignalName.TROUBLE] for pair in ranking}
    assert seen["silent"][0].seen is None
    assert seen["silent"][0].contribution == 0
    assert SignalName.TROUBLE not in matching.rank([offer()], [silent], encoder=reader).live


def test_texts_without_a_vector_yet_are_unknown(tmp_path: Path) -> None:
    reader = troubles.WellRead(matching.StoredVectors("letters-1", 64, {}), read(Letters(), tmp_path))
    assert SignalName.TROUBLE not in matching.rank([offer()], [need()], encoder=reader).live
    assert reader.book.remembered == 0


@NEEDS_E5
def test_the_better_encoder_reads_the_book_and_stands_last_in_the_joined_one(tmp_path: Path) -> None:
    encoder = encoders.best_encoder()
    book = read(encoders.book_encoder(), tmp_path)
    vectors = encoder.encode(["Grandma fell and nobody came"], language="en")
    own = encoders.book_encoder().encode(["Grandma fell and nobody came"], language="en")
    np.testing.assert_allclose(book.own_part(vectors), own / np.linalg.norm(own), atol=1e-5)
    asked = need(id="n", title="", texts={"en": "Grandma fell and nobody came"})
    offers = [offer(id=one.name["en"], title="", texts={"zh": one.offer["zh"]}) for one in SMALL.technologies]
    ranking = matching.rank(offers, [asked], encoder=troubles.WellRead(encoder, book), listing=Listing.NEED, top=1)
    assert ranking.brief("n")[0][0] == "fall sensor"
