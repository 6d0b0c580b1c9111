from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints.web.matches import reasons_of
from landbridge.events import jobs  # noqa: F401 -- registers the job
from landbridge.events.actions import people, suggestions, wishes
from landbridge.events.models import Event, Group, GroupRule, Participant, Suggestion
from landbridge.events.queries import suggestions as reads
from landbridge.events.shortlisting import Barrier
from landbridge.ground import jobs as ground_jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.matchmaking import actions as matchmaking
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.actions.rates import RateGiven, enter_rates
from landbridge.network.models import Hub
from landbridge.projects.models import Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker, Stranger

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
BUSES = NeedGiven(
    text_latin="Balancing of battery cells in 110 electric feeder buses",
    fields=("battery-management",), trl_min=5, trl_max=8, offers=("customer",), countries=("GB",), languages=("en",),
)  # fmt: skip
ROBOTS = NeedGiven(text_latin="Robots for warehouses", fields=("robotics",), offers=("money",))


@pytest.fixture
def event(in_hub: UUID) -> Event:
    return makers.event(in_hub)


def cells(event: Event) -> Participant:
    party = makers.delegate(event, "Cell balancing")
    assert party.project_id
    Project.objects.filter(pk=party.project_id).update(
        summary_latin="Balances battery cells of electric buses", fields=["battery-management"], trl=6, country="GB",
        seeks=["customer"], languages=["en"], ask_amount=Decimal(8_000_000), ask_currency="CNY",
    )  # fmt: skip
    return Participant.objects.select_related("group", "project", "event").get(pk=party.pk)


def guest(event: Event, name: str, given: NeedGiven | None = None, letter: str = "K") -> Participant:
    party = makers.guest(event, name, letter)
    if given is not None:
        assert party.organisation_id
        matchmaking.set_need(
            actor=SYSTEM, hub_id=event.hub_id, organisation_id=party.organisation_id, given=given, at=AT
        )
    return party


def make(event: Event) -> suggestions.Made:
    made = suggestions.ask_for_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
    assert isinstance(made, suggestions.Made)
    return made


def test_the_better_partner_comes_first_with_facts_for_and_against(event: Event) -> None:
    project = cells(event)
    robots, buses = guest(event, "Robot fund", ROBOTS, "F"), guest(event, "Metro operator", BUSES)
    made = make(event)
    assert (made.lines, made.pairs, made.barred_pairs, made.barred) == (2, 2, 0, {})
    lines = list(reads.lines_of(project))
    assert [(line.counterparty_id, line.rank_for_delegate, line.rank_for_counterparty) for line in lines] == [
        (buses.pk, 1, 1),
        (robots.pk, 2, 1),
    ]
    first, second = reads.cards(project, lines)
    assert (first.other, first.rank, first.met_at) == (buses, 1, None)
    assert {"field_same", "sought_offered", "stage_fits", "words_shared"} <= {fact["code"] for fact in first.reasons}
    assert [fact["code"] for fact in second.against] != []
    assert first.score > second.score
    assert "stage" in second.unknown


def test_hard_constraints_come_first_each_counted(event: Event) -> None:
    project = cells(event)
    fund, bank, refused, never, own = (
        guest(event, "Fund", BUSES, "F"), guest(event, "Bank", BUSES, "B"), guest(event, "Refused", BUSES),
        guest(event, "Never", BUSES), guest(event, "Own house", BUSES),
    )  # fmt: skip
    GroupRule.objects.filter(second=Group.objects.get(event=event, letter="B")).delete()
    assert project.project_id
    assert refused.organisation_id
    matchmaking.refuse_pair(
        actor=SYSTEM, hub_id=event.hub_id, project_id=project.project_id, organisation_id=refused.organisation_id,
        reason="timing", at=AT,
    )  # fmt: skip
    wishes.say_wish(actor=SYSTEM, wisher_id=never.pk, target_id=project.pk, kind="never", at=AT)
    Project.objects.update(organisation=own.organisation)
    made = make(event)
    assert made.barred == {Barrier.GROUP_RULE: 1, Barrier.REFUSED: 1, Barrier.CONFLICT: 1, Barrier.NEVER: 1}
    assert [line.counterparty_id for line in Suggestion.objects.all()] == [fund.pk]
    assert reads.barriers(event) == made.barred
    assert bank.pk != fund.pk
    assert [row.organisation for row in reads.refused_of(project)] == [refused.organisation]


