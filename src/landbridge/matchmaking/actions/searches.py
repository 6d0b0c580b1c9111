"""Standing searches: a need keeps looking, its owner is told at most once a week and answers by one press."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.mail import EmailMultiAlternatives

from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.refusal import Finding, InputRefused, Refusal
from landbridge.matchmaking import letters, lists, rules
from landbridge.matchmaking.actions import AlreadyRefused, refuse_pair
from landbridge.matchmaking.actions.shortlists import note_fit, note_shown, record_outcome
from landbridge.matchmaking.models import Find, StandingSearch
from landbridge.matchmaking.states import FIND, SEARCH, FindState, PairResult, RefusalReason, SearchState
from landbridge.matchmaking.trail_events import MatchmakingEvent
from landbridge.network.actions import personal
from landbridge.network.models import Hub, Person
from landbridge.network.queries import wants_no_messages
from landbridge.network.states import RecordState

EVERY: Final = timedelta(days=7)
AT_MOST: Final = 5
"""How many offers one letter names."""
LEAST_FIT: Final = 0.5
"""Offers that fit less are not worth a letter."""


class SearchedAlready(Refusal):
    """This person is told of this need's offers already."""

    code = "searched_already"


@action
def begin_search(*, actor: Actor, need_id: UUID, person_id: UUID, at: datetime) -> StandingSearch:
    """Let a need keep looking for somebody who has a mail address and has not said no to messages."""
    need = rules.access_need(actor, need_id, to="change", lock=True)
    person = Person.objects.filter(hub_id=need.hub_id, pk=person_id, state=RecordState.ACTIVE).first()
    if person is None or not person.email:
        raise InputRefused(Finding("search_owner_without_address", None, "person"))
    if wants_no_messages(need.hub_id, [person.pk]):
        raise InputRefused(Finding("search_owner_says_no", None, "person"))
    living = StandingSearch.objects.filter(hub_id=need.hub_id, need=need, person=person).exclude(
        state=SearchState.ENDED
    )
    if living.exists():
        raise SearchedAlready
    search = StandingSearch.objects.create(
        hub_id=need.hub_id,
        need=need,
        person=person,
        language=person.language or "en",
        begun_by=actor.actor_id,
        begun_at=at,
    )
    trail.record(actor, MatchmakingEvent.SEARCH_BEGUN, search, hub_id=need.hub_id, at=at, need=need.pk)
    return search


@action
def move_search(*, actor: Actor, search_id: UUID, to: SearchState, at: datetime) -> StandingSearch:
    """Pause, resume or end a search: by the hub, or by its owner through a letter's link."""
    search = rules.access_search(actor, search_id, lock=True)
    SEARCH.require(SearchState(search.state), to)
    search.state = to
    search.ended_at = at if to == SearchState.ENDED else None
    search.save(update_fields=["state", "ended_at"])
    trail.record(actor, MatchmakingEvent.SEARCH_MOVED, search, hub_id=search.hub_id, at=at, to=to.value)
    return search


@action
def keep_finds(*, actor: Actor, search_id: UUID, made: lists.Made, at: datetime) -> int:
    """Keep the offers of a list that the owner has not been told of and that fit well enough; gives their number."""
    search = rules.access_search(actor, search_id, lock=True)
    known = set(Find.objects.filter(search=search).values_list("project_id", flat=True))
    new = [line for line in made.lines if line.project_id not in known and line.score >= LEAST_FIT]
    Find.objects.bulk_create(
        Find(
            hub_id=search.hub_id,
            search=search,
            project_id=line.project_id,
            score=line.score,
            findings=line.findings,
            found_at=at,
        )
        for line in new
    )
    shown = [(line.project_id, search.need.organisation_id, line.predicted) for line in new]
    note_shown(hub_id=search.hub_id, shown=shown, ranker=made.ranker, at=at)
    note_fit(hub_id=search.hub_id, fit=made.fit, at=at)
    return len(new)


