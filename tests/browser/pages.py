"""Every page of the site, for accessibility runs and screenshots. Each room adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Page

from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.network.states import Role
from tests.browser import day_places, places
from tests.browser.conftest import SINCE, World


@dataclass(frozen=True, slots=True)
class Visit:
    """A page: its name, who opens it, and its address, or a function that prepares the data and returns it."""

    name: str
    path: str | Callable[[World], str]
    role: Role | None = None
    beyond: str = ""
    """Where to go from the door that a personal link opens."""

    def address(self, world: World) -> str:
        """The path on the site, with what it shows in place."""
        return self.path(world) if callable(self.path) else self.path

    def arrive(self, page: Page) -> None:
        """Go on from the address to the page that is meant."""
        if self.beyond:
            page.locator('main form button[type="submit"]').first.click()
            page.wait_for_url("**/me/**")
            page.goto(page.url.split("/me/")[0] + self.beyond)


def a_job(world: World) -> str:
    """A piece of work at a fifth."""
    with hub_context(world.hub.pk):
        run = JobRun.objects.create(
            hub_id=world.hub.pk,
            kind="events.plan",
            requested_by=uuid4(),
            state="running",
            progress=0.2,
            queued_at=SINCE,
            started_at=SINCE,
        )
    return f"/jobs/{run.pk}/"


def jobs(world: World) -> str:
    """The list with one piece of work."""
    a_job(world)
    return "/jobs/"


def closing(world: World) -> str:
    """The end of somebody's account, as a network administrator sees it."""
    return f"/account/{world.account(Role.SCOUT).pk}/close/"