def test_a_pair_refused_since_is_left_out_at_once(event: Event) -> None:
    project, buses = cells(event), guest(event, "Metro operator", BUSES)
    make(event)
    wishes.say_wish(actor=SYSTEM, wisher_id=buses.pk, target_id=project.pk, kind="never", at=AT)
    assert reads.cards(project, list(reads.lines_of(project))) == []


def test_who_has_withdrawn_is_on_no_list(event: Event) -> None:
    project, buses = cells(event), guest(event, "Metro operator", BUSES)
    make(event)
    people.withdraw_participant(actor=SYSTEM, participant_id=buses.pk, at=AT)
    assert list(reads.lines_of(project)) == []
    with pytest.raises(suggestions.NobodyToMatch) as refusal:
        make(event)
    assert dict(refusal.value.data) == {"delegates": 1, "counterparties": 0}
    assert Suggestion.objects.count() == 1


def test_the_next_run_replaces_the_lists(event: Event) -> None:
    cells(event)
    guest(event, "Metro operator", BUSES)
    make(event)
    suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=AT + timedelta(days=1))
    assert [line.made_at for line in Suggestion.objects.all()] == [AT + timedelta(days=1)]
    assert reads.made_at(event) == AT + timedelta(days=1)


def test_who_met_at_an_earlier_event_is_marked(event: Event) -> None:
    project, buses = cells(event), guest(event, "Metro operator", BUSES)
    make(event)
    assert project.project_id
    assert buses.organisation_id
    for event_id, days in ((event.pk, 1), (UUID(int=7), 400)):
        matchmaking.remember_meeting(
            actor=SYSTEM, hub_id=event.hub_id, project_id=project.project_id, organisation_id=buses.organisation_id,
            event_id=event_id, met_at=AT - timedelta(days=days), at=AT,
        )  # fmt: skip
    (card,) = reads.cards(project, list(reads.lines_of(project)))
    assert card.met_at == AT - timedelta(days=400)
    (seen_by_them,) = reads.cards(buses, list(reads.lines_of(buses)))
    assert (seen_by_them.other, seen_by_them.met_at) == (project, AT - timedelta(days=400))


def test_only_who_plans_makes_lists(event: Event) -> None:
    cells(event)
    guest(event, "Metro operator")
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        with pytest.raises(refusal):
            suggestions.ask_for_shortlists(actor=actor, event_id=event.pk, at=AT)
    assert not Suggestion.objects.exists()


def test_a_large_event_is_matched_in_a_job(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    cells(event)
    guest(event, "Metro operator", BUSES)
    monkeypatch.setattr(suggestions, "SMALL", 0)
    run = suggestions.ask_for_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
    assert isinstance(run, JobRun)
    handle = ground_jobs.Run(id=run.pk, hub_id=run.hub_id, requested_by=run.requested_by)
    result = ground_jobs.jobs[suggestions.JOB](handle, event_id=str(event.pk))
    assert result == {"lines": 1, "pairs": 1, "barred_pairs": 0, "barred": {}}
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize("guests", [1, 3])
def test_a_list_costs_the_same_however_long(event: Event, queries: Queries, guests: int) -> None:
    project = cells(event)
    for number in range(guests):
        guest(event, f"Guest {number}", BUSES)
    make(event)
    with queries() as asked:
        assert len(reads.cards(project, list(reads.lines_of(project)))) == guests
    assert len(asked) == 7


FUND = NeedGiven(offers=("money",), ticket_min=Decimal(900_000), ticket_max=Decimal(2_000_000), ticket_currency="USD")


def test_amounts_of_two_currencies_compare_by_a_rate_that_is_named(event: Event) -> None:
    project = cells(event)
    guest(event, "Dollar fund", FUND, "F")
    make(event)
    (card,) = reads.cards(project, list(reads.lines_of(project)))
    assert card.currencies_apart == ("CNY", "USD")
    assert "no exchange rate between CNY and USD" in reasons_of(card).unknown
    given = RateGiven(
        base="USD", quote="CNY", units=Decimal(100), price=Decimal(720), on=AT.date(), source="the bank"
    )  # fmt: skip
    Hub.objects.create(pk=event.hub_id, name_latin="Park", country="CN", zone="Asia/Shanghai")
    enter_rates(actor=SYSTEM, hub_id=event.hub_id, given=[given], at=AT)
    make(event)
    (card,) = reads.cards(project, list(reads.lines_of(project)))
    assert card.currencies_apart is None
    assert (
        "Amount: CNY 8,000,000 (about USD 1,111,111 at 1 USD = 7.2 CNY on 2026-11-20, the bank) lies in their range, "
        "USD 900,000 to 2,000,000."
    ) in reasons_of(card).pros