def due(search: StandingSearch, at: datetime) -> bool:
    """Whether the owner may be told again: a week has passed since the last letter."""
    return search.state == SearchState.ACTIVE and (search.last_told_at is None or at - search.last_told_at >= EVERY)


@action
def tell_owner(*, actor: Actor, search_id: UUID, at: datetime) -> int:
    """Write to the owner of a search about the best offers found; gives how many the letter names.

    Nobody is written to twice within a week, nor after a no. The mail leaves last, before the commit: if it cannot be
    handed over, nothing was changed and the error comes out.
    """
    search = rules.access_search(actor, search_id, lock=True)
    finds = list(
        Find.objects.filter(search=search, state=FindState.FOUND)
        .select_related("project")
        .order_by("-score", "pk")[:AT_MOST]
    )
    person = search.person
    silent = (
        person.state != RecordState.ACTIVE or not person.email or bool(wants_no_messages(search.hub_id, [person.pk]))
    )
    if not finds or not due(search, at) or search.need.closed_at is not None or silent:
        return 0
    FIND.require(FindState.FOUND, FindState.TOLD)
    Find.objects.filter(pk__in=[find.pk for find in finds]).update(state=FindState.TOLD, told_at=at)
    search.last_told_at = at
    search.save(update_fields=["last_told_at"])
    trail.record(actor, MatchmakingEvent.SEARCH_TOLD, search, hub_id=search.hub_id, at=at, offers=len(finds))
    secret = personal.tell_person(actor=SystemActor(actor.actor_id), person_id=person.pk, at=at)
    _mail(search, finds, secret)
    return len(finds)


def _mail(search: StandingSearch, finds: Sequence[Find], secret: str) -> None:
    hub = Hub.objects.get(pk=search.hub_id)
    letter = letters.of_finds(search, finds, hub=hub, secret=secret)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[search.person.email],
        headers={"List-Unsubscribe": f"<{letter.no_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    mail.send()


@action
def answer_find(
    *, actor: Actor, find_id: UUID, interested: bool, reason: str = "", note: str = "", at: datetime
) -> Find:
    """Take the owner's word on an offer: interest is recorded as an outcome, a no with its reason bars the pair.

    The hub may say it for the owner. A changed mind is taken too; the pair's refusal, once made, is lifted by the hub alone.
    """
    find = locked(Find.objects.select_related("search__need", "project"), find_id)
    rules.access_search(actor, find.search_id)
    to = FindState.INTERESTED if interested else FindState.REFUSED
    FIND.require(FindState(find.state), to)
    if not interested and reason not in set(RefusalReason):
        raise InputRefused(Finding("refusal_without_reason", None, "reason"))
    find.state, find.answered_at, find.reason = to, at, "" if interested else reason
    find.save(update_fields=["state", "answered_at", "reason"])
    trail.record(
        actor, MatchmakingEvent.FIND_ANSWERED, find, hub_id=find.hub_id, at=at, to=to.value, reason=find.reason
    )
    _carry(actor, find, note, at)
    return find


def _carry(actor: Actor, find: Find, note: str, at: datetime) -> None:
    """What the answer means for the pair."""
    hub_id, project, organisation = find.hub_id, find.project_id, find.search.need.organisation_id
    if find.state == FindState.INTERESTED:
        record_outcome(
            actor=actor, hub_id=hub_id, project_id=project, organisation_id=organisation,
            result=PairResult.INTERESTED, happened_on=at.date(), today=at.date(), at=at,
        )  # fmt: skip
        return
    try:
        refuse_pair(
            actor=actor, hub_id=hub_id, project_id=project, organisation_id=organisation,
            reason=find.reason, note=note or str(find.reason), at=at,
        )  # fmt: skip
    except AlreadyRefused:
        return


def waiting(hub_id: UUID, at: datetime) -> list[StandingSearch]:
    """The active searches of open needs whose owner may be told again."""
    rows = StandingSearch.objects.filter(hub_id=hub_id, state=SearchState.ACTIVE, need__closed_at__isnull=True)
    return [search for search in rows.select_related("need", "person").order_by("pk") if due(search, at)]
