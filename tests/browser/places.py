"""Data for the pages that are looked at: organisations, people, a road show at each of its steps."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import wraps

from allauth.mfa.models import Authenticator
from django.urls import reverse

from landbridge.engines import agenda
from landbridge.events.actions import (
    day_changes,
    frame,
    groups,
    interpreters,
    people,
    prices,
    publishing,
    replanning,
    series,
    sharing,
    suggestions,
    venue,
)
from landbridge.events.actions.links import make_interpreters_link, make_link
from landbridge.events.models import AgendaVersion, FollowUp, Interpreter, Meeting, ReplanChoice
from landbridge.events.queries.replans import choices_of
from landbridge.events.sheets import COUNTERPARTIES
from landbridge.events.states import DayChangeKind
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.matchmaking import lists
from landbridge.matchmaking.actions import board, refuse_pair, searches, shortlists
from landbridge.matchmaking.actions.board import LeadGiven, NoticeGiven
from landbridge.matchmaking.letters import token_of
from landbridge.matchmaking.models import Find
from landbridge.matchmaking.ranker import Fit
from landbridge.matchmaking.states import FitState
from landbridge.network.actions import imports
from landbridge.network.actions.affiliations import affiliate
from landbridge.network.actions.rates import RateGiven, enter_rates, withdraw_rate
from landbridge.network.models import ExchangeRate, Membership
from landbridge.network.states import Role
from landbridge.projects import actions as projects
from landbridge.projects.states import Stage as Station
from tests.browser.conftest import World
from tests.events import makers as event_makers
from tests.events.after import NOON, say
from tests.events.after import published as published_show
from tests.events.planned import found_impossible, pair, version_with
from tests.events.stage import NOW, Stage, small_show, stage
from tests.matchmaking import makers as makers_of_pairs
from tests.network import makers

SYSTEM = SystemActor()
LONG = "Riverside Intelligent Manufacturing and Robotics Holding of the Lower Yangtze"
Path = Callable[[World], str]


def inside(make: Path) -> Path:
    """Prepare the data within the hub."""

    @wraps(make)
    def prepared(world: World) -> str:
        with hub_context(world.hub.pk):
            return make(world)

    return prepared


@dataclass
class Set:
    """A small road show on stage, by the names of what its addresses carry."""

    show: Stage
    version: AgendaVersion

    def key(self, name: str) -> object:
        """The identifier (or number) of that part."""
        parts: dict[str, object] = {
            "event": self.show.event.pk,
            "project": self.show.parties["P01"].pk,
            "guest": self.show.parties["K01"].pk,
            "attendee": self.show.people["P01"].pk,
            "room": self.show.tables[0].room_id,
            "table": self.show.tables[0].pk,
            "group": self.show.groups["K"].pk,
            "version": self.version.number,
        }
        return parts[name]


def on_stage(world: World) -> Set:
    """Five parties with wishes, shortlists and a draft of an agenda, on the evening before; one name is long."""
    installation.move_clock(to=NOW)
    show = small_show(world.hub.pk)
    firm = show.parties["K01"].organisation
    assert firm is not None
    firm.name_latin = LONG
    firm.save(update_fields=["name_latin"])
    suggestions.make_shortlists(actor=SYSTEM, event_id=show.event.pk, at=NOW)
    show.away("F01", 0)
    version = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 2, 0), ("P02", "K01", 1, 1))
    return Set(show, version)


def page(route: str, *keys: str, query: str = "") -> Path:
    """A page of a road show in preparation; `keys` name what its address carries."""

    @inside
    def prepared(world: World) -> str:
        made = on_stage(world)
        return reverse(route, args=[made.key(key) for key in keys]) + query

    return prepared


@inside
def selected(world: World) -> str:
    """The board with a meeting selected."""
    made = on_stage(world)
    board = reverse("events:agenda_board", args=[made.key("event"), made.key("version")])
    return f"{board}?m={pair(made.show, 'P01', 'K01')}"


@inside
def published(world: World) -> str:
    """The board of an agenda that stands."""
    made = on_stage(world)
    publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
    return reverse("events:agenda_board", args=[made.key("event"), made.key("version")])


@inside
def changed_day(world: World) -> str:
    """The day after a party stayed away: what changed, and three ways out."""
    return reverse("events:replan", args=[_changed(world).event_id])


@inside
def a_choice(world: World) -> str:
    """What the way out with the fewest changes means for whom."""
    choice = _changed(world)
    return reverse("events:replan_choice", args=[choice.event_id, choice.pk])


def _changed(world: World) -> ReplanChoice:
    made = on_stage(world)
    event, people = made.show.event, [made.show.people["F01"].pk]
    publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
    day_changes.record_absence(
        actor=SYSTEM, event_id=event.pk, attendee_ids=people, kind=DayChangeKind.ABSENT, note="train cancelled", at=NOW
    )
    today = replanning.read(event, NOW)
    answer = agenda.replan(today.problem, today.old, now=NOW, rate=1, budget=1)
    replan = replanning.save_choices(
        actor=SYSTEM, event_id=event.pk, job_id=uuid7(), today=today, as_of=NOW, rate=1, answer=answer, at=NOW
    )
    return choices_of(replan)[0]


@inside
def compared(world: World) -> str:
    """Two drafts side by side."""
    made = on_stage(world)
    version_with(made.show, ("P01", "K01", 1, 0), ("P02", "K02", 0, 1))
    return reverse("events:agenda_compare", args=[made.key("event"), made.key("version")])


@inside
def a_price(world: World) -> str:
    """What the wish of a guest for a project would cost."""
    made = on_stage(world)
    version, first, second = made.version, made.show.parties["P02"].pk, made.show.parties["K02"].pk
    question = prices.read(version, first, second, NOW)
    granted = agenda.grant(question.problem, question.stated, str(question.interest.pair_uid), budget=1)
    prices.save_price(actor=SYSTEM, job_id=uuid7(), question=question, granted=granted, at=NOW)
    return reverse("events:wish_price", args=[made.show.event.pk, version.number, first, second])


@inside
def pair_page(world: World) -> str:
    """Two parties side by side."""
    made = on_stage(world)
    return reverse("events:pair", args=[made.key("project"), made.key("guest")])


@inside
def refusing(world: World) -> str:
    """Keeping a pair apart."""
    made = on_stage(world)
    return reverse("events:refuse_pair", args=[made.key("project"), made.key("guest")])


@inside
def unplanned(world: World) -> str:
    """The agenda before there is one."""
    installation.move_clock(to=NOW)
    return reverse("events:agenda", args=[small_show(world.hub.pk).event.pk])


@inside
def impossible(world: World) -> str:
    """The agenda that cannot be, because two parties must each meet more than they may; no one change is enough."""
    installation.move_clock(to=NOW)
    show = small_show(world.hub.pk)
    for label in ("P01", "P02"):
        for target in ("K01", "K02"):
            show.wish(label, target, "must")
        show.parties[label].max_meetings = 1
        show.parties[label].save(update_fields=["max_meetings"])
    found_impossible(show)
    return reverse("events:agenda", args=[show.event.pk])


@inside
def bare(world: World) -> str:
    """The people of a road show nobody comes to yet."""
    installation.move_clock(to=NOW)
    return reverse("events:people", args=[stage(world.hub.pk).event.pk])


@inside
def far_rooms(world: World) -> str:
    """The set-up of a road show in two buildings, before anything but its rooms is said."""
    event = event_makers.event(world.hub.pk, name_latin="Elbe show", last_day=event_makers.DAY + timedelta(days=1))
    for name, place in (("Hall", "East wing"), ("Laboratory", "Tower")):
        venue.add_room(actor=SYSTEM, event_id=event.pk, name=name, capacity=40, place=place, at=NOW)
    return reverse("events:setup", args=[event.pk])


@inside
def file_with_faults(world: World) -> str:
    """An import whose second row is wrong."""
    made = on_stage(world)
    text = "公司,类型,姓名,邮箱\n江畔机器人有限公司,公司,李静,li@example.org\n北岸基金,基金,陈晨,nonsense\n南山,公司,王明,li@example.org\n"
    held = imports.upload_import(
        actor=SYSTEM, hub_id=world.hub.pk, schema_key=COUNTERPARTIES.key, file=io.BytesIO(text.encode()),
        original_name="list.csv", at=NOW,
    )  # fmt: skip
    return reverse("events:import", args=[made.key("event"), held.pk])


@inside
def link(world: World) -> str:
    """The door of a guest whose agenda is published."""
    made = on_stage(world)
    publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
    token = make_link(actor=SYSTEM, attendee_id=made.show.people["K01"].pk, at=NOW).token
    return reverse("personal:landing", args=[token])


def hired(world: World) -> tuple[Set, Interpreter]:
    """An interpreter at a meeting of a published agenda."""
    made = on_stage(world)
    who = makers.person(world.hub.pk, name_latin="Li Na", name_chinese="李娜")
    service = interpreters.Service(("zh", "en"))
    helper = interpreters.add_interpreter(
        actor=SYSTEM, event_id=made.show.event.pk, person_id=who.pk, service=service, at=NOW
    )
    Meeting.objects.filter(version=made.version, second__label="K01").update(interpreter=helper)
    publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
    return made, helper


@inside
def interpreters_link(world: World) -> str:
    """The door of an interpreter whose agenda is published."""
    _made, helper = hired(world)
    token = make_interpreters_link(actor=SYSTEM, interpreter_id=helper.pk, at=NOW).token
    return reverse("personal:landing", args=[token])


def of_an_interpreter(route: str) -> Path:
    """The organiser's page of an interpreter with a link."""

    @inside
    def prepared(world: World) -> str:
        made, helper = hired(world)
        make_interpreters_link(actor=SYSTEM, interpreter_id=helper.pk, at=NOW)
        return reverse(route, args=[made.show.event.pk, helper.pk])

    return prepared


