"""A hub with everything an address can name: two road shows at work, people, roles, jobs, imports, links.

`Estate.keys` gives the parameters of every route. A route with a new parameter fails until it is named here: that is how
the walks of tests/entrypoints/test_walls.py never miss a page.
"""

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from landbridge.events.actions import (
    edits,
    feeds,
    gatherings,
    interpreters,
    links,
    planning,
    publishing,
    suggestions,
    venue,
)
from landbridge.events.actions.undo import last_entry
from landbridge.events.models import (
    AgendaVersion,
    DayChange,
    Event,
    FollowUp,
    HallScreen,
    NoShow,
    Replan,
    ReplanChoice,
    ReportShare,
    Season,
    Standby,
    Wish,
    WishPrice,
)
from landbridge.events.queries.changes import ChangeKind
from landbridge.events.queries.report import Figure
from landbridge.events.sheets import COUNTERPARTIES, SHEETS
from landbridge.events.states import DayChangeKind, FollowUpKind, GatheringKind, Holder, ReplanName
from landbridge.events.trail_events import EventsEvent
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import short_code, uuid7
from landbridge.matchmaking.actions import refuse_pair
from landbridge.matchmaking.models import Find, Lead, Need, Notice, StandingSearch
from landbridge.matchmaking.states import FindState, RefusalReason
from landbridge.network.actions import imports, tokens, webhooks
from landbridge.network.actions.affiliations import affiliate
from landbridge.network.actions.personal import tell_person
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.models import Account, ExchangeRate, Hub, Membership, Organisation, WebhookEndpoint
from landbridge.network.scopes import Scope
from landbridge.network.states import Role
from landbridge.projects.actions import DocumentGiven, add_document
from landbridge.projects.models import Project
from tests.events.planned import pair, version_with
from tests.events.stage import NOW, Stage, small_show
from tests.network import makers

SYSTEM = SystemActor()
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
FILE = "公司,类型,姓名,邮箱\n江畔机器人有限公司,公司,李静,li@example.org\n北岸基金,基金,陈晨,nonsense\n"
Keys = Mapping[str, object]


@dataclass(frozen=True)
class Estate:
    """A hub and what its addresses carry: `first` and `second` are the parameters of its two road shows."""

    hub: Hub
    first: Keys
    second: Keys

    def inside(self) -> AbstractContextManager[None]:
        return hub_context(self.hub.pk)


