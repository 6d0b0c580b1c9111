"""How people are reached: personal links, calendar feeds, messages. Secrets are stored as digests only.

Each is of one recipient: somebody who sits at a table, or an interpreter.
"""

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event
from landbridge.events.models.interpreters import Interpreter
from landbridge.events.models.people import Attendee
from landbridge.events.states import LinkWay, MessageKind, MessageState
from landbridge.ground.fields import code_field, known_codes, tied
from landbridge.ground.models import HubOwned
from landbridge.kernel.ids import uuid7

Recipient = Attendee | Interpreter


def column_of(recipient: Recipient) -> dict[str, Any]:
    """The column that names this recipient, with its value: to make rows of theirs and to find them."""
    return {"attendee" if isinstance(recipient, Attendee) else "interpreter": recipient}


def of_one(name: str) -> models.CheckConstraint:
    """Exactly one of attendee and interpreter is named."""
    return models.CheckConstraint(
        name=name,
        condition=Q(attendee__isnull=False, interpreter__isnull=True)
        | Q(attendee__isnull=True, interpreter__isnull=False),
    )


class OfOneRecipient(HubOwned):
    """A row of an attendee or of an interpreter."""

    class Meta:
        abstract = True

    @property
    def recipient(self) -> Recipient:
        """Whose it is. Read it along: this asks for each."""
        return cast("Recipient", self.attendee or self.interpreter)  # type: ignore[attr-defined]


class PersonalLink(OfOneRecipient):
    """A link that opens one event for one person without an account. Its holder may read this row and no other.

    Several of one person open side by side, each with a session of its own, which the family names: closing a link
    closes what it opened and nothing else.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, null=True, related_name="links")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, null=True, related_name="links")
    family = models.UUIDField(default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    way = code_field(LinkWay)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "family"], condition=Q(revoked_at__isnull=True), name="link_one_active_per_family"
            ),
            of_one("link_of_one"),
            known_codes("link_way_known", "way", LinkWay),
            models.CheckConstraint(
                name="link_last_opened_after_first",
                condition=Q(opened_at__isnull=True, last_opened_at__isnull=True)
                | Q(opened_at__isnull=False, last_opened_at__isnull=False, last_opened_at__gte=models.F("opened_at")),
            ),
        ]


class CalendarFeed(OfOneRecipient):
    """The address of one person's calendar feed: a secret of its own, so that revoking it leaves the link alone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feeds")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, null=True, related_name="feeds")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, null=True, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "attendee"], condition=Q(revoked_at__isnull=True), name="feed_one_active_per_attendee"
            ),
            models.UniqueConstraint(
                fields=["hub_id", "interpreter"],
                condition=Q(revoked_at__isnull=True),
                name="feed_one_active_per_interpreter",
            ),
            of_one("feed_of_one"),
        ]


class Message(OfOneRecipient):
    """Something told to an attendee, by mail or as text to copy. The text is written when it is sent, not stored twice."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, null=True, related_name="messages")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, null=True, related_name="messages")
    kind = code_field(MessageKind)
    about_id = models.UUIDField(null=True)
    language = models.CharField(max_length=10)
    state = code_field(MessageState, default=MessageState.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "attendee", "interpreter", "kind", "about_id"],
                name="message_once",
                nulls_distinct=False,
            ),
            of_one("message_of_one"),
            known_codes("message_kind_known", "kind", MessageKind),
            known_codes("message_state_known", "state", MessageState),
            tied("message_sent_when", state="state", among={MessageState.SENT, MessageState.COPIED}, column="sent_at"),
        ]
