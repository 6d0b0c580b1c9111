"""The API: what the pages offer, for programmes. Each room adds a router; refusals answer with code, words and data."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import HttpBearer, django_auth

from landbridge.entrypoints.api import after, agendas, desk, frame, matching, network, people
from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web import refusals
from landbridge.kernel.plain import plain
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed, Refusal
from landbridge.network.models import ApiToken


class TokenAuth(HttpBearer):
    """A programme's token. The gate has looked at it already; here the API learns, and says in its schema, that there are such."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, if the gate found it living."""
        return getattr(request, "token", None)


api = NinjaAPI(
    title="Landbridge",
    version="1",
    urls_namespace="api",
    docs_url=None,
    auth=[TokenAuth(), django_auth],
    description="What the pages offer, for programmes. A token as `Authorization: Bearer`, or signed in as on the pages "
    "with the CSRF token. A change with an `Idempotency-Key` may be repeated for a day without happening twice.",
)
api.add_router("/events", frame.router, tags=["road shows"])
api.add_router("/events", people.router, tags=["people"])
api.add_router("/events", agendas.router, tags=["agendas"])
api.add_router("/events", after.router, tags=["after the meetings"])
api.add_router("/events", desk.router, tags=["the day"])
api.add_router("", network.router, tags=["network"])
api.add_router("/events", matching.router, tags=["shortlists, wishes, invitations"])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as JSON: 404 for what is not there or may not be seen, 403, 422 with every finding, else 409."""
    status = 404 if isinstance(refusal, Missing) else 403 if isinstance(refusal, NotAllowed) else 409
    content = {"code": refusal.code, "message": refusals.words(refusal), "data": plain(refusal.data)}
    if isinstance(refusal, InputRefused):
        status = 422
        content["findings"] = [
            {
                "code": finding.code,
                "field": finding.field,
                "row": finding.row,
                "message": refusals.finding_words(finding),
                "data": plain(finding.data),
            }
            for finding in refusal.findings
        ]
    return api.create_response(request, content, status=status)


PERMISSIONS: Table = {
    **frame.PERMISSIONS,
    **people.PERMISSIONS,
    **agendas.PERMISSIONS,
    **after.PERMISSIONS,
    **desk.PERMISSIONS,
    **network.PERMISSIONS,
    **matching.PERMISSIONS,
    "api:openapi-json": Gate.SIGNED_IN,
    "api:api-root": Gate.SIGNED_IN,
}
