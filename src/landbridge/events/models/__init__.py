"""Tables of the road show: its frame, who comes, what they wish, and the agendas made of it."""

from landbridge.events.models.agendas import AgendaEdit, AgendaVersion, Meeting, Seat, UnmetWish
from landbridge.events.models.day_changes import DayChange
from landbridge.events.models.desk import Badge, DeskAct, HallScreen
from landbridge.events.models.frame import (
    CoHost,
    Event,
    Group,
    GroupRule,
    Place,
    Room,
    Season,
    Session,
    Slot,
    Table,
    Walk,
)
from landbridge.events.models.gatherings import Gathering, Ticket
from landbridge.events.models.interpreters import Interpreter
from landbridge.events.models.messages import CalendarFeed, Message, PersonalLink, Recipient, column_of
from landbridge.events.models.no_shows import NoShow
from landbridge.events.models.outcomes import FollowUp, Outcome, Reply, ReportShare
from landbridge.events.models.people import Absence, Attendee, Participant
from landbridge.events.models.replans import Replan, ReplanChoice, WishPrice
from landbridge.events.models.standby import Standby
from landbridge.events.models.wishes import Suggestion, Wish

__all__ = [
    "Absence",
    "AgendaEdit",
    "AgendaVersion",
    "Attendee",
    "Badge",
    "CalendarFeed",
    "CoHost",
    "DayChange",
    "DeskAct",
    "Event",
    "FollowUp",
    "Gathering",
    "Group",
    "GroupRule",
    "HallScreen",
    "Interpreter",
    "Meeting",
    "Message",
    "NoShow",
    "Outcome",
    "Participant",
    "PersonalLink",
    "Place",
    "Recipient",
    "Replan",
    "ReplanChoice",
    "Reply",
    "ReportShare",
    "Room",
    "Season",
    "Seat",
    "Session",
    "Slot",
    "Standby",
    "Suggestion",
    "Table",
    "Ticket",
    "UnmetWish",
    "Walk",
    "Wish",
    "WishPrice",
    "column_of",
]
