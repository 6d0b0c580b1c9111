"""Routes for everybody."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.public import calendar

urlpatterns = [
    path("calendar/<uuid:hub_id>/", calendar.page, name="public_calendar"),
    path("calendar/<uuid:hub_id>/<str:language>.ics", calendar.feed, name="public_feed"),
]
PERMISSIONS: Table = {route.name: Gate.PUBLIC for route in urlpatterns if route.name}