def bound(route: str, *keys: str) -> Path:
    """A page of a founder whose account is bound to the person who sits at a table of a published agenda."""

    @inside
    def prepared(world: World) -> str:
        made = on_stage(world)
        publishing.publish_version(actor=SYSTEM, version_id=made.version.pk, over=None, at=NOW)
        founder = Membership.objects.filter(account=world.account(Role.FOUNDER))
        founder.update(person=made.show.people["P01"].person_id)
        return reverse(route, args=[made.key(key) for key in keys])

    return prepared


def project(route: str, *, query: str = "") -> Path:
    """A page of a project on its way, with evidence of its last step."""

    @inside
    def prepared(world: World) -> str:
        installation.move_clock(to=NOW)
        made = projects.register_project(
            actor=SYSTEM, hub_id=world.hub.pk, at=NOW, name_latin=LONG, name_chinese="江畔智能电池项目", country="DE",
            city="Dresden", fields=["energy", "gbt:C3841"], trl=6, seeks=["money", "site"],
            summary_latin="Finds the weak cell in a pack while the bus drives.", fictional=True,
        )  # fmt: skip
        paper = projects.DocumentGiven(file=io.BytesIO(b"%PDF-1.7"), original_name="a.pdf", title="Minutes of the day")
        projects.advance(actor=SYSTEM, project_id=made.pk, to=Station.MET, at=NOW, document=paper, note="two hours")
        return reverse(f"projects:{route}", args=[made.pk] if route not in {"projects", "add"} else []) + query

    return prepared


