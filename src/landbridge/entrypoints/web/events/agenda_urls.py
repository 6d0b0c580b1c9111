"""Routes of the agenda, under the room's own address."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.events.pages import agenda_changes, agenda_lists, agendas, compare, prices, replan
from landbridge.network.permissions import Permission

AT = "<uuid:event_id>/agenda/"
VERSION = f"{AT}<int:number>/"
WISH = f"{VERSION}wishes/<uuid:first_id>/<uuid:second_id>/"

urlpatterns = [
    path(AT, agendas.agenda, name="agenda"),
    path(f"{AT}plan/", agenda_changes.plan, name="agenda_plan"),
    path(f"{AT}runs/<uuid:run_id>/", agenda_changes.progress, name="agenda_run"),
    path(f"{AT}runs/<uuid:run_id>/cancel/", agenda_changes.cancel, name="agenda_cancel"),
    path(f"{AT}replan/", replan.replan, name="replan"),
    *(
        path(f"{AT}replan/{about}/", replan.record, {"about": about}, name=f"replan_{about}")
        for about in ("person", "place", "wish")
    ),
    *(
        path(
            f"{AT}replan/changes/<uuid:change_id>/{command}/",
            replan.change_command,
            {"command": command},
            name=f"replan_{command}",
        )
        for command in ("undo", "ended")
    ),
    path(f"{AT}replan/ask/", replan.ask, name="replan_ask"),
    path(f"{AT}replan/runs/<uuid:run_id>/", replan.progress, name="replan_run"),
    path(f"{AT}replan/runs/<uuid:run_id>/cancel/", replan.cancel, name="replan_cancel"),
    path(f"{AT}replan/choices/<uuid:choice_id>/", replan.choice, name="replan_choice"),
    path(f"{AT}replan/choices/<uuid:choice_id>/take/", replan.take, name="replan_take"),
    path(VERSION, agendas.board_page, name="agenda_board"),
    path(f"{VERSION}people/", agenda_lists.people_page, name="agenda_people"),
    path(f"{VERSION}changes/", agenda_lists.changes_page, name="agenda_changes"),
    path(f"{VERSION}wishes/", agenda_lists.wishes_page, name="agenda_wishes"),
    path(f"{WISH}", prices.price, name="wish_price"),
    path(f"{WISH}ask/", prices.ask, name="ask_price"),
    path(f"{WISH}runs/<uuid:run_id>/", prices.progress, name="wish_price_run"),
    path(f"{WISH}runs/<uuid:run_id>/cancel/", prices.cancel, name="wish_price_cancel"),
    path(f"{VERSION}wishes/prices/<uuid:price_id>/take/", prices.take, name="take_price"),
    path(f"{VERSION}compare/", compare.compare, name="agenda_compare"),
    path(f"{VERSION}versions/", agenda_lists.versions_page, name="agenda_versions"),
    path(f"{VERSION}print/", agenda_lists.print_page, name="agenda_print"),
    path(f"{VERSION}people/<uuid:attendee_id>/", agenda_lists.person_page, name="agenda_person"),
    path(f"{VERSION}people/<uuid:attendee_id>.pdf", agenda_lists.person_pdf, name="agenda_person_pdf"),
    path(f"{VERSION}people.pdf", agenda_lists.all_pdf, name="agenda_all_pdf"),
    path(f"{VERSION}meetings.csv", agenda_lists.table_file, {"kind": "csv"}, name="agenda_csv"),
    path(f"{VERSION}meetings.xlsx", agenda_lists.table_file, {"kind": "xlsx"}, name="agenda_xlsx"),
    path(f"{VERSION}edit/", agenda_changes.edit, name="agenda_edit"),
    path(f"{VERSION}undo/<int:edit_number>/", agenda_changes.undo, name="agenda_undo"),
    path(f"{VERSION}publish/", agenda_changes.publish, name="agenda_publish"),
    *(
        path(f"{VERSION}{command}/", agenda_changes.version_command, {"command": command}, name=f"agenda_{command}")
        for command in ("copy", "discard", "restore")
    ),
]

_FILES = ("agenda_person", "agenda_person_pdf", "agenda_all_pdf", "agenda_csv", "agenda_xlsx")
_SEES = (
    "agenda",
    "agenda_run",
    *(f"agenda_{tab}" for tab in ("board", "people", "changes", "wishes", "versions", "print")),
)
_PLANS = ("agenda_plan", "agenda_cancel", "agenda_undo", "agenda_copy", "agenda_discard", "agenda_restore")
PERMISSIONS: Table = {
    # Who meets whom is about people: who may only see that there is a road show does not see it. A desk may give a place.
    **{f"events:{name}": Permission.SEE_PEOPLE for name in (*_SEES, *_FILES, "agenda_edit")},
    **{f"events:{name}": Permission.PLAN_EVENTS for name in _PLANS},
    **{f"events:replan{name}": Permission.SEE_PEOPLE for name in ("", "_run", "_choice")},
    **{f"events:replan_{name}": Permission.RUN_DESK for name in ("person", "place", "undo", "ended")},
    **{f"events:replan_{name}": Permission.PLAN_EVENTS for name in ("wish", "ask", "cancel", "take")},
    **{f"events:{name}": Permission.SEE_PEOPLE for name in ("wish_price", "wish_price_run", "agenda_compare")},
    **{f"events:{name}": Permission.PLAN_EVENTS for name in ("ask_price", "wish_price_cancel", "take_price")},
    "events:agenda_publish": Permission.PUBLISH_AGENDA,
}
