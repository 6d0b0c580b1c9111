"""Routes that belong to no room."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.shell import home, jobs, preferences, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("favicon.ico", home.icon, name="icon"),
    path("jobs/", jobs.running_work, name="jobs"),
    path("jobs/<uuid:run_id>/", jobs.job, name="job"),
    path("jobs/<uuid:run_id>/progress/", jobs.progress, name="job_progress"),
    path("jobs/<uuid:run_id>/cancel/", jobs.cancel, name="cancel_job"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/phone/", styleguide.phone, name="styleguide_phone"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
    path("preferences/language/", preferences.set_language, name="set_language"),
]

PERMISSIONS: Table = {
    "home": Gate.PUBLIC,
    "icon": Gate.PUBLIC,
    **dict.fromkeys(("jobs", "job", "job_progress", "cancel_job"), Gate.SIGNED_IN),
    "styleguide": Gate.PUBLIC,  # itself: only in a demonstration
    "styleguide_phone": Gate.PUBLIC,
    "set_theme": Gate.PUBLIC,
    "set_language": Gate.PUBLIC,
}
