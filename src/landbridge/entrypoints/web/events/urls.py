"""Routes of the road show, by topic, and what each needs."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.events import after_urls, agenda_urls, day_urls, match_urls
from landbridge.entrypoints.web.events.pages import (
    frame,
    imports,
    interpreters,
    no_shows,
    participant,
    people,
    setup,
)
from landbridge.network.permissions import Permission

app_name = "events"
FRAME = [
    path("", frame.road_shows, name="events"),
    path("new/", frame.new, name="new"),
    path("<uuid:event_id>/", frame.event, name="event"),
    path("<uuid:event_id>/edit/", frame.edit, name="edit"),
    path("<uuid:event_id>/cancel/", frame.cancel, name="cancel"),
    path("<uuid:event_id>/held/", frame.held, name="held"),
    path("<uuid:event_id>/undo/<uuid:entry_id>/", frame.undo, name="undo"),
]
SETUP = [
    path("<uuid:event_id>/setup/", setup.setup, name="setup"),
    path("<uuid:event_id>/setup/sessions/", setup.sessions, name="set_sessions"),
    path("<uuid:event_id>/setup/repeat/", setup.repeat_first_day, name="repeat_first_day"),
    path("<uuid:event_id>/setup/rooms/", setup.add_room, name="add_room"),
    path("<uuid:event_id>/setup/rooms/<uuid:room_id>/", setup.room, name="room"),
    path("<uuid:event_id>/setup/rooms/<uuid:room_id>/remove/", setup.remove_room, name="remove_room"),
    path("<uuid:event_id>/setup/walks/", setup.walks, name="set_walks"),
    path("<uuid:event_id>/setup/tables/", setup.add_tables, name="add_tables"),
    path("<uuid:event_id>/setup/tables/<uuid:table_id>/", setup.table, name="table"),
    path("<uuid:event_id>/setup/tables/<uuid:table_id>/remove/", setup.remove_table, name="remove_table"),
    path("<uuid:event_id>/setup/groups/new/", setup.new_group, name="new_group"),
    path("<uuid:event_id>/setup/groups/<uuid:group_id>/", setup.group, name="group"),
    path("<uuid:event_id>/setup/groups/<uuid:group_id>/remove/", setup.remove_group, name="remove_group"),
    path("<uuid:event_id>/setup/rules/", setup.rules_of_groups, name="group_rules"),
    path("<uuid:event_id>/setup/co-hosts/", setup.co_hosts, name="co_hosts"),
]
INTERPRETERS = [
    path("<uuid:event_id>/interpreters/", interpreters.interpreters, name="interpreters"),
    path("<uuid:event_id>/interpreters/needed/", interpreters.needed, name="set_interpreting"),
    path("<uuid:event_id>/interpreters/add/", interpreters.add, name="add_interpreter"),
    path("<uuid:event_id>/interpreters/<uuid:interpreter_id>/", interpreters.agenda, name="interpreter"),
    path("<uuid:event_id>/interpreters/<uuid:interpreter_id>/edit/", interpreters.edit, name="edit_interpreter"),
    path("<uuid:event_id>/interpreters/<uuid:interpreter_id>/remove/", interpreters.remove, name="remove_interpreter"),
    path("<uuid:event_id>/interpreters/<uuid:interpreter_id>/link/", interpreters.link, name="interpreter_link"),
    path(
        "<uuid:event_id>/interpreters/<uuid:interpreter_id>/links/revoke/",
        interpreters.revoke_links,
        name="revoke_interpreters_links",
    ),
    path(
        "<uuid:event_id>/interpreters/<uuid:interpreter_id>/agenda.ics",
        interpreters.calendar,
        name="interpreter_calendar",
    ),
]
PEOPLE = [
    path("<uuid:event_id>/people/", people.people, name="people"),
    path("<uuid:event_id>/people/add/", people.add, name="add_people"),
    path("<uuid:event_id>/people/new-project/", people.new_project, name="new_project"),
    path("<uuid:event_id>/people/new-organisation/", people.new_organisation, name="new_organisation"),
    path("<uuid:event_id>/people/import/", imports.upload, name="upload_people"),
    path("<uuid:event_id>/people/import/<slug:sheet>.<slug:form>", imports.sheet, name="sheet_to_fill"),
    path("<uuid:event_id>/people/import/<uuid:import_id>/", imports.look, name="import"),
    path("<uuid:event_id>/people/import/<uuid:import_id>/columns/", imports.columns, name="import_columns"),
    path("<uuid:event_id>/people/import/<uuid:import_id>/take/", imports.take, name="take_import"),
    path("<uuid:event_id>/people/import/<uuid:import_id>/undo/", imports.undo, name="undo_import"),
    path("<uuid:event_id>/people/import/<uuid:import_id>/rejected/", imports.rejected, name="rejected"),
    path("<uuid:event_id>/no-shows/", no_shows.no_shows, name="no_shows"),
    path("<uuid:event_id>/no-shows/<uuid:no_show_id>/excuse/", no_shows.excuse, name="excuse_no_show"),
    path("<uuid:event_id>/no-shows/<uuid:no_show_id>/count/", no_shows.count, name="count_no_show"),
    path("participants/<uuid:participant_id>/", participant.participant, name="participant"),
    path("participants/<uuid:participant_id>/edit/", participant.edit, name="edit_participant"),
    path("participants/<uuid:participant_id>/withdraw/", participant.withdraw, name="withdraw"),
    path("participants/<uuid:participant_id>/reinstate/", participant.reinstate, name="reinstate"),
    path("participants/<uuid:participant_id>/people/", participant.add_attendee, name="add_attendee"),
    path("attendees/<uuid:attendee_id>/availability/", participant.availability, name="availability"),
    path("attendees/<uuid:attendee_id>/languages/", participant.languages, name="languages"),
    path("attendees/<uuid:attendee_id>/lead/", participant.lead, name="lead"),
    path("attendees/<uuid:attendee_id>/remove/", participant.remove_attendee, name="remove_attendee"),
]
ORGANISING = [*FRAME, *SETUP, *INTERPRETERS, *PEOPLE]
urlpatterns = [
    *ORGANISING,
    *match_urls.urlpatterns,
    *agenda_urls.urlpatterns,
    *after_urls.urlpatterns,
    *day_urls.urlpatterns,
]

SEEN = {"events", "event"}
OWN: Table = {
    f"events:{route.name}": Permission.SEE_EVENTS if route.name in SEEN else Permission.PLAN_EVENTS
    for route in ORGANISING
}
PERMISSIONS: Table = {
    **OWN,
    **match_urls.PERMISSIONS,
    **agenda_urls.PERMISSIONS,
    **after_urls.PERMISSIONS,
    **day_urls.PERMISSIONS,
}