def told(world: World) -> Stage:
    """The road show of the stage on the evening of its day: some have answered, one pair agreed on a visit."""
    show = on_stage(world).show
    published_show(show)
    say(show, "P01", "K01", interest="yes", step="visit")
    say(show, "K01", "P01", interest="maybe", barrier="too_early", note="After the next round of money")
    say(show, "P02", "K01", met=False, missed="they_absent")
    installation.move_clock(to=NOON)
    return show


def after(route: str, *keys: str, query: str = "") -> Path:
    """A page of the time after the meetings; `keys` name what its address carries."""

    @inside
    def prepared(world: World) -> str:
        show = told(world)
        parts: dict[str, object] = {
            "event": show.event.pk,
            "pair": pair(show, "P01", "K01"),
            "end": "second",
            "figure": "planned",
            "follow_up": FollowUp.objects.get().pk,
        }
        return reverse(route, args=[parts[key] for key in keys]) + query

    return prepared


def matching(route: str, *of: str, asked: str = "", public: bool = False) -> Path:
    """A page of matchmaking: a project and a need on each other's shortlists, another need refused, a fit that failed."""

    @inside
    def prepared(world: World) -> str:
        installation.move_clock(to=NOW)
        offer, wanted = makers_of_pairs.project(world.hub.pk, LONG), makers_of_pairs.need(world.hub.pk, LONG)
        refused = makers_of_pairs.need(world.hub.pk, "Harbour Fund", "fund")
        field = lists.field_of(world.hub.pk, asof=NOW.date())
        for subject, make in ((offer, lists.for_project), (wanted, lists.for_need)):
            failed = Fit(state=FitState.FAILED, asof=NOW.date(), joined=212, fault="ValueError")
            made = replace(make(field, subject.pk, encoder=None), fit=failed, held_back=1, kept_fit=0.97)
            shortlists.save_shortlist(actor=SYSTEM, subject=subject, made=made, at=NOW)
        refuse_pair(
            actor=SYSTEM, hub_id=world.hub.pk, project_id=offer.pk, organisation_id=refused.organisation_id,
            reason="timing", note="next year", at=NOW,
        )  # fmt: skip
        given = NoticeGiven(
            profile="TO", title_latin=LONG, title_chinese="江畔智能电池", text_latin="Balances cells.", trl=6
        )
        written = board.write_notice(actor=SYSTEM, subject=offer, given=given, at=NOW)
        if public:
            board.publish_notice(
                actor=SYSTEM, notice_id=written.pk, expires_on=NOW.date() + timedelta(days=90), today=NOW.date(), at=NOW
            )
        asked_by = LeadGiven(name="Ada", email="ada@example.org", message="May we test it?")
        lead = board.receive_lead(actor=SYSTEM, notice=written, given=asked_by, language="en", at=NOW)
        owner = makers.person(world.hub.pk, name_latin="Li Na", email="li@example.org")
        affiliate(actor=SYSTEM, person_id=owner.pk, organisation_id=wanted.organisation_id, at=NOW)
        search = searches.begin_search(actor=SYSTEM, need_id=wanted.pk, person_id=owner.pk, at=NOW)
        found = lists.for_need(field, wanted.pk, encoder=None)
        searches.keep_finds(actor=SYSTEM, search_id=search.pk, made=found, at=NOW)
        Find.objects.update(state="told", told_at=NOW)
        keys: dict[str, object] = {
            "project": offer.pk, "need": wanted.pk, "notice": written.pk, "lead": lead.pk,
            "token": token_of(Find.objects.get()),
        }  # fmt: skip
        return reverse(route if ":" in route else f"matchmaking:{route}", args=[keys[name] for name in of]) + asked

    return prepared


