"""`/healthz`, and how commands ask it."""

import http.client

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from landbridge.ground.health import examine


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """200 when database, migrations and worker are up, else 503; says which."""
    health = examine()
    parts = {"database": health.database, "migrations": health.migrations, "worker": health.worker}
    response = JsonResponse(parts, status=200 if health.whole else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def ask_healthz(port: int) -> int | None:
    """The status the site on this machine gives, None if nothing answers."""
    host = str(settings.ALLOWED_HOSTS[0]).lstrip(".").replace("*", "localhost")
    question = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        question.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return question.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        question.close()
