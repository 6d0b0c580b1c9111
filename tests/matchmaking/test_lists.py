"""Lists of a project or a need: ordered, explained, kept, never with a refused pair."""

from datetime import timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest

from landbridge.engines.matching.encoding import Vectors
from landbridge.evidence.models import Trail
from landbridge.ground.jobs import Cancelled, Run, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.matchmaking import actions, history, lists, queries, vectors
from landbridge.matchmaking.actions import closing, shortlists
from landbridge.matchmaking.models import Need, PairSighting, Shortlist, ShortlistLine, TextVector
from landbridge.matchmaking.states import PairResult, Ranker
from tests.matchmaking.makers import AT, SYSTEM, need, project


class Onlooker:
    actor_id = uuid4()

    def may(self, permission: str, hub_id: UUID) -> bool:
        return permission.startswith("see_")


class Letters:
    """An encoder for tests: how often each letter stands in a text."""

    name = "letters"
    dimensions = 26

    def encode(self, texts: list[str], *, language: str) -> Vectors:
        counts = [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts]
        return np.array(counts, dtype=np.float32).reshape(len(texts), 26)


def of_project(hub_id: UUID, identifier: UUID) -> lists.Made:
    return lists.for_project(lists.field_of(hub_id, asof=AT.date()), identifier, encoder=None)


def test_the_nearer_need_comes_first_with_its_reasons(in_hub: UUID) -> None:
    offer = project(in_hub)
    near, far = need(in_hub), need(in_hub, "Hospital", fields=("health",), text_latin="Fewer falls on the ward.")
    made = of_project(in_hub, offer.pk)
    assert [line.need_id for line in made.lines] == [near.pk, far.pk]
    assert (made.ranker, made.considered, made.barred) == (Ranker.PRIOR, 2, {})
    codes = [fact["code"] for fact in made.lines[0].findings]
    assert "field_same" in codes
    assert made.lines[0].probability is None


def test_a_need_has_a_list_of_projects(in_hub: UUID) -> None:
    wanted = need(in_hub)
    near, far = (
        project(in_hub),
        project(in_hub, "Sleep lamp", fields=["health"], summary_latin="Light that helps sleep."),
    )
    made = lists.for_need(lists.field_of(in_hub, asof=AT.date()), wanted.pk, encoder=None)
    assert [line.project_id for line in made.lines] == [near.pk, far.pk]


def test_refused_and_closed_are_never_proposed(in_hub: UUID) -> None:
    offer, one, other, shut = project(in_hub), need(in_hub), need(in_hub, "Bank", "bank"), need(in_hub, "Fund", "fund")
    actions.refuse_pair(
        actor=SYSTEM, hub_id=in_hub, project_id=offer.pk, organisation_id=one.organisation_id, reason="timing", at=AT
    )
    closing.close_need(actor=SYSTEM, need_id=shut.pk, at=AT)
    made = of_project(in_hub, offer.pk)
    assert [line.need_id for line in made.lines] == [other.pk]
    assert made.barred == {"refused_before": 1}


def test_a_kept_list_replaces_the_former_and_counts_what_was_shown(in_hub: UUID) -> None:
    offer, wanted = project(in_hub), need(in_hub)
    first = shortlists.save_shortlist(actor=SYSTEM, subject=offer, made=of_project(in_hub, offer.pk), at=AT)
    later = AT + timedelta(days=2)
    shortlists.save_shortlist(actor=SYSTEM, subject=offer, made=of_project(in_hub, offer.pk), at=later)
    assert not Shortlist.objects.filter(pk=first.pk).exists()
    assert ShortlistLine.objects.count() == 1
    sighting = PairSighting.objects.get()
    assert (sighting.times, sighting.first_shown_at, sighting.last_shown_at) == (2, AT, later)
    assert sighting.predicted == ShortlistLine.objects.get().score
    shortlists.note_opened(
        actor=SYSTEM, hub_id=in_hub, project_id=offer.pk, organisation_id=wanted.organisation_id, at=later
    )
    shortlists.note_opened(
        actor=SYSTEM, hub_id=in_hub, project_id=offer.pk, organisation_id=wanted.organisation_id,
        at=later + timedelta(days=1),
    )  # fmt: skip
    assert PairSighting.objects.get().opened_at == later
    assert Trail.objects.filter(event="matchmaking.shortlist_made").count() == 2


def test_what_is_refused_after_the_list_was_made_leaves_it_at_once(in_hub: UUID) -> None:
    offer, wanted = project(in_hub), need(in_hub)
    kept = shortlists.save_shortlist(actor=SYSTEM, subject=offer, made=of_project(in_hub, offer.pk), at=AT)
    assert [card.line.need_id for card in queries.cards(kept)] == [wanted.pk]
    actions.refuse_pair(
        actor=SYSTEM, hub_id=in_hub, project_id=offer.pk, organisation_id=wanted.organisation_id, reason="timing", at=AT
    )
    assert queries.cards(kept) == []


