"""Road shows are listed, planned, changed, called off in the browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.entrypoints.web.events.forms.frame import NewEventForm
from landbridge.entrypoints.web.events.forms.setup import USUAL
from landbridge.events.models import Event, Place, Session, Slot, Table, Walk
from landbridge.events.timetable import Frame, WallSession, laid_out
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from tests.events import makers
from tests.events.after import published
from tests.events.stage import NINE, small_show

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
FACTS = {
    "name_latin": "Rhine delegation", "name_chinese": "莱茵代表团", "zone": "Asia/Shanghai", "first_day": "2026-12-01",
    "last_day": "2026-12-02", "slot_minutes": "25", "place_latin": "", "place_chinese": "", "source": "",
}  # fmt: skip


def events(hub_id: UUID) -> list[Event]:
    with hub_context(hub_id):
        return list(Event.objects.order_by("pk"))


def test_an_empty_list_says_what_to_do_first(manager: Client) -> None:
    page = manager.get("/events/").content.decode()
    assert "No road show yet" in page
    assert 'href="/events/new/"' in page


def test_a_road_show_is_planned_and_leads_to_its_setup(manager: Client, hub_id: UUID) -> None:
    answer = manager.post("/events/new/", FACTS | {"hub": str(hub_id)})
    (event,) = events(hub_id)
    assert answer["Location"] == f"/events/{event.pk}/setup/"
    assert (event.name_chinese, event.last_day, event.state) == ("莱茵代表团", date(2026, 12, 2), "preparing")


def test_a_past_day_is_refused_unless_it_is_history(manager: Client, hub_id: UUID) -> None:
    past = FACTS | {"hub": str(hub_id), "first_day": "2019-05-15", "last_day": "2019-05-15"}
    page = manager.post("/events/new/", past).content.decode()
    assert "is past. If it was held already, record it as history." in page
    assert 'value="Rhine delegation"' in page
    page = manager.post("/events/new/", past | {"history": "on"}).content.decode()
    assert "Say where this is known from" in page
    assert events(hub_id) == []
    manager.post("/events/new/", past | {"history": "on", "source": "a newspaper"})
    (event,) = events(hub_id)
    assert (event.state, event.entered_later, event.source) == ("held", True, "a newspaper")


def test_a_founder_may_look_and_not_plan(founder: Client, hub_id: UUID) -> None:
    assert founder.get("/events/").status_code == 200
    assert founder.get("/events/new/").status_code == 404
    assert founder.post("/events/new/", FACTS | {"hub": str(hub_id)}).status_code == 404
    assert events(hub_id) == []


def test_another_hub_sees_nothing_of_it(stranger: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    assert "No road show yet" in stranger.get("/events/").content.decode()
    for path in ("", "edit/", "setup/", "people/"):
        assert stranger.get(f"/events/{event.pk}/{path}").status_code == 404
    assert stranger.post(f"/events/{event.pk}/cancel/").status_code == 404
    assert events(hub_id)[0].state == "preparing"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_overview_names_what_is_missing(manager: Client, hub_id: UUID, language: str) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id, name_chinese="代表团")
    page = manager.get(f"/events/{event.pk}/", headers={"accept-language": language}).content.decode()
    said = {"en": "No sessions yet: say when meetings are held.", "zh-hans": "还没有场次"}
    assert said[language] in page


def test_it_is_changed_and_a_refusal_loses_nothing(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id)
    page = manager.post(f"/events/{event.pk}/edit/", FACTS | {"slot_minutes": "50"}).content.decode()
    assert "Slots of 50 minutes do not fill a session of 180." in page
    assert 'value="Rhine delegation"' in page
    assert events(hub_id)[0].name_latin == "Road show"
    answer = manager.post(f"/events/{event.pk}/edit/", FACTS | {"slot_minutes": "20"})
    assert answer.status_code == 302
    with hub_context(hub_id):
        assert Slot.objects.count() == 18


def test_it_is_cancelled_once(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    manager.post(f"/events/{event.pk}/cancel/")
    assert events(hub_id)[0].state == "cancelled"
    assert manager.post(f"/events/{event.pk}/held/").status_code == 409
    assert events(hub_id)[0].state == "cancelled"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_overview_ask_the_same_of_few_and_many(
    manager: Client, hub_id: UUID, queries: Queries, count: int
) -> None:
    with hub_context(hub_id):
        made = [makers.laid(hub_id, name_latin=f"Road show {place}") for place in range(count)]
        for event in made:
            for place in range(count):
                makers.delegate(event, f"Project {event.pk} {place}")
                makers.guest(event, f"Company {event.pk} {place}")
    asked = []
    for path in ("", f"{made[0].pk}/", f"{made[0].pk}/setup/", f"{made[0].pk}/people/"):
        with queries() as captured:
            assert manager.get(f"/events/{path}").status_code == 200
        asked.append(len(captured))
    assert asked == [9, 20, 26, 24]


def test_the_timetable_is_saved_from_its_table(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    rows = {
        "l-slot_minutes": "30", "s-TOTAL_FORMS": "3", "s-INITIAL_FORMS": "0", "s-0-day": "2026-12-01",
        "s-0-start": "09:00", "s-0-end": "12:00", "s-0-label": "Morning", "s-1-day": "2026-12-01", "s-1-start": "13:00",
        "s-1-end": "15:10", "s-1-label": "", "s-2-day": "2026-12-01", "s-2-start": "", "s-2-end": "", "s-2-label": "",
    }  # fmt: skip
    path = f"/events/{event.pk}/setup/sessions/"
    answer = manager.post(path, rows)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Slots of 30 minutes do not fill a session of 130. These lengths do: 5, 10, 13, 26, 65, 130." in page
    assert 'value="Morning"' in page
    page = manager.post(path, rows | {"s-1-end": "11:00", "s-1-start": "10:00"}).content.decode()
    assert "This session overlaps the one from 09:00 to 12:00." in page
    assert "Give both times" in manager.post(path, rows | {"s-1-end": ""}).content.decode()
    with hub_context(hub_id):
        assert Slot.objects.count() == 0
    assert manager.post(path, rows | {"s-1-end": "15:00"}).status_code == 302
    with hub_context(hub_id):
        assert (Session.objects.count(), Slot.objects.count()) == (2, 10)
    page = manager.get(f"/events/{event.pk}/setup/").content.decode()
    assert "break of 60 min" in page
    assert f'action="/events/{event.pk}/undo/' in page


def test_rooms_and_tables_are_added_changed_removed_and_put_back(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    base = f"/events/{event.pk}/setup"
    page = manager.post(f"{base}/rooms/", {"r-name": "Hall A", "r-capacity": "0"}).content.decode()
    assert "A room holds at least one person" in page
    manager.post(f"{base}/rooms/", {"r-name": "Hall A", "r-capacity": "40"})
    with hub_context(hub_id):
        room = event.rooms.get()
    tables = {"t-room": str(room.pk), "t-count": "20", "t-begin": "T", "t-seats": "4"}
    assert "between 2 and" in manager.post(f"{base}/tables/", tables | {"t-seats": "1"}).content.decode()
    manager.post(f"{base}/tables/", tables)
    page = manager.get(f"{base}/").content.decode()
    assert "Hall A holds up to 40, and its tables seat 80 at once." in page
    with hub_context(hub_id):
        table = Table.objects.get(label="T20")
    said = {"label": "T19", "seats": "4", "room": str(room.pk)}
    assert "is taken here" in manager.post(f"{base}/tables/{table.pk}/", said).content.decode()
    manager.post(f"{base}/tables/{table.pk}/", said | {"label": "Quiet", "properties": ["quiet"]})
    manager.post(f"{base}/tables/{table.pk}/remove/")
    manager.post(f"{base}/rooms/{room.pk}/", {"name": "Hall B", "capacity": "90"})
    page = manager.post(f"{base}/rooms/{room.pk}/remove/", follow=True).content.decode()
    with hub_context(hub_id):
        assert Table.objects.count() == 0
    undo = [part.split('"')[0] for part in page.split('action="') if "/undo/" in part][-1]
    manager.post(undo)
    with hub_context(hub_id):
        assert (event.rooms.get().name, Table.objects.count()) == ("Hall B", 19)


def test_groups_and_rules(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
        p, k = makers.group(event, "P"), makers.group(event, "K")
    base = f"/events/{event.pk}/setup"
    said = {
        "letter": "K",
        "name_latin": "Universities",
        "side": "counterparty",
        "min_meetings": "0",
        "max_meetings": "6",
    }
    assert "is taken here" in manager.post(f"{base}/groups/new/", said).content.decode()
    manager.post(f"{base}/groups/new/", said | {"letter": "U"})
    manager.post(f"{base}/groups/{k.pk}/", said | {"letter": "C", "name_latin": "Companies"})
    manager.post(f"{base}/rules/", {"pair": [f"{p.pk}:{k.pk}"]})
    with hub_context(hub_id):
        assert sorted(group.letter for group in event.groups.all()) == ["B", "C", "F", "P", "U"]
        assert event.group_rules.count() == 1
    manager.post(f"{base}/groups/{makers_group(hub_id, event, 'U')}/remove/")
    assert manager.post(f"{base}/rules/", {"pair": ["nonsense"]}).status_code == 404
    with hub_context(hub_id):
        assert event.groups.count() == 4
        assert event.group_rules.count() == 1


def makers_group(hub_id: UUID, event: Event, letter: str) -> UUID:
    with hub_context(hub_id):
        return makers.group(event, letter).pk


def test_the_first_day_is_repeated(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id, last_day=date(2026, 12, 3))
    path = f"/events/{event.pk}/setup/repeat/"
    typed = {
        "l-slot_minutes": "20", "s-TOTAL_FORMS": "3", "s-INITIAL_FORMS": "0", "s-0-day": "2026-12-01",
        "s-0-start": "09:00", "s-0-end": "10:10", "s-0-label": "", "s-1-day": "2026-12-02", "s-1-start": "08:00",
        "s-1-end": "09:00", "s-1-label": "", "s-2-day": "2026-12-01", "s-2-start": "11:00", "s-2-end": "12:00",
        "s-2-label": "Late",
    }  # fmt: skip
    refused = manager.post(path, typed)
    assert (refused.status_code, 'value="10:10"' in refused.content.decode()) == (422, True)
    manager.post(path, typed | {"s-0-end": "10:00"})
    with hub_context(hub_id):
        assert [f"{s.day:%d} {s.wall_start:%H} {s.label}".strip() for s in Session.objects.order_by("starts_at")] == [
            "01 09", "01 11 Late", "02 09", "02 11 Late", "03 09", "03 11 Late",
        ]  # fmt: skip
        assert Slot.objects.count() == 18


def test_usual_hours_are_proposed_and_the_usual_slot_divides_them(
    manager: Client, founder: Client, hub_id: UUID
) -> None:
    form = NewEventForm(hubs=[], language="en")
    sessions = [WallSession(date(2026, 12, 1), *hours) for hours in USUAL]
    minutes = form.fields["slot_minutes"].initial
    assert laid_out(sessions, Frame("Asia/Shanghai", date(2026, 12, 1), date(2026, 12, 1), minutes))
    with hub_context(hub_id):
        event = makers.event(hub_id)
    proposed = [path.get(f"/events/{event.pk}/setup/").content.decode() for path in (manager, founder)]
    assert [('value="09:00"' in page, "Nothing is saved yet" in page) for page in proposed] == [
        (True, True), (False, False),
    ]  # fmt: skip


def test_rooms_have_places_and_walks_between_them(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id)
    here = f"/events/{event.pk}/setup/"
    for name, place in (("Hall", "East wing"), ("Lab", "Tower")):
        manager.post(f"{here}rooms/", {"r-name": name, "r-capacity": "40", "r-place": place})
    page = manager.get(here).content.decode()
    assert "East wing – Tower" in page
    with hub_context(hub_id):
        first, second = (str(pk) for pk in Place.objects.order_by("name").values_list("pk", flat=True))
    field = f"w-{first}-{second}"
    assert manager.post(f"{here}walks/", {field: "999"}).status_code == 422
    assert manager.post(f"{here}walks/", {field: "8"})["Location"] == f"{here}#rooms"
    with hub_context(hub_id):
        assert [walk.minutes for walk in Walk.objects.all()] == [8]
    assert 'value="8"' in manager.get(here).content.decode()


def test_who_may_not_open_the_steps_is_shown_no_way_to_them(founder: Client, manager: Client, inside: UUID) -> None:
    show = published(small_show(inside))
    path = f"/events/{show.event.pk}/"
    seen, planned = (client.get(path).content.decode() for client in (founder, manager))
    for step in ("setup", "people", "shortlists", "wishes", "agenda", "outcomes"):
        assert f'href="{path}{step}/"' in planned
        assert f'href="{path}{step}/"' not in seen


def test_it_was_held_is_offered_from_the_last_day_on(manager: Client, inside: UUID, at_work: FixedClock) -> None:
    show = published(small_show(inside))
    path = f"/events/{show.event.pk}/"
    assert "It was held" not in manager.get(path).content.decode()
    at_work.advance(NINE - at_work.now())
    assert "It was held" in manager.get(path).content.decode()
