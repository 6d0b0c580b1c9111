"""Reads of what came of meetings: for a list, for one meeting, for one party's phone, for the organiser's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from landbridge.events.agreement import Agreement, agreement
from landbridge.events.models import Event, FollowUp, Meeting, Outcome, Participant, Reply
from landbridge.events.outcomes import fate as fate_of
from landbridge.events.outcomes import settled
from landbridge.events.states import End, Fate, FollowUpState, Interest

PARTIES: Final = ("first__group", "first__project", "first__organisation", "second__group", "second__project",
                  "second__organisation")  # fmt: skip


def meetings_of(event: Event) -> QuerySet[Meeting]:
    """The meetings of the agenda that stands, each with what both sides said and what became of it.

    Annotated: `first_met`, `second_met` (None: no answer), `first_interest`, `second_interest`, `first_missed`,
    `second_missed`, `fate`, `has_follow_up`.
    """
    rows = Meeting.objects.filter(event=event, published=True).select_related(*PARTIES, "table")
    return with_words(rows)


def with_words(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """These meetings with what was said of each, by the columns of `meetings_of`."""
    said = {
        f"{end}_{column}": Subquery(_reply(end).values(column)[:1])
        for end in End
        for column in ("met", "interest", "missed")
    }
    living = FollowUp.objects.filter(outcome__event=OuterRef("event"), outcome__pair_uid=OuterRef("pair_uid")).exclude(
        state=FollowUpState.DROPPED
    )
    either = Q(first_met=True) | Q(second_met=True)
    neither = Q(first_met=False) | Q(second_met=False)
    fate = Case(
        When(either & neither, then=Value(Fate.DISPUTED.value)),
        When(either, then=Value(Fate.HELD.value)),
        When(neither, then=Value(Fate.MISSED.value)),
        default=Value(Fate.UNKNOWN.value),
        output_field=CharField(),
    )
    return meetings.annotate(**said).annotate(fate=fate, has_follow_up=Exists(living))


def _reply(end: End) -> QuerySet[Reply]:
    return Reply.objects.filter(outcome__event=OuterRef("event"), outcome__pair_uid=OuterRef("pair_uid"), end=end.value)


def began(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Those that have begun: of the others nothing can be said."""
    return meetings.filter(starts_at__lte=at)


def both_want(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those that both sides want to go on with, surely."""
    return meetings.filter(Q(first_interest=Interest.YES) & Q(second_interest=Interest.YES))


def agreements(event: Event) -> tuple[Agreement, Agreement]:
    """How far two sides who answered unseen by each other agree: whether they met, and whether they go on."""
    rows = Reply.objects.filter(outcome__event=event, by_staff=False).filter(
        Q(outcome__settled_at__isnull=True) | Q(said_at__lte=F("outcome__settled_at"))
    )
    said: dict[UUID, dict[str, tuple[str, str]]] = {}
    for outcome, end, met, interest in rows.values_list("outcome_id", "end", "met", "interest"):
        said.setdefault(outcome, {})[end] = (str(met), interest)
    pairs = [(one[End.FIRST], one[End.SECOND]) for one in said.values() if len(one) == len(End)]
    on_meeting = agreement((one[0], other[0]) for one, other in pairs)
    on_interest = agreement((one[1], other[1]) for one, other in pairs if one[1] and other[1])
    return on_meeting, on_interest


@dataclass(frozen=True, slots=True)
class Story:
    """One meeting with all that is known of it. `mine` is the side that looks; the other's answer only once it is shown."""

    meeting: Meeting
    outcome: Outcome | None
    replies: dict[End, Reply]
    follow_ups: Sequence[FollowUp]
    shown: bool
    mine: End = End.FIRST

    @property
    def ends(self) -> tuple[End, End]:
        """Both sides, in the order of the meeting."""
        return End.FIRST, End.SECOND

    @property
    def fate(self) -> Fate:
        """What became of it, by what was said."""
        return fate_of(list(self.replies.values()))

    @property
    def my_reply(self) -> Reply | None:
        """What one's own side said."""
        return self.replies.get(self.mine)

    @property
    def their_reply(self) -> Reply | None:
        """What the other side said, if it may be read."""
        return self.replies.get(self.mine.other) if self.shown else None

    @property
    def other(self) -> Participant:
        """The party across the table."""
        return self.meeting.second if self.mine is End.FIRST else self.meeting.first


def stories_of(party: Participant, at: datetime) -> list[Story]:
    """The meetings of a party that have begun, the last first: four queries, however many they are."""
    rows = Meeting.objects.filter(event=party.event, published=True, starts_at__lte=at).filter(
        Q(first=party) | Q(second=party)
    )
    found = _told(list(rows.select_related(*PARTIES, "table").order_by("-starts_at", "pk")), party.event, at)
    return [_seen_by(story, party) for story in found]


def _seen_by(story: Story, party: Participant) -> Story:
    mine = End.FIRST if story.meeting.first_id == party.pk else End.SECOND
    follow_ups = story.follow_ups if story.shown else ()
    return Story(story.meeting, story.outcome, story.replies, follow_ups, story.shown, mine)


def story_of(event: Event, pair_uid: UUID, at: datetime) -> Story | None:
    """One meeting of the agenda that stands, for the organiser."""
    row = Meeting.objects.filter(event=event, pair_uid=pair_uid, published=True).select_related(*PARTIES, "table")
    return next(iter(_told(list(row), event, at)), None)


def _told(meetings: Sequence[Meeting], event: Event, at: datetime) -> list[Story]:
    pairs = [meeting.pair_uid for meeting in meetings]
    outcomes = {o.pair_uid: o for o in Outcome.objects.filter(event=event, pair_uid__in=pairs)}
    replies: dict[UUID, dict[End, Reply]] = {}
    for reply in Reply.objects.filter(outcome__in=outcomes.values()):
        replies.setdefault(reply.outcome_id, {})[End(reply.end)] = reply
    tasks: dict[UUID, list[FollowUp]] = {}
    for task in FollowUp.objects.filter(outcome__in=outcomes.values()).order_by("due", "pk"):
        if task.outcome_id:
            tasks.setdefault(task.outcome_id, []).append(task)
    found = []
    for meeting in meetings:
        outcome = outcomes.get(meeting.pair_uid)
        key = outcome.pk if outcome else meeting.pk
        shown = outcome is not None and settled(outcome, at)
        found.append(Story(meeting, outcome, replies.get(key, {}), tasks.get(key, ()), shown))
    return found


def to_answer(event: Event, at: datetime) -> dict[UUID, int]:
    """How many meetings each party has still to answer for, while answers are taken."""
    counts: dict[UUID, int] = {}
    said = set(Reply.objects.filter(outcome__event=event).values_list("outcome__pair_uid", "end"))
    closed = set(Outcome.objects.filter(event=event).filter(_closed(at)).values_list("pair_uid", flat=True))
    rows = Meeting.objects.filter(event=event, published=True, ends_at__lte=at)
    for pair_uid, first, second in rows.values_list("pair_uid", "first_id", "second_id"):
        for end, party in ((End.FIRST, first), (End.SECOND, second)):
            if pair_uid not in closed and (pair_uid, end.value) not in said:
                counts[party] = counts.get(party, 0) + 1
    return counts


def _closed(at: datetime) -> Q:
    return Q(settled_at__isnull=False) | Q(closes_at__lte=at)
