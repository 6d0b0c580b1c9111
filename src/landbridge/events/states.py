"""The lifecycles of a road show and its parts, each on one screen."""

from enum import StrEnum

from landbridge.kernel.transitions import TransitionTable


class EventState(StrEnum):
    """A road show from the first idea to the closed record."""

    PREPARING = "preparing"
    INVITING = "inviting"
    PUBLISHED = "published"
    HELD = "held"
    CANCELLED = "cancelled"


EVENT = TransitionTable(
    {
        EventState.PREPARING: {EventState.INVITING, EventState.PUBLISHED, EventState.HELD, EventState.CANCELLED},
        EventState.INVITING: {EventState.PUBLISHED, EventState.CANCELLED},
        EventState.PUBLISHED: {EventState.HELD, EventState.CANCELLED},
    }
)


class Side(StrEnum):
    """The two sides of a road show."""

    DELEGATION = "delegation"
    COUNTERPARTY = "counterparty"


class ParticipantState(StrEnum):
    """Whether a party comes."""

    LISTED = "listed"
    INVITED = "invited"
    COMING = "coming"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


PARTICIPANT = TransitionTable(
    {
        ParticipantState.LISTED: {
            ParticipantState.INVITED,
            ParticipantState.COMING,
            ParticipantState.DECLINED,
            ParticipantState.WITHDRAWN,
        },
        ParticipantState.INVITED: {ParticipantState.COMING, ParticipantState.DECLINED, ParticipantState.WITHDRAWN},
        ParticipantState.COMING: {ParticipantState.DECLINED, ParticipantState.WITHDRAWN},
        ParticipantState.DECLINED: {ParticipantState.INVITED, ParticipantState.COMING},
        ParticipantState.WITHDRAWN: {ParticipantState.LISTED},
    }
)
ATTENDING = frozenset({ParticipantState.LISTED, ParticipantState.INVITED, ParticipantState.COMING})


class TableProperty(StrEnum):
    """What a table may have and a meeting may ask for."""

    SCREEN = "screen"
    QUIET = "quiet"
    ACCESSIBLE = "accessible"


class AbsenceReason(StrEnum):
    """Why a person cannot be met at some time."""

    ARRIVES_LATE = "arrives_late"
    LEAVES_EARLY = "leaves_early"
    BUSY = "busy"
    GATHERING = "gathering"


class DayChangeKind(StrEnum):
    """What is different on the day from what the agenda was made for."""

    ABSENT = "absent"
    LATE = "late"
    LEAVES = "leaves"
    TABLE_LOST = "table_lost"
    ROOM_LOST = "room_lost"


ABOUT_PEOPLE = frozenset({DayChangeKind.ABSENT, DayChangeKind.LATE, DayChangeKind.LEAVES})


class ReplanName(StrEnum):
    """The three ways out an organiser is shown, from fewest changes to best value."""

    FEWEST_CHANGES = "fewest_changes"
    BALANCED = "balanced"
    BEST_VALUE = "best_value"


class WishKind(StrEnum):
    """What one side says of meeting another."""

    MUST = "must"
    WANT = "want"
    NEVER = "never"


class WishState(StrEnum):
    """A wish counts while it is open."""

    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


WISH = TransitionTable(
    {
        WishState.OPEN: {WishState.EXPIRED, WishState.WITHDRAWN},
        WishState.EXPIRED: {WishState.OPEN},
        WishState.WITHDRAWN: {WishState.OPEN},
    }
)


class MessageKind(StrEnum):
    """What a message to a participant is about."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    AGENDA = "agenda"
    AGENDA_CHANGED = "agenda_changed"
    CANCELLATION = "cancellation"
    OUTCOME = "outcome"
    FOLLOW_UP = "follow_up"
    SESSION_PLACE = "session_place"
    SESSION_OFF = "session_off"
    SESSION_MOVED = "session_moved"


class LinkWay(StrEnum):
    """How a personal link reached its person. `EARLIER`: made before this was kept."""

    MAIL = "mail"
    HANDED = "handed"
    EARLIER = "earlier"


class Unreached(StrEnum):
    """Why somebody is not written to."""

    ALREADY = "already"
    NO_ADDRESS = "no_address"
    OPTED_OUT = "opted_out"
    NOT_INVITED = "not_invited"
    ANSWERED = "answered"


class MessageState(StrEnum):
    """How far a message got."""

    QUEUED = "queued"
    SENT = "sent"
    COPIED = "copied"
    FAILED = "failed"
    DROPPED = "dropped"


MESSAGE = TransitionTable(
    {
        MessageState.QUEUED: {MessageState.SENT, MessageState.COPIED, MessageState.FAILED, MessageState.DROPPED},
        MessageState.FAILED: {MessageState.QUEUED},
    }
)


class AgendaState(StrEnum):
    """A version of the agenda. Only drafts change; at most one version is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


