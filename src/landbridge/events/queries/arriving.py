"""Whom a file for a road show would bring: people and needs the hub knows already, before anything is taken."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from uuid import UUID

from landbridge.events.models import Attendee, Event
from landbridge.events.sheets import COUNTERPARTIES, PROJECT, organisation_of, person_of, project_key
from landbridge.kernel.names import folded
from landbridge.matchmaking.columns import need_of
from landbridge.matchmaking.models import Need
from landbridge.network.imports.checking import GoodRow
from landbridge.network.known import KnownFirms, KnownPeople
from landbridge.network.models import Organisation, Person
from landbridge.projects.models import Project


@dataclass(frozen=True, slots=True)
class Arriving:
    """What a file's good rows amount to: people known without an address, by row; needs told, and told before."""

    known: dict[int, Person]
    needs: int
    needs_known: int


def arriving(event: Event, schema_key: str, rows: Sequence[GoodRow]) -> Arriving:
    """Look before taking. Constant queries, however many rows."""
    firms, people = KnownFirms(event.hub_id), KnownPeople(event.hub_id)
    settle_by_project(people, event.hub_id)
    projects = projects_by_name(event.hub_id)
    known: dict[int, Person] = {}
    telling: set[Hashable] = set()
    for row in rows:
        draft = organisation_of(row.values)
        firm = firms.find(draft) if draft else None
        if schema_key == COUNTERPARTIES.key and draft and need_of(row.values):
            telling.add(firm.pk if firm else (draft.name_latin, draft.name_chinese))
        person = _known(row, people, firm, projects, new_firm=draft is not None and firm is None)
        if person is not None:
            known[row.row] = person
    there = [key for key in telling if isinstance(key, UUID)]
    return Arriving(
        known, len(telling), Need.objects.filter(hub_id=event.hub_id, organisation_id__in=there).count() if there else 0
    )


def _known(
    row: GoodRow, people: KnownPeople, firm: Organisation | None, projects: dict[Hashable, UUID], *, new_firm: bool
) -> Person | None:
    person = person_of(row.values)
    if person is None or person.email or new_firm:
        return None
    if firm is not None:
        return people.find(person, firm.pk)
    project = projects.get(project_key(row.values)) if PROJECT[0] in row.values else None
    return people.find(person, project) if project else None


def projects_by_name(hub_id: UUID) -> dict[Hashable, UUID]:
    """The hub's projects by both names, as rows of a file name them."""
    rows = Project.objects.filter(hub_id=hub_id).values_list("pk", "name_latin", "name_chinese")
    return {(folded(latin), folded(chinese)): pk for pk, latin, chinese in rows}


def settle_by_project(people: KnownPeople, hub_id: UUID) -> None:
    """Let people who came for a project be found there: not every founder belongs to an organisation."""
    came = Attendee.objects.filter(hub_id=hub_id, participant__project__isnull=False, participant__organisation=None)
    for attendee in came.select_related("person", "participant").order_by("pk"):
        if attendee.participant.project_id:
            people.settle(attendee.person, attendee.participant.project_id)