MANAGER = Role.HUB_MANAGER
SHELL = (
    Visit("home-visitor", "/"),
    Visit("home", "/", MANAGER),
    Visit("home-founder", places.bound("home"), Role.FOUNDER),
    Visit("my-agenda", places.bound("personal:mine", "attendee"), Role.FOUNDER),
    Visit("styleguide", "/styleguide/"),
    Visit("styleguide-phone", "/styleguide/phone/"),
    Visit("jobs", jobs, MANAGER),
    Visit("jobs-empty", "/jobs/", Role.SCOUT),
    Visit("job", a_job, MANAGER),
    Visit("login", "/account/login/"),
    Visit("password-reset", "/account/password/reset/"),
    Visit("password", "/account/password/change/", Role.FOUNDER),
    Visit("second-factor", "/account/2fa/", Role.FOUNDER),
    Visit("second-factor-full", places.second_factor, Role.PARTNER),
    Visit("passkeys", "/account/2fa/webauthn/", Role.FOUNDER),
    Visit("passkey-add", "/account/2fa/webauthn/add/", Role.FOUNDER),
    Visit("app-set-up", "/account/2fa/totp/activate/", Role.FOUNDER),
    Visit("single-sign-on", "/account/3rdparty/", Role.FOUNDER),
    Visit("single-sign-on-failed", "/account/3rdparty/login/error/"),
    Visit("single-sign-on-cancelled", "/account/3rdparty/login/cancelled/"),
    Visit("is-it-you", places.with_password, Role.JUDGE),
    Visit("password-reset-done", "/account/password/reset/done/"),
    Visit("password-link-used", "/account/password/reset/key/1-abc/"),
    Visit("sessions", "/account/sessions/", Role.FOUNDER),
    Visit("account-close", closing, Role.NETWORK_ADMINISTRATOR),
    Visit("missing", "/nowhere/"),
)
NETWORK = (
    Visit("organisations", places.network("organisations"), MANAGER),
    Visit("organisations-empty", "/network/organisations/", MANAGER),
    Visit("organisation", places.network("organisation", of="organisation"), MANAGER),
    Visit("organisation-add", "/network/organisations/add/", MANAGER),
    Visit("organisation-change", places.network("change_organisation", of="organisation"), MANAGER),
    Visit("people", places.network("people"), MANAGER),
    Visit("people-empty", "/network/people/", MANAGER),
    Visit("person", places.network("person", of="person"), MANAGER),
    Visit("person-add", "/network/people/add/", MANAGER),
    Visit("person-change", places.network("change_person", of="person"), MANAGER),
    Visit("person-belongs", places.network("affiliate", of="person"), MANAGER),
    Visit("person-erase", places.network("erase_person", of="person"), MANAGER),
    Visit("members", "/network/members/", MANAGER),
    Visit("member-add", "/network/members/add/", MANAGER),
    Visit("webhooks-empty", "/network/webhooks/", MANAGER),
    Visit("webhook-add", "/network/webhooks/add/", MANAGER),
    Visit("tokens-empty", "/network/tokens/", MANAGER),
    Visit("token-make", "/network/tokens/make/", MANAGER),
    Visit("network-import", "/network/import/", MANAGER),
    Visit("network-import-preview", places.people_file, MANAGER),
    Visit("rates", places.rates, MANAGER),
    Visit("rates-empty", "/network/rates/", MANAGER),
    Visit("rate-add", "/network/rates/add/", MANAGER),
    Visit("rates-import", "/network/rates/import/", MANAGER),
    Visit("rate-withdraw", places.rate, MANAGER),
    Visit("personal-data", places.network("personal_data"), MANAGER),
    Visit("search", places.network("search", query="?q=li"), MANAGER),
)
EVENTS = (
    Visit("road-shows", places.page("events:events"), MANAGER),
    Visit("road-shows-empty", "/events/", MANAGER),
    Visit("road-show-new", "/events/new/", MANAGER),
    Visit("road-show", places.page("events:event", "event"), MANAGER),
    Visit("road-show-edit", places.page("events:edit", "event"), MANAGER),
    Visit("setup", places.page("events:setup", "event"), MANAGER),
    Visit("setup-places", places.far_rooms, MANAGER),
    Visit("interpreter", places.of_an_interpreter("events:interpreter"), MANAGER),
    Visit("interpreter-link", places.of_an_interpreter("events:interpreter_link"), MANAGER),
    Visit("interpreters", places.page("events:interpreters", "event"), MANAGER),
    Visit("room", places.page("events:room", "event", "room"), MANAGER),
    Visit("table", places.page("events:table", "event", "table"), MANAGER),
    Visit("group", places.page("events:group", "event", "group"), MANAGER),
    Visit("group-new", places.page("events:new_group", "event"), MANAGER),
    Visit("co-hosts", places.page("events:co_hosts", "event"), MANAGER),
    Visit("who-comes", places.page("events:people", "event"), MANAGER),
    Visit("who-comes-empty", places.bare, MANAGER),
    Visit("who-comes-add", places.page("events:add_people", "event"), MANAGER),
    Visit("project-new", places.page("events:new_project", "event"), MANAGER),
    Visit("guest-new", places.page("events:new_organisation", "event"), MANAGER),
    Visit("import", places.page("events:upload_people", "event"), MANAGER),
    Visit("import-preview", places.file_with_faults, MANAGER),
    Visit("participant", places.page("events:participant", "guest"), MANAGER),
    Visit("participant-edit", places.page("events:edit_participant", "guest"), MANAGER),
)
PROJECTS = (
    Visit("projects", places.project("projects"), MANAGER),
    Visit("projects-empty", "/projects/", MANAGER),
    Visit("project-page", places.project("project"), MANAGER),
    Visit("project-add", "/projects/add/", MANAGER),
    Visit("project-change", places.project("change"), MANAGER),
    Visit("project-advance", places.project("advance"), MANAGER),
    Visit("project-document-add", places.project("add_document"), MANAGER),
)
MATCHMAKING = (
    Visit("needs", places.matching("matches"), MANAGER),
    Visit("needs-empty", "/matches/", MANAGER),
    Visit("need", places.matching("need", "need"), MANAGER),
    Visit("need-add", "/matches/needs/add/", MANAGER),
    Visit("need-change", places.matching("change_need", "need"), MANAGER),
    Visit("project-shortlist", places.matching("project", "project"), MANAGER),
    Visit("side-by-side", places.matching("pair", "project", "need"), MANAGER),
    Visit("side-by-side-refuse", places.matching("refuse_pair", "project", "need"), MANAGER),
    Visit("side-by-side-outcome", places.matching("outcome", "project", "need"), MANAGER),
    Visit("search-begin", places.matching("begin_search", "need"), MANAGER),
    Visit("search-answer", places.matching("answer", "token")),
    Visit("notices", places.matching("notices"), MANAGER),
    Visit("notice-own", places.matching("notice", "notice"), MANAGER),
    Visit("notice-change", places.matching("change_notice", "notice"), MANAGER),
    Visit("notice-write", places.matching("write_for_project", "project"), MANAGER),
    Visit("quality", places.matching("quality"), MANAGER),
    Visit("quality-empty", "/matches/quality/", MANAGER),
    Visit("quality-pairs", places.matching("shown_pairs"), MANAGER),
    Visit("leads", places.matching("leads"), MANAGER),
    Visit("lead", places.matching("lead", "lead"), MANAGER),
    Visit("board", places.matching("board:board", public=True)),
    Visit("board-empty", "/board/"),
    Visit("board-notice", places.matching("board:notice", "notice", public=True)),
)
MATCHING = (
    Visit("shortlists", places.page("events:shortlists", "event"), MANAGER),
    Visit("shortlist", places.page("events:shortlist", "project"), MANAGER),
    Visit("shortlist-guest", places.page("events:shortlist", "guest"), MANAGER),
    Visit("pair", places.pair_page, MANAGER),
    Visit("refuse", places.refusing, MANAGER),
    Visit("wishes", places.page("events:wishes", "event"), MANAGER),
    Visit("wish-table", places.page("events:wish_table", "event"), MANAGER),
    Visit("wish-deadline", places.page("events:wish_deadline", "event"), MANAGER),
    Visit("wish-enter", places.page("events:say_wish", "event"), MANAGER),
    Visit("invitations", places.page("events:invitations", "event"), MANAGER),
    Visit("invite", places.page("events:invite", "event"), MANAGER),
    Visit("invitation-copy", places.page("events:copy_invitation", "attendee"), MANAGER),
)
AGENDA = (
    Visit("agenda-none", places.unplanned, MANAGER),
    Visit("agenda-impossible", places.impossible, MANAGER),
    Visit("agenda-board", places.page("events:agenda_board", "event", "version"), MANAGER),
    Visit("agenda-selected", places.selected, MANAGER),
    Visit("agenda-published", places.published, MANAGER),
    Visit("wish-price", places.a_price, MANAGER),
    Visit("replan", places.changed_day, MANAGER),
    Visit("replan-choice", places.a_choice, MANAGER),
    Visit("agenda-people", places.page("events:agenda_people", "event", "version"), MANAGER),
    Visit("agenda-person", places.page("events:agenda_person", "event", "version", "attendee"), MANAGER),
    Visit("agenda-changes", places.page("events:agenda_changes", "event", "version"), MANAGER),
    Visit("agenda-wishes", places.page("events:agenda_wishes", "event", "version"), MANAGER),
    Visit("agenda-versions", places.page("events:agenda_versions", "event", "version"), MANAGER),
    Visit("agenda-compare", places.compared, MANAGER),
    Visit("agenda-print", places.page("events:agenda_print", "event", "version"), MANAGER),
    Visit("agenda-publish", places.page("events:agenda_publish", "event", "version"), MANAGER),
)
AFTER = (
    Visit("outcomes", places.after("events:outcomes", "event"), MANAGER),
    Visit("outcome", places.after("events:outcome", "event", "pair"), MANAGER),
    Visit("outcome-answer", places.after("events:answer_outcome", "event", "pair", "end"), MANAGER),
    Visit("follow-ups", places.after("events:follow_ups", "event"), MANAGER),
    Visit("follow-ups-all", places.after("events:all_follow_ups"), MANAGER),
    Visit("follow-up", places.after("events:follow_up", "follow_up"), MANAGER),
    Visit("report", places.after("events:report", "event"), MANAGER),
    Visit("report-rows", places.after("events:report_rows", "event", "figure"), MANAGER),
    Visit("report-shared", places.shared_report),
    Visit("series", places.after("events:series", "event"), MANAGER),
    Visit("season", places.season, MANAGER),
    Visit("no-shows", places.no_shows, MANAGER),
    Visit("public-calendar", places.public_calendar),
    Visit("follow-up-add", places.after("events:add_follow_up", "event"), MANAGER),
)
DAY = (
    Visit("desk", day_places.day("events:desk", "event"), MANAGER),
    Visit("desk-found", day_places.day("events:desk", "event", query="?q=k01"), MANAGER),
    Visit("desk-other-badge", day_places.day("events:desk", "event", query="?badge=nothing"), MANAGER),
    Visit("badge", day_places.badge, MANAGER),
    Visit("badge-closed", day_places.badge),
    Visit("live", day_places.day("events:live", "event"), MANAGER),
    Visit("papers", day_places.day("events:papers", "event", query="?q=k0"), MANAGER),
    Visit("group-sessions", day_places.group_session("events:gatherings"), MANAGER),
    Visit("group-session", day_places.group_session("events:gathering"), MANAGER),
    Visit("group-session-edit", day_places.group_session("events:edit_gathering"), MANAGER),
    Visit("walk-ins", day_places.day("events:walk_ins", "event"), MANAGER),
    Visit("hall", day_places.hall),
    Visit("hall-ended", "/hall/nothing/"),
)
PERSONAL = (
    Visit("link", places.link),
    Visit("link-closed", "/me/"),
    Visit("link-no-more", "/l/no/nothing"),
    Visit("me", places.link, beyond="/me/"),
    Visit("me-interpreting", places.interpreters_link, beyond="/me/interpreting/"),
    Visit("me-agenda", places.link, beyond="/me/agenda/"),
    Visit("me-outcomes", places.link_after, beyond="/me/outcomes/"),
    Visit("me-group-sessions", places.link, beyond="/me/group-sessions/"),
    Visit("me-times", places.link, beyond="/me/times/"),
    Visit("me-details", places.link, beyond="/me/details/"),
)
VISITS = (*SHELL, *NETWORK, *EVENTS, *PROJECTS, *MATCHMAKING, *MATCHING, *AGENDA, *DAY, *AFTER, *PERSONAL)
