"""Every fault of the input is named with its list, row and field, and all of them at once."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.kernel.refusal import InputRefused
from tests.engines.agenda.conftest import small_event

Place = tuple[str, int | None, str]


def refused(change: Mapping[str, Any]) -> list[Place]:
    with pytest.raises(InputRefused) as caught:
        replace(small_event(), **change)
    return [(f.code, f.row, f.field) for f in caught.value.findings]


EVENT = small_event()
W = EVENT.wishes
P = EVENT.participants
NAN: Any = float("nan")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"tables": ()}, ("no_tables", None, "tables")),
        ({"share_over": "nobody"}, ("unknown_group", None, "share_over")),
        ({"zone": "Mars/Base"}, ("unknown_zone", None, "zone")),
        ({"slots": (*EVENT.slots, EVENT.slots[0])}, ("duplicate_id", 4, "slots.id")),
        ({"slots": (*EVENT.slots, replace(EVENT.slots[0], id=" "))}, ("empty_id", 4, "slots.id")),
        ({"slots": (*EVENT.slots[:2], replace(EVENT.slots[2], end=EVENT.slots[2].start))}, ("slot_ends_before_start", 3, "slots.end")),
        ({"slots": (*EVENT.slots[:2], replace(EVENT.slots[2], start=EVENT.slots[2].start.replace(tzinfo=None)))}, ("time_without_zone", 3, "slots.start")),
        ({"tables": (agenda.Table(id="t", slots=frozenset({"x"})),)}, ("unknown_slot", 1, "tables.slots")),
        ({"participants": (*P, agenda.Participant(id="z", group="host"))}, ("participant_unmentioned", 6, "participants.id")),
        ({"participants": (replace(P[0], group=""), *P[1:])}, ("empty_group", 1, "participants.group")),
        ({"participants": (replace(P[0], min_meetings=3, max_meetings=2), *P[1:])}, ("minimum_above_maximum", 1, "participants.min_meetings")),
        ({"participants": (replace(P[0], max_meetings=-1), *P[1:])}, ("negative", 1, "participants.max_meetings")),
        ({"participants": (replace(P[0], forbidden=frozenset({"x"})), *P[1:])}, ("unknown_slot", 1, "participants.forbidden")),
        ({"group_rules": (agenda.GroupRule(a="guest", b="x"),)}, ("unknown_group", 1, "group_rules")),
        ({"quotas": (agenda.Quota(id="q", scope=agenda.QuotaScope.PARTY, of="x"),)}, ("unknown_party", 1, "quotas.of")),
        ({"resources": (agenda.Resource(id="r", capacity=-1),)}, ("negative", 1, "resources.capacity")),
        ({"travel": (agenda.Travel(a="", b="x", minutes=5),)}, ("unknown_place", 1, "travel")),
        ({"wishes": (*W, replace(W[0], id="w9"))}, ("wish_twice", 6, "wishes")),
        ({"wishes": (*W, replace(W[0], id="w9", a=W[0].b, b=W[0].a))}, ("wish_twice", 6, "wishes")),
        ({"wishes": (replace(W[0], weight_a=-1), *W[1:])}, ("negative", 1, "wishes.weight_a")),
        ({"wishes": (replace(W[0], weight_a=NAN), *W[1:])}, ("not_a_whole_number", 1, "wishes.weight_a")),
        ({"wishes": (replace(W[0], weight_b=True), *W[1:])}, ("not_a_whole_number", 1, "wishes.weight_b")),
        ({"wishes": (replace(W[0], weight_b=10**12), *W[1:])}, ("too_large", 1, "wishes.weight_b")),
        ({"wishes": (replace(W[0], b=("g0",)), *W[1:])}, ("wish_for_oneself", 1, "wishes")),
        ({"wishes": (replace(W[0], a=()), *W[1:])}, ("empty_side", 1, "wishes.a")),
        ({"wishes": (replace(W[0], needs=frozenset({"piano"})), *W[1:])}, ("unknown_property", 1, "wishes.needs")),
        ({"pins": (agenda.Pin(wish="x"),)}, ("unknown_wish", 1, "pins.wish")),
        ({"pins": (agenda.Pin(wish="w1", slot="s0"), agenda.Pin(wish="w1", slot="s1"))}, ("pin_twice", 2, "pins.wish")),
        ({"pins": (agenda.Pin(wish="w1", slot="s0"), agenda.Pin(wish="w2", slot="s0"))}, ("pins_clash", 2, "pins")),
        ({"pins": (agenda.Pin(wish="n1"),)}, ("pin_of_never", 1, "pins.wish")),
        ({"pins": (agenda.Pin(wish="w1", keep=True),)}, ("kept_pin_without_slot", 1, "pins.slot")),
        ({"pins": (agenda.Pin(wish="w3", b="h2"),)}, ("pin_outside_alternatives", 1, "pins.b")),
    ],
)  # fmt: skip
def test_each_fault_is_named(change: Mapping[str, Any], found: Place) -> None:
    assert found in refused(change)


def test_all_faults_are_named_at_once() -> None:
    wishes = (replace(W[0], weight_a=-1), *W[1:], replace(W[1], id="w9", weight_b=-3))
    codes = [code for code, _, _ in refused({"wishes": wishes, "zone": "x"})]
    assert codes == ["unknown_zone", "negative", "negative", "wish_twice"]


def test_a_pin_into_an_absence_is_refused_unless_kept() -> None:
    absent = (replace(P[0], forbidden=frozenset({"s0"})), *P[1:])
    assert ("pin_person_absent", 1, "pins.slot") in refused(
        {"participants": absent, "pins": (agenda.Pin(wish="w1", slot="s0"),)}
    )
    kept = replace(EVENT, participants=absent, pins=(agenda.Pin(wish="w1", slot="s0", keep=True),))
    answer = agenda.solve(kept, work=1)
    assert isinstance(answer, agenda.Agenda)
    assert {m.slot for m in answer.meetings if m.wish == "w1"} == {"s0"}


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        (("wishes", 0, "weight_a"), "3", ("wrong_type", 1, "wishes.weight_a")),
        (("wishes", 1, "weight_a"), float("nan"), ("wrong_type", 2, "wishes.weight_a")),
        (("wishes", 0, "kind"), "maybe", ("wrong_type", 1, "wishes.kind")),
        (("wishes", 0, "a"), [1], ("wrong_type", 1, "wishes.a")),
        (("wishes", 0, "colour"), "red", ("unknown_field", 1, "wishes.colour")),
        (("slots", 2, "start"), "soon", ("wrong_type", 3, "slots.start")),
        (("participants", 0), [], ("not_an_object", 1, "participants")),
        (("tables",), {}, ("not_a_list", None, "tables")),
        (("musts_hard",), 1, ("wrong_type", None, "musts_hard")),
        (("extra",), 1, ("unknown_field", None, "extra")),
    ],
)
def test_files_are_read_strictly(path: tuple[Any, ...], value: Any, found: Place) -> None:
    document: Any = json.loads(agenda.problem_to_json(EVENT))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(InputRefused) as caught:
        agenda.problem_from_json(json.dumps(document))
    assert [(f.code, f.row, f.field) for f in caught.value.findings] == [found]


def test_a_missing_field_is_named() -> None:
    document = json.loads(agenda.problem_to_json(EVENT))
    del document["wishes"][1]["b"], document["slots"]
    with pytest.raises(InputRefused) as caught:
        agenda.problem_from_json(json.dumps(document))
    assert {(f.code, f.row, f.field) for f in caught.value.findings} == {
        ("missing_field", 2, "wishes.b"),
        ("missing_field", None, "slots"),
    }


def test_plain_files_are_read_strictly() -> None:
    good: Any = {
        "slots": 2, "tables": 1, "share_over": None,
        "participants": [{"id": "a", "slots": [0, 1]}, {"id": "b", "slots": [1]}],
        "wishes": [{"a": "a", "b": "b", "weight": 5}],
    }  # fmt: skip
    problem = agenda.problem_from_simple_json(json.dumps(good))
    answer = agenda.solve(problem, work=1)
    assert isinstance(answer, agenda.Agenda)
    assert [(m.wish, m.slot) for m in answer.meetings] == [("w1", "1")]
    bad = {**good, "slots": "2", "wishes": [{"a": "a", "weight": float("nan")}]}
    with pytest.raises(InputRefused) as caught:
        agenda.problem_from_simple_json(json.dumps(bad))
    assert [(f.code, f.row, f.field) for f in caught.value.findings] == [
        ("not_a_whole_number", None, "slots"),
        ("missing_field", 1, "wishes.b"),
        ("not_a_whole_number", 1, "wishes.weight"),
    ]


PLAIN: dict[str, Any] = {
    "slots": 2, "tables": 1, "participants": [{"id": "a", "slots": [0]}, {"id": "b", "slots": [0], "max": 1}],
    "wishes": [{"a": "a", "b": "b", "weight": 5}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ([], ("not_an_object", None, "")),
        ({**PLAIN, "wishes": {}}, ("not_a_list", None, "wishes")),
        ({**PLAIN, "wishes": ["a-b"]}, ("not_an_object", 1, "wishes")),
        ({**PLAIN, "participants": [{"id": 7, "slots": [0]}]}, ("wrong_type", 1, "participants.id")),
        ({**PLAIN, "participants": [{"id": "a", "slots": ["0"]}]}, ("wrong_type", 1, "participants.slots")),
        ({**PLAIN, "participants": [{"id": "a", "slots": 0}]}, ("wrong_type", 1, "participants.slots")),
        ({**PLAIN, "participants": [{"id": "a", "slots": [], "min": True}]}, ("not_a_whole_number", 1, "participants.min")),
    ],
)  # fmt: skip
def test_each_fault_of_a_plain_file_is_named(document: object, found: Place) -> None:
    with pytest.raises(InputRefused) as caught:
        agenda.problem_from_simple_json(json.dumps(document))
    assert [(f.code, f.row, f.field) for f in caught.value.findings] == [found]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"meetings": None}, ("not_a_list", None, "meetings")),
        ({"meetings": [{"wish": "w1"}]}, ("missing_field", 1, "meetings.a")),
        ({"levels": [{"name": "fun", "value": 1, "bound": 1}]}, ("wrong_type", 1, "levels.name")),
        ({"stopped": "tired"}, ("wrong_type", None, "stopped")),
        ({"seed": "1"}, ("wrong_type", None, "seed")),
    ],
)
def test_an_agenda_file_is_read_strictly(change: dict[str, Any], found: Place) -> None:
    document = json.loads(agenda.agenda_to_json(agenda.Agenda((), ()))) | change
    with pytest.raises(InputRefused) as caught:
        agenda.agenda_from_json(json.dumps(document))
    assert found in [(f.code, f.row, f.field) for f in caught.value.findings]


def test_a_long_wrong_value_is_shown_shortened() -> None:
    document = json.loads(agenda.problem_to_json(EVENT))
    document["wishes"][0]["weight_a"] = "x" * 100
    with pytest.raises(InputRefused) as caught:
        agenda.problem_from_json(json.dumps(document))
    shown = str(caught.value.findings[0].data["value"])
    assert (len(shown), shown[-3:]) == (60, "...")


def test_a_pinned_table_that_is_away_then_is_named() -> None:
    tables = (agenda.Table(id="t0", slots=frozenset({"s1"})), agenda.Table(id="t1"))
    pin = agenda.Pin(wish="w1", slot="s0", table="t0")
    assert refused({"tables": tables, "pins": (pin,)}) == [("pin_table_absent", 1, "pins.table")]


def test_interpreters_are_neither_wished_for_nor_made_of_guests() -> None:
    people = (*P[:-1], replace(P[-1], interprets=True, languages=frozenset({"en", "zh"})))
    assert ("wish_for_interpreter", 2, "wishes") in refused({"participants": people})
    pin = agenda.Pin(wish="w1", slot="s0", interpreter="g1")
    assert ("unknown_interpreter", 1, "pins.interpreter") in refused({"pins": (pin,)})


def test_who_shares_no_language_with_anybody_counts_only_where_somebody_interprets() -> None:
    spoken = {"g": frozenset({"en"}), "h": frozenset({"zh"})}
    apart = tuple(replace(p, languages=spoken[p.id[0]]) for p in P)
    share = agenda.LevelName.SMALLEST_SHARE
    assert agenda.values(replace(EVENT, participants=apart), ())[share] == 0
    able = agenda.Participant(id="i", group="staff", interprets=True, languages=frozenset({"en", "zh"}))
    pin = agenda.Pin(wish="w1", slot="s0", interpreter="i")
    helped = replace(EVENT, participants=(*apart, able), pins=(pin,))
    assert agenda.values(helped, ())[share] == 0
    assert agenda.explain(helped, agenda.Agenda((), ()))
