"""Every route of the site. Each needs a row in the permission table."""

from django.urls import URLPattern, URLResolver, include, path

from landbridge.entrypoints.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.urls")),
]
