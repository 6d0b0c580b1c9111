"""What a held road show leaves behind: pairs that met, projects at "met", with the answers as evidence."""

from datetime import timedelta

import pytest

from landbridge.events.actions import frame
from landbridge.events.models import Event
from landbridge.evidence.models import Document
from landbridge.matchmaking.models import PairMeeting
from landbridge.projects.models import JourneyStep, Project
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.stage import NINE, Stage

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
