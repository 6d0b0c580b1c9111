"""Reads of wishes: who wants to meet whom, who has not answered."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from landbridge.events.models import Event, Participant, Wish
from landbridge.events.queries import parties
from landbridge.events.states import ATTENDING, Side, WishKind, WishState
from landbridge.events.wishing import Interest, PairWish, paired


def open_wishes(event: Event) -> QuerySet[Wish]:
    """The wishes that count: open, and between parties that come or may still come."""
    return Wish.objects.filter(
        event=event, state=WishState.OPEN, wisher__state__in=ATTENDING, target__state__in=ATTENDING
    )


def pair_wishes(event: Event) -> dict[tuple[UUID, UUID], PairWish]:
    """Every pair somebody spoke about, first said first, both words side by side, by (delegate, counterparty). Two queries."""
    delegates = Participant.objects.filter(event=event, group__side=Side.DELEGATION).values_list("pk", flat=True)
    return paired(open_wishes(event).order_by("pk"), delegates)


def wishes_of(party: Participant) -> dict[UUID, Wish]:
    """A party's own open wishes, by the other party."""
    return {wish.target_id: wish for wish in open_wishes(party.event).filter(wisher=party)}


def wishes_for(party: Participant) -> dict[UUID, Wish]:
    """Who asked to meet a party, by the asking party. A "never" is told to nobody but the organiser."""
    asked = open_wishes(party.event).filter(target=party).exclude(kind=WishKind.NEVER)
    return {wish.wisher_id: wish for wish in asked}


def with_answer(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """The parties with `answered`: whether any word of theirs, standing or withdrawn, is on record."""
    return participants.annotate(answered=Exists(Wish.objects.filter(wisher=OuterRef("pk"))))


def unanswered(event: Event) -> QuerySet[Participant]:
    """The parties that come or may still come and have said nothing yet."""
    return parties.attending(event).exclude(Exists(Wish.objects.filter(wisher=OuterRef("pk"))))


def with_counts(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """The parties with how many they must and would like to meet, never want to, and how many asked for them."""
    said = Q(wishes__state=WishState.OPEN, wishes__target__state__in=ATTENDING)
    asked = Q(wished_by__state=WishState.OPEN, wished_by__wisher__state__in=ATTENDING)
    return participants.annotate(
        musts=Count("wishes", filter=said & Q(wishes__kind=WishKind.MUST), distinct=True),
        wants=Count("wishes", filter=said & Q(wishes__kind=WishKind.WANT), distinct=True),
        nevers=Count("wishes", filter=said & Q(wishes__kind=WishKind.NEVER), distinct=True),
        asked=Count("wished_by", filter=asked & ~Q(wished_by__kind=WishKind.NEVER), distinct=True),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How the wishes of an event stand."""

    parties: int
    answered: int
    wishes: int
    musts: int
    nevers: int
    mutual: int
    one_sided: int

    @property
    def silent(self) -> int:
        """How many parties have not answered."""
        return self.parties - self.answered


def tally(event: Event, pairs: Collection[PairWish]) -> Tally:
    """The figures at the head of the wishes page; `pairs` as `pair_wishes` gives them."""
    coming, silent = parties.attending(event).count(), unanswered(event).count()
    said = [wish for pair in pairs for wish in (pair.by_delegate, pair.by_counterparty) if wish]
    interests = [pair.interest for pair in pairs]
    return Tally(
        parties=coming,
        answered=coming - silent,
        wishes=sum(wish.kind != WishKind.NEVER for wish in said),
        musts=sum(wish.kind == WishKind.MUST for wish in said),
        nevers=sum(wish.kind == WishKind.NEVER for wish in said),
        mutual=interests.count(Interest.BOTH),
        one_sided=interests.count(Interest.DELEGATE) + interests.count(Interest.COUNTERPARTY),
    )


def listed(event: Event) -> QuerySet[Wish]:
    """The wishes that count, with both parties and what they are."""
    return open_wishes(event).select_related(
        *(f"{side}__{part}" for side in ("wisher", "target") for part in ("group", "project", "organisation"))
    )


def found(rows: QuerySet[Wish], text: str) -> QuerySet[Wish]:
    """Those of them in which a party's label or name holds `text`."""
    paths = ("label", *(f"{of}__name_{form}" for of in ("project", "organisation") for form in ("latin", "chinese")))
    fits = Q()
    for side in ("wisher", "target"):
        for path in paths:
            fits |= Q(**{f"{side}__{path}__icontains": text})
    return rows.filter(fits)
