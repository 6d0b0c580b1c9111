"""Every route of the site. Each needs a row in the permission table."""

from django.urls import URLPattern, URLResolver, include, path

from landbridge.entrypoints.api.site import api
from landbridge.entrypoints.health import healthz
from landbridge.entrypoints.web.events.day_urls import DOORS

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("landbridge.entrypoints.web.account.urls")),
    path("account/", include("allauth.urls")),
    path("api/", api.urls),
    path("network/", include("landbridge.entrypoints.web.network.urls")),
    path("", include("landbridge.entrypoints.web.matchmaking.board_urls")),
    path("matches/", include("landbridge.entrypoints.web.matchmaking.urls")),
    path("projects/", include("landbridge.entrypoints.web.projects.urls")),
    path("", include("landbridge.entrypoints.web.demo.urls")),
    path("events/", include("landbridge.entrypoints.web.events.urls")),
    *DOORS,
    path("", include("landbridge.entrypoints.web.personal.urls")),
    path("", include("landbridge.entrypoints.web.public.urls")),
    path("", include("landbridge.entrypoints.web.shell.urls")),
]
handler400 = "landbridge.entrypoints.web.shell.errors.bad_request"
handler403 = "landbridge.entrypoints.web.shell.errors.forbidden"
handler404 = "landbridge.entrypoints.web.shell.errors.not_found"
handler500 = "landbridge.entrypoints.web.shell.errors.broken"
