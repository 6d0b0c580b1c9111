"""Who did not come: noted when a road show is held, told and limited at the next one, excused by the organiser."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from landbridge.events.actions import day_changes, frame, groups, no_shows, people, series, suggestions
from landbridge.events.actions.outcomes import settle_due
from landbridge.events.attendance import REMEMBERED
from landbridge.events.models import Event, Group, NoShow, Participant, Suggestion
from landbridge.events.queries.agendas import material_of
from landbridge.events.queries.no_shows import earlier_days, remembered
from landbridge.events.queries.report import Figure, report_of
from landbridge.events.states import DayChangeKind
from landbridge.evidence.models import Trail
from landbridge.kernel.refusal import InputRefused, NotAllowed
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.states import Role
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.stage import DAY, NINE, NOW, Stage

LATER = NOON + timedelta(days=10)


@pytest.fixture
def show(show: Stage) -> Stage:
    return published(show)


def held(show: Stage) -> None:
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=NOON)
    show.event.refresh_from_db()


def absent(show: Stage, who: str, at: datetime) -> None:
    day_changes.record_absence(
        actor=SYSTEM, event_id=show.event.pk, attendee_ids=[show.people[who].pk], kind=DayChangeKind.ABSENT, at=at
    )


def noted(show: Stage) -> list[str]:
    rows = NoShow.objects.filter(event=show.event).order_by("participant__label")
    return list(rows.values_list("participant__label", flat=True))


def fund_missed(show: Stage) -> None:
    """P01 met K01, and F01 did not come."""
    say(show, "P01", "K01")
    say(show, "K01", "P01")
    say(show, "P01", "F01", met=False, missed="they_absent")
    held(show)


def next_show(show: Stage, first_day: date = DAY + timedelta(days=90)) -> tuple[Event, dict[str, Participant]]:
    """The same parties at a copy of the road show."""
    event = series.copy_event(
        actor=SYSTEM, event_id=show.event.pk, first_day=first_day, name_latin="Next", name_chinese="", at=LATER
    )
    letters = {group.letter: group for group in groups.in_order(event)}
    made = [
        Participant.objects.create(
            hub_id=event.hub_id, event=event, group=letters[label[0]], label=label, project_id=party.project_id,
            organisation_id=party.organisation_id, created_at=LATER,
        )
        for label, party in show.parties.items()
    ]  # fmt: skip
    return event, {party.label: party for party in made}


def limit(event: Event, letter: str, times: int | None, meetings: int | None) -> None:
    group = next(group for group in groups.in_order(event) if group.letter == letter)
    groups.change_group(
        actor=SYSTEM, event_id=event.pk, group_id=group.pk, no_shows_from=times, no_show_meetings=meetings, at=LATER
    )


def most(event: Event, party: Participant) -> int:
    return material_of(event).most_of(party.pk)


def test_who_did_not_come_by_the_others_word_is_noted_when_it_was_held(show: Stage) -> None:
    fund_missed(show)
    assert noted(show) == ["F01"]
    entry = Trail.objects.get(event="events.no_shows_noted", subject_id=show.event.pk)
    assert entry.data == {"participants": [str(show.parties["F01"].pk)], "came_after_all": []}


def test_who_was_noted_absent_on_the_day_did_not_come_also_if_its_meetings_were_planned_anew(show: Stage) -> None:
    absent(show, "F01", at=NINE + timedelta(minutes=10))
    held(show)
    assert noted(show) == ["F01"]
    assert report_of(show.event).rows[Figure.NO_SHOWS] == {show.parties["F01"].pk}


def test_who_calls_before_the_first_slot_gave_notice(show: Stage) -> None:
    absent(show, "F01", at=NINE - timedelta(minutes=1))
    held(show)
    assert noted(show) == []
    assert report_of(show.event).count(Figure.NO_SHOWS) == 1


def test_who_withdrew_gave_notice(show: Stage) -> None:
    people.withdraw_participant(actor=SYSTEM, participant_id=show.parties["F01"].pk, at=NOW)
    fund_missed(show)
    assert noted(show) == []


def test_a_late_word_that_they_did_come_takes_it_off_and_the_trail_keeps_both(show: Stage) -> None:
    say(show, "P01", "F01", met=False, missed="they_absent")
    held(show)
    assert noted(show) == ["F01"]
    say(show, "F01", "P01")
    assert noted(show) == []
    told = Trail.objects.filter(event="events.no_shows_noted").order_by("recorded_at", "pk")
    assert [len(row.data["came_after_all"]) for row in told] == [0, 1]


def test_an_answer_settled_after_the_day_was_closed_is_noted_too(show: Stage) -> None:
    held(show)
    say(show, "P01", "F01", met=False, missed="they_absent", at=NOON + timedelta(hours=1))
    assert noted(show) == []
    settle_due(actor=SYSTEM, hub_id=show.hub_id, at=NOON + timedelta(days=4))
    assert noted(show) == ["F01"]


def facts_of(event: Event, one: Participant, other: Participant) -> tuple[float, list[str]]:
    line = Suggestion.objects.get(event=event, delegate=one, counterparty=other)
    return line.score, [fact["code"] for fact in line.findings if fact.get("contribution", 0) < 0]


def test_the_next_shortlists_place_it_lower_and_say_so(show: Stage) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=LATER)
    fund, against_fund = facts_of(event, parties["P01"], parties["F01"])
    company, against_company = facts_of(event, parties["P01"], parties["K01"])
    assert fund < company
    assert set(against_fund) - set(against_company) == {"partner_attendance_against"}
    line = Suggestion.objects.get(event=event, delegate=parties["P01"], counterparty=parties["F01"])
    assert line.findings[0]["data"] == {"days": [DAY.isoformat()]}
    unread = [fact["signal"] for fact in line.findings if fact["code"] == "unknown"]
    assert not {"project_attendance", "partner_attendance"} & set(unread)


def test_a_project_that_did_not_come_stands_lower_on_the_partners_lists(show: Stage) -> None:
    say(show, "K01", "P02", met=False, missed="they_absent")
    absent(show, "P02", at=NINE)
    held(show)
    event, parties = next_show(show)
    suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=LATER)
    absent_one, against = facts_of(event, parties["P02"], parties["K01"])
    assert "project_attendance_against" in against
    assert absent_one < facts_of(event, parties["P01"], parties["K01"])[0]


def test_what_was_excused_counts_in_no_shortlist(show: Stage) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    no_shows.excuse_no_show(actor=SYSTEM, no_show_id=NoShow.objects.get().pk, excuse="snow", at=LATER)
    suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=LATER)
    fund, against = facts_of(event, parties["P01"], parties["F01"])
    company = facts_of(event, parties["P01"], parties["K01"])
    assert (fund, against) == company
    assert "partner_attendance_against" not in against


def test_a_groups_limit_holds_from_so_many_no_shows_on(show: Stage) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    assert most(event, parties["F01"]) == 12
    limit(event, "F", 2, 3)
    assert most(event, parties["F01"]) == 12
    limit(event, "F", 1, 3)
    assert most(event, parties["F01"]) == 3
    assert most(event, parties["K01"]) == 12
    found = remembered(event, parties.values())
    parties_told = [(one.participant.label, one.times, one.limited, one.most) for one in found]
    assert parties_told == [("F01", 1, False, 12)]  # its group was read before the limit was set
    fresh = Participant.objects.select_related("group").filter(event=event)
    assert [(one.times, one.limited, one.most) for one in remembered(event, fresh)] == [(1, True, 3)]


def test_the_partys_own_limit_and_an_excuse_lift_the_groups(show: Stage) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    limit(event, "F", 1, 3)
    people.change_participant(actor=SYSTEM, participant_id=parties["F01"].pk, max_meetings=9, at=LATER)
    assert most(event, parties["F01"]) == 9
    people.change_participant(actor=SYSTEM, participant_id=parties["F01"].pk, max_meetings=None, at=LATER)
    row = NoShow.objects.get()
    no_shows.excuse_no_show(actor=SYSTEM, no_show_id=row.pk, excuse=" their train was cancelled ", at=LATER)
    row.refresh_from_db()
    assert (row.excuse, most(event, parties["F01"])) == ("their train was cancelled", 12)
    no_shows.count_again(actor=SYSTEM, no_show_id=row.pk, at=LATER)
    no_shows.count_again(actor=SYSTEM, no_show_id=row.pk, at=LATER)
    assert most(event, parties["F01"]) == 3
    entries = Trail.objects.filter(subject_id=row.pk).order_by("recorded_at", "pk").values_list("event", flat=True)
    assert list(entries) == ["events.no_show_excused", "events.no_show_counts_again"]


def test_the_least_follows_the_lower_limit(show: Stage) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    group = next(group for group in groups.in_order(event) if group.letter == "F")
    groups.change_group(
        actor=SYSTEM, event_id=event.pk, group_id=group.pk, min_meetings=5, no_shows_from=1, no_show_meetings=2,
        at=LATER,
    )  # fmt: skip
    material = material_of(event)
    assert (material.least_of(parties["F01"].pk), material.most_of(parties["F01"].pk)) == (2, 2)
    party = Participant.objects.select_related("group").get(pk=parties["F01"].pk)
    assert people.effective_quota(party, 1) == (2, 2)
    assert people.effective_quota(party) == (5, 12)


def test_what_is_older_than_two_years_is_forgotten_and_what_comes_later_not_known_yet(show: Stage) -> None:
    fund_missed(show)
    last, parties = next_show(show, DAY + REMEMBERED)
    assert earlier_days(last, parties.values()) == {parties["F01"].pk: [DAY]}
    over, parties = next_show(show, DAY + REMEMBERED + timedelta(days=1))
    assert earlier_days(over, parties.values()) == {}
    assert earlier_days(show.event, show.parties.values()) == {}


@pytest.mark.parametrize(
    ("times", "meetings", "code", "field"),
    [
        (1, None, "no_show_limit_half", "no_show_meetings"),
        (None, 3, "no_show_limit_half", "no_shows_from"),
        (0, 3, "no_shows_out_of_range", "no_shows_from"),
        (21, 3, "no_shows_out_of_range", "no_shows_from"),
        (1, 13, "quota_out_of_range", "no_show_meetings"),
        (1, -1, "quota_out_of_range", "no_show_meetings"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(
    show: Stage, times: int | None, meetings: int | None, code: str, field: str
) -> None:
    event, _parties = next_show(show)
    with pytest.raises(InputRefused) as told:
        limit(event, "F", times, meetings)
    assert [(finding.code, finding.field) for finding in told.value.findings] == [(code, field)]


@pytest.mark.parametrize(("text", "code"), [("  ", "excuse_needed"), ("x" * 201, "note_too_long")])
def test_an_excuse_says_why_and_briefly(show: Stage, text: str, code: str) -> None:
    fund_missed(show)
    row = NoShow.objects.get()
    with pytest.raises(InputRefused) as told:
        no_shows.excuse_no_show(actor=SYSTEM, no_show_id=row.pk, excuse=text, at=LATER)
    assert [finding.code for finding in told.value.findings] == [code]
    row.refresh_from_db()
    assert row.excused_at is None


def test_who_may_not_plan_excuses_nothing(show: Stage) -> None:
    fund_missed(show)
    row = NoShow.objects.get()
    scout = MembershipActor(UUID(int=7), (Standing(show.hub_id, Role.SCOUT),))
    with pytest.raises(NotAllowed):
        no_shows.excuse_no_show(actor=scout, no_show_id=row.pk, excuse="mine", at=LATER)
    row.refresh_from_db()
    assert (row.excused_at, row.excuse) == (None, "")


def test_the_database_refuses_an_excuse_without_a_reason_and_a_half_limit(show: Stage) -> None:
    fund_missed(show)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoShow.objects.update(excused_at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=show.groups["F"].pk).update(no_shows_from=1)


def test_reading_them_asks_the_same_queries_for_one_and_three(show: Stage, django_assert_num_queries: object) -> None:
    fund_missed(show)
    event, parties = next_show(show)
    for number, labels in enumerate((["F01"], ["F01", "K01", "P01"])):
        if number:
            for label in ("K01", "P01"):
                NoShow.objects.create(
                    hub_id=event.hub_id, event=show.event, participant=show.parties[label], noted_at=NOON
                )
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = remembered(event, parties.values())
        assert sorted(one.participant.label for one in found) == sorted(labels)