@inside
def shared_report(world: World) -> str:
    """The report as a co-host reads it, without an account."""
    show = told(world)
    host = makers.organisation(world.hub.pk, name_latin="Promotion Centre")
    frame.set_co_hosts(actor=SYSTEM, event_id=show.event.pk, at=NOON, organisation_ids=[host.pk])
    shared = sharing.share_report(actor=SYSTEM, event_id=show.event.pk, organisation_id=host.pk, at=NOON)
    return reverse("personal:shared_report", args=[shared.token])


@inside
def season(world: World) -> str:
    """The road shows of a season."""
    show = told(world)
    event = series.set_season(actor=SYSTEM, event_id=show.event.pk, season_id=None, name_latin="2026", at=NOON)
    return reverse("events:season", args=[event.season_id])


@inside
def public_calendar(world: World) -> str:
    """What everybody sees of a hub's road shows: one to come, one that was held."""
    show = told(world)
    later = series.copy_event(
        actor=SYSTEM, event_id=show.event.pk, first_day=NOON.date().replace(year=2027), name_latin="Next year",
        name_chinese="明年", at=NOON,
    )  # fmt: skip
    for event in (show.event, later):
        series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=True, at=NOON)
    installation.move_clock(to=NOON + timedelta(days=30))
    return reverse("public_calendar", args=[world.hub.pk])


@inside
def link_after(world: World) -> str:
    """The door of somebody who has meetings behind them."""
    show = told(world)
    return reverse("personal:landing", args=[make_link(actor=SYSTEM, attendee_id=show.people["P01"].pk, at=NOON).token])


