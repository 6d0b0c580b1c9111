"""Routes of matchmaking."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.matchmaking.pages import needs, notices, pairs, quality, searches, shortlists
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
    path("needs/<uuid:need_id>/search/", searches.begin, name="begin_search"),
    path("searches/<uuid:search_id>/move/", searches.move, name="move_search"),
    path("answer/<str:token>/", searches.answer, name="answer"),
    path("board/", notices.notices, name="notices"),
    path("board/<uuid:notice_id>/", notices.notice, name="notice"),
    path("board/<uuid:notice_id>/change/", notices.change, name="change_notice"),
    path("board/<uuid:notice_id>/publish/", notices.publish, name="publish_notice"),
    path("board/<uuid:notice_id>/withdraw/", notices.withdraw, name="withdraw_notice"),
    path("projects/<uuid:project_id>/board/", notices.write_for_project, name="write_for_project"),
    path("needs/<uuid:need_id>/board/", notices.write_for_need, name="write_for_need"),
    path("quality/", quality.report, name="quality"),
    path("quality/pairs/", quality.pairs, name="shown_pairs"),
    path("leads/", notices.leads, name="leads"),
    path("leads/<uuid:lead_id>/", notices.lead, name="lead"),
    path("leads/<uuid:lead_id>/settle/", notices.settle, name="settle_lead"),
    path("refusals/<uuid:refusal_id>/lift/", shortlists.lift, name="lift_refusal"),
]
SEEN = ("matches", "need", "project", "pair", "notices", "notice")
OPEN = ("answer",)


def _needed(name: str) -> Gate | Permission:
    """What a route asks for; a letter's link carries its own proof."""
    if name in OPEN:
        return Gate.PUBLIC
    return Permission.SEE_PROJECTS if name in SEEN else Permission.PLAN_EVENTS


PERMISSIONS: Table = {f"{app_name}:{route.name}": _needed(str(route.name)) for route in urlpatterns}