def estate(name: str) -> Estate:
    """The hub, filled."""
    hub = Hub.objects.create(name_latin=name, country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        return Estate(hub, keys_of_show(hub, name, versions=2), keys_of_show(hub, f"{name} 2", versions=4))


def keys_of_show(hub: Hub, name: str, *, versions: int) -> Keys:
    """A road show with a draft, `versions` in all, whose numbers no smaller show has."""
    show = small_show(hub.pk)
    suggestions.make_shortlists(actor=SYSTEM, event_id=show.event.pk, at=NOW)
    number, edit = agendas_of(show, versions)
    guest = show.people["K01"]
    firm = show.parties["K01"].organisation
    assert firm is not None
    return {
        **of_the_network(hub, name),
        **of_a_project(show, name),
        "event_id": show.event.pk,
        "entry_id": a_removed_room(show.event),
        "room_id": show.tables[0].room_id,
        "table_id": show.tables[0].pk,
        "group_id": show.groups["K"].pk,
        "import_id": a_file(hub),
        "participant_id": show.parties["P01"].pk,
        "other_id": show.parties["K01"].pk,
        "first_id": show.parties["P01"].pk,
        "second_id": show.parties["K01"].pk,
        "delegate_id": show.parties["P01"].pk,
        "counterparty_id": show.parties["K01"].pk,
        "refusal_id": a_refusal(show),
        "figure": next(iter(Figure)),
        "share_id": ReportShare.objects.create(
            hub_id=hub.pk,
            event=show.event,
            organisation=firm,
            digest=uuid4().hex * 2,
            made_by=SYSTEM.actor_id,
            made_at=NOW,
            expires_at=NOW + timedelta(days=9),
        ).pk,
        **of_the_board(hub, firm, guest.person_id),
        "wish_id": Wish.objects.filter(event=show.event).order_by("id")[0].pk,
        "attendee_id": show.people["P01"].pk,
        "number": number,
        "edit_number": edit,
        "run_id": planning.ask_for_agenda(actor=SYSTEM, event_id=show.event.pk, order=planning.Order(), at=NOW).pk,
        "token": (made := links.make_link(actor=SYSTEM, attendee_id=guest.pk, at=NOW)).token,
        "link_id": made.link.pk,
        "feed": feeds.open_feed(actor=SYSTEM, attendee_id=guest.pk, at=NOW).token,
        "secret": tell_person(actor=SYSTEM, person_id=guest.person_id, at=NOW),
        "role": "manager",
        "sheet": next(iter(SHEETS)),
        "form": "csv",
        "pair_uid": pair(show, "P01", "K01"),
        "end": "first",
        "kind": "doors",
        "code": "none",
        "follow_up_id": FollowUp.objects.create(
            hub_id=hub.pk,
            event=show.event,
            kind=next(iter(FollowUpKind)),
            title="Visit",
            holder=next(iter(Holder)),
            due=NOW.date(),
            made_by=SYSTEM.actor_id,
            made_at=NOW,
        ).pk,
        "no_show_id": NoShow.objects.create(
            hub_id=hub.pk, event=show.event, participant=show.parties["F01"], noted_at=NOW
        ).pk,
        **of_the_day(show),
        "slot": show.slots[0].pk,
        "pair": pair(show, "P01", "K01"),
        "guest": guest.pk,
    }


def of_the_board(hub: Hub, firm: Organisation, person_id: UUID) -> Keys:
    """A need that keeps looking, its notice before it is public, and a question about it."""
    need = Need.objects.create(hub_id=hub.pk, organisation=firm, text_latin="Robots", updated_at=NOW)
    search = StandingSearch.objects.create(
        hub_id=hub.pk, need=need, person_id=person_id, language="en", begun_by=SYSTEM.actor_id, begun_at=NOW
    )
    notice = Notice.objects.create(
        hub_id=hub.pk, code=short_code("N", uuid7()), need=need, profile="TR", title_latin="Robots", changed_at=NOW
    )
    find = Find.objects.create(
        hub_id=hub.pk, search=search, project=project_of(hub), state=FindState.TOLD, score=1, found_at=NOW, told_at=NOW
    )
    lead = Lead.objects.create(
        hub_id=hub.pk,
        notice=notice,
        name="Ada",
        email="ada@example.org",
        message="Which?",
        language="en",
        received_at=NOW,
    )
    return {"need_id": need.pk, "search_id": search.pk, "notice_id": notice.pk, "lead_id": lead.pk, "find_id": find.pk}


def project_of(hub: Hub) -> Project:
    """Any project of the hub."""
    return Project.objects.filter(hub_id=hub.pk).order_by("-pk")[0]


def agendas_of(show: Stage, versions: int) -> tuple[int, int]:
    """One version stands, the last one is a draft with a change by hand."""
    first = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 2, 0), ("P02", "K01", 1, 1))
    publishing.publish_version(actor=SYSTEM, version_id=first.pk, over=None, at=NOW)
    draft = first
    for _ in range(versions - 1):
        draft = edits.draft_from(actor=SYSTEM, version_id=first.pk, at=NOW)
    done = None
    for pinned in [True, False] * versions:
        done = edits.pin_meeting(
            actor=SYSTEM, version_id=draft.pk, pair_uid=pair(show, "P01", "K01"), pinned=pinned, at=NOW
        )
    assert done is not None
    return draft.number, done.number


def of_the_network(hub: Hub, name: str) -> Keys:
    firm = makers.organisation(hub.pk, name_latin=f"{name} firm")
    person = makers.person(hub.pk, name_latin=f"{name} person", email=f"{uuid4().hex}@example.org")
    placed = affiliate(actor=SYSTEM, person_id=person.pk, organisation_id=firm.pk, at=NOW)
    account = Account.objects.create_user(f"{uuid4().hex}@example.org")
    return {
        "organisation_id": firm.pk,
        "person_id": person.pk,
        "affiliation_id": placed.pk,
        "account_id": account.pk,
        "membership_id": member(account, hub, Role.SCOUT).pk,
        **of_programmes(hub, account),
    }


def of_programmes(hub: Hub, account: Account) -> Keys:
    actor = MembershipActor(account.pk, (Standing(hub.pk, Role.SCOUT),))
    token, _secret = tokens.make_token(
        actor=actor, hub_id=hub.pk, name="script", scopes=[next(iter(Scope))], until=NOW + timedelta(days=9), at=NOW
    )
    endpoint = WebhookEndpoint.objects.create(
        hub_id=hub.pk, url="https://example.org/in", name="CRM", topics=["*"], made_by=account.pk, made_at=NOW
    )
    delivery = webhooks.send_test(actor=SYSTEM, endpoint_id=endpoint.pk, at=NOW)
    rate = ExchangeRate.objects.create(
        hub_id=hub.pk, base="EUR", quote=("USD", "GBP")[ExchangeRate.objects.count()], price="1.1", on=NOW.date(),
        source="bank", entered_by=account.pk, entered_at=NOW,
    )  # fmt: skip
    return {"rate_id": rate.pk, "token_id": token.pk, "endpoint_id": endpoint.pk, "delivery_id": delivery.pk}


def member(account: Account, hub: Hub, role: Role) -> Membership:
    """The account holds the role there since the beginning of the year."""
    with hub_context(hub.pk):
        return Membership.objects.create(
            hub_id=hub.pk, account=account, role=role, period=DateTimeTZRange(SINCE, None), granted_by=account.pk,
            recorded_at=SINCE,
        )  # fmt: skip


