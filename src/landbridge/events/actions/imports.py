"""A delegation or the counterparties out of a file: recorded in the network and put on the list, with an undo."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ProtectedError

from landbridge.events import rules
from landbridge.events.actions import attendees, people
from landbridge.events.actions.attendees import Person as Comes
from landbridge.events.actions.people import Party
from landbridge.events.models import Attendee, DeskAct, Event, Group, Meeting, Participant, Wish
from landbridge.events.queries.arriving import projects_by_name, settle_by_project
from landbridge.events.refusals import CannotBeUndone, StillUsed
from landbridge.events.sheets import (
    COUNTERPARTIES,
    DELEGATION,
    LETTERS,
    organisation_of,
    person_of,
    project_key,
    project_of,
)
from landbridge.events.states import Side
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.matchmaking.bulk import set_needs, take_back_needs
from landbridge.matchmaking.columns import need_of
from landbridge.matchmaking.needs import NeedGiven, joined
from landbridge.network.actions import bulk
from landbridge.network.actions import imports as network_imports
from landbridge.network.actions.personal import record_provenance
from landbridge.network.imports.checking import GoodRow
from landbridge.network.models import Affiliation, Import, ImportedRecord, Organisation
from landbridge.network.models import Person as NetworkPerson
from landbridge.network.rules import access_import
from landbridge.network.states import LegalBasis
from landbridge.projects.actions import register_project
from landbridge.projects.models import JourneyStep, Project
from landbridge.projects.queries import SEARCH_KIND as PROJECT_RECORD


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who takes a file decided.

    `anew` are rows that make a new person though one of that name is known at the same organisation; with `keep_needs`
    organisations that said before what they look for keep it. People of `unaddressed` rows come without their e-mail
    address, which is somebody else's.
    """

    anew: frozenset[int] = frozenset()
    unaddressed: frozenset[int] = frozenset()
    keep_needs: bool = False


DEFAULT = Choices()


@dataclass
class _Arriving:
    """A party as its rows describe it: who it is, and the people that come for it.

    Records are held, not their identifiers: saving may still give a new record another one.
    """

    letter: str
    note: str
    organisation: Organisation | None = None
    project_id: UUID | None = None
    need: NeedGiven | None = None
    people: list[tuple[NetworkPerson, str, tuple[str, ...]]] = field(default_factory=list)

    def coming(self, *, led: bool) -> tuple[Comes, ...]:
        """The people as attendees; the first leads unless somebody does already."""
        return tuple(
            Comes(person.pk, language, leads=place == 0 and not led, languages=speaks)
            for place, (person, language, speaks) in enumerate(self.people)
        )


@action
def apply_people_import(
    *,
    actor: Actor,
    event_id: UUID,
    import_id: UUID,
    provenance_id: UUID,
    all_or_nothing: bool,
    choices: Choices = DEFAULT,
    at: datetime,
) -> list[Participant]:
    """Take the good rows of a delegation or counterparty file: into the network where they are new, and onto the list.

    A party that is on the list already stays as it is, and the people its rows name join it. A person who comes for
    another party already is left where they are. What partners look for becomes their needs. All of it happens, or nothing.
    """
    event = rules.access_changeable(actor, event_id)
    before = set(Participant.objects.filter(event=event).values_list("pk", flat=True))
    network_imports.apply_import(
        actor=actor,
        import_id=import_id,
        provenance_id=provenance_id,
        all_or_nothing=all_or_nothing,
        at=at,
        take=partial(_take, event, import_id, choices),
        anew=choices.anew,
        unaddressed=choices.unaddressed,
    )
    return list(Participant.objects.filter(event=event, import_id=import_id).exclude(pk__in=before).order_by("label"))


@action
def import_people(
    *,
    actor: Actor,
    event_id: UUID,
    import_id: UUID,
    source: str,
    purpose: str,
    legal_basis: LegalBasis,
    crosses_to: Sequence[str] = (),
    keep_until: date | None = None,
    all_or_nothing: bool,
    choices: Choices = DEFAULT,
    at: datetime,
) -> list[Participant]:
    """Write down where the data come from and why they are held, then take the rows: both, or nothing."""
    event = rules.access_changeable(actor, event_id)
    provenance = record_provenance(
        actor=actor,
        hub_id=event.hub_id,
        source=source,
        purpose=purpose,
        legal_basis=legal_basis,
        crosses_to=crosses_to,
        keep_until=keep_until,
        at=at,
    )
    return apply_people_import(
        actor=actor,
        event_id=event_id,
        import_id=import_id,
        provenance_id=provenance.pk,
        all_or_nothing=all_or_nothing,
        choices=choices,
        at=at,
    )


