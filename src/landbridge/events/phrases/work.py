"""Words for the background work of road shows: what it is called, and what it says while it runs."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

JOBS: Final[Words] = {
    "events.plan": _("Planning an agenda"),
    "events.price_wish": _("Finding what a wish would cost"),
    "events.replan": _("Planning the rest of the day again"),
    "events.make_shortlists": _("Making shortlists"),
    "events.send_messages": _("Sending invitations"),
}
JOB_NOTES: Final[Words] = {
    "events.plan": _("%(seconds)s of %(budget)s seconds"),
    "events.price_wish": _("%(seconds)s of %(budget)s seconds"),
    "events.replan": _("%(seconds)s of %(budget)s seconds"),
    "events.send_messages": _("%(sent)s of %(of)s sent"),
}
