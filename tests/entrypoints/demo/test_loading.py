"""The demonstration carries the published facts of one road show and marks all it invents."""

import pytest
from django.utils.timezone import localdate

from landbridge.entrypoints.demo.cast import CAST
from landbridge.entrypoints.demo.loading import ZONE, Loader
from landbridge.events.models import Event, Participant
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.zones import zone
from landbridge.network.models import Account
from landbridge.projects.models import Project

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_loaded_once_and_says_what_is_invented(clock: FixedClock) -> None:
    made = Loader(at=clock.now(), say=lambda _text: None).load()
    with hub_context(made.hub_id):
        past, planned = Event.objects.order_by("first_day")
        assert (past.entered_later, past.fictional, str(past.first_day)) == (True, False, "2019-05-15")
        assert past.co_hosts.count() == 2
        assert (planned.fictional, planned.slots.count(), planned.tables.count()) == (True, 24, 20)
        assert (planned.first_day - localdate(clock.now(), zone(ZONE))).days == 1
        assert (len(made.delegation), len(made.counterparties)) == (16, 64)
        assert not Participant.objects.filter(fictional=False).exists()
        assert not Project.objects.filter(fictional=False).exists()
    assert sorted(Account.objects.values_list("email", flat=True)) == sorted(player.email for player in CAST)
    assert installation.is_demonstration()
    with pytest.raises(installation.NotEmpty):
        Loader(at=clock.now(), say=lambda _text: None).load()
