"""Follow-ups: in somebody's hand, kept with a proof, dropped with a reason, and what they lead to."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from landbridge.events.actions import follow_ups
from landbridge.events.actions.follow_ups import Paper, Task
from landbridge.events.models import FollowUp
from landbridge.events.outcomes import LONGEST_NOTE
from landbridge.events.refusals import FollowUpEnded, OneOfAKind
from landbridge.evidence.actions import keep_document
from landbridge.evidence.models import Document
from landbridge.kernel.refusal import InputRefused, Missing
from landbridge.kernel.transitions import IllegalMove
from landbridge.projects.actions import advance
from landbridge.projects.models import JourneyStep, Project
from landbridge.projects.states import Stage as Station
from tests.events.after import NOON, SYSTEM, holder, outcome_of, published, say
from tests.events.stage import Stage


@pytest.fixture
def visit(show: Stage) -> FollowUp:
    """P01 visits K01."""
    published(show)
    say(show, "P01", "K01", interest="yes", step="visit")
    say(show, "K01", "P01", interest="yes")
    return FollowUp.objects.get()


def test_kept_needs_a_word_or_a_document(show: Stage, visit: FollowUp) -> None:
    with pytest.raises(InputRefused):
        follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note=" ", at=NOON)
    visit.refresh_from_db()
    assert visit.state == "open"
    kept = follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note="Seen on 1 December", at=NOON)
    assert (kept.state, kept.ended_at) == ("kept", NOON)
    with pytest.raises(FollowUpEnded):
        follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=visit.pk, reason="timing", at=NOON)


def test_a_document_proves_it_and_a_strange_one_does_not(show: Stage, visit: FollowUp) -> None:
    with pytest.raises(Missing):
        follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note="", evidence_id=visit.pk, at=NOON)
    paper = keep_document(
        actor=SYSTEM, hub_id=show.hub_id, file=io.BytesIO(b"%PDF-1.7"), original_name="x.pdf", source="K01",
        purpose="Visit", at=NOON,
    )  # fmt: skip
    kept = follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note="", evidence_id=paper.pk, at=NOON)
    assert kept.evidence_id == paper.pk


def test_it_becomes_the_next_thing_and_an_intent_moves_the_project(show: Stage, visit: FollowUp) -> None:
    intent = follow_ups.keep_follow_up(
        actor=SYSTEM, follow_up_id=visit.pk, note="Visited", becomes=Task("intent", "hub", date(2026, 12, 20)), at=NOON
    )
    assert (intent.kind, intent.came_from_id, intent.outcome_id) == ("intent", visit.pk, visit.outcome_id)
    follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=intent.pk, note="Signed by both", at=NOON)
    project = show.parties["P01"].project
    assert project is not None
    assert Project.objects.get(pk=project.pk).stage == "intent"
    assert JourneyStep.objects.get(project=project).note == "Signed by both"


def test_dropped_says_why_and_can_be_taken_up_again(show: Stage, visit: FollowUp) -> None:
    with pytest.raises(InputRefused):
        follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=visit.pk, reason="", at=NOON)
    dropped = follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=visit.pk, reason="timing", at=NOON)
    assert (dropped.state, dropped.reason) == ("dropped", "timing")
    opened = follow_ups.reopen_follow_up(actor=SYSTEM, follow_up_id=visit.pk, at=NOON)
    assert (opened.state, opened.reason, opened.ended_at) == ("open", "", None)
    with pytest.raises(IllegalMove):
        follow_ups.reopen_follow_up(actor=SYSTEM, follow_up_id=visit.pk, at=NOON)


def test_who_has_it_in_hand_ends_it_by_link_and_nobody_else(show: Stage, visit: FollowUp) -> None:
    for other in ("K01", "P02"):
        with pytest.raises(Missing):
            follow_ups.keep_follow_up(actor=holder(show, other), follow_up_id=visit.pk, note="Done", at=NOON)
    kept = follow_ups.keep_follow_up(actor=holder(show, "P01"), follow_up_id=visit.pk, note="Done", at=NOON)
    assert kept.state == "kept"


def test_one_open_of_a_kind(show: Stage, visit: FollowUp) -> None:
    outcome = outcome_of(show, "P01", "K01")
    with pytest.raises(OneOfAKind):
        follow_ups.add_follow_up(
            actor=SYSTEM, event_id=show.event.pk, outcome_id=outcome.pk, task=Task("visit"), at=NOON
        )
    added = follow_ups.add_follow_up(
        actor=SYSTEM, event_id=show.event.pk, outcome_id=outcome.pk, task=Task("papers"), at=NOON
    )
    with pytest.raises(OneOfAKind):
        follow_ups.change_follow_up(actor=SYSTEM, follow_up_id=added.pk, task=Task("visit"), at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=added.pk).update(kind="visit")


def test_it_goes_to_another_hand_and_day(show: Stage, visit: FollowUp) -> None:
    changed = follow_ups.change_follow_up(
        actor=SYSTEM, follow_up_id=visit.pk, task=Task("visit", "second", date(2026, 12, 24)), at=NOON
    )
    assert (changed.holder, changed.due) == ("second", date(2026, 12, 24))


def test_what_came_of_the_whole_road_show_has_a_title(show: Stage) -> None:
    published(show)
    with pytest.raises(InputRefused):
        follow_ups.add_follow_up(
            actor=SYSTEM, event_id=show.event.pk, outcome_id=None, task=Task("enterprise"), at=NOON
        )
    task = Task("enterprise", "hub", title="Battery Works (Shanghai)")
    added = follow_ups.add_follow_up(actor=SYSTEM, event_id=show.event.pk, outcome_id=None, task=task, at=NOON)
    assert added.title == "Battery Works (Shanghai)"
    assert (
        follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=added.pk, note="Licence of 2027", at=NOON).state == "kept"
    )


@pytest.mark.parametrize(
    "values", [{"state": "kept"}, {"state": "dropped", "ended_at": NOON}, {"outcome": None}, {"kind": "dance"}]
)
def test_the_database_refuses_what_no_follow_up_can_be(show: Stage, visit: FollowUp, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=visit.pk).update(**values)


LONG = "x" * (LONGEST_NOTE + 1)


@pytest.mark.parametrize(
    ("task", "found"),
    [
        (Task("dance"), [("step_unknown", "kind")]),
        (Task("visit", "nobody"), [("owner_unknown", "holder")]),
        (Task("visit", due=date(2020, 1, 1)), [("due_is_past", "due")]),
        (Task("visit", title="x" * 201), [("title_too_long", "title")]),
    ],
)
def test_a_faulty_task_is_neither_added_nor_taken_over(
    show: Stage, visit: FollowUp, task: Task, found: list[tuple[str, str]]
) -> None:
    outcome = outcome_of(show, "P01", "K01")
    with pytest.raises(InputRefused) as refused:
        follow_ups.add_follow_up(actor=SYSTEM, event_id=show.event.pk, outcome_id=outcome.pk, task=task, at=NOON)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == found
    with pytest.raises(InputRefused):
        follow_ups.change_follow_up(actor=SYSTEM, follow_up_id=visit.pk, task=task, at=NOON)
    assert (FollowUp.objects.get().kind, FollowUp.objects.get().state) == ("visit", "open")


def test_without_a_meeting_no_side_of_one_has_it_in_hand(show: Stage) -> None:
    published(show)
    with pytest.raises(InputRefused) as refused:
        follow_ups.add_follow_up(
            actor=SYSTEM, event_id=show.event.pk, outcome_id=None, task=Task("enterprise", "first", title="x"), at=NOON
        )
    assert [finding.code for finding in refused.value.findings] == ["owner_unknown"]


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [("bad mood", "", "barrier_unknown"), ("other", "", "barrier_other_says_what"), ("timing", LONG, "note_too_long")],
)
def test_a_faulty_reason_drops_nothing(show: Stage, visit: FollowUp, reason: str, note: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=visit.pk, reason=reason, note=note, at=NOON)
    assert [finding.code for finding in refused.value.findings] == [code]
    with pytest.raises(InputRefused):
        follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note=LONG, at=NOON)
    assert FollowUp.objects.get().state == "open"


def test_a_paper_given_with_the_word_is_kept_as_its_proof(show: Stage, visit: FollowUp) -> None:
    paper = Paper(io.BytesIO(b"%PDF-1.7 minutes"), "minutes.pdf")
    kept = follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note="", paper=paper, at=NOON)
    document = Document.objects.get()
    assert (kept.evidence_id, document.original_name, document.source) == (document.pk, "minutes.pdf", show.event.code)


def test_no_link_ends_what_stands_behind_no_meeting(show: Stage) -> None:
    published(show)
    added = follow_ups.add_follow_up(
        actor=SYSTEM, event_id=show.event.pk, outcome_id=None, task=Task("enterprise", "hub", title="Works"), at=NOON
    )
    with pytest.raises(Missing):
        follow_ups.keep_follow_up(actor=holder(show, "P01"), follow_up_id=added.pk, note="Done", at=NOON)
    follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=added.pk, reason="timing", at=NOON)
    assert follow_ups.reopen_follow_up(actor=SYSTEM, follow_up_id=added.pk, at=NOON).state == "open"


def test_taken_up_again_only_where_no_other_of_its_kind_is_open(show: Stage, visit: FollowUp) -> None:
    follow_ups.drop_follow_up(actor=SYSTEM, follow_up_id=visit.pk, reason="timing", at=NOON)
    outcome = outcome_of(show, "P01", "K01")
    task = Task("visit")
    follow_ups.add_follow_up(actor=SYSTEM, event_id=show.event.pk, outcome_id=outcome.pk, task=task, at=NOON)
    with pytest.raises(OneOfAKind):
        follow_ups.reopen_follow_up(actor=SYSTEM, follow_up_id=visit.pk, at=NOON)
    visit.refresh_from_db()
    assert visit.state == "dropped"


def test_a_project_that_is_further_on_stays_there(show: Stage, visit: FollowUp) -> None:
    project = show.parties["P01"].project
    assert project is not None
    advance(actor=SYSTEM, project_id=project.pk, to=Station.SIGNED, at=NOON)
    task = Task("intent", "hub")
    follow_ups.change_follow_up(actor=SYSTEM, follow_up_id=visit.pk, task=task, at=NOON)
    follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=visit.pk, note="Signed", at=NOON)
    assert Project.objects.get(pk=project.pk).stage == "signed"
