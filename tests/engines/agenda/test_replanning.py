"""Planning again keeps what has happened, changes no more than asked for, and names three ways out."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from landbridge.engines import agenda
from landbridge.kernel.refusal import InputRefused
from tests.engines.agenda.conftest import slots, tables


def fair(guests: int = 4, hosts: int = 6, slot_count: int = 5) -> agenda.Problem:
    people = [agenda.Participant(id=f"g{i}", group="guest", min_meetings=1) for i in range(guests)]
    people += [agenda.Participant(id=f"h{i}", group="host", max_meetings=3) for i in range(hosts)]
    wishes = tuple(
        agenda.Wish(id=f"w{g}{h}", a=(f"g{g}",), b=(f"h{h}",), weight_a=1 + (3 * g + 5 * h) % 7, weight_b=1)
        for g in range(guests)
        for h in range(hosts)
    )
    return agenda.Problem(slots=slots(slot_count), tables=tables(3), participants=tuple(people), wishes=wishes)


@pytest.fixture(scope="module")
def planned() -> tuple[agenda.Problem, agenda.Agenda]:
    problem = fair()
    answer = agenda.solve(problem, work=2)
    assert isinstance(answer, agenda.Agenda)
    return problem, answer


def test_an_absence_changes_only_what_it_must(planned: tuple[agenda.Problem, agenda.Agenda]) -> None:
    problem, made = planned
    now = problem.slots[2].start
    changes = agenda.Changes(now=now, rate=2, absent=(agenda.Absence(participant="g0"),))
    answer = agenda.replan(agenda.changed(problem, changes), made, now=now, rate=2)
    past = {m for m in made.meetings if m.slot in {"s0", "s1"}}
    lost = {m.wish for m in made.meetings if m not in past and "g0" in m.people}
    fewest, balanced, best = answer.choices
    assert [choice.name.value for choice in answer.choices] == ["fewest_changes", "balanced", "best_value"]
    assert set(fewest.dropped) == lost
    assert (fewest.moved, fewest.added, fewest.changes) == ((), (), fewest.least_changes)
    for choice in answer.choices:
        assert past <= set(choice.agenda.meetings)
        assert not [m for m in choice.agenda.meetings if "g0" in m.people and m not in past]
        assert agenda.check(answer.problem, choice.agenda) == []
    assert total(fewest.agenda) <= total(best.agenda)
    assert total(balanced.agenda) - 2 * balanced.changes >= total(fewest.agenda) - 2 * fewest.changes


def total(made: agenda.Agenda) -> int:
    level = made.level(agenda.LevelName.TOTAL)
    assert level is not None
    return level.value


def interpreted() -> tuple[agenda.Problem, agenda.Agenda]:
    """Two meetings at one time, each with an interpreter; two more interpreters are idle."""
    people = [agenda.Participant(id=f"g{i}", group="guest", languages=frozenset({"da"})) for i in range(2)]
    people += [agenda.Participant(id=f"h{i}", group="host", languages=frozenset({"zh"})) for i in range(2)]
    people += [
        agenda.Participant(id=f"i{i}", group="help", languages=frozenset({"da", "zh"}), interprets=True)
        for i in range(4)
    ]
    wishes = tuple(agenda.Wish(id=f"w{i}", a=(f"g{i}",), b=(f"h{i}",)) for i in range(2))
    problem = agenda.Problem(slots=slots(3), tables=tables(3), participants=tuple(people), wishes=wishes)
    meetings = tuple(agenda.Meeting(f"w{i}", f"g{i}", f"h{i}", "s1", f"t{i}", interpreter=f"i{i}") for i in range(2))
    return problem, agenda.Agenda(meetings, (), agenda.Stopped.SETTLED, 0, 0.0)


@pytest.mark.parametrize(
    ("absent", "dropped", "least"),
    [({"i0"}, 0, 0), ({"i0", "i1"}, 0, 0), ({"i0", "i1", "i2"}, 1, 0), ({"i0", "i1", "i2", "i3"}, 2, 2)],
)
def test_idle_interpreters_take_over_and_nobody_moves(absent: set[str], dropped: int, least: int) -> None:
    problem, made = interpreted()
    now = problem.slots[0].start
    changes = agenda.Changes(now=now, rate=2, absent=tuple(agenda.Absence(participant=one) for one in sorted(absent)))
    fewest = agenda.replan(agenda.changed(problem, changes), made, now=now, rate=2).choices[0]
    assert (fewest.moved, len(fewest.dropped), fewest.least_changes) == ((), dropped, least)
    assert len(fewest.reseated) == len({"i0", "i1"} & absent) - dropped
    helpers = [meeting.interpreter for meeting in fewest.agenda.meetings]
    assert len(set(helpers)) == len(helpers)
    assert not set(helpers) & absent


def test_nothing_changed_means_no_change(planned: tuple[agenda.Problem, agenda.Agenda]) -> None:
    problem, made = planned
    answer = agenda.replan(problem, made, now=problem.slots[0].start, rate=1_000)
    assert [choice.changes for choice in answer.choices[:2]] == [0, 0]


def test_a_lost_table_and_a_new_wish(planned: tuple[agenda.Problem, agenda.Agenda]) -> None:
    problem, made = planned
    new = agenda.Wish(id="new", a=("g1",), b=("x",), weight_a=50, weight_b=50)
    changes = agenda.Changes(
        now=problem.slots[1].start,
        lost_tables=(agenda.LostTable(table="t0"),),
        participants=(agenda.Participant(id="x", group="host"),),
        wishes=(new,),
    )
    answer = agenda.replan(agenda.changed(problem, changes), made, now=changes.now, rate=1)
    best = answer.choices[-1]
    assert "new" in best.added
    assert not [m for m in best.agenda.meetings if m.table == "t0" and m.slot != "s0"]


def test_changes_are_read_strictly(planned: tuple[agenda.Problem, agenda.Agenda]) -> None:
    problem, _ = planned
    with pytest.raises(InputRefused) as refused:
        agenda.changes_from_json('{"format": "landbridge-agenda-changes/1", "rate": -1, "abs": [], "absent": [{}]}')
    assert {f.code for f in refused.value.findings} == {"negative", "unknown_field", "missing_field"}
    unknown = agenda.Changes(now=problem.slots[0].start, withdrawn=("zz",), absent=(agenda.Absence(participant="q"),))
    with pytest.raises(InputRefused) as refused:
        agenda.changed(problem, unknown)
    assert [f.code for f in refused.value.findings] == ["unknown_participant", "unknown_wish"]


def test_granting_names_its_price(planned: tuple[agenda.Problem, agenda.Agenda]) -> None:
    problem, made = planned
    unmet = agenda.explain(problem, made)[0].wish
    granted = agenda.grant(problem, made, unmet)
    assert granted is not None
    assert unmet in {m.wish for m in granted.agenda.meetings}
    assert granted.price >= granted.least_price >= 0
    assert total(made) - total(granted.agenda) == granted.price
    absent = tuple(replace(p, slots=frozenset()) if p.id == "h0" else p for p in problem.participants)
    assert agenda.grant(replace(problem, participants=absent), agenda.Agenda((), ()), "w00") is None


@pytest.mark.data
def test_a_thousand_people_are_planned_again(data: Callable[[str], Path]) -> None:
    problem = agenda.problem_from_simple_json(data("agenda/thousand.json").read_bytes())
    made = agenda.solve(problem, work=3)
    assert isinstance(made, agenda.Agenda)
    absent = tuple(agenda.Absence(participant=p.id) for p in problem.participants[::20])
    changes = agenda.Changes(now=problem.slots[12].start, rate=20, absent=absent)
    answer = agenda.replan(agenda.changed(problem, changes), made, now=changes.now, rate=20)
    assert answer.choices[0].changes == answer.choices[0].least_changes
    assert total(answer.choices[0].agenda) < total(answer.choices[1].agenda) <= total(answer.choices[2].agenda)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"now": None}, ("wrong_type", "now")),
        ({"now": "2026-11-23T09:00"}, ("time_without_zone", "now")),
        ({"rate": -1}, ("negative", "rate")),
        ({"rate": 1.5}, ("wrong_type", "rate")),
        ({"weather": "rain"}, ("unknown_field", "weather")),
        ({"absent": {}}, ("not_a_list", "absent")),
    ],
)
def test_a_file_of_changes_is_read_strictly(change: dict[str, object], found: tuple[str, str]) -> None:
    document = {"format": "landbridge-agenda-changes/1", "now": "2026-11-23T01:00:00+00:00"} | change
    with pytest.raises(InputRefused) as refused:
        agenda.changes_from_json(json.dumps(document))
    assert found in [(finding.code, finding.field) for finding in refused.value.findings]


def test_a_file_of_changes_says_when() -> None:
    with pytest.raises(InputRefused) as refused:
        agenda.changes_from_json('{"format": "landbridge-agenda-changes/1"}')
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("missing_field", "now")]