def of_a_project(show: Stage, name: str) -> Keys:
    """The project of P01 with a letter in its record; the letter of another project is another file."""
    project_id = show.parties["P01"].project_id
    assert project_id is not None
    given = DocumentGiven(file=io.BytesIO(f"Letter of {name}".encode()), original_name="letter.txt", title="Letter")
    kept = add_document(actor=SYSTEM, project_id=project_id, given=given, at=NOW)
    return {"project_id": project_id, "document_id": kept.document_id}


def of_the_day(show: Stage) -> Keys:
    """Somebody comes late, and one way out was found."""
    version = AgendaVersion.objects.get(event=show.event, number=1)
    change = DayChange.objects.create(
        hub_id=show.hub_id, event=show.event, kind=DayChangeKind.TABLE_LOST, table=show.tables[1],
        starts_at=show.slots[0].starts_at, ends_at=show.slots[0].ends_at, recorded_by=SYSTEM.actor_id, recorded_at=NOW,
    )  # fmt: skip
    replan = Replan.objects.create(
        hub_id=show.hub_id, event=show.event, based_on=version, job_id=uuid4(), as_of=NOW, rate=1, seconds=1,
        made_by=SYSTEM.actor_id, made_at=NOW,
    )  # fmt: skip
    choice = ReplanChoice.objects.create(
        hub_id=show.hub_id,
        event=show.event,
        replan=replan,
        name=next(iter(ReplanName)),
        least_changes=0,
        counts=dict.fromkeys([*ChangeKind, "told", "meetings"], 0),
    )
    price = WishPrice.objects.create(
        hub_id=show.hub_id, event=show.event, version=version, first=show.parties["P02"], second=show.parties["F01"],
        job_id=uuid4(), found=False, made_at=NOW,
    )  # fmt: skip
    screen = HallScreen.objects.create(
        hub_id=show.hub_id, event=show.event, digest=uuid4().hex * 2, made_at=NOW, expires_at=NOW + timedelta(days=9)
    )
    waits = Standby.objects.create(hub_id=show.hub_id, event=show.event, participant=show.parties["P02"], since=NOW)
    season = Season.objects.create(hub_id=show.hub_id, name_latin=show.event.code, created_at=NOW)
    Event.objects.filter(pk=show.event.pk).update(season=season)
    begins = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 -- a wall time
    interpreter = interpreters.add_interpreter(
        actor=SYSTEM, event_id=show.event.pk, person_id=makers.person(show.hub_id, name_latin="Li Na").pk,
        service=interpreters.Service(("zh", "en")), at=NOW,
    )  # fmt: skip
    pitches = gatherings.GatheringFacts(
        kind=next(iter(GatheringKind)),
        starts=begins,
        ends=begins + timedelta(minutes=50),
        capacity=9,
        name_latin="Pitches",
    )
    gathering = gatherings.add_gathering(actor=SYSTEM, event_id=show.event.pk, facts=pitches, at=NOW)
    return {
        "interpreter_id": interpreter.pk,
        "gathering_id": gathering.pk,
        "screen_id": screen.pk,
        "standby_id": waits.pk,
        "season_id": season.pk,
        "price_id": price.pk,
        "change_id": change.pk,
        "choice_id": choice.pk,
    }


def a_removed_room(event: Event) -> UUID:
    room = venue.add_room(actor=SYSTEM, event_id=event.pk, name="Gallery", capacity=9, at=NOW)
    venue.remove_room(actor=SYSTEM, event_id=event.pk, room_id=room.pk, at=NOW)
    entry = last_entry(EventsEvent.ROOM_REMOVED, event.pk, at=NOW)
    assert entry is not None
    return entry


def a_file(hub: Hub) -> UUID:
    held = imports.upload_import(
        actor=SYSTEM, hub_id=hub.pk, schema_key=COUNTERPARTIES.key, file=io.BytesIO(FILE.encode()),
        original_name="list.csv", at=NOW,
    )  # fmt: skip
    return held.pk


def a_refusal(show: Stage) -> UUID:
    project, firm = show.parties["P01"].project_id, show.parties["K02"].organisation_id
    assert project is not None
    assert firm is not None
    refused = refuse_pair(
        actor=SYSTEM, hub_id=show.hub_id, project_id=project, organisation_id=firm,
        reason=next(iter(RefusalReason)), at=NOW,
    )  # fmt: skip
    return refused.pk


def contents(*estates: Estate) -> Mapping[str, object]:
    """Every row of every table of ours, as the database has it; sessions apart, which note what was looked at."""
    found = {}
    with hub_context(*(estate.hub.pk for estate in estates)), connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if "session" not in table:
                rows = "string_agg(t::text, '|' ORDER BY t::text)"
                cursor.execute(f"SELECT md5(coalesce({rows}, '')) FROM \"{table}\" t")  # noqa: S608 -- our own names
                found[table] = cursor.fetchone()
    return found
