import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections

from landbridge.events import rules
from landbridge.events.actions import edits, publishing, versions
from landbridge.events.models import AgendaVersion, Event, Meeting, Message, Seat
from landbridge.events.phrases.agendas import break_words
from landbridge.events.queries.agendas import material_of, placed_in
from landbridge.events.queries.names import Names
from landbridge.events.refusals import CannotBeThere, CannotStand, EventIsOver, NotPublished, PublishedMeanwhile
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.transitions import IllegalMove
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage, small_show


def published(show: Stage, system: SystemActor, *lines: Any, over: int | None = None) -> AgendaVersion:
    version = version_with(show, *lines)
    return publishing.publish_version(actor=system, version_id=version.id, over=over, at=NOW).version


def sequences(show: Stage, version: AgendaVersion) -> dict[str, int]:
    labels = {p.id: label for label, p in show.parties.items()}
    return {f"{labels[m.first]}-{labels[m.second]}": m.sequence for m in placed_in(version)}


def told(show: Stage, about: UUID) -> set[str]:
    names = {attendee.id: name for name, attendee in show.people.items()}
    return {names[m.recipient.pk] for m in Message.objects.filter(about_id=about)}


def test_the_first_version_tells_everybody_who_has_a_meeting(show: Stage, system: SystemActor) -> None:
    version = published(show, system, ("P01", "K01", 0, 0), ("P01.2", "F01", 0, 1))
    assert told(show, version.id) == {"P01", "P01.2", "K01", "F01"}
    assert set(Message.objects.values_list("kind", flat=True)) == {"agenda"}
    assert Meeting.objects.filter(published=True).count() == 2
    assert Seat.objects.filter(published=True).count() == 4
    show.event.refresh_from_db()
    assert (show.event.state, show.event.published_at) == ("published", NOW)


def test_the_next_version_replaces_it_and_tells_only_those_it_touches(show: Stage, system: SystemActor) -> None:
    first = published(show, system, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0))
    second = published(
        show, system, ("P01", "K01", 1, 0), ("P02", "K02", 1, 1), ("P02", "F01", 2, 0), over=first.number
    )
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert told(show, second.id) == {"P01", "K01", "P02", "F01"}
    assert set(Meeting.objects.filter(published=True).values_list("version", flat=True)) == {second.id}
    assert set(Seat.objects.filter(published=True).values_list("meeting__version", flat=True)) == {second.id}


def test_sequence_numbers_grow_only_with_change_and_over_a_removal(show: Stage, system: SystemActor) -> None:
    one = published(show, system, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1))
    assert sequences(show, one) == {"P01-K01": 0, "P02-K02": 0}
    two = published(show, system, ("P01", "K01", 2, 0), ("P02", "K02", 1, 1), over=1)
    assert sequences(show, two) == {"P01-K01": 1, "P02-K02": 0}
    three = published(show, system, ("P02", "K02", 1, 1), over=2)
    assert sequences(show, three) == {"P02-K02": 0}
    four = published(show, system, ("P01", "K01", 2, 0), ("P02", "K02", 1, 0), over=3)
    assert sequences(show, four) == {"P01-K01": 3, "P02-K02": 1}


