"""The API: what the pages offer, for programmes. Each room adds a router; refusals answer with code, words and data."""

from django.http import HttpRequest
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer, django_auth

from landbridge.entrypoints.api import (
    after,
    agendas,
    board,
    day_changes,
    desk,
    frame,
    gatherings,
    hall,
    imports,
    interpreters,
    matching,
    members,
    needs,
    network,
    notices,
    pairs,
    papers,
    people,
    problems,
    projects,
    rates,
    searches,
    series,
    venue,
    walk_ins,
    webhooks,
)
from landbridge.entrypoints.gate import Gate, Table
from landbridge.kernel.refusal import Refusal
from landbridge.network.models import ApiToken


class TokenAuth(HttpBearer):
    """A programme's token. The gate has looked at it already; here the API learns, and says in its schema, that there are such."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, if the gate found it living."""
        return getattr(request, "token", None)


api = problems.Described(
    title="Landbridge",
    version="1",
    urls_namespace="api",
    docs_url=None,
    auth=[TokenAuth(), django_auth],
    parser=problems.Reader(),
    description="What the pages offer, for programmes. A token as `Authorization: Bearer`, or signed in as on the pages "
    "with the CSRF token. A change with an `Idempotency-Key` may be repeated for a day without happening twice.",
)
api.add_router("/events", frame.router, tags=["road shows"])
api.add_router("/events", venue.router, tags=["road shows"])
api.add_router("/events", interpreters.router, tags=["interpreters and no-shows"])
api.add_router("", series.router, tags=["seasons and calendars"])
api.add_router("/events", people.router, tags=["people"])
api.add_router("/events", agendas.router, tags=["agendas"])
api.add_router("/events", after.router, tags=["after the meetings"])
api.add_router("/events", desk.router, tags=["the day"])
api.add_router("/events", walk_ins.router, tags=["the day"])
api.add_router("/events", gatherings.router, tags=["group sessions"])
api.add_router("/events", hall.router, tags=["the day"])
api.add_router("/events", papers.router, tags=["the day"])
api.add_router("/events", day_changes.router, tags=["the rest of the day"])
api.add_router("", network.router, tags=["network"])
api.add_router("/imports", imports.router, tags=["network"])
api.add_router("/events", imports.event_router, tags=["people"])
api.add_router("/members", members.router, tags=["the hub"])
api.add_router("/exchange-rates", rates.router, tags=["the hub"])
api.add_router("/webhooks", webhooks.router, tags=["the hub"])
api.add_router("/projects", projects.router, tags=["projects"])
api.add_router("/needs", needs.router, tags=["needs"])
api.add_router("", pairs.router, tags=["shortlists of projects and needs"])
api.add_router("", searches.router, tags=["standing searches"])
api.add_router("/board", board.router, tags=["public board"])
api.add_router("", notices.router, tags=["public board, the hub's side"])
api.add_router("/events", matching.router, tags=["shortlists, wishes, invitations"])


api.exception_handler(Refusal)(problems.refused)
api.exception_handler(ValidationError)(problems.not_as_described)
api.exception_handler(HttpError)(problems.failed)


PERMISSIONS: Table = {
    **frame.PERMISSIONS,
    **people.PERMISSIONS,
    **agendas.PERMISSIONS,
    **after.PERMISSIONS,
    **desk.PERMISSIONS,
    **venue.PERMISSIONS,
    **interpreters.PERMISSIONS,
    **series.PERMISSIONS,
    **walk_ins.PERMISSIONS,
    **gatherings.PERMISSIONS,
    **hall.PERMISSIONS,
    **papers.PERMISSIONS,
    **day_changes.PERMISSIONS,
    **network.PERMISSIONS,
    **imports.PERMISSIONS,
    **members.PERMISSIONS,
    **rates.PERMISSIONS,
    **webhooks.PERMISSIONS,
    **matching.PERMISSIONS,
    **projects.PERMISSIONS,
    **needs.PERMISSIONS,
    **pairs.PERMISSIONS,
    **searches.PERMISSIONS,
    **board.PERMISSIONS,
    **notices.PERMISSIONS,
    "api:openapi-json": Gate.SIGNED_IN,
    "api:api-root": Gate.SIGNED_IN,
}
