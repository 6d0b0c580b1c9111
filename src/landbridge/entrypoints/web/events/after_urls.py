"""Routes of the time after the meetings, under the room's own address."""

from django.urls import path

from landbridge.entrypoints.gate import Table
from landbridge.entrypoints.web.events.pages import follow_ups, outcomes, report, series
from landbridge.network.permissions import Permission

AT = "<uuid:event_id>/"
MEETING = f"{AT}outcomes/<uuid:pair_uid>/"
ONE = "follow-ups/<uuid:follow_up_id>/"

urlpatterns = [
    path(f"{AT}outcomes/", outcomes.outcomes, name="outcomes"),
    path(MEETING, outcomes.outcome, name="outcome"),
    path(f"{MEETING}answer/<str:end>/", outcomes.answer, name="answer_outcome"),
    path("follow-ups/", follow_ups.all_follow_ups, name="all_follow_ups"),
    path(f"{AT}follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path(f"{AT}follow-ups/add/", follow_ups.add, name="add_follow_up"),
    path(ONE, follow_ups.follow_up, name="follow_up"),
    path(f"{ONE}change/", follow_ups.change, name="change_follow_up"),
    path(f"{ONE}keep/", follow_ups.keep, name="keep_follow_up"),
    path(f"{ONE}drop/", follow_ups.drop, name="drop_follow_up"),
    path(f"{ONE}reopen/", follow_ups.reopen, name="reopen_follow_up"),
    path(f"{AT}report/", report.report, name="report"),
    path(f"{AT}report/rows/<str:figure>/", report.rows, name="report_rows"),
    path(f"{AT}report.pdf", report.pdf, name="report_pdf"),
    path(f"{AT}report.xlsx", report.xlsx, name="report_xlsx"),
    path(f"{AT}report/share/", report.share, name="share_report"),
    path(f"{AT}series/", series.series, name="series"),
    path(f"{AT}series/copy/", series.copy, name="copy"),
    path(f"{AT}series/season/", series.season, name="set_season"),
    path(f"{AT}series/listing/", series.listing, name="list_publicly"),
    path("seasons/<uuid:season_id>/", series.of_season, name="season"),
    path("report-shares/<uuid:share_id>/end/", report.unshare, name="unshare_report"),
]
_LOOKS = (
    "outcomes", "outcome", "all_follow_ups", "follow_ups", "report", "report_rows", "report_pdf", "report_xlsx",
)  # fmt: skip
_PLANS = (
    "series",
    "copy",
    "set_season",
    "share_report",
    "unshare_report",
    "add_follow_up",
    "change_follow_up",
    "keep_follow_up",
    "drop_follow_up",
    "reopen_follow_up",
)
PERMISSIONS: Table = {
    # What two parties said of each other is about people; a desk may note an answer.
    **{f"events:{name}": Permission.SEE_PEOPLE for name in _LOOKS},
    "events:follow_up": Permission.SEE_PEOPLE,
    "events:season": Permission.SEE_EVENTS,
    "events:list_publicly": Permission.PUBLISH_AGENDA,
    "events:answer_outcome": Permission.RUN_DESK,
    **{f"events:{name}": Permission.PLAN_EVENTS for name in _PLANS},
}
