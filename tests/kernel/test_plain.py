from collections import OrderedDict
from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest

from landbridge.kernel.plain import is_formula, plain


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (OrderedDict({UUID(int=7): [date(2026, 9, 1)]}), {"00000000-0000-0000-0000-000000000007": ["2026-09-01"]}),
        ((1, 2.5, True, None, "a"), [1, 2.5, True, None, "a"]),
        (frozenset({3}), [3]),
        ({4}, [4]),
        (date(2026, 9, 1), "2026-09-01"),
    ],
)
def test_data_becomes_what_json_can_carry(value: object, found: object) -> None:
    assert plain(value) == found


def test_an_enumeration_of_text_becomes_its_text() -> None:
    assert type(plain(Colour.RED)) is str
    assert plain(Colour.RED) == "red"


@pytest.mark.parametrize("text", ["=1+1", " +1", "\ufeff-1", "@a", "\uff1d1", "\t"])
def test_what_a_spreadsheet_would_run_is_a_formula(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", ["", "a=b", "1+1", "Zürich"])
def test_what_it_would_show_is_none(text: str) -> None:
    assert not is_formula(text)
