"""What an unmet wish would cost: asked, answered, taken as a draft."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from landbridge.engines import agenda
from landbridge.events.actions import edits, prices
from landbridge.events.models import AgendaVersion, WishPrice
from landbridge.events.refusals import AlreadyPlanning, InputChanged, NoSuchWish, WishIsMet
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing, NotAllowed
from tests.events.makers import SYSTEM, Onlooker
from tests.events.planned import Line, lines_of, pair, version_with
from tests.events.stage import NOW, Stage

LINES: tuple[Line, ...] = (("P01", "K01", 0, 0), ("P01", "F01", 1, 0))


@pytest.fixture
def version(show: Stage) -> AgendaVersion:
    """A draft in which P02 meets nobody."""
    return version_with(show, *LINES)


def asked(show: Stage, version: AgendaVersion, one: str, other: str) -> JobRun:
    parties = show.parties
    return prices.ask_price(
        actor=SYSTEM, version_id=version.pk, first_id=parties[one].pk, second_id=parties[other].pk, at=NOW
    )


def answered(show: Stage, version: AgendaVersion, one: str, other: str) -> WishPrice:
    run = asked(show, version, one, other)
    given = {
        "version_id": str(version.pk), "first_id": str(show.parties[one].pk), "second_id": str(show.parties[other].pk),
        "as_of": NOW.isoformat(),
    }  # fmt: skip
    execute(jobs["events.price_wish"], run_id=run.pk, hub_id=show.hub_id, arguments=given)
    with connection.cursor() as cursor:  # a job ends outside every hub; the test goes on inside
        cursor.execute("SELECT set_config('landbridge.hubs', %s, false)", [str(show.hub_id)])
    run.refresh_from_db()
    assert run.state == "done", run.result
    return WishPrice.objects.get(job_id=run.pk)


def test_a_wish_that_takes_an_empty_place_gains(show: Stage, version: AgendaVersion) -> None:
    found = answered(show, version, "P02", "K02")
    assert (found.found, found.price, found.dropped) == (True, -2, [])  # the free places are filled by the way
    draft = prices.take_price(actor=SYSTEM, price_id=found.pk, at=NOW)
    assert {line[:2] for line in lines_of(show, draft)} == {
        ("P01", "K01"), ("P01", "F01"), ("P02", "K02"), ("P02", "K01"),
    }  # fmt: skip
    assert (draft.based_on, draft.state, draft.note) == (version, "draft", "granted")
    assert prices.take_price(actor=SYSTEM, price_id=found.pk, at=NOW) == draft
    assert AgendaVersion.objects.count() == 2


def test_the_price_of_a_wish_is_what_gives_way(show: Stage) -> None:
    """Everybody but the first slot is closed for P02: one of its two wishes has to give way to the other."""
    for slot in (1, 2, 3):
        show.away("P02", slot)
    version = version_with(show, ("P02", "K02", 0, 0), ("P01", "K01", 1, 0), ("P01", "F01", 2, 0))
    found = answered(show, version, "P02", "K01")
    assert found.dropped == [str(pair(show, "P02", "K02"))]
    assert (found.price, found.least_price) == (0, 0)


def test_what_no_agenda_holds_is_said_so(show: Stage) -> None:
    for slot in range(4):
        show.away("K02", slot)
    version = version_with(show, *LINES)
    found = answered(show, version, "P02", "K02")
    assert (found.found, found.price) == (False, None)
    with pytest.raises(Missing):
        prices.take_price(actor=SYSTEM, price_id=found.pk, at=NOW)


def test_what_has_no_price(show: Stage, version: AgendaVersion) -> None:
    with pytest.raises(WishIsMet):
        asked(show, version, "P01", "K01")
    with pytest.raises(NoSuchWish):
        asked(show, version, "P02", "F01")
    show.wish("K02", "P02", "never")
    with pytest.raises(NoSuchWish):
        asked(show, version, "P02", "K02")
    with pytest.raises(Missing):
        prices.ask_price(actor=SYSTEM, version_id=version.pk, first_id=uuid4(), second_id=uuid4(), at=NOW)
    with pytest.raises(NotAllowed):
        prices.ask_price(
            actor=Onlooker(), version_id=version.pk, first_id=show.parties["P02"].pk,
            second_id=show.parties["K01"].pk, at=NOW,
        )  # fmt: skip
    assert JobRun.objects.filter(kind="events.price_wish").count() == 0


def test_one_question_at_a_time_and_a_second_run_saves_once(show: Stage, version: AgendaVersion) -> None:
    asked(show, version, "P02", "K02")
    with pytest.raises(AlreadyPlanning):
        asked(show, version, "P02", "K02")
    question = prices.read(version, show.parties["P02"].pk, show.parties["K02"].pk, NOW)
    granted = agenda.grant(question.problem, question.stated, str(question.interest.pair_uid), budget=1)
    job = uuid4()
    first = prices.save_price(actor=SYSTEM, job_id=job, question=question, granted=granted, at=NOW)
    assert prices.save_price(actor=SYSTEM, job_id=job, question=question, granted=None, at=NOW) == first


def test_a_draft_that_changed_since_is_not_overrun(show: Stage, version: AgendaVersion) -> None:
    found = answered(show, version, "P02", "K02")
    slot, table = UUID(found.placed[0][3]), UUID(found.placed[0][4])
    edits.move_meeting(
        actor=SYSTEM, version_id=version.pk, pair_uid=pair(show, "P01", "K01"), slot_id=slot, table_id=table, at=NOW,
        consent=True,
    )  # fmt: skip
    with pytest.raises(InputChanged):
        prices.take_price(actor=SYSTEM, price_id=found.pk, at=NOW)
    assert AgendaVersion.objects.count() == 1


def test_the_database_ties_the_price_to_the_answer(show: Stage, version: AgendaVersion) -> None:
    shared = {
        "hub_id": show.hub_id, "event": show.event, "version": version, "first": show.parties["P01"],
        "second": show.parties["K02"], "job_id": uuid4(), "made_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="wishprice_when_found"), transaction.atomic():
        WishPrice.objects.create(**shared, found=True)
    with pytest.raises(IntegrityError, match="wishprice_when_found"), transaction.atomic():
        WishPrice.objects.create(**shared, found=False, price=3, least_price=1)
