"""A demonstration is marked in the database, and a real one cannot become one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from landbridge.ground import installation
from landbridge.ground.models import Installation
from landbridge.kernel.clock import FixedClock, SystemClock
from landbridge.network.models import Account

pytestmark = pytest.mark.django_db


def test_a_new_database_is_real_and_shows_the_machines_time() -> None:
    assert not installation.is_demonstration()
    assert isinstance(installation.clock(), SystemClock)


def test_a_demonstrations_clock_can_be_moved_and_runs_on(clock: FixedClock) -> None:
    installation.mark_as_demonstration(at=clock.now())
    wanted = datetime(2019, 5, 14, 10, 42, tzinfo=UTC)
    installation.move_clock(to=wanted)
    assert timedelta(0) <= installation.clock().now() - wanted < timedelta(minutes=1)
    installation.reset_clock()
    assert isinstance(installation.clock(), SystemClock)


def test_a_database_with_accounts_is_never_marked(clock: FixedClock) -> None:
    Account.objects.create_user("somebody@example.org", "a long enough phrase")
    with pytest.raises(installation.NotEmpty):
        installation.mark_as_demonstration(at=clock.now())
    assert not installation.is_demonstration()


def test_a_real_databases_clock_does_not_move(clock: FixedClock) -> None:
    with pytest.raises(installation.NotADemonstration):
        installation.move_clock(to=clock.now())
    with pytest.raises(IntegrityError, match="installation_real_clock"), transaction.atomic():
        Installation.objects.create(pk=1, clock_shift=timedelta(days=1))
    assert isinstance(installation.clock(), SystemClock)
