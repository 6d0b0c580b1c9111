"""The demonstration's earlier road show, held six weeks ago: who came, what both sides said, what is still to be done.

It is invented and says so. It is made by the actions of the pages, each at the moment at which it would have been done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from landbridge.engines import agenda
from landbridge.entrypoints.demo.cast import INVENTED
from landbridge.events.actions import (
    attendees,
    desk,
    follow_ups,
    frame,
    groups,
    no_shows,
    outcomes,
    people,
    planning,
    publishing,
    series,
    sessions,
    venue,
    wishes,
)
from landbridge.events.actions.follow_ups import Task
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Event, FollowUp, Participant
from landbridge.events.outcomes import Said
from landbridge.events.queries.outcomes import meetings_of
from landbridge.events.queries.problem import digest_of
from landbridge.events.states import Deed, FollowUpKind, FollowUpState, Holder, Owner, WishKind
from landbridge.events.timetable import WallSession
from landbridge.kernel import zones
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.matchmaking.states import RefusalReason
from landbridge.network.actions.people import create_person
from landbridge.network.drafts import PersonDraft
from landbridge.projects.models import Project
from landbridge.projects.rules import visible_projects

AGO: Final = timedelta(days=42)
PROJECTS: Final = (
    "Lane Memory", "Grain Radar", "Second Reader", "Soft Gripper", "Fire Map", "Quiet Battery", "Pocket Spectrum",
    "Clear Tide",
)  # fmt: skip
"""Of those along the line; six had met partners before."""
PARTNERS: Final = ("K01", "K02", "K04", "K05", "K07", "K08", "K10", "K19", "F01", "F02", "F03", "B01")
"""Of tomorrow's list, by their labels there."""
STAYED_AWAY: Final = ("K05", "F03")
EXCUSED: Final = "F03"
LIMIT: Final = 4
"""The most meetings a company may have tomorrow that stayed away then."""
SENT: Final = "Sent by mail; receipt confirmed. 已邮件发送，对方确认收到。"
"""What is noted has one field for whatever language it is written in: the demonstration writes both into it."""
SIGNED: Final = "Letter of intent signed by both sides. 双方已签署意向书。"
FLIGHT: Final = "Their flight was cancelled; they called in the evening. 航班取消，当晚来电说明。"
MADE_UP: Final = f"{INVENTED} 为演示虚构"
SEASON: Final = ("North American season", "北美系列")


