"""A form's field in which somebody names an organisation by its code or its name."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from landbridge.entrypoints.gate import actor_of
from landbridge.network import queries, rules
from landbridge.network.models import Organisation


def organisation_named(
    request: HttpRequest, hub_id: UUID, form: Form, field: str = "organisation"
) -> Organisation | None:
    """The one organisation that was meant; where it is none or several, the form says so."""
    visible = rules.visible_organisations(actor_of(request), hub_id=hub_id)
    matches = queries.meant(visible, form.cleaned_data[field])
    if len(matches) == 1:
        return matches[0]
    several = _("Several match. Give the code.")
    form.add_error(field, several if matches else _("No organisation of that name or code."))
    return None