AGENDA = TransitionTable(
    {
        AgendaState.DRAFT: {AgendaState.PUBLISHED, AgendaState.DISCARDED},
        AgendaState.PUBLISHED: {AgendaState.SUPERSEDED},
        AgendaState.DISCARDED: {AgendaState.DRAFT},
    }
)


class MeetingOrigin(StrEnum):
    """Who placed a meeting."""

    SOLVER = "solver"
    HAND = "hand"


class End(StrEnum):
    """One of the two parties of a meeting, in the order the meeting names them."""

    FIRST = "first"
    SECOND = "second"

    @property
    def other(self) -> "End":
        """The party across the table."""
        return End.SECOND if self is End.FIRST else End.FIRST


class OutcomeState(StrEnum):
    """What came of a meeting is collected from each side unseen by the other, then settled: both see it, neither changes it."""

    OPEN = "open"
    SETTLED = "settled"


OUTCOME = TransitionTable({OutcomeState.OPEN: {OutcomeState.SETTLED}})


class Missed(StrEnum):
    """Why a planned meeting was not held, as one side says it."""

    THEY_ABSENT = "they_absent"
    WE_ABSENT = "we_absent"
    NO_TIME = "no_time"
    OTHER = "other"


class Fate(StrEnum):
    """What became of a planned meeting, by what both sides said of it."""

    HELD = "held"
    MISSED = "missed"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


class Interest(StrEnum):
    """Whether a side wants to go on with the other."""

    NONE = "none"
    MAYBE = "maybe"
    YES = "yes"


class Owner(StrEnum):
    """Who takes the next step, as one side says it."""

    US = "us"
    THEM = "them"
    HUB = "hub"


class Holder(StrEnum):
    """Who has a follow-up in hand: one of the two parties, or the hub."""

    FIRST = "first"
    SECOND = "second"
    HUB = "hub"


class FollowUpKind(StrEnum):
    """What a meeting leads to."""

    PAPERS = "papers"
    INTRODUCTION = "introduction"
    VISIT = "visit"
    MEETING = "meeting"
    INTENT = "intent"
    FUND = "fund"
    ENTERPRISE = "enterprise"


NEXT_STEPS = (
    FollowUpKind.PAPERS,
    FollowUpKind.INTRODUCTION,
    FollowUpKind.VISIT,
    FollowUpKind.MEETING,
    FollowUpKind.INTENT,
)
"""What two parties at a table agree on; the others are what the hub counts later."""


class FollowUpState(StrEnum):
    """A follow-up is open until somebody says what became of it."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


FOLLOW_UP = TransitionTable(
    {
        FollowUpState.OPEN: {FollowUpState.KEPT, FollowUpState.DROPPED},
        FollowUpState.DROPPED: {FollowUpState.OPEN},
    }
)


class Deed(StrEnum):
    """What a desk does about somebody who stands before it. The later word counts; see `presence`."""

    ARRIVED = "arrived"
    TAKEN_BACK = "taken_back"


class HallNames(StrEnum):
    """What a screen in the hall shows of people: labels alone, the parties' names, or the people's too."""

    LABELS = "labels"
    PARTIES = "parties"
    PEOPLE = "people"


class StandbyState(StrEnum):
    """A party on the standby list waits until it is given a place or goes."""

    WAITING = "waiting"
    PLACED = "placed"
    LEFT = "left"


STANDBY = TransitionTable({StandbyState.WAITING: {StandbyState.PLACED, StandbyState.LEFT}})


class GatheringKind(StrEnum):
    """What kind of group session it is."""

    PITCH = "pitch"
    ROUND_TABLE = "round_table"
    SITE_VISIT = "site_visit"


class TicketState(StrEnum):
    """Somebody takes part in a group session, waits for a place, or has given it up."""

    WAITING = "waiting"
    TAKES_PART = "takes_part"
    GIVEN_UP = "given_up"


TICKET = TransitionTable(
    {
        TicketState.WAITING: {TicketState.TAKES_PART, TicketState.GIVEN_UP},
        TicketState.TAKES_PART: {TicketState.WAITING, TicketState.GIVEN_UP},
    }
)
