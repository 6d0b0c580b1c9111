"""The demonstration carries the published facts of one road show and marks all it invents."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.timezone import localdate

from landbridge.entrypoints.demo.cast import CAST
from landbridge.entrypoints.demo.earlier import LIMIT, EarlierShow
from landbridge.entrypoints.demo.loading import ZONE, Loader
from landbridge.events.models import Event, Participant
from landbridge.events.queries.follow_ups import Concern, worries
from landbridge.events.queries.no_shows import remembered
from landbridge.events.queries.outcomes import agreements
from landbridge.events.queries.parties import attending
from landbridge.events.queries.report import Figure, earlier_of, report_of
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.zones import zone
from landbridge.matchmaking.models import ImportedNeed, Need
from landbridge.network.models import Account
from landbridge.projects.models import Project

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_loaded_once_and_says_what_is_invented(clock: FixedClock, tmp_path: Path) -> None:
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
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
        assert [row.label for row in made.counterparties][::21] == ["B01", "F12", "K19", "K40"]
        assert (Need.objects.count(), ImportedNeed.objects.filter(before__isnull=True).count()) == (64, 64)
        wanted = Need.objects.get(organisation__name_latin="Metro Operator")
        assert wanted.fields == ["mobility", "battery-management", "big-data"]
        assert (wanted.offers, wanted.languages) == (["customer", "partner"], ["zh", "en"])
    assert sorted(Account.objects.values_list("email", flat=True)) == sorted(player.email for player in CAST)
    assert installation.is_demonstration()
    with pytest.raises(installation.NotEmpty):
        Loader(at=clock.now(), say=lambda _text: None).load()


def test_the_road_show_six_weeks_ago_has_outcomes_and_what_is_still_to_be_done(
    clock: FixedClock, tmp_path: Path
) -> None:
    at = clock.now()
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        made = Loader(at=at, say=lambda _text: None).load()
        with hub_context(made.hub_id):
            show = EarlierShow(made.hub_id, ZONE, made.provenance_id, at)
            held = show.hold(made.event, made.counterparties, made.hosts)
    with hub_context(made.hub_id):
        held.refresh_from_db()
        made.event.refresh_from_db()
        assert (held.state, held.fictional, held.season_id) == ("held", True, made.event.season_id)
        report = report_of(held)
        assert (report.count(Figure.INVITED), report.count(Figure.CAME), report.count(Figure.NO_SHOWS)) == (20, 18, 2)
        for figure in (Figure.HELD, Figure.MISSED, Figure.BOTH, Figure.KEPT, Figure.INTENTS, Figure.ENTERPRISES):
            assert report.count(figure), figure
        concerns = {worry.concern for worry in worries(held, at)}
        assert {Concern.OVERDUE, Concern.DUE_SOON, Concern.NO_STEP} <= concerns
        _met, going_on = agreements(held)
        assert 0 < (going_on.share or 0) < 1, "some of the answers given unseen differ"
        counted = [
            (one.participant.label, one.times, one.most) for one in remembered(made.event, attending(made.event))
        ]
        assert counted == [("F03", 0, 12), ("K05", 1, LIMIT)]
        assert [one.event for one in earlier_of(made.event)] == [held], "nothing is compared with what was not recorded"
        assert not Participant.objects.filter(fictional=False).exists()
