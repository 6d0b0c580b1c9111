"""Messages to other systems: signed so that an independent library verifies them, sent to public addresses only, once more until taken."""

import base64
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock, SystemClock
from landbridge.kernel.refusal import InputRefused, Missing
from landbridge.network.actions import webhooks
from landbridge.network.actions.organisations import create_organisation
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.drafts import OrganisationDraft
from landbridge.network.jobs import try_delivery
from landbridge.network.models import Hub, Organisation, WebhookDelivery, WebhookEndpoint
from landbridge.network.refusals import TooManyEndpoints
from landbridge.network.states import DeliveryState, Role
from landbridge.network.trail_events import NetworkEvent
from landbridge.network.webhooks import signing
from landbridge.network.webhooks.sending import Outcome, send
from landbridge.network.webhooks.targets import AddressRefused, is_public, target_of

pytestmark = pytest.mark.django_db
MANAGER = UUID(int=77)
LOOPBACK = override_settings(WEBHOOK_NETWORKS=["127.0.0.0/8", "::1/128"])


class Receiver:
    """A real server that remembers what it got and answers with the next of its statuses, then 200."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[tuple[int, dict[str, str]]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, content))
                status, headers = receiver.statuses.pop(0) if receiver.statuses else (200, {})
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    with LOOPBACK:
        yield made
    made.close()


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    with hub_context(made.pk):
        yield made


@pytest.fixture(autouse=True)
def todays_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's date here: the receiver's library asks its own clock how old a message is."""
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC))


def manager(hub: Hub, role: Role = Role.HUB_MANAGER) -> MembershipActor:
    return MembershipActor(MANAGER, (Standing(hub.pk, role),))


def told(hub: Hub, receiver: Receiver, *topics: str) -> WebhookEndpoint:
    return webhooks.add_endpoint(
        actor=manager(hub), hub_id=hub.pk, url=receiver.url, name="crm", topics=topics or ("network",), at=now()
    )


def now() -> datetime:
    return SystemClock().now()


def an_organisation(hub: Hub) -> Organisation:
    return create_organisation(
        actor=manager(hub), hub_id=hub.pk, draft=OrganisationDraft(name_latin="Acme", country="CN"), at=now()
    )


def waiting() -> list[WebhookDelivery]:
    return list(WebhookDelivery.objects.filter(state=DeliveryState.WAITING).order_by("pk"))


def asked_of_the_worker() -> int:
    return ProcrastinateJob.objects.filter(task_name=webhooks.JOB).count()


def only(event: str) -> WebhookDelivery:
    return WebhookDelivery.objects.get(event=event)


def test_what_happens_reaches_the_receiver_and_an_independent_library_verifies_it(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver, "network.organisation_created")
    organisation = an_organisation(hub)
    (delivery,) = waiting()
    assert asked_of_the_worker() == 1
    try_delivery(delivery.pk, SystemClock())
    ((headers, content),) = receiver.got
    said = Webhook(signing.secret_of(endpoint)).verify(content, headers)
    assert (said["type"], said["data"]["subject"]["id"]) == ("network.organisation_created", str(organisation.pk))
    assert (headers["content-type"], headers["webhook-id"]) == ("application/json", str(delivery.pk))
    assert organisation.name_latin not in content.decode()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.DELIVERED, 200, 1)


