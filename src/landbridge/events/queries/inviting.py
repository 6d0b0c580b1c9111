"""Whom a round of invitations would reach, whom not and why, and the letter as it would read. Nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.conf import settings

from landbridge.events import letters
from landbridge.events.models import Attendee, Event
from landbridge.events.queries.links import reach_of, reachable
from landbridge.events.states import MessageKind, MessageState, Unreached
from landbridge.network.models import ContactPreference, Hub

HIDDEN: Final = "…"
"""Stands where a letter has a secret: it is made when the letter is sent."""


@dataclass(frozen=True, slots=True)
class Inviting:
    """A round sorted out: who gets a first letter, whose failed one is tried again, and who is left out why."""

    fresh: Sequence[Attendee]
    retried: Sequence[Attendee]
    left_out: Sequence[tuple[Attendee, Unreached]]

    @property
    def written_to(self) -> Sequence[Attendee]:
        """Everybody who gets a letter."""
        return [*self.fresh, *self.retried]

    @property
    def mark(self) -> str:
        """Changes when somebody else would be written to than before."""
        return sha256(",".join(sorted(str(person.pk) for person in self.written_to)).encode()).hexdigest()[:16]


def inviting(people: Iterable[Attendee]) -> Inviting:
    """Sort out these people of `reachable`."""
    fresh: list[Attendee] = []
    retried: list[Attendee] = []
    left_out: list[tuple[Attendee, Unreached]] = []
    for person in people:
        reason, invited = unreached(person), reach_of(person).invitation_state
        if invited == MessageState.FAILED and reason is None:
            retried.append(person)
        elif invited is not None:
            left_out.append((person, Unreached.ALREADY))
        elif reason is not None:
            left_out.append((person, reason))
        else:
            fresh.append(person)
    return Inviting(fresh, retried, left_out)


def everybody(event: Event) -> Inviting:
    """What inviting everybody would do now: one query."""
    return inviting(reachable(event).select_related("person__provenance"))


def unreached(person: Attendee) -> Unreached | None:
    """Why no letter reaches one of `reachable`, if none does."""
    if reach_of(person).opted_out_at is not None:
        return Unreached.OPTED_OUT
    return None if person.person.email else Unreached.NO_ADDRESS


def letter_to(event: Event, attendee: Attendee, language: str) -> letters.Letter:
    """The invitation as this person would read it, in this language; where its links go is hidden."""
    told = ContactPreference.objects.filter(person_id=attendee.person_id, told_at__isnull=False).exists()
    attendee.event = event
    return letters.written(
        letters.Told(
            kind=MessageKind.INVITATION,
            event=event,
            to=attendee,
            hub=Hub.objects.get(pk=event.hub_id),
            link=f"{settings.SITE_URL}/l/{HIDDEN}",
            no_link=f"{settings.SITE_URL}/l/no/{HIDDEN}",
            first=not told,
            provenance=attendee.person.provenance,
        ),
        language,
    )
