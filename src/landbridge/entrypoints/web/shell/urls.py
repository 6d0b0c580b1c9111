"""Routes that belong to no room."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.shell import home, preferences, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
    path("preferences/language/", preferences.set_language, name="set_language"),
]

PERMISSIONS: Table = {
    "home": Gate.PUBLIC,
    "styleguide": Gate.PUBLIC,  # itself: only in a demonstration
    "set_theme": Gate.PUBLIC,
    "set_language": Gate.PUBLIC,
}