def test_a_changed_message_and_another_secret_do_not_verify(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    try_delivery(only(webhooks.TEST).pk, SystemClock())
    headers, content = receiver.got[-1]
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret_of(endpoint)).verify(content.replace(b"test", b"best"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(content, headers)


def test_only_what_was_asked_for_is_told(hub: Hub, receiver: Receiver) -> None:
    told(hub, receiver, "network.person_created")
    an_organisation(hub)
    assert waiting() == []


def test_another_hub_hears_nothing(hub: Hub, receiver: Receiver) -> None:
    told(hub, receiver)
    before = len(waiting())
    other = Hub.objects.create(name_latin="Bay", country="US", zone="America/Los_Angeles")
    with hub_context(other.pk):
        an_organisation(other)
    assert len(waiting()) == before


def test_after_rotation_both_secrets_verify_for_a_day(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    former = signing.secret_of(endpoint)
    at = now()
    endpoint = webhooks.rotate_secret(actor=manager(hub), endpoint_id=endpoint.pk, at=at)
    assert signing.secret_of(endpoint) != former
    content = b"{}"
    within = signing.headers(endpoint, message_id="m", content=content, at=at)
    Webhook(former).verify(content, within)
    Webhook(signing.secret_of(endpoint)).verify(content, within)
    assert (
        len(
            signing.headers(endpoint, message_id="m", content=content, at=at + timedelta(hours=25))[
                "webhook-signature"
            ].split()
        )
        == 1
    )


def test_what_was_not_taken_is_sent_again_later_under_the_same_name(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    receiver.statuses = [(500, {}), (503, {"Retry-After": "600"})]
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    clock = FixedClock(now())
    try_delivery(delivery.pk, clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.next_at) == (
        DeliveryState.WAITING,
        500,
        clock.now() + timedelta(seconds=5),
    )
    try_delivery(delivery.pk, clock)
    delivery.refresh_from_db()
    assert delivery.next_at == clock.now() + timedelta(seconds=600)
    try_delivery(delivery.pk, clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DELIVERED, 3)
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {str(delivery.pk)}


def test_a_job_that_runs_twice_sends_once(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    try_delivery(delivery.pk, SystemClock())
    try_delivery(delivery.pk, SystemClock())
    assert len(receiver.got) == 1


def test_after_the_last_try_it_has_failed_and_may_be_sent_again(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    for _ in range(len(webhooks.AGAIN_AFTER) + 1):
        webhooks.note_outcome(actor=SystemActor(), delivery_id=delivery.pk, outcome=Outcome(status=500), at=now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == (DeliveryState.FAILED, None)
    webhooks.redeliver(actor=manager(hub), delivery_id=delivery.pk, at=now())
    try_delivery(delivery.pk, SystemClock())
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED


def test_a_receiver_that_is_gone_or_fails_for_days_is_told_nothing_more_until_somebody_looks(
    hub: Hub, receiver: Receiver
) -> None:
    endpoint = told(hub, receiver)
    first = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    receiver.statuses = [(410, {})]
    try_delivery(first.pk, SystemClock())
    endpoint.refresh_from_db()
    assert endpoint.stopped_at is not None
    before = WebhookDelivery.objects.count()
    an_organisation(hub)
    assert WebhookDelivery.objects.count() == before
    webhooks.change_endpoint(
        actor=manager(hub), endpoint_id=endpoint.pk, url=receiver.url, name="crm", topics=["network"], at=now()
    )
    an_organisation(hub)
    assert WebhookDelivery.objects.count() > before


def test_redirects_are_not_followed(hub: Hub, receiver: Receiver) -> None:
    receiver.statuses = [(302, {"Location": "http://169.254.169.254/latest/meta-data/"})]
    outcome = send(target_of(receiver.url), b"{}", {})
    assert (outcome.status, outcome.delivered, len(receiver.got)) == (302, False, 1)


def test_a_receiver_that_is_not_there_is_a_fault_not_an_error(hub: Hub) -> None:
    with socket.socket() as held, LOOPBACK:
        held.bind(("127.0.0.1", 0))
        outcome = send(target_of(f"http://127.0.0.1:{held.getsockname()[1]}/"), b"{}", {})
    assert (outcome.status, outcome.delivered, bool(outcome.fault)) == (None, False, True)


PRIVATE = (
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.8/x",
    "https://192.168.1.1/",
    "https://172.16.0.9/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://0.0.0.0/",
    "https://0/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
)


@pytest.mark.parametrize("url", PRIVATE)
def test_no_message_goes_into_a_private_network(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        target_of(url)
    assert refused.value.data["reason"] in {"private", "unknown_name"}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://8.8.8.8/", "scheme"),
        ("http://8.8.8.8/", "scheme"),
        ("file:///etc/passwd", "form"),
        ("https://user:word@8.8.8.8/", "form"),
        ("https://8.8.8.8:99999/", "form"),
        ("https://8.8.8.8/a b", "form"),
        ("https://8.8.8.8/\r\nX: y", "form"),
        ("https://", "form"),
        ("", "form"),
        ("https://no-such-name.invalid/", "unknown_name"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        target_of(url)
    assert refused.value.data["reason"] == reason


def test_a_public_address_is_taken_and_called_by_what_was_judged() -> None:
    target = target_of("https://8.8.8.8:8443/hook?a=1")
    assert (target.address, target.port, target.path) == ("8.8.8.8", 8443, "/hook?a=1")


@given(st.ip_addresses())
def test_an_address_within_another_is_no_more_public_than_what_it_carries(address: Any) -> None:
    if address.version == 4:
        mapped = ipaddress.ip_address(f"::ffff:{address}")
        assert is_public(mapped) == is_public(address)


def test_a_name_that_turns_private_later_is_not_called(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    with override_settings(WEBHOOK_NETWORKS=[]):
        try_delivery(delivery.pk, SystemClock())
    delivery.refresh_from_db()
    assert (receiver.got, delivery.fault, delivery.state) == ([], "address: private", DeliveryState.WAITING)


def test_what_is_half_said_is_refused_with_every_fault(hub: Hub) -> None:
    with pytest.raises(InputRefused) as refused:
        webhooks.add_endpoint(
            actor=manager(hub),
            hub_id=hub.pk,
            url="https://10.0.0.1/",
            name=" ",
            topics=["network", "weather"],
            at=now(),
        )
    assert {f.code for f in refused.value.findings} == {"webhook_unnamed", "topic_missing", "address_private"}
    assert not WebhookEndpoint.objects.exists()


def test_who_does_not_manage_the_hub_neither_sees_nor_changes_it(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    for actor in (manager(hub, Role.SCOUT), MembershipActor(MANAGER)):
        with pytest.raises(Missing):
            webhooks.remove_endpoint(actor=actor, endpoint_id=endpoint.pk, at=now())
        with pytest.raises(Missing):
            webhooks.send_test(actor=actor, endpoint_id=endpoint.pk, at=now())
    endpoint.refresh_from_db()
    assert endpoint.removed_at is None


def test_a_removed_one_gets_nothing_that_waits(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    webhooks.remove_endpoint(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    try_delivery(delivery.pk, SystemClock())
    assert receiver.got == []


def test_what_is_rolled_back_is_never_told(hub: Hub, receiver: Receiver) -> None:
    told(hub, receiver)
    before = WebhookDelivery.objects.count(), asked_of_the_worker()
    with transaction.atomic():
        an_organisation(hub)
        assert WebhookDelivery.objects.count() > before[0]
        transaction.set_rollback(True)
    assert (WebhookDelivery.objects.count(), asked_of_the_worker()) == before


def test_the_same_message_has_the_same_bytes_at_each_try(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    assert webhooks.content_of(delivery) == webhooks.content_of(WebhookDelivery.objects.get(pk=delivery.pk))
    assert json.loads(webhooks.content_of(delivery))["type"] == webhooks.TEST


def test_an_outcome_told_twice_counts_once(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    delivery = webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    for _ in range(2):
        webhooks.note_outcome(actor=SystemActor(), delivery_id=delivery.pk, outcome=Outcome(200), at=now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DELIVERED, 1)


def test_a_hub_tells_so_many_systems_and_no_more(hub: Hub, receiver: Receiver) -> None:
    topics = sorted(str(event) for event in NetworkEvent)[: webhooks.MOST + 1]
    for topic in topics[:-1]:
        told(hub, receiver, topic)
    with pytest.raises(TooManyEndpoints):
        told(hub, receiver, topics[-1])
    assert WebhookEndpoint.objects.count() == webhooks.MOST


def test_a_running_endpoint_is_changed_and_asks_the_worker_for_nothing(hub: Hub, receiver: Receiver) -> None:
    endpoint = told(hub, receiver)
    webhooks.send_test(actor=manager(hub), endpoint_id=endpoint.pk, at=now())
    asked = asked_of_the_worker()
    changed = webhooks.change_endpoint(
        actor=manager(hub), endpoint_id=endpoint.pk, url=receiver.url, name=" erp ", topics=["events"], at=now()
    )
    assert (changed.name, changed.topics, asked_of_the_worker()) == ("erp", ["events"], asked)
