"""Routes for people who come by a personal link. The agenda's page joins them under /me/agenda/."""

from django.urls import path

from landbridge.entrypoints.gate import Gate, Table
from landbridge.entrypoints.web.personal import agenda, door, gatherings, interpreting, mine, outcomes, pages, reports
from landbridge.network.permissions import Permission

app_name = "personal"
LINK = [
    path("l/no/<str:secret>", door.no_more, name="no_more"),
    path("l/<str:token>", door.landing, name="landing"),
    path("me/", pages.me, name="me"),
    path("me/wish/<uuid:participant_id>/", pages.wish, name="wish"),
    path("me/agenda/", agenda.agenda, name="agenda"),
    path("me/group-sessions/", gatherings.gatherings, name="gatherings"),
    path("me/group-sessions/<uuid:gathering_id>/", gatherings.change, name="change_gathering"),
    path("me/now/", agenda.now, name="now"),
    path("me/agenda.pdf", agenda.paper, name="agenda_pdf"),
    path("me/agenda.ics", agenda.file, name="agenda_ics"),
    path("me/outcomes/", outcomes.outcomes, name="outcomes"),
    path("me/outcomes/<uuid:pair_uid>/", outcomes.say, name="say_outcome"),
    path("me/follow-ups/<uuid:follow_up_id>/", outcomes.task, name="follow_up"),
    path("me/calendar/", agenda.open_feed, name="open_calendar"),
    path("me/calendar/end/", agenda.close_feed, name="close_calendar"),
    path("cal/<str:token>.ics", agenda.calendar, name="calendar"),
    path("reports/<str:token>/", reports.shared_report, name="shared_report"),
    path("me/answer/", pages.answer, name="answer"),
    path("me/times/", pages.times, name="times"),
    path("me/details/", pages.details, name="details"),
    path("me/no-messages/", pages.no_messages, name="no_messages"),
    path("me/interpreting/", interpreting.agenda, name="interpreting"),
    path("me/interpreting/agenda.ics", interpreting.file, name="interpreting_ics"),
    path("me/interpreting/calendar/", interpreting.open_feed, name="interpreting_calendar"),
    path("me/interpreting/calendar/end/", interpreting.close_feed, name="interpreting_calendar_end"),
    path("me/leave/", pages.leave, name="leave"),
]
ACCOUNT = [
    path("my/agendas/<uuid:attendee_id>/", mine.agenda, name="mine"),
    path("my/agendas/<uuid:attendee_id>/agenda.pdf", mine.paper, name="mine_pdf"),
    path("my/agendas/<uuid:attendee_id>/agenda.ics", mine.calendar, name="mine_ics"),
]
urlpatterns = [*LINK, *ACCOUNT]

# The door is open to everybody: what it opens, the secret decides. Behind it, the session that the secret was swapped for.
PERMISSIONS: Table = {
    **{f"personal:{route.name}": Gate.LINK_HOLDER for route in LINK},
    **{f"personal:{route.name}": Permission.TAKE_PART for route in ACCOUNT},
    "personal:landing": Gate.PUBLIC,
    "personal:shared_report": Gate.PUBLIC,
    "personal:no_more": Gate.PUBLIC,
    "personal:leave": Gate.PUBLIC,
    "personal:calendar": Gate.PUBLIC,
}
