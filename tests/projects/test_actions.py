"""Projects are registered, changed, and go along the line."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from landbridge.evidence.models import Thread, Trail
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import is_short_code
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.kernel.transitions import IllegalMove
from landbridge.projects import actions, queries, rules
from landbridge.projects.models import JourneyStep, Project
from landbridge.projects.states import JOURNEY, STATIONS, Shore, Stage, number, shore
from tests.network import makers as network

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SYSTEM = SystemActor()


class Onlooker:
    actor_id = uuid4()

    def may(self, permission: str, hub_id: UUID) -> bool:
        return permission.startswith("see_")


def register(hub_id: UUID, **facts: object) -> Project:
    given: dict[str, object] = {"name_latin": "Battery passport", "name_chinese": "电池护照"} | facts
    return actions.register_project(actor=SYSTEM, hub_id=hub_id, at=AT, **given)  # type: ignore[arg-type]


def test_a_project_begins_a_thread_at_its_first_contact(in_hub: UUID) -> None:
    project = register(in_hub, fields=["ai", "robotics", "ai"], ask_amount=Decimal(800), ask_currency="EUR")
    thread = Thread.objects.get()
    assert (project.thread_id, project.code) == (thread.pk, thread.code)
    assert is_short_code(project.code)
    assert Project.objects.get().fields == ["ai", "robotics"]
    (step,) = queries.journey(project)
    assert (step.stage, step.effective_at, step.entered_later) == (Stage.CONTACT, AT, False)
    assert {entry.event for entry in Trail.objects.filter(thread_id=thread.pk)} == {
        "evidence.thread_opened",
        "projects.registered",
    }


@pytest.mark.parametrize("text", ["battery", "电池", "dianchi", "dchz", "护照"])
def test_a_project_is_found_in_both_scripts(in_hub: UUID, text: str) -> None:
    project = register(in_hub)
    register(in_hub, name_latin="Rover", name_chinese="")
    assert list(queries.found(rules.visible_projects(SYSTEM, hub_id=in_hub), text)) == [project]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name_latin": "", "name_chinese": " "}, "name_missing", "name_latin"),
        ({"country": "Germany"}, "country_form", "country"),
        ({"trl": 10}, "trl_out_of_range", "trl"),
        ({"seeks": ["fame"]}, "unknown_seeking", "seeks"),
        ({"profile": "XX"}, "profile_unknown", "profile"),
        ({"ask_currency": "EUR"}, "ask_amount_missing", "ask_amount"),
        ({"ask_amount": Decimal(0), "ask_currency": "EUR"}, "ask_not_positive", "ask_amount"),
        ({"ask_amount": Decimal(1), "ask_currency": "€"}, "currency_form", "ask_currency"),
        ({"contacted_at": AT + timedelta(hours=1)}, "step_in_future", "effective_at"),
        ({"contacted_at": AT - timedelta(days=9)}, "step_in_past", "effective_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(in_hub: UUID, facts: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        register(in_hub, **facts)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [(code, field)]
    assert (Project.objects.count(), Thread.objects.count()) == (0, 0)


def test_history_is_entered_when_said_to_be(in_hub: UUID) -> None:
    register(in_hub, contacted_at=AT - timedelta(days=900), entered_later=True)
    assert JourneyStep.objects.get().entered_later


def test_facts_change_and_the_stage_only_by_advancing(in_hub: UUID) -> None:
    project = register(in_hub)
    home = network.organisation(in_hub)
    actions.change_project(actor=SYSTEM, project_id=project.pk, at=AT, organisation_id=home.pk, name_latin="Zeta")
    changed = Project.objects.get()
    assert (changed.organisation_id, changed.name_latin, changed.stage) == (home.pk, "Zeta", Stage.CONTACT)
    with pytest.raises(Missing):
        actions.change_project(actor=SYSTEM, project_id=project.pk, at=AT, organisation_id=uuid4())
    with pytest.raises(InputRefused):
        actions.change_project(actor=SYSTEM, project_id=project.pk, at=AT, trl=0)
    assert Project.objects.get().organisation_id == home.pk


def test_a_project_passes_stations_and_never_goes_back(in_hub: UUID) -> None:
    project = register(in_hub)
    evidence = uuid4()
    step = actions.advance(
        actor=SYSTEM, project_id=project.pk, to=Stage.MET, at=AT, evidence_id=evidence, note="at the road show"
    )
    assert (step.stage, step.evidence_id) == (Stage.MET, evidence)
    with pytest.raises(IllegalMove):
        actions.advance(actor=SYSTEM, project_id=project.pk, to=Stage.MATCHED, at=AT)
    with pytest.raises(InputRefused):
        actions.advance(
            actor=SYSTEM, project_id=project.pk, to=Stage.SIGNED, at=AT, effective_at=AT + timedelta(days=1)
        )
    assert Project.objects.get().stage == Stage.MET
    assert [step.stage for step in queries.journey(project)] == [Stage.CONTACT, Stage.MET]


def test_who_may_not_edit_changes_nothing(in_hub: UUID) -> None:
    project = register(in_hub)
    with pytest.raises(NotAllowed):
        actions.register_project(actor=Onlooker(), hub_id=in_hub, at=AT, name_latin="Mine")
    with pytest.raises(NotAllowed):
        actions.change_project(actor=Onlooker(), project_id=project.pk, at=AT, name_latin="Mine")
    with pytest.raises(NotAllowed):
        actions.advance(actor=Onlooker(), project_id=project.pk, to=Stage.MET, at=AT)
    with pytest.raises(Missing):
        rules.access_project(SYSTEM, uuid4())
    assert rules.access_project(Onlooker(), project.pk) == project
    assert (Project.objects.get().name_latin, JourneyStep.objects.count()) == ("Battery passport", 1)


def test_nobody_else_sees_a_project(in_hub: UUID) -> None:
    project = register(in_hub)

    class Stranger(Onlooker):
        def may(self, permission: str, hub_id: UUID) -> bool:
            return False

    with pytest.raises(Missing):
        rules.access_project(Stranger(), project.pk)
    assert list(rules.visible_projects(Stranger(), hub_id=in_hub)) == []


@pytest.mark.parametrize("frm", STATIONS)
@pytest.mark.parametrize("to", STATIONS)
def test_the_line_goes_one_way(frm: Stage, to: Stage) -> None:
    assert JOURNEY.allows(frm, to) == (number(to) > number(frm))


def test_three_stations_abroad_three_on_the_crossing_four_at_home() -> None:
    assert [shore(stage) for stage in STATIONS] == [Shore.ABROAD] * 3 + [Shore.CROSSING] * 3 + [Shore.HOME] * 4
