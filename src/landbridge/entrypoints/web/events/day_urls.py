"""Routes of the day itself, under the room's own address."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.events.pages import desk, gatherings, live, papers, walk_ins
from landbridge.network.permissions import Permission

AT = "<uuid:event_id>/desk/"
LIVE = "<uuid:event_id>/live/"
GATHERINGS = "<uuid:event_id>/group-sessions/"
WALK_INS = "<uuid:event_id>/walk-ins/"
PAPERS = "<uuid:event_id>/papers/"

urlpatterns = [
    path(AT, desk.desk, name="desk"),
    path(f"{AT}act/", desk.act, name="desk_act"),
    path(f"{AT}worker.js", desk.worker, name="desk_worker"),
    path(LIVE, live.live, name="live"),
    path(f"{LIVE}now/", live.live_now, name="live_now"),
    path(f"{LIVE}screens/", live.open_screen, name="open_screen"),
    path(f"{LIVE}screens/<uuid:screen_id>/end/", live.end_screen, name="end_screen"),
    path(GATHERINGS, gatherings.gatherings, name="gatherings"),
    path(f"{GATHERINGS}<uuid:gathering_id>/", gatherings.gathering, name="gathering"),
    path(f"{GATHERINGS}<uuid:gathering_id>/edit/", gatherings.edit, name="edit_gathering"),
    path(f"{GATHERINGS}<uuid:gathering_id>/change/", gatherings.change, name="change_gathering"),
    path(WALK_INS, walk_ins.walk_in, name="walk_ins"),
    path(f"{WALK_INS}standby/", walk_ins.stand_by, name="standby"),
    path(f"{WALK_INS}standby/fill/", walk_ins.fill, name="standby_fill"),
    path(f"{WALK_INS}standby/<uuid:standby_id>/place/", walk_ins.place, name="standby_place"),
    path(f"{WALK_INS}standby/<uuid:standby_id>/leave/", walk_ins.leave, name="standby_leave"),
    path(PAPERS, papers.papers, name="papers"),
    path(f"{PAPERS}badges/", papers.make_badges, name="make_badges"),
    path(f"{PAPERS}badges.pdf", papers.badges_pdf, name="badges_pdf"),
    path(f"{PAPERS}badges/<uuid:attendee_id>/replace/", papers.replace_badge, name="replace_badge"),
    path(f"{PAPERS}<slug:kind>.pdf", papers.paper, name="paper"),
]
DOORS = [
    path("b/worker.js", desk.badge_worker, name="badge_worker"),
    path("b/<str:code>", desk.badge, name="badge"),
    path("hall/<str:token>/", live.hall, name="hall"),
    path("hall/<str:token>/now/", live.hall_now, name="hall_now"),
]
"""Short addresses outside the room, open to everybody: badges tell nothing but to the desk, a screen what it was made for."""

PERMISSIONS: Table = {
    **{f"events:{route.name}": Permission.RUN_DESK for route in urlpatterns},
    "events:open_screen": Permission.PUBLISH_AGENDA,
    "events:edit_gathering": Permission.PLAN_EVENTS,
    **{str(route.name): Gate.PUBLIC for route in DOORS},
}
