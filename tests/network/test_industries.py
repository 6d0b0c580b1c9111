"""Industries: a table is loaded whole or not at all, and what it says of a code stands beside the code."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import Finding, InputRefused, NotAllowed
from landbridge.network.actions.codes import load_industries
from landbridge.network.industries import Standing, read_table, standing_of
from landbridge.network.models import IndustryCode
from tests.network.actors import member

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TABLE = "code,level,name\nC,1,制造业\n276,3,生物药品制品制造\n2761,4,生物药品制造\n"


def load(text: str = TABLE) -> int:
    names = read_table(text, "gbt_4754")
    return load_industries(actor=SystemActor(), scheme="gbt_4754", names=names, source="table.csv", at=AT)


@pytest.mark.django_db
def test_a_code_is_not_checked_until_its_table_is_loaded() -> None:
    assert standing_of("gbt_4754", "C2761") == (Standing.NOT_CHECKED, "")
    assert load() == 3
    assert standing_of("gbt_4754", "C2761") == (Standing.NAMED, "生物药品制造")
    assert standing_of("gbt_4754", "2761") == (Standing.NAMED, "生物药品制造")
    assert standing_of("gbt_4754", "C") == (Standing.NAMED, "制造业")
    assert standing_of("gbt_4754", "2762") == (Standing.NOT_THERE, "")


@pytest.mark.django_db
def test_loading_again_replaces_the_table() -> None:
    load()
    assert load("code,name\n01,农业\n") == 1
    assert list(IndustryCode.objects.values_list("code", "name", "source")) == [("01", "农业", "table.csv")]


@pytest.mark.django_db
def test_only_who_administers_the_network_loads_a_table() -> None:
    load()
    with pytest.raises(NotAllowed):
        load_industries(actor=member(uuid4()), scheme="gbt_4754", names={"01": "x"}, source="", at=AT)
    assert IndustryCode.objects.count() == 3


def test_every_faulty_row_is_named() -> None:
    text = "code,name\nC2761,a\nnonsense,b\nC2761,c\n01,\n02," + "x" * 201 + "\n"
    with pytest.raises(InputRefused) as refused:
        read_table(text, "gbt_4754")
    assert refused.value.findings == (
        Finding("code_malformed", row=3, field="code", data={"found": "NONSENSE", "expected": "C2761"}),
        Finding("row_repeats", row=4, field="code", data={"first": 2}),
        Finding("cell_empty", row=5, field="name"),
        Finding("too_long", row=6, field="name", data={"expected": 200}),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("column_missing", "code"), ("column_missing", "name")]),
        ("code;name\n", [("column_missing", "code"), ("column_missing", "name")]),
        ("code,name\n", [("cell_empty", "code")]),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, found: list[tuple[str, str]]) -> None:
    with pytest.raises(InputRefused) as refused:
        read_table(text, "gbt_4754")
    assert [(finding.code, finding.field) for finding in refused.value.findings] == found


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("C21.20", (Standing.NAMED, "Manufacture of pharmaceutical preparations")),
        ("01", (Standing.NAMED, "Crop and animal production, hunting and related service activities")),
        ("99.99", (Standing.NOT_THERE, "")),
    ],
)
def test_nace_is_always_there(code: str, told: tuple[Standing, str]) -> None:
    assert standing_of("nace_2_1", code) == told