@action
def undo_people_import(*, actor: Actor, event_id: UUID, import_id: UUID, at: datetime) -> int:
    """Take back what an import put on the list and into the network; refused once wishes or meetings stand on it."""
    event = rules.access_changeable(actor, event_id)
    upload = access_import(actor, import_id, lock=True)
    parties = Participant.objects.filter(event=event, import_id=import_id)
    used = Wish.objects.filter(wisher__in=parties).count() + Wish.objects.filter(target__in=parties).count()
    used += Meeting.objects.filter(first__in=parties).count() + Meeting.objects.filter(second__in=parties).count()
    used += DeskAct.objects.filter(attendee__participant__in=parties).count()
    if used:
        raise StillUsed(what="import", label=str(parties.count()), count=used)
    count = parties.count()
    take_back_needs(actor=actor, hub_id=event.hub_id, import_id=import_id, at=at)
    made = ImportedRecord.objects.filter(made_by=upload)
    persons = made.filter(kind=trail.kind_of(NetworkPerson())).values("record_id")
    projects = Project.objects.filter(pk__in=made.filter(kind=PROJECT_RECORD).values("record_id"))
    try:
        Attendee.objects.filter(event=event, person__in=persons).delete()
        parties.delete()
        JourneyStep.objects.filter(project__in=projects).delete()
        projects.delete()
    except ProtectedError as error:
        raise CannotBeUndone(event=EventsEvent.PARTICIPANTS_IMPORTED) from error
    network_imports.undo_import(actor=actor, import_id=import_id, at=at)
    trail.record(
        actor, EventsEvent.IMPORT_UNDONE, event, hub_id=event.hub_id, at=at, import_id=import_id, participants=count
    )
    return count


def _take(event: Event, import_id: UUID, choices: Choices, batch: bulk.Batch, rows: Sequence[GoodRow]) -> bulk.Taken:
    upload = Import.objects.only("schema").get(pk=import_id)
    if upload.schema not in {DELEGATION.key, COUNTERPARTIES.key}:
        raise InputRefused(Finding("choice_unknown", field="schema", data={"found": upload.schema}))
    groups = {group.letter: group for group in Group.objects.filter(event=event)}
    side = Side.DELEGATION if upload.schema == DELEGATION.key else Side.COUNTERPARTY
    _require_groups(rows, groups, side)
    _require_past(rows, zones.to_wall(batch.at, event.zone).date())
    taking = _Taking(event, batch, groups, side, choices)
    for row in rows:
        taking.take(row)
    return taking.finish(import_id)


def _require_groups(rows: Sequence[GoodRow], groups: dict[str, Group], side: Side) -> None:
    """Every letter a row gives is a group on that side; one wrong letter stops the import, for it moves many."""
    there = {letter for letter, group in groups.items() if group.side == side}
    wrong = [
        Finding("unknown_group", row.row, "group", {"found": row.values["group"], "expected": ", ".join(sorted(there))})
        for row in rows
        if row.values["group"] and row.values["group"] not in there
    ]
    if wrong or not there:
        raise InputRefused(*(wrong or [Finding("no_group_on_side", data={"side": side.value})]))


def _require_past(rows: Sequence[GoodRow], today: date) -> None:
    """No first contact lies in the future."""
    wrong = [
        Finding("step_in_future", row.row, "contacted", {"effective_at": row.values["contacted"], "at": today})
        for row in rows
        if row.values.get("contacted") and row.values["contacted"] > today
    ]
    if wrong:
        raise InputRefused(*wrong)


