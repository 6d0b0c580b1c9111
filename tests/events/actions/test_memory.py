"""What a held road show leaves behind: pairs that met, projects at "met", with the answers as evidence."""

from datetime import timedelta
from uuid import UUID

import pytest

from landbridge.events.actions import frame
from landbridge.events.models import Event, GroupRule
from landbridge.evidence.models import Document
from landbridge.matchmaking.actions import refuse_pair
from landbridge.matchmaking.models import PairMeeting, PairRefusal
from landbridge.matchmaking.states import RefusalReason
from landbridge.projects.models import JourneyStep, Project
from tests.events.after import NOON, SYSTEM, outcome_of, published, say
from tests.events.stage import NINE, Stage, small_show

HELD = NOON + timedelta(hours=8)


@pytest.fixture
def show(show: Stage) -> Stage:
    published(show)
    say(show, "P01", "K01")
    say(show, "K01", "P01")
    say(show, "P02", "K01", met=False, missed="they_absent")
    say(show, "P02", "K02", interest="maybe")
    say(show, "K02", "P02", met=False, missed="no_time")
    return show


def stages(show: Stage) -> list[str]:
    return list(Project.objects.order_by("sort_key").values_list("stage", flat=True))


def test_marking_it_held_remembers_who_met_and_brings_their_projects_on(show: Stage) -> None:
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=HELD)
    (met,) = PairMeeting.objects.all()
    assert (met.organisation_id, met.met_at) == (show.parties["K01"].organisation_id, NINE)
    assert stages(show) == ["met", "contact"]
    step = JourneyStep.objects.get()
    document = Document.objects.get()
    assert step.evidence_id == document.pk
    assert (step.effective_at, step.note, document.media_type) == (NINE, show.event.code, "text/plain")


def test_an_answer_that_comes_later_is_remembered_too(show: Stage) -> None:
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=HELD)
    say(show, "K01", "P02", at=HELD)
    assert PairMeeting.objects.count() == 1
    say(show, "P01", "F01", at=HELD)
    say(show, "F01", "P01", at=HELD)
    assert PairMeeting.objects.count() == 2
    assert stages(show) == ["met", "contact"]


def test_a_road_show_without_a_word_leaves_nothing(show: Stage) -> None:
    show.event.outcomes.all().delete()
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=HELD)
    assert not PairMeeting.objects.exists()
    assert not Document.objects.exists()
    assert Event.objects.get().state == "held"


def test_two_of_one_kind_are_no_pair_for_the_next_shortlist(in_hub: UUID) -> None:
    show = small_show(in_hub)
    projects = show.groups["P"]
    GroupRule.objects.create(hub_id=in_hub, event=show.event, first=projects, second=projects)
    published(show, ("P01", "P02", 0, 0))
    say(show, "P01", "P02")
    say(show, "P02", "P01", interest="none", barrier="off_thesis")
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=HELD)
    assert (PairMeeting.objects.count(), PairRefusal.objects.count()) == (0, 0)
    assert stages(show) == ["met", "met"]


def test_a_pair_refused_before_is_refused_once(in_hub: UUID) -> None:
    show = published(small_show(in_hub))
    one, other = show.parties["P01"], show.parties["K01"]
    assert one.project_id
    assert other.organisation_id
    refuse_pair(
        actor=SYSTEM, hub_id=in_hub, project_id=one.project_id, organisation_id=other.organisation_id,
        reason=RefusalReason.GEOGRAPHY, note="", at=NOON,
    )  # fmt: skip
    say(show, "P01", "K01", interest="none", barrier="off_thesis")
    say(show, "K01", "P01", interest="none", barrier="timing")
    assert PairRefusal.objects.get().reason == "geography"
    assert outcome_of(show, "P01", "K01").state == "settled"
