"""Who may log in to a hub, as what; given and ended here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.network.forms import MemberForm
from landbridge.entrypoints.web.network.hubs import working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.entrypoints.web.refusals import words
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import queries, rules
from landbridge.network.actions import memberships, welcome
from landbridge.network.permissions import Permission
from landbridge.network.phrases import ROLES
from landbridge.network.states import Role


def members(request: HttpRequest) -> HttpResponse:
    """The accounts of a hub and their roles."""
    hub = working_hub(request, Permission.MANAGE_MEMBERS)
    rows = queries.memberships_on(rules.visible_memberships(actor_of(request), hub_id=hub.pk), at=clock.current().now())
    by_role = sorted(rows, key=lambda row: (list(Role).index(Role(row.role)), row.account.email))
    context = tab_context(request, hub, "members", Permission.MANAGE_MEMBERS)
    context["members"] = [(row, ROLES[row.role]) for row in by_role]
    context["closes_accounts"] = actor_of(request).administers_network
    return render(request, "network/members.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Give somebody a role; an account is opened if the address has none yet, and a letter says how to get in."""
    hub = working_hub(request, Permission.MANAGE_MEMBERS)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            welcome.welcome_member(
                actor=actor_of(request), hub_id=hub.pk, email=said["email"], name=said["name"],
                language=get_language() or "en", role=Role(said["role"]), at=clock.current().now(),
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(
                request,
                _("The role was given. A letter with the way in is on its way to %(email)s.")
                % {"email": said["email"]},
            )
            return redirect("network:members")
    context = {"form": form, "heading": _("Give a role"), "cancel_url": reverse("network:members"), "hub": hub}
    return render(request, "network/edit.html", context | {"crumb": _("Members")}, status=status_of(form))


@require_POST
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a role now. What was done with it stays."""
    try:
        memberships.end_membership(actor=actor_of(request), membership_id=membership_id, at=clock.current().now())
    except Missing:
        raise
    except Refusal as refusal:
        toast(request, words(refusal))
    else:
        toast(request, _("The role was ended."))
    return redirect("network:members")
