"""The frame of a road show: days and slots, rooms and tables, groups and who may meet whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.states import EventState, Side, TableProperty
from landbridge.ground.fields import (
    all_known,
    code_field,
    codes_field,
    ends_after_start,
    has_a_name,
    known_codes,
    never_overlapping,
    tied,
)
from landbridge.ground.models import HubOwned
from landbridge.kernel.names import Name

LONGEST_WALK = 180
"""Minutes: whoever needs longer from one place to another plans two road shows."""


class Season(HubOwned):
    """Road shows that belong together: those of a year, of a country, of a field."""

    name_latin = models.CharField(max_length=120, blank=True)
    name_chinese = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            has_a_name("season_has_a_name"),
            models.UniqueConstraint(fields=["hub_id", "name_latin", "name_chinese"], name="season_name_once"),
        ]

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


class Event(HubOwned):
    """A road show. Its days are wall dates in `zone`: where it happens decides what its clocks show."""

    code = models.CharField(max_length=12, editable=False)
    name_latin = models.CharField(max_length=200, blank=True)
    name_chinese = models.CharField(max_length=200, blank=True)
    place_latin = models.CharField(max_length=200, blank=True)
    place_chinese = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    state = code_field(EventState, default=EventState.PREPARING)
    slot_minutes = models.PositiveSmallIntegerField(default=25)
    wishes_until = models.DateTimeField(null=True)
    retain_until = models.DateField()
    share_over = code_field(Side, blank=True)
    entered_later = models.BooleanField(default=False)
    fictional = models.BooleanField(default=False)
    counterparties_announced = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=200, blank=True)
    season = models.ForeignKey(Season, on_delete=models.PROTECT, null=True, related_name="events")
    listed = models.BooleanField(default=False)
    interpreting = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "code"], name="event_code_once"),
            has_a_name("event_has_a_name"),
            known_codes("event_state_known", "state", EventState),
            tied("event_cancelled_when", state="state", among={EventState.CANCELLED}, column="cancelled_at"),
            models.CheckConstraint(
                name="event_published_when", condition=~Q(state=EventState.PUBLISHED) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(name="event_days_in_order", condition=Q(last_day__gte=models.F("first_day"))),
            models.CheckConstraint(
                name="event_retained_past_its_end", condition=Q(retain_until__gte=models.F("last_day"))
            ),
            models.CheckConstraint(name="event_slot_length", condition=Q(slot_minutes__gte=5, slot_minutes__lte=240)),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "-first_day", "id"], name="event_by_day")]

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)

    @property
    def place(self) -> Name | None:
        """Where it is held, in both scripts, if that is known."""
        known = self.place_latin or self.place_chinese
        return Name(latin=self.place_latin, chinese=self.place_chinese) if known else None


class CoHost(HubOwned):
    """A body that holds the event together with the others."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="co_hosts")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "organisation"], name="cohost_once"),
        ]


class Session(HubOwned):
    """A stretch of one day in which meetings are held; breaks are the time between sessions.

    The wall times are what was typed and what is shown; the instants follow from them and the event's zone, and are
    computed again when the zone's rules change.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField()
    wall_start = models.TimeField()
    wall_end = models.TimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            ends_after_start("session_ends_after_start"),
            never_overlapping("session_never_overlaps", same=["event"]),
        ]


class Slot(HubOwned):
    """One time at which meetings are held, all over the event: made from the sessions, never typed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "number"], name="slot_number_once"),
            ends_after_start("slot_ends_after_start"),
            never_overlapping("slot_never_overlaps", same=["event"]),
        ]


class Place(HubOwned):
    """A building or a part of one: the rooms in it are next to each other, from one place to another it is a walk."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "name"], name="place_name_once"),
            models.CheckConstraint(name="place_has_a_name", condition=~Q(name="")),
        ]


class Walk(HubOwned):
    """How many minutes it takes from one place to the other, either way. Each pair is written once, in one order."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="walks")
    first = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "first", "second"], name="walk_once"),
            models.CheckConstraint(name="walk_in_one_order", condition=Q(first__lt=models.F("second"))),
            models.CheckConstraint(name="walk_takes_minutes", condition=Q(minutes__gte=1, minutes__lte=LONGEST_WALK)),
        ]


class Room(HubOwned):
    """A room of the venue and how many people it may hold at once; the tables in it never seat more."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "name"], name="room_name_once"),
            models.CheckConstraint(name="room_holds_somebody", condition=Q(capacity__gte=1)),
        ]


class Table(HubOwned):
    """A table where one meeting at a time is held."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tables")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="tables")
    label = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField(default=4)
    properties = codes_field(TableProperty)

    class Meta:
        constraints: ClassVar = [
            all_known("table_properties_known", "properties", TableProperty),
            models.UniqueConstraint(fields=["hub_id", "event", "label"], name="table_label_once"),
            models.CheckConstraint(name="table_seats_two", condition=Q(seats__gte=2)),
        ]


class Group(HubOwned):
    """A kind of participant with its own letter and quota: delegation, companies, funds, banks.

    From `no_shows_from` earlier no-shows on, a party of it has at most `no_show_meetings` meetings; both or neither.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="groups")
    side = code_field(Side)
    letter = models.CharField(max_length=2)
    name_latin = models.CharField(max_length=80, blank=True)
    name_chinese = models.CharField(max_length=80, blank=True)
    min_meetings = models.PositiveSmallIntegerField(default=0)
    max_meetings = models.PositiveSmallIntegerField(default=12)
    no_shows_from = models.PositiveSmallIntegerField(null=True)
    no_show_meetings = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_no_show_limit_whole",
                condition=Q(no_shows_from__isnull=True, no_show_meetings__isnull=True)
                | Q(no_shows_from__gte=1, no_show_meetings__isnull=False),
            ),
            models.UniqueConstraint(fields=["hub_id", "event", "letter"], name="group_letter_once"),
            has_a_name("group_has_a_name"),
            known_codes("group_side_known", "side", Side),
            models.CheckConstraint(
                name="group_quota_in_order", condition=Q(min_meetings__lte=models.F("max_meetings"))
            ),
        ]

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


class GroupRule(HubOwned):
    """Two groups may meet. What no rule allows is not proposed and cannot be placed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="group_rules")
    first = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "first", "second"], name="grouprule_once"),
        ]
