"""Who a personal link opens for. The only reads outside a hub's context: by the digest of a secret."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When

from landbridge.events.models import Attendee, Event, Interpreter, Message, PersonalLink, Recipient, column_of
from landbridge.events.states import ATTENDING, MessageKind, MessageState, Side
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.ground.hubs import holder_context
from landbridge.network.models import ContactPreference


def living_links(at: datetime) -> QuerySet[PersonalLink]:
    """The links that open something at this moment."""
    return PersonalLink.objects.filter(revoked_at__isnull=True, expires_at__gt=at)


def link_of(token: str, *, at: datetime) -> PersonalLink | None:
    """The link a secret opens, or None for one that is wrong, expired or revoked. Sees the link's own row only."""
    if not is_well_formed(token):
        return None
    digest = digest_of(token)
    with holder_context(digest):
        return living_links(at).filter(digest=digest).first()


def link_of_family(family: UUID, *, at: datetime) -> PersonalLink | None:
    """The living link of a family, with its event and person; for sessions, inside the hub's context."""
    return (
        living_links(at)
        .filter(family=family)
        .select_related("event", "attendee__person", "attendee__participant__group", "interpreter__person")
        .first()
    )


def links_of(recipient: Recipient, *, at: datetime) -> list[PersonalLink]:
    """A person's links that open something now, the newest first."""
    return list(living_links(at).filter(**column_of(recipient)).order_by("-made_at", "-pk"))


@dataclass(frozen=True, slots=True)
class Reach:
    """What was sent to a person and how they can be reached, as `reachable` annotates it."""

    invitation_state: str | None
    invited_at: datetime | None
    invitation_fault: str | None
    reminded_at: datetime | None
    link_made_at: datetime | None
    link_opened_at: datetime | None
    opted_out_at: datetime | None


def reach_of(attendee: Attendee) -> Reach:
    """The annotations of one of `reachable`, as typed data."""
    known = vars(attendee)
    return Reach(**{field.name: known[field.name] for field in fields(Reach)})


def reachable(event: Event) -> QuerySet[Attendee]:
    """The people of parties that come or may still come, with what was sent to each and how they can be reached."""
    messages = Message.objects.filter(attendee=OuterRef("pk"))
    invitation = messages.filter(kind=MessageKind.INVITATION)
    reminder = messages.filter(kind=MessageKind.REMINDER).order_by("-queued_at")
    links = PersonalLink.objects.filter(attendee=OuterRef("pk"), revoked_at__isnull=True).order_by("-made_at")
    opened = links.filter(opened_at__isnull=False).order_by("-last_opened_at")
    preferences = ContactPreference.objects.filter(person=OuterRef("person"))
    return (
        Attendee.objects.filter(event=event, participant__state__in=ATTENDING, person__erased_at__isnull=True)
        .select_related("person", "participant__group", "participant__project", "participant__organisation")
        .annotate(
            invitation_state=Subquery(invitation.values("state")[:1]),
            invited_at=Subquery(invitation.values("sent_at")[:1]),
            invitation_fault=Subquery(invitation.values("fault")[:1]),
            reminded_at=Subquery(reminder.values("sent_at")[:1]),
            link_made_at=Subquery(links.values("made_at")[:1]),
            link_opened_at=Subquery(opened.values("last_opened_at")[:1]),
            opted_out_at=Subquery(preferences.values("opted_out_at")[:1]),
            side_first=Case(When(participant__group__side=Side.DELEGATION, then=0), default=1),
        )
        .order_by("side_first", "participant__group_id", "participant__label", "pk")
    )


def standing(attendees: QuerySet[Attendee], value: str) -> QuerySet[Attendee]:
    """Those of `reachable` who stand there."""
    invited = {"sent": [MessageState.SENT, MessageState.COPIED], "waiting": [MessageState.QUEUED]}
    if value == "not_invited":
        return attendees.filter(Q(invitation_state__isnull=True))
    if value == "no_address":
        return attendees.filter(Q(person__email=""))
    if value == "opened":
        return attendees.filter(Q(link_opened_at__isnull=False))
    if value == "opted_out":
        return attendees.filter(Q(opted_out_at__isnull=False))
    return attendees.filter(Q(invitation_state__in=invited.get(value, [MessageState.FAILED])))


def found(attendees: QuerySet[Attendee], text: str) -> QuerySet[Attendee]:
    """Those whose name or party's label holds `text`."""
    return attendees.filter(
        Q(participant__label__icontains=text)
        | Q(person__name_latin__icontains=text)
        | Q(person__name_chinese__icontains=text)
        | Q(person__sort_key__icontains=text)
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How the invitations of an event stand."""

    people: int
    invited: int
    waiting: int
    opened: int
    failed: int
    no_address: int


def counts(event: Event) -> Counts:
    """The figures at the head of the invitations page, in one query."""
    sent = [MessageState.SENT, MessageState.COPIED]
    found_counts = reachable(event).aggregate(
        people=Count("pk"),
        invited=Count("pk", filter=Q(invitation_state__in=sent)),
        waiting=Count("pk", filter=Q(invitation_state=MessageState.QUEUED)),
        opened=Count("pk", filter=Q(link_opened_at__isnull=False)),
        failed=Count("pk", filter=Q(invitation_state=MessageState.FAILED)),
        no_address=Count("pk", filter=Q(person__email="", invitation_state__isnull=True)),
    )
    return Counts(**found_counts)


def told_of(event: Event) -> QuerySet[Attendee]:
    """The people who were told of a road show, by mail or by a text that was copied for them."""
    told = Message.objects.filter(event=event, state__in=[MessageState.SENT, MessageState.COPIED])
    return (
        Attendee.objects.filter(event=event, pk__in=told.values("attendee_id")).select_related("person").order_by("pk")
    )


def interpreters_told_of(event: Event) -> QuerySet[Interpreter]:
    """The interpreters who were told of a road show by mail."""
    told = Message.objects.filter(event=event, state=MessageState.SENT, interpreter__isnull=False)
    return Interpreter.objects.filter(pk__in=told.values("interpreter_id")).select_related("person").order_by("pk")


def without_address(attendees: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """Those of these people whom no mail reaches."""
    return attendees.filter(person__email="")
