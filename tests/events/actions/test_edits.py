from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.engines import agenda
from landbridge.events.actions import edits
from landbridge.events.models import AgendaEdit, AgendaVersion
from landbridge.events.queries import moves
from landbridge.events.queries.agendas import material_of, placed_in
from landbridge.events.refusals import CannotBeThere, MeetAlready, NeedsConsent, NoSuchMeeting, NothingToUndo
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import NotAllowed, Refusal
from landbridge.kernel.transitions import IllegalMove
from tests.events.planned import lines_of, pair, version_with
from tests.events.stage import NOW, Stage


@pytest.fixture
def draft(show: Stage) -> AgendaVersion:
    return version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))


def test_a_move_is_done_and_remembered(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    done = edits.move_meeting(
        actor=system, version_id=draft.id, pair_uid=pair(show, "P01", "K01"), slot_id=show.slots[3].id, at=NOW
    )
    assert done.version == draft
    assert ("P01", "K01", 3, 0) in lines_of(show, draft)
    edit = AgendaEdit.objects.get(version=draft)
    assert (edit.number, edit.kind, edit.before[0]["slot"], edit.after[0]["slot"]) == (
        1, "move", str(show.slots[0].id), str(show.slots[3].id),
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.edited


def test_what_cannot_be_is_refused_with_what_could(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    before = placed_in(draft)
    with pytest.raises(CannotBeThere) as refusal:
        edits.move_meeting(
            actor=system,
            version_id=draft.id,
            pair_uid=pair(show, "P02", "K02"),
            slot_id=show.slots[0].id,
            table_id=show.tables[0].id,
            at=NOW,
        )
    data: Any = refusal.value.data
    assert [b["code"] for b in data["breaks"]] == ["table_taken"]
    assert {"slot": str(show.slots[0].id), "tables": [str(show.tables[1].id)]} in data["openings"]
    assert placed_in(draft) == before


def test_what_it_breaks_is_told_before_it_is_done(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    before = placed_in(draft)
    command: dict[str, Any] = {
        "actor": system, "version_id": draft.id, "pair_uid": pair(show, "P01", "F01"), "at": NOW,
    }  # fmt: skip
    with pytest.raises(NeedsConsent) as refusal:
        edits.drop_meeting(**command)
    data: Any = refusal.value.data
    assert [b["code"] for b in data["breaks"]] == ["must_lost"]
    assert placed_in(draft) == before
    edits.drop_meeting(**command, consent=True)
    assert lines_of(show, draft) == [("P01", "K01", 0, 0), ("P02", "K02", 1, 1)]


def test_a_swap_exchanges_time_and_table(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    edits.swap_meetings(
        actor=system,
        version_id=draft.id,
        pair_uid=pair(show, "P01", "K01"),
        other_uid=pair(show, "P02", "K02"),
        consent=True,
        at=NOW,
    )
    assert ("P02", "K02", 0, 0) in lines_of(show, draft)
    assert {line[2:] for line in lines_of(show, draft) if line[1] == "K01"} == {(1, 1)}


def test_a_meeting_may_be_added_once(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    command: dict[str, Any] = {
        "actor": system,
        "version_id": draft.id,
        "first_id": show.parties["K01"].id,
        "second_id": show.parties["P02"].id,
        "at": NOW,
    }
    edits.add_meeting(**command, slot_id=show.slots[2].id)
    assert ("P02", "K01", 2, 0) in lines_of(show, draft)
    with pytest.raises(MeetAlready):
        edits.add_meeting(**command, slot_id=show.slots[3].id)


def test_moving_what_is_pinned_needs_consent(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    command: dict[str, Any] = {
        "actor": system, "version_id": draft.id, "pair_uid": pair(show, "P01", "K01"), "at": NOW,
    }  # fmt: skip
    edits.pin_meeting(**command, pinned=True)
    with pytest.raises(NeedsConsent):
        edits.move_meeting(**command, slot_id=show.slots[3].id)
    edits.pin_meeting(**command, pinned=False)
    edits.move_meeting(**command, slot_id=show.slots[3].id)


def test_no_such_meeting(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    with pytest.raises(NoSuchMeeting):
        edits.drop_meeting(actor=system, version_id=draft.id, pair_uid=uuid4(), at=NOW)


def test_undo_takes_back_the_last_one_only(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    before = placed_in(draft)
    uid = pair(show, "P01", "K01")
    first = edits.move_meeting(actor=system, version_id=draft.id, pair_uid=uid, slot_id=show.slots[2].id, at=NOW)
    second = edits.move_meeting(actor=system, version_id=draft.id, pair_uid=uid, slot_id=show.slots[3].id, at=NOW)
    with pytest.raises(NothingToUndo):
        edits.undo_edit(actor=system, version_id=draft.id, number=first.number, at=NOW)
    edits.undo_edit(actor=system, version_id=draft.id, number=second.number, at=NOW)
    edits.undo_edit(actor=system, version_id=draft.id, at=NOW)
    assert placed_in(draft) == before
    draft.refresh_from_db()
    assert not draft.edited
    with pytest.raises(NothingToUndo):
        edits.undo_edit(actor=system, version_id=draft.id, at=NOW)


class Guest:
    """Somebody who may see the event and nothing else."""

    actor_id = UUID(int=7)

    def may(self, permission: str, hub_id: UUID) -> bool:
        return permission == "see_events"


def test_who_may_only_look_changes_nothing(show: Stage, draft: AgendaVersion) -> None:
    before = placed_in(draft)
    with pytest.raises(NotAllowed):
        edits.drop_meeting(actor=Guest(), version_id=draft.id, pair_uid=pair(show, "P01", "K01"), consent=True, at=NOW)
    assert placed_in(draft) == before


STEP = st.tuples(
    st.sampled_from(["move", "swap", "pin", "add", "drop", "undo"]),
    st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 1),
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_any_edits_keep_the_agenda_possible_and_undo_restores_it(
    show: Stage, system: SystemActor, steps: list[tuple[str, int, int, int, int]]
) -> None:
    """Whatever is asked for, what is saved could be published; and undoing all of it leaves what was there before."""
    draft = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))
    draft.levels = [{"name": "gaps", "value": 0, "bound": 0}, {"name": "table_changes", "value": 2, "bound": 2}]
    draft.save(update_fields=["levels"])
    history = [placed_in(draft)]
    for step in steps:
        try:
            _take(show, draft, system, step)
        except Refusal:
            assert placed_in(draft) == history[-1]
            continue
        now = placed_in(draft)
        if step[0] == "undo":
            history.pop()
            assert now == history[-1]
        else:
            history.append(now)
        assert moves.hard_breaks(material_of(show.event), now) == ()
        draft.refresh_from_db()
        comfort = {level["name"]: level for level in draft.levels if level["name"] not in agenda.MAXIMISED}
        assert all(level["value"] >= level["bound"] for level in comfort.values())
    while len(history) > 1:
        edits.undo_edit(actor=system, version_id=draft.id, at=NOW)
        history.pop()
        assert [asdict(m) for m in placed_in(draft)] == [asdict(m) for m in history[-1]]


def _take(show: Stage, draft: AgendaVersion, actor: SystemActor, step: tuple[str, int, int, int, int]) -> None:
    kind, one, other, slot, table = step
    pairs = [m.pair_uid for m in placed_in(draft)] or [uuid4()]
    parties = list(show.parties.values())
    shared: dict[str, Any] = {"actor": actor, "version_id": draft.id, "at": NOW}
    at: dict[str, Any] = {"slot_id": show.slots[slot].id, "table_id": show.tables[table].id, "consent": True}
    uid = pairs[one % len(pairs)]
    match kind:
        case "move":
            edits.move_meeting(**shared, pair_uid=uid, **at)
        case "swap":
            edits.swap_meetings(**shared, pair_uid=uid, other_uid=pairs[other % len(pairs)], consent=True)
        case "pin":
            edits.pin_meeting(**shared, pair_uid=uid, pinned=bool(table))
        case "add":
            first, second = parties[one % len(parties)], parties[other % len(parties)]
            edits.add_meeting(**shared, first_id=first.id, second_id=second.id, **at)
        case "drop":
            edits.drop_meeting(**shared, pair_uid=uid, consent=True)
        case _:
            edits.undo_edit(**shared)


def test_a_draft_is_put_away_and_taken_up_again(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    asked: dict[str, Any] = {"actor": system, "version_id": draft.id, "at": NOW}
    assert edits.discard_version(**asked).state == "discarded"
    with pytest.raises(IllegalMove):
        edits.discard_version(**asked)
    assert edits.restore_version(**asked).state == "draft"
    assert AgendaVersion.objects.get().state == "draft"


def test_a_copy_is_changed_without_the_first(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    copy = edits.draft_from(actor=system, version_id=draft.id, at=NOW)
    assert (copy.based_on, lines_of(show, copy)) == (draft, lines_of(show, draft))
    edits.drop_meeting(actor=system, version_id=copy.id, pair_uid=pair(show, "P01", "K01"), consent=True, at=NOW)
    assert len(lines_of(show, draft)) == len(lines_of(show, copy)) + 1


def test_a_party_without_people_meets_nobody(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    show.join("K03", people=0)
    for first, second in (("P02", "K03"), ("K03", "P02")):
        with pytest.raises(CannotBeThere) as refused:
            edits.add_meeting(
                actor=system, version_id=draft.id, first_id=show.parties[first].pk, second_id=show.parties[second].pk,
                slot_id=show.slots[3].pk, at=NOW,
            )  # fmt: skip
        data: Any = refused.value.data
        assert data["breaks"][0]["data"] == {"party": str(show.parties["K03"].pk)}
    assert len(lines_of(show, draft)) == 3


def test_a_move_within_its_slot_takes_another_table(show: Stage, draft: AgendaVersion, system: SystemActor) -> None:
    edits.move_meeting(
        actor=system, version_id=draft.id, pair_uid=pair(show, "P01", "K01"), slot_id=show.slots[0].pk, consent=True,
        at=NOW,
    )  # fmt: skip
    assert ("P01", "K01", 0, 1) in lines_of(show, draft)
