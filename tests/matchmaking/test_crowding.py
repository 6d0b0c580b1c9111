"""Attention over all lists of a hub: nobody is everybody's match, no list gets shorter, and both are told."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from landbridge.engines.matching import Encoder
from landbridge.engines.matching.encoders import EncoderMissing
from landbridge.ground.jobs import Run, jobs
from landbridge.ground.models import JobRun
from landbridge.matchmaking import crowding, lists, phrases, vectors
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.crowding import Attention
from landbridge.matchmaking.models import Need, Shortlist, ShortlistLine
from landbridge.projects.models import Project
from tests.matchmaking import makers, rows
from tests.matchmaking.makers import AT, SYSTEM

FAMOUS = 3


def hub(hub_id: UUID, projects: int, others: int) -> tuple[Sequence[Project], Sequence[Need]]:
    """Projects of one field, three funds that fit them all best, and others that fit less."""
    wanted = [makers.need(hub_id, f"Fund {place}", "fund", languages=("en",)) for place in range(FAMOUS)]
    wanted += [makers.need(hub_id, f"House {place}", offers=("partner",)) for place in range(others)]
    return [
        rows.project(hub_id, f"Pack {place}", seeks=["money"], languages=["en"]) for place in range(projects)
    ], wanted


def one_by_one(hub_id: UUID, projects: Sequence[Project], *, spread: bool) -> None:
    for project in projects:
        field = lists.field_of(hub_id, asof=AT.date())
        taken = crowding.attention_for(project, candidates=len(field.needs), at=AT) if spread else crowding.NOBODY
        made = lists.for_project(field, project.pk, encoder=None, attention=taken)
        shortlists.save_shortlist(actor=SYSTEM, subject=project, made=made, at=AT)


def first_places(wanted: Sequence[Need]) -> list[int]:
    shown = Counter(ShortlistLine.objects.filter(rank__lte=crowding.FIRST).values_list("need_id", flat=True))
    return [shown[need.pk] for need in wanted]


def test_three_famous_funds_are_not_everybodys_match_and_no_list_gets_shorter(in_hub: UUID) -> None:
    projects, wanted = hub(in_hub, 12, 25)
    one_by_one(in_hub, projects, spread=False)
    assert first_places(wanted)[:FAMOUS] == [12, 12, 12]
    Shortlist.objects.all().delete()
    one_by_one(in_hub, projects, spread=True)
    shown = first_places(wanted)
    free = crowding.attention_for(projects[0], candidates=len(wanted), at=AT).free
    assert free == 6
    assert free < max(shown[:FAMOUS]) <= 1.5 * free
    kept = Shortlist.objects.order_by("made_at", "pk")
    assert {one.lines.count() for one in kept} == {lists.KEPT}
    assert min(one.kept_fit for one in kept) > 0.9
    last = Shortlist.objects.get(project=projects[-1])
    assert last.held_back >= FAMOUS
    told = [fact for line in last.lines.all() for fact in line.findings if fact["code"] == "partner_crowded_against"]
    with translation.override("en"):
        assert all(
            f"of {len(projects) - 1} other lists" in phrases.fact_words(fact["code"], fact["data"]) for fact in told
        )
    here = crowding.standing(in_hub, of_need=False, candidates=len(wanted), at=AT)
    assert (here.lists, here.most) == (12, max(shown))
    assert 0 < here.given_up < 0.1


def test_a_list_that_is_made_anew_does_not_stand_in_its_own_way_and_old_ones_take_nothing(in_hub: UUID) -> None:
    projects, wanted = hub(in_hub, 2, 1)
    one_by_one(in_hub, projects, spread=True)
    taken = crowding.attention_for(projects[0], candidates=len(wanted), at=AT)
    assert (taken.lists, taken.counts[str(wanted[0].pk)]) == (1, 1)
    later = AT + crowding.STANDS_FOR + timedelta(days=1)
    assert crowding.attention_for(projects[0], candidates=len(wanted), at=later).lists == 0
    assert crowding.standing(in_hub, of_need=False, candidates=len(wanted), at=later).given_up == 0.0


def no_encoder() -> Encoder:
    raise EncoderMissing(package="none here")


def test_the_job_holds_back_projects_that_stand_on_many_lists_of_needs(
    in_hub: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every need's list is made by the job; the one project that fits all is told to be taken on the last of them."""
    monkeypatch.setattr(vectors, "best_encoder", no_encoder)
    star = makers.project(in_hub, "Star")
    for place in range(24):
        asked = Decimal(1_100_000 + 200_000 * place)
        rows.project(in_hub, f"Plain {place}", fields=["health"], seeks=["site"], ask_amount=asked, ask_currency="USD")
    ticket: dict[str, Any] = {"ticket_max": Decimal(1_000_000), "ticket_currency": "USD"}
    wanted = [makers.need(in_hub, f"House {place}", **ticket) for place in range(6)]
    for need in wanted:
        run = shortlists.ask_for_shortlist(actor=SYSTEM, subject=need, at=AT)
        JobRun.objects.filter(pk=run.pk).update(state="running", started_at=AT)
        jobs[shortlists.JOB](Run(run.pk, in_hub, SYSTEM.actor_id), of="need", identifier=str(need.pk))
    last = Shortlist.objects.get(need=wanted[-1])
    line = last.lines.get(project=star)
    (fact,) = [fact for fact in line.findings if fact["code"] == "project_crowded_against"]
    assert fact["data"] == {"lists": 5, "of": 5, "free": 3}
    assert last.held_back == 10
    assert line.rank > crowding.FIRST


@pytest.mark.parametrize(("stands_on", "held"), [(0, 0.0), (6, 0.0), (8, 2 / 3), (9, 1.0), (40, 1.0)])
def test_holding_back_grows_above_half_as_many_again_as_an_even_share(stands_on: int, held: float) -> None:
    taken = Attention("partner_crowded", {"n": stands_on}, lists=12, candidates=30)
    assert (taken.free, taken.held("unknown")) == (6, 0.0)
    assert taken.held("n") == pytest.approx(held)


def test_where_all_fit_on_every_list_nobody_is_held_back() -> None:
    assert Attention("partner_crowded", {"n": 50}, lists=50, candidates=10).held("n") == 0.0
