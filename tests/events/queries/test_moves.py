from landbridge.events.queries import moves
from landbridge.events.queries.agendas import material_of
from tests.events.planned import as_lines, pair, placed
from tests.events.stage import Stage


def codes(found: moves.Outcome) -> set[str]:
    return {b.code for b in found.breaks}


def test_moving_to_a_free_place_breaks_nothing(show: Stage) -> None:
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0))
    after = moves.moved(material, before, pair(show, "P01", "K01"), show.slots[2].id, show.tables[1].id)
    found = moves.outcome(material, before, after)
    assert as_lines(show, found.after) == [("P01", "K01", 2, 1)]
    assert found.breaks == ()


def test_a_taken_table_is_hard(show: Stage) -> None:
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 0))
    after = moves.moved(material, before, pair(show, "P01", "K01"), show.slots[1].id, show.tables[0].id)
    assert {b.code for b in moves.outcome(material, before, after).hard} == {"table_taken"}


def test_a_colleague_takes_over_where_the_person_is_busy(show: Stage) -> None:
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 1))
    after = moves.moved(material, before, pair(show, "P01", "K01"), show.slots[1].id, show.tables[0].id)
    assert as_lines(show, after) == [("P01.2", "K01", 1, 0), ("P01", "F01", 1, 1)]
    assert moves.outcome(material, before, after).hard == ()


def test_who_is_away_cannot_be_met(show: Stage) -> None:
    show.away("K01", 2)
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0))
    after = moves.moved(material, before, pair(show, "P01", "K01"), show.slots[2].id, show.tables[0].id)
    assert {b.code for b in moves.outcome(material, before, after).hard} == {"person_absent"}


def test_never_is_hard_and_so_is_a_group_that_may_not_meet(show: Stage) -> None:
    show.wish("K02", "P01", "never")
    material = material_of(show.event)
    refused = moves.outcome(material, (), placed(show, ("P01", "K02", 0, 0)))
    assert {b.code for b in refused.hard} == {"refused"}
    guests = moves.outcome(material, (), placed(show, ("F01", "K01", 0, 0)))
    assert {b.code for b in guests.hard} == {"groups_may_not_meet"}


def test_losing_a_mutual_wish_or_a_must_asks_for_consent(show: Stage) -> None:
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0))
    found = moves.outcome(material, before, ())
    assert {b.code for b in found.soft} == {"mutual_lost", "must_lost"}
    assert found.hard == ()


def test_a_quota_is_the_organisers_to_break(show: Stage) -> None:
    show.parties["K01"].max_meetings = 1
    show.parties["K01"].save(update_fields=["max_meetings"])
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0))
    found = moves.outcome(material, before, placed(show, ("P01", "K01", 0, 0), ("P02", "K01", 1, 0)))
    assert {b.code for b in found.soft} == {"quota_exceeded"}


def test_an_old_fault_is_not_blamed_on_the_change(show: Stage) -> None:
    show.parties["K01"].max_meetings = 1
    show.parties["K01"].save(update_fields=["max_meetings"])
    material = material_of(show.event)
    before = placed(show, ("P01", "K01", 0, 0), ("P02", "K01", 1, 0))
    after = moves.moved(material, before, pair(show, "P01", "K01"), show.slots[2].id, show.tables[1].id)
    assert codes(moves.outcome(material, before, after)) <= moves.NOTES


def test_openings_are_free_for_both_sides_and_name_free_tables(show: Stage) -> None:
    show.away("K01", 3)
    material = material_of(show.event)
    standing = placed(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 0), ("P02", "F01", 2, 0))
    found = moves.openings(material, standing, show.parties["P01"].id, show.parties["K01"].id)
    tables = {show.tables[0].id: 0, show.tables[1].id: 1}
    slots = {slot.id: n for n, slot in enumerate(show.slots)}
    assert [(slots[o.slot], [tables[t] for t in o.tables]) for o in found] == [(0, [0, 1]), (1, [1]), (2, [1])]
