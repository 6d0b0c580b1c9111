from datetime import date, timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django import app

from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock, SystemClock
from landbridge.network.jobs import erase_due, erase_due_nightly
from landbridge.network.models import Person
from tests.network.makers import hub, person, provenance

pytestmark = pytest.mark.django_db


def test_people_are_erased_in_every_hub_when_their_time_is_over(clock: FixedClock) -> None:
    here, there = hub(), hub()
    yesterday = clock.now().date() - timedelta(days=1)
    for place in (here, there):
        with hub_context(place.pk):
            person(place.pk, provenance=provenance(place.pk, keep_until=yesterday))
            person(place.pk, provenance=provenance(place.pk, keep_until=clock.now().date()), name_latin="Grace")
            person(place.pk, name_latin="Edsger")
    assert (erase_due(clock), erase_due(clock)) == (2, 0)
    for place in (here, there):
        with hub_context(place.pk):
            assert {p.name_latin: p.state for p in Person.objects.all()} == {
                "": "erased",
                "Grace": "active",
                "Edsger": "active",
            }


def test_a_merged_record_goes_with_the_one_it_became(clock: FixedClock) -> None:
    place = hub()
    with hub_context(place.pk):
        ground = provenance(place.pk, keep_until=date(2026, 1, 1))
        keep = person(place.pk, provenance=ground)
        person(place.pk, provenance=ground, state="merged", merged_into=keep)
    assert erase_due(clock) == 1
    with hub_context(place.pk):
        assert {p.state for p in Person.objects.all()} == {"erased"}


@pytest.mark.parametrize(("nights", "state"), [(1, "erased"), (3, "erased"), (4, "active"), (3_000, "active")])
def test_after_the_clock_leapt_nothing_is_erased_for_a_night(
    nights: int, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    place = hub()
    with hub_context(place.pk):
        kept_too_long = person(
            place.pk, provenance=provenance(place.pk, keep_until=SystemClock().now().date() - timedelta(days=1))
        )
    now = int(SystemClock().now().timestamp())
    app.configure_task("network.erase_due").defer(timestamp=now - 86_400 * nights)
    erase_due_nightly(now)
    with hub_context(place.pk):
        assert Person.objects.get(pk=kept_too_long.pk).state == state
    assert [record.levelname for record in caplog.records] == ([] if state == "erased" else ["ERROR"])


def test_the_nightly_run_forgets_whose_context_it_was_started_in() -> None:
    place = hub()
    with hub_context(place.pk):
        kept_too_long = person(
            place.pk, provenance=provenance(place.pk, keep_until=SystemClock().now().date() - timedelta(days=1))
        )
    with hub_context(uuid4()):
        erase_due_nightly(0)
    with hub_context(place.pk):
        assert Person.objects.get(pk=kept_too_long.pk).state == "erased"
