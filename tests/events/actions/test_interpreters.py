"""Interpreters: who they are, planned with as scarce people, told where they lack, never in two meetings at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from landbridge.engines import agenda
from landbridge.events.actions import attendees, edits, interpreters, planning, publishing
from landbridge.events.actions.interpreters import Service
from landbridge.events.actions.planning import Order
from landbridge.events.actions.versions import from_engine, write_unmet
from landbridge.events.models import Interpreter, Meeting, UnmetWish
from landbridge.events.phrases.agendas import break_words, reason_words
from landbridge.events.phrases.conflicts import conflict_words, relaxation_words
from landbridge.events.queries.agendas import material_of, placed_in
from landbridge.events.queries.interpreters import interpreters_of, meetings_interpreted
from landbridge.events.queries.names import Names
from landbridge.events.queries.problem import as_engine_agenda, problem_of
from landbridge.events.refusals import AlreadyAttends, CannotBeThere, NeedsConsent, StillUsed
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage
from tests.network.makers import person

SYSTEM = SystemActor()
NINE = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 -- a wall time


def speaks(show: Stage, name: str, *languages: str) -> None:
    attendees.change_attendee(
        actor=SYSTEM, attendee_id=show.people[name].pk, at=NOW, language=languages[0], leads=name.isalnum(),
        languages=languages,
    )  # fmt: skip


def hired(
    show: Stage, name: str = "Li Na", languages: tuple[str, ...] = ("zh", "da"), **times: datetime
) -> Interpreter:
    who = person(show.hub_id, name_latin=name)
    made = interpreters.add_interpreter(
        actor=SYSTEM, event_id=show.event.pk, person_id=who.pk, service=Service(languages, **times), at=NOW
    )
    show.event.refresh_from_db()
    return made


@pytest.fixture
def apart(show: Stage) -> Stage:
    """Danes on one side, Chinese on the other; F01 speaks both."""
    for name in ("P01", "P01.2", "P02"):
        speaks(show, name, "da")
    for name in ("K01", "K02"):
        speaks(show, name, "zh")
    speaks(show, "F01", "zh", "da")
    return show


def solved(show: Stage, **said: Any) -> agenda.Agenda | agenda.Infeasible:
    return agenda.solve(problem_of(material_of(show.event), **said), work=2, seed=1)


def test_nobody_speaks_what_is_no_language(show: Stage) -> None:
    for wrong in ("xx", "English", "zh-"):
        with pytest.raises(InputRefused) as refusal:
            speaks(show, "K01", "zh", wrong)
        assert [finding.code for finding in refusal.value.findings] == ["unknown_language"]
        with pytest.raises(InputRefused):
            hired(show, languages=("zh", wrong))
    show.people["K01"].refresh_from_db()
    assert show.people["K01"].languages == []


def test_languages_count_only_once_somebody_interprets(apart: Stage) -> None:
    plain = problem_of(material_of(apart.event))
    assert not any(p.languages or p.interprets for p in plain.participants)
    hired(apart)
    after = problem_of(material_of(apart.event))
    assert sum(p.interprets for p in after.participants) == 1
    interpreters.set_interpreting(actor=SYSTEM, event_id=apart.event.pk, on=False, at=NOW)
    apart.event.refresh_from_db()
    assert problem_of(material_of(apart.event)) == plain


def test_one_interpreter_is_shared_out_and_kept_with_the_meetings(apart: Stage) -> None:
    one = hired(apart)
    task = planning.task_of(apart.event, Order(seconds=2), NOW)
    answer = agenda.solve(task.problem, work=2, seed=1)
    assert isinstance(answer, agenda.Agenda)
    version = planning.save_version(
        actor=SYSTEM, event_id=apart.event.pk, job_id=uuid7(), order=Order(seconds=2), answer=answer, digest="", at=NOW
    )
    rows = Meeting.objects.filter(version=version)
    assert rows.count() == 4
    helped = rows.filter(interpreter=one)
    assert set(helped.values_list("second__label", flat=True)) == {"K01", "K02"}
    assert len(set(helped.values_list("starts_at", flat=True))) == helped.count() == 3
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    apart.event.refresh_from_db()
    assert [row.standing for row in interpreters_of(apart.event)] == [3]  # type: ignore[attr-defined]
    mine = meetings_interpreted(one, version)
    assert [len(entry.partners) for entry in mine] == [2, 2, 2]
    again = planning.task_of(apart.event, Order(based_on=version.pk, seconds=2), NOW)
    assert agenda.check(again.problem, as_engine_agenda(again.material, placed_in(version)))[0].code is (
        agenda.FaultCode.LEVEL_WRONG
    )


def test_the_reason_names_both_languages(apart: Stage) -> None:
    hired(apart, languages=("zh", "en"))
    answer = solved(apart)
    assert isinstance(answer, agenda.Agenda)
    version = version_with(apart)
    material = material_of(apart.event)
    write_unmet(version, material, problem_of(material), answer)
    row = UnmetWish.objects.get(version=version, first=apart.parties["P02"], second=apart.parties["K01"])
    assert (row.reason, row.data["proven"]) == ("no_interpreter", True)
    words = reason_words(row.reason, row.data, Names(material, "en").by_id)
    assert words == "No interpreter for Danish – Chinese is there in a slot both have in common."


def test_an_interpreter_who_is_taken_is_named(apart: Stage) -> None:
    hired(apart, leaves=NINE + timedelta(minutes=25))
    material = material_of(apart.event)
    version = version_with(apart, ("P01", "K01", 0, 0))
    edits.set_interpreter(
        actor=SYSTEM, version_id=version.pk, pair_uid=pair(apart, "P01", "K01"),
        interpreter_id=Interpreter.objects.get().pk, at=NOW,
    )  # fmt: skip
    row = UnmetWish.objects.get(version=version, first=apart.parties["P02"], second=apart.parties["K02"])
    assert row.reason == "interpreter_busy"
    words = reason_words(row.reason, row.data, Names(material, "en").by_id)
    assert words == "No interpreter for Danish – Chinese is free when both are: Li Na is taken by P01 – K01."


def test_by_hand_an_interpreter_comes_along_or_is_asked_about(apart: Stage) -> None:
    one = hired(apart)
    version = version_with(apart)
    add: dict[str, Any] = {"actor": SYSTEM, "version_id": version.pk, "at": NOW}
    first, second, guest, other = (apart.parties[name].pk for name in ("P01", "P02", "K01", "K02"))
    edits.add_meeting(**add, first_id=first, second_id=guest, slot_id=apart.slots[0].pk)
    assert [m.interpreter for m in placed_in(version)] == [one.pk]
    with pytest.raises(NeedsConsent) as asked:
        edits.add_meeting(**add, first_id=second, second_id=other, slot_id=apart.slots[0].pk)
    breaks: Any = asked.value.data["breaks"]
    names = Names(material_of(apart.event), "en").by_id
    assert [break_words(b, names) for b in breaks if b["code"] == "no_interpreter"] == [
        "The two share no language (Danish – Chinese), and nobody interprets between them."
    ]
    edits.add_meeting(**add, first_id=second, second_id=other, slot_id=apart.slots[0].pk, consent=True)
    with pytest.raises(CannotBeThere):
        edits.set_interpreter(**add, pair_uid=pair(apart, "P02", "K02"), interpreter_id=one.pk)
    edits.move_meeting(**add, pair_uid=pair(apart, "P02", "K02"), slot_id=apart.slots[1].pk)
    assert {m.interpreter for m in placed_in(version)} == {one.pk}
    with pytest.raises(NeedsConsent):
        edits.set_interpreter(**add, pair_uid=pair(apart, "P02", "K02"), interpreter_id=None)


def test_what_must_be_and_cannot_names_the_interpreter(apart: Stage) -> None:
    hired(apart, leaves=NINE + timedelta(minutes=25))
    apart.wish("P01", "K01", "must")
    apart.wish("P02", "K02", "must")
    answer = solved(apart, musts_hard=True)
    assert isinstance(answer, agenda.Infeasible)
    told = planning.infeasible_as_data(answer)
    names = Names(material_of(apart.event), "en").by_id
    said = [conflict_words(conflict, names) for conflict in told["conflicts"]]
    assert any("Li Na" in words for words in said), said
    ways = [relaxation_words(r["kind"], r["parts"], names) for r in told["relaxations"]]
    assert "One more interpreter beside Li Na" in ways


def test_none_at_all_is_a_conflict_of_its_own(apart: Stage) -> None:
    hired(apart, languages=("en", "zh"))
    apart.wish("P01", "K01", "must")
    answer = solved(apart, musts_hard=True)
    assert isinstance(answer, agenda.Infeasible)
    codes = {conflict.code for conflict in answer.conflicts}
    assert codes == {agenda.ConflictCode.NO_INTERPRETER}


def test_the_checker_finds_what_is_wrong(apart: Stage) -> None:
    hired(apart)
    hired(apart, "Bo", ("en", "de"))
    material = material_of(apart.event)
    problem = problem_of(material)
    answer = solved(apart)
    assert isinstance(answer, agenda.Agenda)
    placed = from_engine(answer, material.interests)
    stated = as_engine_agenda(material, placed)
    bo = next(str(key) for key, one in material.interpreters.items() if one.person.name_latin == "Bo")

    def codes(**wrong: str) -> set[agenda.FaultCode]:
        meetings = tuple(replace(m, **wrong) if m.interpreter else m for m in stated.meetings)  # type: ignore[arg-type]
        found = agenda.check(problem, agenda.Agenda(meetings, ()))
        return {fault.code for fault in found} - {agenda.FaultCode.LEVEL_WRONG}

    assert codes() == set()
    assert codes(interpreter="") == {agenda.FaultCode.NO_INTERPRETER}
    assert codes(interpreter=bo) == {agenda.FaultCode.WRONG_INTERPRETER}
    assert agenda.FaultCode.PERSON_BUSY in codes(slot=stated.meetings[0].slot)


def test_the_database_keeps_an_interpreter_in_one_meeting(apart: Stage) -> None:
    one = hired(apart)
    version = version_with(apart, ("P01", "K01", 0, 0), ("P02", "K02", 0, 1))
    Meeting.objects.filter(version=version).update(interpreter=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(version=version).update(published=True)
    for wrong in ({"languages": ["zh"]}, {"arrives_at": NOW, "leaves_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interpreter.objects.filter(pk=one.pk).update(**wrong)


def test_bad_input_changes_nothing(apart: Stage) -> None:
    one = hired(apart)
    before = Interpreter.objects.values().get()
    for service in (
        Service(("zh",)),
        Service(("zh", "not a language")),
        Service(("zh", "da"), arrives=NINE, leaves=NINE),
        Service(("zh", "da"), arrives=NINE - timedelta(days=9)),
    ):
        with pytest.raises(InputRefused):
            interpreters.change_interpreter(actor=SYSTEM, interpreter_id=one.pk, service=service, at=NOW)
    with pytest.raises(InputRefused):
        interpreters.add_interpreter(
            actor=SYSTEM, event_id=apart.event.pk, person_id=one.person_id, service=Service(("zh", "da")), at=NOW
        )
    with pytest.raises(AlreadyAttends):
        interpreters.add_interpreter(
            actor=SYSTEM, event_id=apart.event.pk, person_id=apart.people["K01"].person_id,
            service=Service(("zh", "da")), at=NOW,
        )  # fmt: skip
    assert Interpreter.objects.values().get() == before


def test_removed_only_while_nobody_needs_them(apart: Stage) -> None:
    one = hired(apart)
    version = version_with(apart, ("P01", "K01", 0, 0))
    Meeting.objects.filter(version=version).update(interpreter=one)
    with pytest.raises(StillUsed):
        interpreters.remove_interpreter(actor=SYSTEM, interpreter_id=one.pk, at=NOW)
    edits.drop_meeting(
        actor=SYSTEM, version_id=version.pk, pair_uid=pair(apart, "P01", "K01"), consent=True, at=NOW
    )  # fmt: skip
    interpreters.remove_interpreter(actor=SYSTEM, interpreter_id=one.pk, at=NOW)
    assert Interpreter.objects.count() == 0


def test_changed_times_and_languages_are_kept(apart: Stage) -> None:
    one = hired(apart)
    interpreters.change_interpreter(
        actor=SYSTEM, interpreter_id=one.pk, service=Service(("en", "zh"), leaves=NINE + timedelta(hours=1)), at=NOW
    )
    one.refresh_from_db()
    assert (one.languages, one.arrives_at, bool(one.leaves_at)) == (["en", "zh"], None, True)
    material = material_of(apart.event)
    assert material.gone(material.interpreters[one.pk]) == {slot.pk for slot in apart.slots[2:]}


def test_what_changes_nothing_is_not_told_and_nobody_is_missing(show: Stage) -> None:
    for _ in range(2):
        interpreters.set_interpreting(actor=SYSTEM, event_id=show.event.pk, on=not show.event.interpreting, at=NOW)
    assert Trail.objects.filter(event=EventsEvent.INTERPRETING_SET).count() == 1
    with pytest.raises(Missing):
        interpreters.access_interpreter(SYSTEM, uuid7())
