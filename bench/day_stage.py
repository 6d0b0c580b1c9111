"""A road show of 1,000 participants on its morning, for the load of the day: made in a database of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

TABLES, SLOTS, MINUTES = 80, 16, 25
PROJECTS, GUESTS = 200, 800
DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass
class Scene:
    """What the load needs to know: the event, who may ask, and whom to check in."""

    event: str
    manager: str
    csrf: str
    hall: str
    phones: list[str]
    attendees: list[str]

    def text(self) -> str:
        return json.dumps(asdict(self))


@contextmanager
def house() -> Iterator[None]:
    """The database of LANDBRIDGE_DATA_DIR, migrated."""
    from landbridge.entrypoints.cli.house import open_house  # noqa: PLC0415 -- settings read the folder
    from landbridge.entrypoints.cli.migrate import migrate  # noqa: PLC0415 -- as above

    with open_house():
        migrate(verbosity=0)
        from django.core.management import call_command  # noqa: PLC0415 -- Django is set up by now

        call_command("collectstatic", interactive=False, verbosity=0)
        yield


def make(phones: int) -> Scene:
    """The hub, the event with an agenda that stands, badges, and cookies for a desk and so many phones."""
    from django.conf import settings  # noqa: PLC0415 -- Django is set up by now
    from django.core import signing  # noqa: PLC0415 -- as above
    from django.test import Client  # noqa: PLC0415 -- as above

    from landbridge.entrypoints.web.personal import session  # noqa: PLC0415 -- as above
    from landbridge.events.actions import badges, links, publishing, screens  # noqa: PLC0415 -- as above
    from landbridge.events.models import PersonalLink  # noqa: PLC0415 -- as above
    from landbridge.events.states import HallNames  # noqa: PLC0415 -- as above
    from landbridge.ground import installation  # noqa: PLC0415 -- as above
    from landbridge.ground.hubs import hub_context  # noqa: PLC0415 -- as above
    from landbridge.ground.models import Installation  # noqa: PLC0415 -- as above
    from landbridge.kernel.actor import SystemActor  # noqa: PLC0415 -- as above
    from landbridge.kernel.names import Name  # noqa: PLC0415 -- as above
    from landbridge.network.actions import hubs, memberships  # noqa: PLC0415 -- as above
    from landbridge.network.states import HubKind, Role  # noqa: PLC0415 -- as above

    actor, now = SystemActor(), NINE - timedelta(days=3)
    Installation.objects.update_or_create(pk=1, defaults={"demonstration_since": now})
    hub = hubs.create_hub(
        actor=actor, name=Name("Bench"), kind=HubKind.PARK, country="CN", city="", zone="Asia/Shanghai", at=now
    )
    with hub_context(hub.pk):
        account = hubs.open_account(actor=actor, hub_id=hub.pk, email="desk@example.org", at=now)
        memberships.grant_membership(actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role.HUB_MANAGER, at=now)
        event, version, people = _event(hub.pk, now)
        publishing.publish_version(actor=actor, version_id=version.pk, over=None, at=now)
        badges.make_badges(actor=actor, event_id=event.pk, at=now)
        hall = screens.open_screen(actor=actor, event_id=event.pk, names=HallNames.PARTIES, at=NINE).token
        for one in people[:phones]:
            links.make_link(actor=actor, attendee_id=one.pk, at=now)
        families = PersonalLink.objects.filter(event=event).values_list("family", flat=True)
        cookies = [signing.dumps({"hub": str(hub.pk), "family": str(f)}, salt=session.SALT) for f in families]
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/account/login/")
    client.get(f"/events/{event.pk}/desk/")
    from django.db import transaction  # noqa: PLC0415 -- Django is set up by now

    with transaction.atomic():
        installation.move_clock(to=NINE + timedelta(minutes=3))
    return Scene(
        event=str(event.pk),
        manager=client.cookies[settings.SESSION_COOKIE_NAME].value,
        csrf=client.cookies[settings.CSRF_COOKIE_NAME].value,
        hall=hall,
        phones=cookies,
        attendees=[str(one.pk) for one in people],
    )


def _event(hub_id: Any, now: datetime) -> tuple[Any, Any, list[Any]]:
    """The event's rows in bulk, and a draft in which every table is taken in every slot."""
    from landbridge.events.actions.versions import Origin, new_version, write_meetings  # noqa: PLC0415 -- as above
    from landbridge.events.models import (  # noqa: PLC0415 -- as above
        Attendee,
        Event,
        Group,
        GroupRule,
        Participant,
        Room,
        Session,
        Slot,
        Table,
    )
    from landbridge.events.queries.agendas import Placed, material_of, pair_uid  # noqa: PLC0415 -- as above
    from landbridge.events.states import MeetingOrigin  # noqa: PLC0415 -- as above
    from landbridge.kernel.ids import short_code, uuid7  # noqa: PLC0415 -- as above
    from landbridge.network.actions import records  # noqa: PLC0415 -- as above
    from landbridge.network.drafts import OrganisationDraft, PersonDraft  # noqa: PLC0415 -- as above
    from landbridge.network.models import Organisation, Person  # noqa: PLC0415 -- as above

    key = uuid7()
    event = Event.objects.create(
        id=key, hub_id=hub_id, code=short_code("E", key), name_latin="Bench day", name_chinese="压力测试专场",
        zone="Asia/Shanghai", first_day=DAY, last_day=DAY, retain_until=DAY + timedelta(days=365), created_at=now,
    )  # fmt: skip
    own = {"hub_id": hub_id, "event": event}
    step = timedelta(minutes=MINUTES)
    session = Session.objects.create(
        **own, day=DAY, wall_start=time(9), wall_end=(datetime.combine(DAY, time(9)) + SLOTS * step).time(),
        starts_at=NINE, ends_at=NINE + SLOTS * step,
    )  # fmt: skip
    slots = Slot.objects.bulk_create(
        Slot(**own, session=session, number=n + 1, starts_at=NINE + n * step, ends_at=NINE + (n + 1) * step)
        for n in range(SLOTS)
    )
    room = Room.objects.create(**own, name="Hall", capacity=2 * TABLES)
    tables = Table.objects.bulk_create(
        Table(**own, room=room, label=f"T{n + 1:02}", place=n + 1) for n in range(TABLES)
    )
    delegation = Group.objects.create(**own, side="delegation", letter="P", name_latin="Delegation", max_meetings=20)
    guests = Group.objects.create(**own, side="counterparty", letter="K", name_latin="Guests", max_meetings=20)
    GroupRule.objects.create(**own, first=delegation, second=guests)

    def kept(model: Any, draft: Any, count: int) -> list[Any]:
        made = [records.made(model, draft(n), hub_id=hub_id, at=now, provenance_id=None) for n in range(count)]
        model.objects.bulk_create(records.with_free_codes(model, made, hub_id=hub_id), batch_size=1000)
        records.make_findable(made)
        return made

    count = PROJECTS + GUESTS
    firms = kept(Organisation, lambda n: OrganisationDraft(name_latin=f"Firm {n}", name_chinese=f"第{n}公司"), count)
    persons = kept(Person, lambda n: PersonDraft(name_latin=f"Guest {n}", name_chinese=f"来宾{n}"), count)
    parties = Participant.objects.bulk_create(
        Participant(
            **own, group=delegation if n < PROJECTS else guests, organisation=firms[n], state="coming", created_at=now,
            label=f"P{n + 1:03}" if n < PROJECTS else f"K{n + 1 - PROJECTS:03}",
        )
        for n in range(count)
    )  # fmt: skip
    people = Attendee.objects.bulk_create(
        Attendee(**own, participant=parties[n], person=persons[n], leads=True) for n in range(count)
    )
    placed = []
    for number, slot in enumerate(slots):
        for place, table in enumerate(tables):
            one = people[(place + number * TABLES) % PROJECTS]
            other = people[PROJECTS + (place + number * TABLES) % GUESTS]
            pair = pair_uid(event.pk, one.participant_id, other.participant_id)
            placed.append(
                Placed(uuid7(), pair, one.participant_id, other.participant_id, slot.pk, table.pk, (one.pk, other.pk))
            )
    unique = list({meeting.pair_uid: meeting for meeting in placed}.values())
    version = new_version(event, Origin(made_by=uuid7(), made_at=now, origin=MeetingOrigin.HAND), levels=[])
    write_meetings(version, material_of(event), tuple(unique), published=False)
    return event, version, people
