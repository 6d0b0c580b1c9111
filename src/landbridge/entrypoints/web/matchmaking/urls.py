"""Routes of matchmaking."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.matchmaking.pages import needs, pairs, shortlists
from landbridge.network.permissions import Permission

app_name = "matchmaking"
PAIR = "pairs/<uuid:project_id>/<uuid:need_id>/"
urlpatterns = [
    path("", needs.needs, name="matches"),
    path("needs/add/", needs.add, name="add_need"),
    path("needs/<uuid:need_id>/", needs.need, name="need"),
    path("needs/<uuid:need_id>/change/", needs.change, name="change_need"),
    path("needs/<uuid:need_id>/close/", needs.close, name="close_need"),
    path("needs/<uuid:need_id>/reopen/", needs.reopen, name="reopen_need"),
    path("needs/<uuid:need_id>/make/", shortlists.make_for_need, name="make_for_need"),
    path("projects/<uuid:project_id>/", shortlists.project_list, name="project"),
    path("projects/<uuid:project_id>/make/", shortlists.make_for_project, name="make_for_project"),
    path(PAIR, pairs.pair, name="pair"),
    path(f"{PAIR}refuse/", pairs.refuse, name="refuse_pair"),
    path(f"{PAIR}outcome/", pairs.outcome, name="outcome"),
    path("refusals/<uuid:refusal_id>/lift/", shortlists.lift, name="lift_refusal"),
]
SEEN = ("matches", "need", "project", "pair")

PERMISSIONS: Table = {
    f"{app_name}:{route.name}": Permission.SEE_PROJECTS if route.name in SEEN else Permission.PLAN_EVENTS
    for route in urlpatterns
}
