"""The book of troubles is read in the background, a part at a time, and counts in the lists made afterwards."""

import importlib.util
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from landbridge.engines import matching
from landbridge.engines.matching import encoders, troubles
from landbridge.engines.matching.troubles import book as books
from landbridge.matchmaking import phrases, vectors

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        importlib.util.find_spec(encoders.UniversalEncoder.module) is None, reason="encoders are optional; none is here"
    ),
]
LITTLE = books.Book(troubles.the_book().technologies[:3])


@pytest.fixture
def little_book(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> troubles.Shelf:
    """An installation that wants the book, which is three technologies long."""
    settings.READ_TROUBLES, settings.DATA_DIR = True, tmp_path
    monkeypatch.setattr(vectors, "the_book", lambda: LITTLE)
    shelf = vectors.shelf()
    assert shelf is not None
    return shelf


def test_a_turn_ends_when_it_is_told_and_the_next_goes_on(little_book: troubles.Shelf, in_hub: UUID) -> None:
    whole = len(little_book.missing())
    assert whole == 2
    turns = iter([False, True])
    assert vectors.read_on(until=lambda: next(turns)) == whole - 1
    assert vectors.read_book() is None
    assert vectors.read_on(until=lambda: False) == 0
    assert vectors.read_on(until=lambda: False) == 0


def test_lists_are_made_without_the_book_until_it_is_read(little_book: troubles.Shelf, in_hub: UUID) -> None:
    before = vectors.encoder_of(in_hub, lambda _done, _whole: None)
    vectors.read_on(until=lambda: False)
    after = vectors.encoder_of(in_hub, lambda _done, _whole: None)
    assert before is not None
    assert after is not None
    assert isinstance(before[0], matching.CachedEncoder)
    assert isinstance(after[0], troubles.WellRead)
    assert after[0].name == f"{before[0].name}+troubles-{LITTLE.digest}"
    assert vectors.read_book() is vectors.read_book()


def test_vectors_of_books_before_go_when_this_one_is_read_and_not_earlier(
    little_book: troubles.Shelf, in_hub: UUID
) -> None:
    before = troubles.Shelf(little_book.folder.parent, books.Book(LITTLE.technologies[:1]), encoders.book_encoder())
    before.fill(0)
    other_model = little_book.folder.parent / "another-model-0123456789ab"
    other_model.mkdir()
    turns = iter([False, True])
    vectors.read_on(until=lambda: next(turns))
    assert before.folder.is_dir()
    vectors.read_on(until=lambda: False)
    assert sorted(little_book.folder.parent.iterdir()) == sorted([little_book.folder, other_model])


def test_who_does_not_want_the_book_never_reads_it(settings: Settings, in_hub: UUID) -> None:
    settings.READ_TROUBLES = False
    assert vectors.shelf() is None
    assert vectors.read_on(until=lambda: False) == 0
    found = vectors.encoder_of(in_hub, lambda _done, _whole: None)
    assert found is not None
    assert not isinstance(found[0], troubles.WellRead)


def test_without_an_encoder_there_is_no_shelf(little_book: troubles.Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda _name: None)
    assert vectors.shelf() is None


@pytest.mark.parametrize(("language", "words"), [("en", "Grandma fell"), ("zh-hans", "奶奶摔倒了")])
def test_the_reason_speaks_the_readers_language(language: str, words: str) -> None:
    from django.utils.translation import override  # noqa: PLC0415 -- used here only

    data = {
        "technology_en": "fall sensor", "technology_zh": "跌倒传感器",
        "trouble_en": "Grandma fell.", "trouble_zh": "“奶奶摔倒了。”", "likeness": 1.2, "share": 0.5,
    }  # fmt: skip
    with override(language):
        assert f"“{words}”" in phrases.fact_words("trouble_known", data)
        assert "%(" not in phrases.fact_words("trouble_unknown", data)