class _Taking:
    """One run over the rows: collects records and parties, then saves all of them in few statements."""

    def __init__(self, event: Event, batch: bulk.Batch, groups: dict[str, Group], side: Side, choices: Choices) -> None:
        self.event, self.batch, self.groups, self.side, self.choices = event, batch, groups, side, choices
        self.firms, self.persons = bulk.Firms(batch), bulk.People(batch)
        settle_by_project(self.persons.known, event.hub_id)
        self.parties: dict[Hashable, _Arriving] = {}
        self.projects: list[tuple[int, Project]] = []
        self.belongs: list[tuple[NetworkPerson, Organisation, str]] = []
        self.seated = set(Attendee.objects.filter(event=event).values_list("person_id", flat=True))
        self._known_projects = projects_by_name(batch.hub_id)
        self._houses: dict[Hashable, UUID] = {}
        self._unregistered: dict[Hashable, GoodRow] = {}

    def take(self, row: GoodRow) -> None:
        """Put one row aside: its party, made on first sight, and its person."""
        draft = organisation_of(row.values)
        firm = self.firms.known_or_made(row.row, draft) if draft else None
        party = self._party(row, firm)
        person_draft = person_of(row.values)
        if person_draft is None:
            return
        person, new = self.persons.known_or_made(row.row, person_draft, self._house(row, firm))
        if new and firm is not None:
            self.belongs.append((person, firm, row.values["title"]))
        if person.pk not in self.seated:
            self.seated.add(person.pk)
            party.people.append((person, person_draft.language, tuple(row.values["speaks"] or ())))

    def _house(self, row: GoodRow, firm: Organisation | None) -> UUID | None:
        """Where a person without an address is looked for: their organisation, else the project they come for."""
        if firm is not None or self.side is Side.COUNTERPARTY:
            return firm.pk if firm else None
        return self._houses.setdefault(
            project_key(row.values), self._known_projects.get(project_key(row.values), uuid7())
        )

    def _party(self, row: GoodRow, firm: Organisation | None) -> _Arriving:
        if self.side is Side.DELEGATION:
            key: Hashable = project_key(row.values)
            self._unregistered.setdefault(key, row)
        else:
            assert firm is not None  # noqa: S101 -- the schema asks for the organisation's name
            key = id(firm)
        letter = row.values["group"] or self._usual_letter(row)
        party = self.parties.setdefault(key, _Arriving(letter, row.values["note"], firm))
        if self.side is Side.COUNTERPARTY:
            party.need = joined(party.need, need_of(row.values))
        return party

    def _usual_letter(self, row: GoodRow) -> str:
        there = [group.letter for group in sorted(self.groups.values(), key=lambda g: g.pk) if group.side == self.side]
        wanted = LETTERS.get(row.values["kind"], "") if "kind" in row.values else ""
        return wanted if wanted in there else there[0]

    def finish(self, import_id: UUID) -> bulk.Taken:
        """Save records, then parties, then people at the table."""
        self.firms.save()
        self.persons.save()
        Affiliation.objects.bulk_create([self._affiliation(*one) for one in self.belongs], batch_size=bulk.BATCH)
        for key, row in self._unregistered.items():
            self.parties[key].project_id = self._project(row, self.parties[key].organisation)
        self._list(import_id)
        self._set_needs(import_id)
        return [*self.firms.made, *self.persons.made, *self.projects]

    def _set_needs(self, import_id: UUID) -> None:
        given = {p.organisation.pk: p.need for p in self.parties.values() if p.organisation and p.need}
        set_needs(
            actor=self.batch.actor,
            hub_id=self.batch.hub_id,
            given=given,
            import_id=import_id,
            keep_known=self.choices.keep_needs,
            at=self.batch.at,
        )

    def _project(self, row: GoodRow, firm: Organisation | None) -> UUID:
        facts = project_of(row.values)
        known = self._known_projects.get(project_key(row.values))
        if known is not None:
            return known
        facts |= {"organisation_id": firm.pk if firm else None, "fictional": self.event.fictional}
        heard = self._heard(row)
        made = register_project(
            actor=self.batch.actor,
            hub_id=self.batch.hub_id,
            at=self.batch.at,
            contacted_at=heard,
            entered_later=heard is not None,
            **facts,
        )
        self.projects.append((row.row, made))
        return made.pk

    def _heard(self, row: GoodRow) -> datetime | None:
        """When the row's day of first contact was: at noon of the road show's place, or now if that is still to come."""
        day = row.values["contacted"]
        if day is None:
            return None
        return min(zones.to_instant(datetime.combine(day, time(12)), self.event.zone), self.batch.at)

    def _affiliation(self, person: NetworkPerson, firm: Organisation, title: str) -> Affiliation:
        chinese = not title.isascii()
        return Affiliation(
            hub_id=self.batch.hub_id,
            person=person,
            organisation=firm,
            title_latin="" if chinese else title,
            title_chinese=title if chinese else "",
            period=DateRange(None, None),
            recorded_at=self.batch.at,
        )

    def _list(self, import_id: UUID) -> None:
        """Add the parties that are new; let the people of the others join them."""
        listed = Participant.objects.filter(event=self.event)
        by_project: dict[UUID | None, UUID] = dict(listed.exclude(project=None).values_list("project_id", "pk"))
        by_firm: dict[UUID | None, UUID] = dict(listed.filter(project=None).values_list("organisation_id", "pk"))
        new: list[Party] = []
        joining: list[tuple[Participant, tuple[Comes, ...]]] = []
        for party in self.parties.values():
            firm_id = party.organisation.pk if party.organisation else None
            there = by_project.get(party.project_id) if party.project_id else by_firm.get(firm_id)
            if there is not None:
                joining.append((Participant(pk=there), party.coming(led=True)))
                continue
            new.append(
                Party(
                    self.groups[party.letter].pk,
                    project_id=party.project_id,
                    organisation_id=firm_id,
                    people=party.coming(led=False),
                    note=party.note,
                    fictional=self.event.fictional,
                )
            )
        people.add_participants(
            actor=self.batch.actor, event_id=self.event.pk, at=self.batch.at, parties=new, import_id=import_id
        )
        attendees.seat(self.event, joining)
