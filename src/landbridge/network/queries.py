"""Reads of the network. The rows a reader may see come in first; nothing here asks one query per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db.models import Count, Prefetch, Q, QuerySet

from landbridge.evidence.models import Document
from landbridge.ground import search
from landbridge.kernel.ids import read_short_code
from landbridge.network.actors import MembershipActor
from landbridge.network.models import (
    Account,
    Affiliation,
    ApiToken,
    ContactPreference,
    Hub,
    Import,
    ImportedRecord,
    Membership,
    Organisation,
    Person,
    WebhookDelivery,
    WebhookEndpoint,
)
from landbridge.network.states import DeliveryState, ImportState, RecordState

Record = TypeVar("Record", Organisation, Person)
SENT: Final = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """An import with the name of its file; `kept` says whether the file can still be read."""

    held: Import
    name: str
    kept: bool


def sent_files(rows: QuerySet[Import]) -> list[SentFile]:
    """The latest imports, newest first, with their files. Two queries."""
    latest = list(rows.exclude(state=ImportState.DISCARDED).order_by("-uploaded_at", "-id")[:SENT])
    files = Document.objects.in_bulk([held.document_id for held in latest])
    return [
        SentFile(held, file.original_name, file.erased_at is None)
        for held in latest
        if (file := files.get(held.document_id)) is not None
    ]


def active(rows: QuerySet[Record]) -> QuerySet[Record]:
    """Records that are neither merged nor erased."""
    return rows.filter(state=RecordState.ACTIVE)


def found(rows: QuerySet[Record], text: str) -> QuerySet[Record]:
    """Active records that `text` finds (either script, pinyin, initials, a part, a code), by name. One query."""
    kind = rows.model._meta.label_lower
    return search.matching(active(rows), kind=kind, text=text).order_by("sort_key", "id")


def meant(rows: QuerySet[Record], text: str) -> list[Record]:
    """The record that `text` names: by its code, else by its whole name, else the only one it finds; at most two. One or two queries."""
    code = read_short_code(text)
    exactly = Q(name_latin__iexact=text) | Q(name_chinese=text)
    if code:
        exactly |= Q(code=code)
    return list(active(rows).filter(exactly).order_by("id")[:2]) or list(found(rows, text)[:2])


def with_affiliations(rows: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """People with `current_affiliations`, their affiliations on that day with the organisation: one query more."""
    current = affiliations_on(Affiliation.objects.select_related("organisation"), on=on)
    return rows.prefetch_related(Prefetch("affiliations", queryset=current, to_attr="current_affiliations"))


def with_people(rows: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """Organisations with `current_affiliations`, who belongs to them on that day with the person: one query more."""
    current = affiliations_on(Affiliation.objects.select_related("person"), on=on)
    return rows.prefetch_related(Prefetch("affiliations", queryset=current, to_attr="current_affiliations"))


def affiliations_on(rows: QuerySet[Affiliation], *, on: date) -> QuerySet[Affiliation]:
    """The affiliations that hold on a day."""
    return rows.filter(period__contains=on).order_by("id")


def memberships_on(rows: QuerySet[Membership], *, at: datetime) -> QuerySet[Membership]:
    """The memberships that hold at an instant, with account and person."""
    return rows.filter(period__contains=at).select_related("account", "person", "organisation").order_by("role", "id")


def tokens_on(rows: QuerySet[ApiToken], *, at: datetime) -> QuerySet[ApiToken]:
    """The tokens that still open something, with their holders, the newest first."""
    return rows.filter(revoked_at=None, expires_at__gt=at).select_related("account").order_by("-made_at", "-id")


def waiting_delivery(delivery_id: UUID) -> WebhookDelivery | None:
    """The message, if it still waits and its endpoint is still told."""
    return (
        WebhookDelivery.objects.filter(
            pk=delivery_id,
            state=DeliveryState.WAITING,
            endpoint__removed_at__isnull=True,
            endpoint__stopped_at__isnull=True,
        )
        .select_related("endpoint")
        .first()
    )


def endpoints_on(rows: QuerySet[WebhookEndpoint]) -> QuerySet[WebhookEndpoint]:
    """The endpoints that were not removed, with how many messages wait and failed."""
    of_state = {s: Count("deliveries", filter=Q(deliveries__state=s)) for s in DeliveryState}
    return (
        rows.filter(removed_at=None)
        .annotate(waiting=of_state[DeliveryState.WAITING], failed=of_state[DeliveryState.FAILED])
        .order_by("name", "id")
    )


def latest_deliveries(endpoint: WebhookEndpoint, *, most: int) -> list[WebhookDelivery]:
    """The last messages to an endpoint, the newest first."""
    return list(WebhookDelivery.objects.filter(hub_id=endpoint.hub_id, endpoint=endpoint).order_by("-made_at")[:most])


def hubs_of(actor: MembershipActor) -> QuerySet[Hub]:
    """The hubs the actor may work in: those of its memberships, or all for a network administrator."""
    rows = Hub.objects.order_by("id")
    return rows if actor.administers_network else rows.filter(pk__in=actor.hub_ids)


def wants_no_messages(hub_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the people who have said no to messages: ask before sending."""
    return set(
        ContactPreference.objects.filter(
            hub_id=hub_id, person_id__in=list(person_ids), opted_out_at__isnull=False
        ).values_list("person_id", flat=True)
    )


def due_for_erasure(rows: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """People whose provenance says that the last day to keep them is past. A merged record goes with what it became."""
    return rows.filter(state=RecordState.ACTIVE, provenance__keep_until__lt=on).order_by("id")


def made_by_import(import_id: UUID) -> QuerySet[ImportedRecord]:
    """What an import made, by row of its file."""
    return ImportedRecord.objects.filter(made_by_id=import_id).order_by("row", "kind")


def account_for_sign_on(address: str, *, provider: str) -> Account | None:
    """The account of that address, unless it belongs to an identity of that provider already.

    Then another person may hold the address today: addresses of those who left are given to those who come.
    """
    account = Account.objects.filter(email__iexact=address, is_active=True).first()
    taken = account is not None and SocialAccount.objects.filter(user=account, provider=provider).exists()
    return None if taken else account
