"""When no agenda exists, the answer names the demands that cannot hold together, and what would resolve it."""

from dataclasses import replace

from landbridge.engines import agenda
from landbridge.engines.agenda import ConflictCode
from tests.engines.agenda.conftest import slots, tables


def event(wishes: list[agenda.Wish], *, slot_count: int = 2, table_count: int = 2, **people: int) -> agenda.Problem:
    names = sorted({name for w in wishes for name in (*w.a, *w.b)})
    return agenda.Problem(
        slots=slots(slot_count),
        tables=tables(table_count),
        participants=tuple(agenda.Participant(id=n, group=n[0], max_meetings=people.get(n)) for n in names),
        wishes=tuple(wishes),
    )


def must(wish: str, a: str, b: str) -> agenda.Wish:
    return agenda.Wish(id=wish, a=(a,), b=(b,), kind=agenda.WishKind.MUST)


def refused(problem: agenda.Problem) -> agenda.Infeasible:
    answer = agenda.solve(problem, work=5)
    assert isinstance(answer, agenda.Infeasible)
    assert answer.proven
    return answer


def test_more_musts_than_slots_are_counted() -> None:
    answer = refused(event([must(f"w{i}", "g0", f"h{i}") for i in range(3)]))
    conflict = answer.conflicts[0]
    assert conflict.code is ConflictCode.MORE_REQUIRED_THAN_SLOTS
    assert dict(conflict.data) == {"participant": "g0", "required": 3, "slots": 2, "meetings": ("w0", "w1", "w2")}
    assert [(r.kind, r.parts, r.suffices) for r in answer.relaxations] == [
        ("drop_must", (("wish", f"w{i}"),), True) for i in range(3)
    ]


def test_more_musts_than_the_maximum() -> None:
    answer = refused(event([must(f"w{i}", "g0", f"h{i}") for i in range(2)], g0=1))
    assert answer.conflicts[0].code is ConflictCode.MORE_REQUIRED_THAN_QUOTA
    assert answer.relaxations[0].kind == "raise_maximum"
    assert answer.relaxations[0].suffices


def test_musts_that_only_clash_in_slots_have_a_minimal_core() -> None:
    """A triangle of people needs three slots, though nobody has more than two meetings."""
    wishes = [must("w0", "a", "b"), must("w1", "b", "c"), must("w2", "a", "c"), must("w3", "d", "e")]
    answer = refused(event(wishes))
    conflict = answer.conflicts[0]
    assert conflict.minimal
    assert conflict.parts == (("wish", "w0"), ("wish", "w1"), ("wish", "w2"))
    assert all(r.suffices for r in answer.relaxations)


def test_a_table_short_in_every_slot() -> None:
    wishes = [must(f"w{i}", f"g{i}", f"h{i}") for i in range(3)]
    answer = refused(event(wishes, table_count=1))
    assert answer.conflicts[0].code is ConflictCode.TABLES_SHORT
    assert ("add_table", True) in {(r.kind, r.suffices) for r in answer.relaxations}


def test_a_minimum_that_nobody_can_give() -> None:
    problem = event([must("w0", "g0", "h0")])
    people = tuple(replace(p, min_meetings=2) if p.id == "g0" else p for p in problem.participants)
    answer = refused(replace(problem, participants=people))
    assert answer.conflicts[0].code is ConflictCode.FEWER_POSSIBLE_THAN_MINIMUM
    assert answer.conflicts[0].parts == (("minimum", "g0"),)


def test_a_must_without_a_common_slot() -> None:
    problem = event([must("w0", "g0", "h0")])
    people = tuple(replace(p, slots=frozenset({"s0" if p.id == "g0" else "s1"})) for p in problem.participants)
    assert refused(replace(problem, participants=people)).conflicts[0].code is ConflictCode.NO_POSSIBLE_SLOT


def test_soft_musts_are_met_as_far_as_possible() -> None:
    problem = replace(event([must(f"w{i}", "g0", f"h{i}") for i in range(3)]), musts_hard=False)
    answer = agenda.solve(problem, work=5)
    assert isinstance(answer, agenda.Agenda)
    level = answer.level(agenda.LevelName.MUSTS)
    assert level is not None
    assert (level.value, level.bound) == (2, 2)
    assert agenda.check(problem, answer) == []


def test_an_infeasible_answer_can_be_written() -> None:
    text = agenda.agenda_to_json(refused(event([must(f"w{i}", "g0", f"h{i}") for i in range(3)])))
    assert '"status": "infeasible"' in text