def test_the_job_encodes_texts_once_and_makes_the_list(in_hub: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "best_encoder", Letters)
    offer, wanted = project(in_hub), need(in_hub)
    run = shortlists.ask_for_shortlist(actor=SYSTEM, subject=offer, at=AT)
    assert shortlists.ask_for_shortlist(actor=SYSTEM, subject=offer, at=AT) == run
    JobRun.objects.filter(pk=run.pk).update(state="running", started_at=AT)
    result = jobs[shortlists.JOB](Run(run.pk, in_hub, SYSTEM.actor_id), of="project", identifier=str(offer.pk))
    assert (result["project"], result["lines"]) == (str(offer.pk), 1)
    assert TextVector.objects.filter(encoder="letters").count() == 2
    again = jobs[shortlists.JOB](Run(run.pk, in_hub, SYSTEM.actor_id), of="need", identifier=str(wanted.pk))
    assert again["lines"] == 1
    assert TextVector.objects.count() == 2
    signals = {fact["signal"] for fact in ShortlistLine.objects.first().findings}  # type: ignore[union-attr]
    assert "meaning" in signals


def test_a_cancelled_job_keeps_the_former_list(in_hub: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "best_encoder", Letters)
    offer, _ = project(in_hub), need(in_hub)
    run = shortlists.ask_for_shortlist(actor=SYSTEM, subject=offer, at=AT)
    JobRun.objects.filter(pk=run.pk).update(state="running", started_at=AT, cancel_requested_at=AT)
    with pytest.raises(Cancelled):
        jobs[shortlists.JOB](Run(run.pk, in_hub, SYSTEM.actor_id), of="project", identifier=str(offer.pk))
    assert not Shortlist.objects.exists()


def test_outcomes_are_recorded_once_and_learned_from_up_to_the_day(in_hub: UUID) -> None:
    offer, wanted = project(in_hub), need(in_hub)
    pair = {"hub_id": in_hub, "project_id": offer.pk, "organisation_id": wanted.organisation_id}
    today = AT.date()
    for day in (today, today - timedelta(days=3)):
        shortlists.record_outcome(actor=SYSTEM, result="signed", happened_on=day, today=today, at=AT, **pair)  # type: ignore[arg-type]
    (outcome,) = queries.outcomes_between(offer, wanted.organisation_id)
    assert (outcome.result, outcome.happened_on) == (PairResult.SIGNED, today - timedelta(days=3))
    names = {wanted.organisation_id: str(wanted.pk)}
    assert len(history.outcomes_of(in_hub, names, asof=today)) == 1
    assert history.outcomes_of(in_hub, names, asof=today - timedelta(days=4)) == []
    assert (history.enough(in_hub).joined, history.enough(in_hub).reached) == (1, False)
    with pytest.raises(InputRefused) as refused:
        shortlists.record_outcome(
            actor=SYSTEM,
            result="loved",
            happened_on=today + timedelta(days=1),
            today=today,
            at=AT,
            **pair,  # type: ignore[arg-type]
        )
    assert [finding.code for finding in refused.value.findings] == ["outcome_unknown", "outcome_in_future"]


def test_a_need_is_closed_and_opened_again(in_hub: UUID) -> None:
    wanted = need(in_hub)
    closing.close_need(actor=SYSTEM, need_id=wanted.pk, at=AT)
    with pytest.raises(closing.NeedClosed):
        closing.close_need(actor=SYSTEM, need_id=wanted.pk, at=AT)
    assert queries.needs_by_organisation(Need.objects.all(), [wanted.organisation_id]) == {}
    closing.reopen_need(actor=SYSTEM, need_id=wanted.pk, at=AT)
    with pytest.raises(closing.NeedOpen):
        closing.reopen_need(actor=SYSTEM, need_id=wanted.pk, at=AT)
    assert Need.objects.get().closed_at is None


def test_who_may_only_see_changes_nothing(in_hub: UUID) -> None:
    offer, wanted = project(in_hub), need(in_hub)
    onlooker = Onlooker()
    with pytest.raises(NotAllowed):
        closing.close_need(actor=onlooker, need_id=wanted.pk, at=AT)
    with pytest.raises(NotAllowed):
        shortlists.ask_for_shortlist(actor=onlooker, subject=offer, at=AT)
    with pytest.raises(Missing):
        closing.close_need(actor=SYSTEM, need_id=uuid4(), at=AT)
    assert (JobRun.objects.count(), Need.objects.get().closed_at) == (0, None)
