"""Routes that belong to no room."""

from django.urls import path

from landbridge.entrypoints.web.shell import home, preferences

urlpatterns = [
    path("", home.home, name="home"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
    path("preferences/language/", preferences.set_language, name="set_language"),
]