def network(route: str, *, of: str = "", query: str = "") -> Path:
    """A page of the network, with an organisation and somebody who belongs to it."""

    @inside
    def prepared(world: World) -> str:
        firm = makers.organisation(world.hub.pk, name_latin=LONG, name_chinese="江畔智能制造有限公司", country="CN")
        person = makers.person(world.hub.pk, name_latin="Li Na", name_chinese="李娜", email="li@example.org")
        affiliate(actor=SYSTEM, person_id=person.pk, organisation_id=firm.pk, at=NOW)
        makers.provenance(world.hub.pk)
        known = {"organisation": firm.pk, "person": person.pk}
        return reverse(f"network:{route}", args=[known[of]] if of else []) + query

    return prepared


def _rate(world: World) -> ExchangeRate:
    dollar = RateGiven(
        base="USD", quote="CNY", units=Decimal(100), price=Decimal("717.93"), on=NOW.date(), source="The bank's table"
    )
    (made,) = enter_rates(actor=SYSTEM, hub_id=world.hub.pk, given=[dollar], at=NOW)
    return made


@inside
def rates(world: World) -> str:
    """The exchange rates, one of them withdrawn."""
    installation.move_clock(to=NOW)
    withdraw_rate(actor=SYSTEM, rate_id=_rate(world).pk, at=NOW)
    _rate(world)
    return reverse("network:rates")


@inside
def rate(world: World) -> str:
    """Withdrawing a rate."""
    installation.move_clock(to=NOW)
    return reverse("network:withdraw_rate", args=[_rate(world).pk])


@inside
def people_file(world: World) -> str:
    """People on their way into the network: a fault, and somebody who seems to be known."""
    firm = makers.organisation(world.hub.pk, name_chinese="江畔智能制造有限公司", country="CN")
    person = makers.person(world.hub.pk, name_latin="Li Na", name_chinese="李娜", email="li@example.org")
    affiliate(actor=SYSTEM, person_id=person.pk, organisation_id=firm.pk, at=NOW)
    text = "姓名,公司,邮箱\n李娜,江畔智能制造,\n王明,北岸基金,nonsense\n"
    held = imports.upload_import(
        actor=SYSTEM, hub_id=world.hub.pk, schema_key="people", file=io.BytesIO(text.encode()), original_name="list.csv",
        at=NOW,
    )  # fmt: skip
    return reverse("network:import", args=[held.pk])


@inside
def no_shows(world: World) -> str:
    """The next road show of parties of whom one stayed away; its group lowers its limit for that."""
    show = published_show(on_stage(world).show)
    installation.move_clock(to=NOON)
    say(show, "P01", "F01", met=False, missed="they_absent")
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=NOON)
    event = series.copy_event(
        actor=SYSTEM, event_id=show.event.pk, first_day=show.event.first_day + timedelta(days=60), name_latin="Next",
        name_chinese="下一场", at=NOON,
    )  # fmt: skip
    letters = {group.letter: group for group in groups.in_order(event)}
    for label, party in show.parties.items():
        people.add_participant(
            actor=SYSTEM, event_id=event.pk, at=NOON,
            party=people.Party(letters[label[0]].pk, project_id=party.project_id, organisation_id=party.organisation_id),
        )  # fmt: skip
    groups.change_group(
        actor=SYSTEM, event_id=event.pk, group_id=letters["F"].pk, no_shows_from=1, no_show_meetings=3, at=NOON
    )
    return reverse("events:no_shows", args=[event.pk])


def second_factor(world: World) -> str:
    """What somebody logs in with who has everything: a passkey, an app, recovery codes."""
    account = world.account(Role.PARTNER)
    credential = {"clientExtensionResults": {"credProps": {"rk": True}}}
    for kind, data in (
        ("webauthn", {"name": "The laptop at the overseas centre in Toronto", "credential": credential}),
        ("totp", {"secret": "JBSWY3DPEHPK3PXP"}),
        ("recovery_codes", {"seed": "0" * 80, "used_mask": 1}),
    ):
        Authenticator.objects.create(user=account, type=kind, data=data)
    return "/account/2fa/"


def with_password(world: World) -> str:
    """The page that asks once more who one is."""
    account = world.account(Role.JUDGE)
    account.set_password("a long enough phrase")
    account.save(update_fields=["password"])
    return "/account/reauthenticate/"
