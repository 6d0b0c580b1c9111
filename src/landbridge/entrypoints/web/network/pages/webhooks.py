"""Other systems that are told what happens in the hub."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.network.forms import WebhookForm
from landbridge.entrypoints.web.network.hubs import hub_of, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.entrypoints.web.refusals import sentences, words
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.toasts import toast
from landbridge.evidence import trail
from landbridge.kernel.refusal import Refusal
from landbridge.network import queries, rules
from landbridge.network.actions import webhooks as actions
from landbridge.network.models import WebhookDelivery, WebhookEndpoint
from landbridge.network.permissions import Permission
from landbridge.network.phrases import DELIVERY_STATES, ROOMS
from landbridge.network.webhooks.signing import secret_of

LATEST = 50


def webhooks(request: HttpRequest) -> HttpResponse:
    """The systems that are told, and how that goes."""
    hub = working_hub(request, Permission.MANAGE_HUB)
    rows = queries.endpoints_on(rules.visible_endpoints(actor_of(request), hub_id=hub.pk))
    context = tab_context(request, hub, "webhooks", Permission.MANAGE_HUB) | {"endpoints": rows}
    return render(request, "network/webhooks.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Tell one more system."""
    hub = working_hub(request, Permission.MANAGE_HUB)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint = actions.add_endpoint(
                actor=actor_of(request), hub_id=hub.pk, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("It is told from now on. Give its secret to whoever runs it, then send a test."))
            return redirect("network:webhook", endpoint.pk)
    context = {"form": form, "heading": _("Tell another system"), "cancel_url": reverse("network:webhooks"), "hub": hub}
    return render(request, "network/edit.html", context | {"crumb": _("Webhooks")}, status=status_of(form))


def change(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Change the address or what it is told."""
    endpoint = rules.access_endpoint(actor_of(request), endpoint_id, lock=False)
    initial = {"name": endpoint.name, "url": endpoint.url, "topics": endpoint.topics}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_endpoint(
                actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("The change holds for what happens from now on."))
            return redirect("network:webhook", endpoint_id)
    context = {"form": form, "heading": endpoint.name, "cancel_url": reverse("network:webhook", args=[endpoint_id])}
    return render(request, "network/edit.html", context | {"crumb": endpoint.name}, status=status_of(form))


def webhook(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """One system: its secret, the last messages, a test."""
    endpoint = rules.access_endpoint(actor_of(request), endpoint_id, lock=False)
    events = {**sentences("EVENTS"), actions.TEST: _("Test")}
    rows = queries.latest_deliveries(endpoint, most=LATEST)
    context = {
        "endpoint": endpoint,
        "hub": hub_of(request, endpoint.hub_id),
        "secret": secret_of(endpoint),
        "told_of": _told_of(endpoint),
        "deliveries": [(row, events.get(row.event, row.event), DELIVERY_STATES[row.state], _tone(row)) for row in rows],
    }
    return unwritten(render(request, "network/webhook.html", context))


def _told_of(endpoint: WebhookEndpoint) -> list[tuple[object, list[object]]]:
    """What it is told, room by room: everything (no single event named), or the events by their words."""
    words = {str(event): word for event, word in sentences("EVENTS").items()}
    rooms = [(room, [t for t in endpoint.topics if t == room or t.startswith(f"{room}.")]) for room in trail.events]
    return [
        (ROOMS.get(room, room), [] if room in chosen else [words.get(topic, topic) for topic in chosen])
        for room, chosen in rooms
        if chosen
    ]


def _tone(row: WebhookDelivery) -> str:
    return {"delivered": "good", "failed": "bad"}.get(row.state, "")


@require_POST
def test(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a message that says nothing."""
    actions.send_test(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())
    toast(request, _("A test is on its way. Look at the page again in a moment."))
    return redirect("network:webhook", endpoint_id)


@require_POST
def rotate(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Give the system a new secret."""
    actions.rotate_secret(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())
    toast(request, _("The new secret holds. For 24 hours messages are signed with both."))
    return redirect("network:webhook", endpoint_id)


@require_POST
def remove(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Tell the system nothing more."""
    actions.remove_endpoint(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())
    toast(request, _("It is told nothing more."))
    return redirect("network:webhooks")


@require_POST
def redeliver(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Send one message again."""
    at = clock.current().now()
    delivery = rules.access_delivery(actor_of(request), delivery_id, lock=False)
    try:
        actions.redeliver(actor=actor_of(request), delivery_id=delivery_id, at=at)
    except Refusal as refusal:
        toast(request, words(refusal))
    else:
        toast(request, _("The message is sent again, under its own identifier."))
    return redirect("network:webhook", delivery.endpoint_id)
