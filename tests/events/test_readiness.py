"""What is missing is named at the step where it is mended, and in words."""

from dataclasses import replace
from datetime import date

import pytest

from landbridge.entrypoints.web.refusals import said
from landbridge.events import phrases, refusals
from landbridge.events.phrases import frame, people
from landbridge.events.phrases.frame import READINESS
from landbridge.events.readiness import EventFigures, Gap, RoomFigures, Step, Weight, done, readiness
from landbridge.events.states import AbsenceReason, EventState, ParticipantState, Side
from landbridge.kernel.refusal import Refusal

NOTHING = EventFigures(EventState.PREPARING)
READY = EventFigures(
    EventState.PUBLISHED, slots=12, tables=20, rooms=(RoomFigures("Hall", 80, 80),), delegates=16, counterparties=64,
    suggestions=400, wishes=300, parties_with_wishes=80, drafts=1, published=True,
)  # fmt: skip


def codes(figures: EventFigures) -> list[tuple[Step, str]]:
    return [(gap.step, gap.finding.code) for gap in readiness(figures)]


def test_a_new_road_show_misses_everything_in_order() -> None:
    assert codes(NOTHING) == [
        (Step.SETUP, "no_sessions"), (Step.SETUP, "no_tables"), (Step.PEOPLE, "no_delegates"),
        (Step.PEOPLE, "no_counterparties"), (Step.SHORTLISTS, "no_suggestions"), (Step.WISHES, "no_wishes"),
        (Step.AGENDA, "no_agenda"),
    ]  # fmt: skip
    assert set(done(NOTHING).values()) == {False}


def test_a_complete_one_misses_nothing() -> None:
    assert readiness(READY) == []
    assert set(done(READY).values()) == {True}


@pytest.mark.parametrize("state", [EventState.HELD, EventState.CANCELLED])
def test_what_is_over_is_asked_nothing(state: EventState) -> None:
    assert readiness(replace(NOTHING, state=state)) == []


@pytest.mark.parametrize(
    ("figures", "gap"),
    [
        (replace(READY, days_without_session=(date(2026, 12, 2),)), (Step.SETUP, Weight.DOUBT, "days_without_session")),
        (replace(READY, rooms=(RoomFigures("Hall", 79, 80),)), (Step.SETUP, Weight.DOUBT, "room_overfull")),
        (replace(READY, groups_that_meet_nobody=("U",)), (Step.SETUP, Weight.DOUBT, "groups_that_meet_nobody")),
        (replace(READY, tables=15), (Step.PEOPLE, Weight.DOUBT, "fewer_tables_than_parties")),
        (replace(READY, parties_without_people=("K01",)), (Step.PEOPLE, Weight.MISSING, "parties_without_people")),
        (replace(READY, parties_never_free=("K01",)), (Step.PEOPLE, Weight.MISSING, "parties_never_free")),
        (replace(READY, people_without_address=2), (Step.PEOPLE, Weight.DOUBT, "people_without_address")),
        (replace(READY, parties_after_suggestions=2), (Step.SHORTLISTS, Weight.DOUBT, "suggestions_are_old")),
        (replace(READY, parties_with_wishes=79), (Step.WISHES, Weight.DOUBT, "parties_without_wishes")),
        (replace(READY, published=False), (Step.AGENDA, Weight.NEXT, "agenda_not_published")),
    ],
)
def test_one_gap_alone(figures: EventFigures, gap: tuple[Step, Weight, str]) -> None:
    assert [(g.step, g.weight, g.finding.code) for g in readiness(figures)] == [gap]


def test_every_gap_has_words_that_its_data_fill() -> None:
    everything = replace(
        NOTHING, slots=1, tables=1, delegates=9, counterparties=9, days_without_session=(date(2026, 12, 2),),
        rooms=(RoomFigures("Hall", 1, 4),), groups_that_meet_nobody=("U", "V"), suggestions=1, wishes=1, drafts=2,
        parties_without_people=("K01",) * 7, parties_never_free=("K01",), people_without_address=3,
        parties_after_suggestions=4, parties_with_wishes=2,
    )  # fmt: skip
    gaps: list[Gap] = [*readiness(NOTHING), *readiness(everything)]
    assert {gap.finding.code for gap in gaps} == set(READINESS)
    for gap in gaps:
        sentence = said("READINESS", gap.finding.code, gap.finding.data)
        assert sentence
        assert "%(" not in sentence
        assert "–" not in sentence


def test_many_labels_are_cut_short() -> None:
    (gap,) = readiness(replace(READY, parties_without_people=tuple(f"K{n:02}" for n in range(1, 8))))
    assert gap.finding.data == {"count": 7, "labels": "K01, K02, K03, K04, K05 …"}


def test_every_state_and_refusal_has_its_word() -> None:
    assert set(frame.STATES) == {state.value for state in EventState}
    assert set(frame.SIDES) == {side.value for side in Side}
    assert set(people.STATES) == {state.value for state in ParticipantState}
    assert set(people.ABSENCES) == {reason.value for reason in AbsenceReason}
    ours = {kind.code for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refusal)}
    assert ours - {Refusal.code} <= set(phrases.REFUSALS)
