"""Routes of a demonstration."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.demo import pages

app_name = "demo"
urlpatterns = [
    path("demonstration/enter/<slug:role>/", pages.enter, name="enter"),
    path("demonstration/clock/", pages.set_clock, name="clock"),
]

# Each asks by itself: only in a demonstration, only from this machine.
PERMISSIONS: Table = {"demo:enter": Gate.PUBLIC, "demo:clock": Gate.PUBLIC}
