import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel import ids
from landbridge.kernel.ids import ALPHABET, check_character, is_short_code, read_short_code, short_code, uuid7

KINDS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CODES = st.builds(short_code, KINDS, st.uuids())


def bare(code: str) -> str:
    return code.replace("-", "")


def written(characters: str) -> str:
    return f"{characters[0]}-{characters[1:5]}-{characters[5:]}"


@given(st.integers(0, 2**48 - 1))
def test_uuid7_carries_its_version_variant_and_time(at_ms: int) -> None:
    made = uuid7(at_ms=at_ms)
    assert (made.version, made.variant, made.int >> 80) == (7, uuid.RFC_4122, at_ms)


def test_uuid7_made_later_sorts_later_and_none_repeats() -> None:
    made = [uuid7(at_ms=ms) for ms in range(1_000)]
    assert sorted(made) == made
    assert len({uuid7(at_ms=5) for _ in range(1_000)}) == 1_000


def test_uuid7_without_a_time_is_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landbridge.kernel.ids.time.time_ns", lambda: 1_700_000_000_123_456_789)
    assert uuid7().int >> 80 == 1_700_000_000_123


@given(CODES)
def test_a_short_code_reads_back_in_any_dress(code: str) -> None:
    assert is_short_code(code)
    assert read_short_code(f"  {bare(code).lower()} ") == code
    assert read_short_code(code.replace("-", " ")) == code
    assert read_short_code("".join(chr(ord(c) + 0xFEE0) for c in code)) == code
    assert set(bare(code)[1:]) <= set(ALPHABET)


def test_letters_that_look_like_digits_are_read_as_them() -> None:
    code = short_code("P", uuid.UUID(int=0b00001_00000_00001_00000_10000))
    assert code.startswith("P-1010-G")
    assert read_short_code(code.replace("1010", "LOIO", 1)) == code


@given(CODES, st.data())
def test_every_single_wrong_character_is_found(code: str, data: st.DataObject) -> None:
    characters = bare(code)
    for place in range(len(characters)):
        options = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if place == 0 else ALPHABET
        for wrong in options:
            if wrong != characters[place]:
                assert not is_short_code(written(characters[:place] + wrong + characters[place + 1 :]))


@given(CODES)
def test_every_swap_of_two_characters_is_found(code: str) -> None:
    characters = list(bare(code))
    for a in range(len(characters)):
        for b in range(a + 1, len(characters)):
            if characters[a] != characters[b]:
                swapped = characters.copy()
                swapped[a], swapped[b] = swapped[b], swapped[a]
                assert not is_short_code(written("".join(swapped)))


def test_weights_of_all_places_differ_so_the_two_tests_above_hold_for_all_codes() -> None:
    """The check is linear: one difference in one place changes it, and two places never change it alike."""
    zero = check_character("0", "00000")
    for difference in ALPHABET[1:]:
        effects = [check_character(difference, "00000")]
        effects += [check_character("0", "0" * place + difference + "0" * (4 - place)) for place in range(5)]
        effects += [difference]
        assert zero == "0"
        assert len({*effects, zero}) == 8


def test_letters_outside_the_alphabet_are_kinds_of_their_own() -> None:
    assert len({ids._KIND_VALUE[kind] for kind in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) == 26


@pytest.mark.parametrize(
    "text", ["", "P-2419", "1-2419-K7", "P-24U9-K7", "P-2419-K77", "专-2419-K7", "P-24,9-K7", "[-0000-00", "_-2419-K7"]
)
def test_other_text_is_no_short_code(text: str) -> None:
    assert read_short_code(text) is None
    assert not is_short_code(text)
