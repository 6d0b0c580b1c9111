"""Who may log in to a hub, as what; given and ended here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.network.forms import MemberForm
from landbridge.entrypoints.web.network.hubs import other_hubs, working_hub
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Refusal
from landbridge.network import queries, rules
from landbridge.network.actions import hubs, memberships
from landbridge.network.permissions import Permission
from landbridge.network.phrases import ROLES
from landbridge.network.standings import account_with
from landbridge.network.states import Role


def members(request: HttpRequest) -> HttpResponse:
    """The accounts of a hub and their roles."""
    hub = working_hub(request, Permission.MANAGE_MEMBERS)
    rows = queries.memberships_on(rules.visible_memberships(actor_of(request), hub_id=hub.pk), at=clock.current().now())
    members = [(row, ROLES[row.role]) for row in rows]
    context = {
        "hub": hub,
        "hubs": other_hubs(request, Permission.MANAGE_MEMBERS, hub),
        "members": members,
        "tab": "members",
    }
    return render(request, "network/members.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Give somebody a role; an account is opened if the address has none yet."""
    actor = actor_of(request)
    hub = working_hub(request, Permission.MANAGE_MEMBERS)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, clock.current().now()
        account = account_with(said["email"])
        try:
            if account is None:
                account = hubs.open_account(actor=actor, hub_id=hub.pk, email=said["email"], name=said["name"], at=at)
            memberships.grant_membership(
                actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role(said["role"]), at=at
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(
                request, _("The role was given. They set their password by “Forgot your password?” on the log-in page.")
            )
            return redirect("network:members")
    context = {"form": form, "heading": _("Give a role"), "cancel_url": reverse("network:members")}
    return render(request, "network/edit.html", context)


@require_POST
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a role now. What was done with it stays."""
    try:
        memberships.end_membership(actor=actor_of(request), membership_id=membership_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, str(refusal))
    else:
        toast(request, _("The role was ended."))
    return redirect("network:members")