def test_a_version_seen_over_another_is_not_published_unseen(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    late = version_with(show, ("P01", "K01", 1, 0))
    with pytest.raises(PublishedMeanwhile):
        publishing.publish_version(actor=system, version_id=late.id, over=None, at=NOW)
    late.refresh_from_db()
    assert late.state == "draft"


def test_what_became_impossible_cannot_stand(show: Stage, system: SystemActor) -> None:
    version = version_with(show, ("P01", "K01", 0, 0))
    show.away("K01", 0)
    with pytest.raises(CannotStand):
        publishing.publish_version(actor=system, version_id=version.id, over=None, at=NOW)
    assert not Meeting.objects.filter(published=True).exists()
    assert not Message.objects.exists()


def test_who_sits_at_another_road_show_then_cannot_sit_here(show: Stage, system: SystemActor) -> None:
    """Found before the constraint would refuse, and told with the party and the time."""
    other = small_show(show.hub_id)
    other.people["K01"].person = show.people["K01"].person
    other.people["K01"].save(update_fields=["person"])
    published(show, system, ("P01", "K01", 0, 0), ("P02", "K02", 1, 0))
    clash = {"participant": str(other.parties["K01"].pk), "slot": str(other.slots[0].pk)}
    draft = version_with(other, ("P01", "K01", 0, 0))
    with pytest.raises(CannotStand) as refused:
        publishing.publish_version(actor=system, version_id=draft.pk, over=None, at=NOW)
    assert refused.value.data["breaks"] == [{"code": "person_elsewhere", "hard": True, "data": clash}]
    published(other, system, ("P01", "K01", 1, 0), ("P02", "K02", 2, 0))
    with pytest.raises(CannotBeThere) as desk:
        publishing.give_slot(
            actor=system, event_id=other.event.pk, first_id=other.parties["P02"].pk, second_id=other.parties["K01"].pk,
            slot_id=other.slots[0].pk, at=NOW,
        )  # fmt: skip
    assert desk.value.data["breaks"] == refused.value.data["breaks"]
    words = break_words(desk.value.data["breaks"][0], Names(material_of(other.event), "en").with_pairs(()))
    assert words.startswith("Somebody of K01")


def test_only_a_draft_is_published(show: Stage, system: SystemActor) -> None:
    version = published(show, system, ("P01", "K01", 0, 0))
    with pytest.raises(IllegalMove):
        publishing.publish_version(actor=system, version_id=version.id, over=1, at=NOW)


def test_nothing_is_published_for_an_event_that_is_off(show: Stage, system: SystemActor) -> None:
    version = version_with(show, ("P01", "K01", 0, 0))
    Event.objects.update(state="cancelled", cancelled_at=NOW)
    with pytest.raises(EventIsOver):
        publishing.publish_version(actor=system, version_id=version.id, over=None, at=NOW)


def test_editing_what_is_published_makes_a_draft_of_it(show: Stage, system: SystemActor) -> None:
    version = published(show, system, ("P01", "K01", 0, 0))
    standing = placed_in(version)
    done = edits.move_meeting(
        actor=system, version_id=version.id, pair_uid=pair(show, "P01", "K01"), slot_id=show.slots[2].id, at=NOW
    )
    assert done.version != version
    assert (done.version.state, done.version.based_on) == ("draft", version)
    assert placed_in(version) == standing
    assert [m.slot for m in placed_in(done.version)] == [show.slots[2].id]


def give(show: Stage, actor: SystemActor, first: str, second: str, slot: int, table: int) -> None:
    publishing.give_slot(
        actor=actor,
        event_id=show.event.id,
        first_id=show.parties[first].id,
        second_id=show.parties[second].id,
        slot_id=show.slots[slot].id,
        table_id=show.tables[table].id,
        at=NOW,
    )


def test_the_desk_adds_to_what_stands_and_tells_both(show: Stage, system: SystemActor) -> None:
    version = published(show, system, ("P01", "K01", 0, 0))
    give(show, system, "P02", "K02", 0, 1)
    given = Meeting.objects.get(version=version, origin="hand")
    assert given.published
    assert told(show, given.id) == {"P02", "K02"}


def test_the_desk_needs_a_published_agenda(show: Stage, system: SystemActor) -> None:
    with pytest.raises(NotPublished):
        give(show, system, "P02", "K02", 0, 1)


# ---- two desks give the last place at the same moment


@pytest.fixture
def desks(committed: None, hub_id: UUID, system: SystemActor) -> Stage:
    """A published agenda with one free table left in the first slot, committed for all to see."""
    with hub_context(hub_id):
        show = small_show(hub_id)
        published(show, system, ("P01", "K01", 0, 0))
        return show


def at_once(show: Stage, system: SystemActor, *, same_person: bool = False) -> list[BaseException | None]:
    """Two connections give the same table away (or two tables to one person); answers how each fared."""
    answers: list[BaseException | None] = []
    start = threading.Barrier(2)

    def desk(first: str, second: str, table: int) -> None:
        try:
            with hub_context(show.hub_id):
                start.wait(timeout=10)
                give(show, system, first, second, 1 if same_person else 0, table)
            answers.append(None)
        except Exception as refusal:  # noqa: BLE001 -- the test looks at what it was
            answers.append(refusal)
        finally:
            connections.close_all()

    calls = [("P02", "K02", 0), ("P02", "F01", 1)] if same_person else [("P02", "K02", 1), ("P01.2", "F01", 1)]
    threads = [threading.Thread(target=desk, args=(call[0].split(".")[0], *call[1:])) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def exactly_one_won(show: Stage, answers: list[BaseException | None], code: str) -> None:
    assert len(answers) == 2
    (lost,) = [a for a in answers if a is not None]
    assert isinstance(lost, CannotBeThere)
    breaks: Any = lost.data["breaks"]
    assert [b["code"] for b in breaks] == [code]
    with hub_context(show.hub_id):
        assert Meeting.objects.filter(published=True).count() == 2
        assert Seat.objects.filter(published=True).count() == 4
        assert Message.objects.filter(kind="agenda_changed").count() == 2


def test_exactly_one_desk_wins_the_last_table(desks: Stage, system: SystemActor) -> None:
    exactly_one_won(desks, at_once(desks, system), "table_taken")


def test_exactly_one_desk_wins_the_last_person(desks: Stage, system: SystemActor) -> None:
    exactly_one_won(desks, at_once(desks, system, same_person=True), "person_busy")


@pytest.mark.parametrize("same_person", [False, True])
def test_the_constraint_holds_without_the_lock(
    desks: Stage, system: SystemActor, monkeypatch: pytest.MonkeyPatch, same_person: bool
) -> None:
    """Control one: both read before either writes, because nothing is locked and both wait for each other."""
    monkeypatch.setattr(rules, "locked", lambda rows, identifier: rows.get(pk=identifier))
    both_decided = threading.Barrier(2)
    write = versions.write_meetings

    def late(*args: Any, **kwargs: Any) -> None:
        both_decided.wait(timeout=10)
        write(*args, **kwargs)

    monkeypatch.setattr(publishing, "write_meetings", late)
    code = "person_busy" if same_person else "table_taken"
    exactly_one_won(desks, at_once(desks, system, same_person=same_person), code)


@pytest.mark.parametrize("same_person", [False, True])
def test_the_lock_holds_without_the_constraint(desks: Stage, system: SystemActor, same_person: bool) -> None:
    """Control two: the database would take both."""
    with without_constraints():
        code = "person_busy" if same_person else "table_taken"
        exactly_one_won(desks, at_once(desks, system, same_person=same_person), code)


@contextmanager
def without_constraints() -> Iterator[None]:
    """Drop the exclusion constraints for the block, as the owner."""
    places = [("events_meeting", "meeting_one_per_table"), ("events_seat", "seat_one_per_person")]
    connection.close()
    with connections["owner"].cursor() as cursor:
        made = {}
        for table, name in places:
            cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
            (made[name],) = cursor.fetchone() or ("",)
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        connection.close()
        with connections["owner"].cursor() as cursor:
            for table, name in places:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made[name]}")


def test_a_fault_of_the_database_that_no_rule_names_is_not_called_a_clash(show: Stage) -> None:
    (placed,) = placed_in(version_with(show, ("P01", "K01", 0, 0)))
    strange = IntegrityError("another constraint")
    with pytest.raises(IntegrityError) as raised:
        publishing._taken(strange, placed)
    assert raised.value is strange
