"""Mail to a hub's managers about a question from the public board."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from landbridge.matchmaking.models import Lead
from landbridge.network.models import Membership
from landbridge.network.queries import memberships_on
from landbridge.network.states import Role


def tell_managers(*, lead_id: UUID, at: datetime) -> int:
    """Write to each manager that somebody asked and where to read it; gives how many."""
    lead = Lead.objects.select_related("notice").get(pk=lead_id)
    managers = memberships_on(Membership.objects.filter(hub_id=lead.hub_id, role=Role.HUB_MANAGER), at=at)
    address = settings.SITE_URL + reverse("matchmaking:leads")
    for membership in managers:
        with override(membership.account.language or "en"):
            subject = _("Somebody asked about %(code)s on the public board") % {"code": lead.notice.code}
            text = _("Read it and answer: %(address)s") % {"address": address}
        EmailMessage(subject, f"{text}\n", to=[membership.account.email]).send()
    return len(managers)