@dataclass(frozen=True, slots=True)
class EarlierShow:
    """Where, whose data, and when the demonstration stands."""

    hub_id: UUID
    zone: str
    provenance_id: UUID
    at: datetime

    @property
    def day(self) -> date:
        """The day it was held."""
        return zones.to_wall(self.at - AGO, self.zone).date()

    def moment(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        """A wall time on that day, or some days before or after."""
        return zones.to_instant(datetime.combine(self.day + timedelta(days=days), time(hour, minute)), self.zone)

    def hold(self, tomorrow: Event, partners: Iterable[Participant], hosts: Sequence[UUID]) -> Event:
        """Prepare it, hold it, and follow up until today; tomorrow's belongs to the same season."""
        event = self._framed(hosts)
        here = self._listed(event, {party.label: party for party in partners})
        self._planned(event)
        self._day_itself(event, here)
        self._what_came_of_it(event, {party.pk for label, party in here.items() if label in STAYED_AWAY})
        frame.mark_held(actor=ACTOR, event_id=event.pk, at=self.moment(19))
        outcomes.settle_due(actor=ACTOR, hub_id=self.hub_id, at=self.moment(18, days=4))
        self._followed_up(event)
        self._for_tomorrow(event, tomorrow, here[EXCUSED])
        return event

    def _framed(self, hosts: Sequence[UUID]) -> Event:
        at = self.moment(10, days=-21)
        event = frame.create_event(
            actor=ACTOR, hub_id=self.hub_id, at=at, fictional=True, name_latin="Autumn road show",
            name_chinese="秋季路演", place_latin="Hall A, Caohejing", place_chinese="漕河泾 A 厅", zone=self.zone,
            first_day=self.day, last_day=self.day, slot_minutes=25, share_over="delegation",
        )  # fmt: skip
        frame.set_co_hosts(actor=ACTOR, event_id=event.pk, at=at, organisation_ids=hosts)
        laid = [WallSession(self.day, time(13), time(15, 30))]
        sessions.set_sessions(actor=ACTOR, event_id=event.pk, at=at, sessions=laid)
        room = venue.add_room(actor=ACTOR, event_id=event.pk, at=at, name="Hall A", capacity=40)
        venue.add_tables(actor=ACTOR, event_id=event.pk, room_id=room.pk, at=at, count=6, prefix="T")
        series.set_season(
            actor=ACTOR, event_id=event.pk, season_id=None, name_latin=SEASON[0], name_chinese=SEASON[1], at=at
        )
        series.list_publicly(actor=ACTOR, event_id=event.pk, listed=True, at=at)
        return event

    def _listed(self, event: Event, partners: Mapping[str, Participant]) -> dict[str, Participant]:
        """Projects of the line with a founder each, and partners who come again; these by their labels of tomorrow."""
        at, letters = self.moment(11, days=-21), {group.letter: group.pk for group in groups.in_order(event)}
        projects = visible_projects(ACTOR, hub_id=self.hub_id).filter(name_latin__in=PROJECTS)
        wanted = [
            people.Party(
                letters["P"], project_id=project.pk, people=(self._founder(project, at),), note=INVENTED, fictional=True
            )
            for project in projects
        ]
        chosen = [(label, partners[label]) for label in PARTNERS]
        wanted += [
            people.Party(
                letters[label[0]], organisation_id=party.organisation_id,
                people=(attendees.Person(party.attendees.all()[0].person_id, leads=True),), note=INVENTED, fictional=True,
            )
            for label, party in chosen
        ]  # fmt: skip
        made = people.add_participants(actor=ACTOR, event_id=event.pk, at=at, parties=wanted)
        return dict(zip(PARTNERS, made[-len(PARTNERS) :], strict=True))

    def _founder(self, project: Project, at: datetime) -> attendees.Person:
        draft = PersonDraft(
            name_latin=f"Founder of {project.name_latin}", name_chinese=f"{project.name_chinese}创始人", language="en"
        )
        person = create_person(
            actor=ACTOR, hub_id=self.hub_id, draft=draft, provenance_id=self.provenance_id, at=at
        )  # fmt: skip
        return attendees.Person(person.pk, leads=True)

    def _planned(self, event: Event) -> None:
        """Each project asks for four, and two of these ask for it too; the agenda is published three days before."""
        parties = event.participants.order_by("label")
        delegates = list(parties.filter(project__isnull=False))
        partners = list(parties.filter(project__isnull=True))
        for number, delegate in enumerate(delegates):
            for place in range(4):
                partner = partners[(number * 3 + place * 2) % len(partners)]
                pair = (delegate.pk, partner.pk)
                for wisher, target in (pair, pair[::-1]) if place % 2 else (pair,):
                    wishes.say_wish(
                        actor=ACTOR, wisher_id=wisher, target_id=target, kind=WishKind.WANT,
                        at=self.moment(9, days=-10),
                    )  # fmt: skip
        order, at = planning.Order(seconds=1), self.moment(9, days=-5)
        problem = planning.task_of(event, order, at).problem
        answer = agenda.solve(problem, budget=1, seed=order.seed)
        if isinstance(answer, agenda.Infeasible):
            raise TypeError("eight projects and twelve partners always find places")
        version = planning.save_version(
            actor=ACTOR, event_id=event.pk, job_id=uuid7(), order=order, answer=answer, digest=digest_of(problem), at=at
        )
        publishing.publish_version(actor=ACTOR, version_id=version.pk, over=None, at=self.moment(9, days=-3))

    def _day_itself(self, event: Event, here: Mapping[str, Participant]) -> None:
        """One desk checks in everybody who came, a minute apart."""
        away = {here[label].pk for label in STAYED_AWAY}
        came = event.attendees.exclude(participant__in=away).order_by("participant__label")
        acts = [
            desk.SaidAct(number, Deed.ARRIVED, self.moment(12, 20) + timedelta(minutes=number), attendee.pk)
            for number, attendee in enumerate(came, start=1)
        ]
        at = self.moment(12, 50)
        desk.record_acts(actor=ACTOR, event_id=event.pk, device=uuid7(), sent_at=at, acts=acts, at=at)

    def _what_came_of_it(self, event: Event, away: set[UUID]) -> None:
        """Each side answers on its phone in the evening; some see it differently, some say nothing."""
        holders = {row.participant_id: _holder(row) for row in event.attendees.all()}
        meetings = meetings_of(event).order_by("starts_at", "table__place")
        for number, meeting in enumerate(meetings):
            sides = (meeting.first_id, meeting.second_id)
            told = _missed(sides, away) if away & set(sides) else self._answers(number)
            for party, said in zip(sides, told, strict=True):
                if said is not None:
                    outcomes.say_outcome(
                        actor=holders[party], event_id=event.pk, pair_uid=meeting.pair_uid, party_id=party, said=said,
                        at=self.moment(17, number),
                    )  # fmt: skip

    def _answers(self, number: int) -> tuple[Said | None, Said | None]:
        """What the two sides of a meeting say: most agree, one in four does not, some are silent."""
        soon, late = self.day + timedelta(days=14), zones.to_wall(self.at, self.zone).date() + timedelta(days=4)
        yes, maybe = Said(interest="yes"), Said(interest="maybe", barrier=RefusalReason.TIMING)
        no = Said(interest="none", barrier=RefusalReason.BENEFIT_UNCLEAR)
        choices: tuple[tuple[Said | None, Said | None], ...] = (
            (step("papers", Owner.US, soon), step("papers", Owner.THEM, soon)),
            (step("intent", Owner.HUB, soon), step("intent", Owner.HUB, soon)),
            (yes, maybe),
            (step("visit", Owner.US, soon), yes),
            (no, maybe),
            (step("meeting", Owner.US, late), step("meeting", Owner.THEM, late)),
            (maybe, None),
            (step("introduction", Owner.US, soon), step("introduction", Owner.US, soon)),
            (yes, no),
            (Said(met=False, missed="no_time"), Said(met=False, missed="no_time")),
            (yes, yes),
        )
        return choices[number % len(choices)]

    def _followed_up(self, event: Event) -> None:
        """Papers were sent, a letter of intent signed, one visit dropped; others are overdue, due, or in nobody's hands."""
        rows = list(event.follow_ups.order_by("made_at", "pk"))
        for row in _of(rows, FollowUpKind.PAPERS)[:2]:
            follow_ups.keep_follow_up(actor=ACTOR, follow_up_id=row.pk, note=SENT, at=self.moment(10, days=8))
        for row in _of(rows, FollowUpKind.INTENT)[:1]:
            follow_ups.keep_follow_up(
                actor=ACTOR, follow_up_id=row.pk, note=SIGNED,
                at=self.moment(15, days=20),
            )  # fmt: skip
        for row in _of(rows, FollowUpKind.VISIT)[1:2]:
            follow_ups.drop_follow_up(
                actor=ACTOR, follow_up_id=row.pk, reason=RefusalReason.TIMING, at=self.moment(9, days=25)
            )
        for kind, title, days in (
            (FollowUpKind.ENTERPRISE, "Lane Memory (Shanghai) Co. established 车道记忆（上海）公司成立", 30),
            (FollowUpKind.FUND, "Term sheet with an industrial fund 与产业基金签署投资条款书", 35),
        ):
            counted = follow_ups.add_follow_up(
                actor=ACTOR, event_id=event.pk, outcome_id=None, at=self.moment(9, days=days),
                task=Task(kind, Holder.HUB, self.day + timedelta(days=days + 5), title),
            )  # fmt: skip
            follow_ups.keep_follow_up(
                actor=ACTOR, follow_up_id=counted.pk, note=MADE_UP, at=self.moment(9, days=days + 2)
            )

    def _for_tomorrow(self, event: Event, tomorrow: Event, excused: Participant) -> None:
        """One no-show is excused, the other counts: tomorrow's companies that stayed away once have fewer meetings."""
        row = event.no_shows.get(participant=excused)
        no_shows.excuse_no_show(actor=ACTOR, no_show_id=row.pk, excuse=FLIGHT, at=self.at)
        letters = {group.letter: group.pk for group in groups.in_order(tomorrow)}
        groups.change_group(
            actor=ACTOR,
            event_id=tomorrow.pk,
            group_id=letters["K"],
            no_shows_from=1,
            no_show_meetings=LIMIT,
            at=self.at,
        )
        event.refresh_from_db()
        series.set_season(actor=ACTOR, event_id=tomorrow.pk, season_id=event.season_id, at=self.at)
        series.list_publicly(actor=ACTOR, event_id=tomorrow.pk, listed=True, at=self.at)


ACTOR: Final = SystemActor()


def step(kind: str, owner: Owner, due: date) -> Said:
    """Going on, with a next step."""
    return Said(interest="yes", step=kind, owner=owner, due=due)


def _missed(sides: tuple[UUID, UUID], away: set[UUID]) -> tuple[Said | None, Said | None]:
    """Who waited says that the others did not come; who did not come says nothing."""
    waited = Said(met=False, missed="they_absent")
    first, second = (None if party in away else waited for party in sides)
    return first, second


def _holder(person: Attendee) -> LinkHolder:
    return LinkHolder(
        actor_id=person.person_id, hub_id=person.hub_id, event_id=person.event_id, attendee_id=person.pk,
        participant_id=person.participant_id,
    )  # fmt: skip


def _of(rows: Sequence[FollowUp], kind: FollowUpKind) -> list[FollowUp]:
    return [row for row in rows if row.kind == kind and row.state == FollowUpState.OPEN]
