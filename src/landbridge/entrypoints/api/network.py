"""Hubs, organisations and people: read, search, add, change, merge, erase."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Text, Title, hub_for
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.gate import Gate, Table, actor_of
from landbridge.events.queries.frame import found as found_events
from landbridge.events.rules import visible_events
from landbridge.network import duplicates, queries, rules
from landbridge.network.actions import affiliations, merging, organisations, people, personal
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Affiliation, Hub, Organisation, Person
from landbridge.network.permissions import Permission
from landbridge.network.refusals import LikelyDuplicate
from landbridge.projects.queries import found as found_projects
from landbridge.projects.rules import visible_projects

router = Router()


class HubOut(Schema):
    """A hub one may work in."""

    id: UUID
    name_latin: str
    name_chinese: str
    country: str
    zone: str


class RecordIn(Schema):
    """What organisations and people are both asked. One of the names is needed."""

    name_latin: Text = ""
    name_chinese: Text = ""
    country: Text = Field("", description="ISO 3166-1 alpha-2")
    place: Text = ""
    note: Text = ""


class OrganisationIn(RecordIn):
    """An organisation as somebody describes it."""

    kind: Text = "company"
    website: Text = ""
    uscc: Text = ""
    lei: Text = ""
    ror: Text = ""
    gbt_4754: Text = ""
    nace_2_1: Text = ""

    def draft(self) -> OrganisationDraft:
        """As the action takes it."""
        return OrganisationDraft(**self.model_dump(include=set(OrganisationDraft.__dataclass_fields__)))


class PersonIn(RecordIn):
    """A person as somebody describes them."""

    email: Text = ""
    phone: Text = ""
    wechat: Text = ""
    language: Text = ""

    def draft(self) -> PersonDraft:
        """As the action takes it."""
        return PersonDraft(**self.model_dump(include=set(PersonDraft.__dataclass_fields__)))


class New(Schema):
    """Where a new record belongs. `anyway` adds it though a record like it is there."""

    hub: UUID | None = Field(None, description="may be left out by who works in one hub")
    anyway: bool = False


class NewOrganisation(OrganisationIn, New):
    """An organisation to add."""


class NewPerson(PersonIn, New):
    """A person to add."""


class Known(Schema):
    """What every record carries. `merged_into` is the record a duplicate became."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    code: str
    state: Literal["active", "merged", "erased"]
    merged_into: UUID | None = Field(validation_alias="merged_into_id")


class OrganisationOut(OrganisationIn, Known):
    """An organisation."""


class PersonOut(PersonIn, Known):
    """A person. Of one whose data were erased only the identifier is left."""


class Organisations(Schema):
    """One page; `next` asks for the following one."""

    items: list[OrganisationOut]
    next: str | None


class People(Schema):
    """One page; `next` asks for the following one."""

    items: list[PersonOut]
    next: str | None


class DuplicateIn(Schema):
    """The record that is merged and stays as a pointer."""

    duplicate: UUID


class AffiliationIn(Schema):
    """Where a person belongs, as what, from and up to (not including) which day."""

    organisation: UUID
    title_latin: Title = ""
    title_chinese: Title = ""
    since: date | None = None
    until: date | None = None


class AffiliationOut(Schema):
    """Where a person belongs."""

    id: UUID
    organisation: UUID
    title_latin: str
    title_chinese: str
    since: date | None
    until: date | None


class NamedOut(Schema):
    """A thing that has pages of its own elsewhere in this interface: what it is called."""

    id: UUID
    code: str
    name_latin: str
    name_chinese: str


class Found(Schema):
    """What the search box finds first of each kind."""

    organisations: list[OrganisationOut]
    people: list[PersonOut]
    projects: list[NamedOut]
    events: list[NamedOut]


def affiliation_out(affiliation: Affiliation) -> AffiliationOut:
    """An affiliation as the API tells it."""
    return AffiliationOut(
        id=affiliation.pk,
        organisation=affiliation.organisation_id,
        title_latin=affiliation.title_latin,
        title_chinese=affiliation.title_chinese,
        since=affiliation.period.lower,
        until=affiliation.period.upper,
    )


def refuse_likely(found: Sequence[duplicates.Candidate]) -> None:
    """Refuse, naming the records that may be the same, so that the caller looks before saying `anyway`."""
    if found:
        alike = [{"id": str(one.record_id), "code": one.code, "score": one.score, "why": one.why} for one in found]
        raise LikelyDuplicate(alike=alike)


@router.get("/hubs", response=list[HubOut], url_name="hubs")
def list_hubs(request: HttpRequest) -> Sequence[Hub]:
    """The hubs one may work in."""
    return list(queries.hubs_of(actor_of(request)))


@router.get("/organisations", response=Organisations, url_name="organisations")
def list_organisations(
    request: HttpRequest, asked: Query[Asked], hub: UUID | None = None, kind: Text = "", country: Text = ""
) -> dict[str, Any]:
    """The active organisations of a hub, by name; `q` searches as the search box does."""
    hub_id = hub_for(request, hub, Permission.SEE_PEOPLE)
    rows = queries.found(rules.visible_organisations(actor_of(request), hub_id=hub_id), asked.q)
    rows = rows.filter(kind=kind) if kind else rows
    return one_page(rows.filter(country=country) if country else rows, asked)


@router.post("/organisations", response={201: OrganisationOut}, url_name="organisations")
def add_organisation(request: HttpRequest, said: NewOrganisation) -> Status[Organisation]:
    """Add an organisation. One like it that is there already is a refusal, unless `anyway`."""
    hub_id = hub_for(request, said.hub, Permission.EDIT_PEOPLE)
    if not said.anyway:
        rows = rules.visible_organisations(actor_of(request), hub_id=hub_id)
        refuse_likely(duplicates.of_organisation(rows, said.draft()))
    made = organisations.create_organisation(
        actor=actor_of(request), hub_id=hub_id, draft=said.draft(), at=clock.current().now()
    )
    return Status(201, made)


@router.get("/organisations/{organisation_id}", response=OrganisationOut, url_name="organisation")
def read_organisation(request: HttpRequest, organisation_id: UUID) -> Organisation:
    """One organisation, also a merged one."""
    return rules.access_organisation(actor_of(request), organisation_id, to="see")


@router.put("/organisations/{organisation_id}", response=OrganisationOut, url_name="organisation")
def change_organisation(request: HttpRequest, organisation_id: UUID, said: OrganisationIn) -> Organisation:
    """Replace what is said of an organisation."""
    return organisations.change_organisation(
        actor=actor_of(request), organisation_id=organisation_id, draft=said.draft(), at=clock.current().now()
    )


@router.post("/organisations/{organisation_id}/merge", response=OrganisationOut, url_name="merge_organisation")
def merge_organisation(request: HttpRequest, organisation_id: UUID, said: DuplicateIn) -> Organisation:
    """Merge a duplicate into this organisation. It cannot be undone."""
    return merging.merge_organisations(
        actor=actor_of(request), keep_id=organisation_id, duplicate_id=said.duplicate, at=clock.current().now()
    )


@router.get("/people", response=People, url_name="people")
def list_people(request: HttpRequest, asked: Query[Asked], hub: UUID | None = None) -> dict[str, Any]:
    """The active people of a hub, by name; `q` searches as the search box does."""
    hub_id = hub_for(request, hub, Permission.SEE_PEOPLE)
    return one_page(queries.found(rules.visible_people(actor_of(request), hub_id=hub_id), asked.q), asked)


@router.post("/people", response={201: PersonOut}, url_name="people")
def add_person(request: HttpRequest, said: NewPerson) -> Status[Person]:
    """Add a person. One like them who is there already is a refusal, unless `anyway`."""
    hub_id = hub_for(request, said.hub, Permission.EDIT_PEOPLE)
    if not said.anyway:
        rows = rules.visible_people(actor_of(request), hub_id=hub_id)
        refuse_likely(duplicates.of_person(rows, said.draft()))
    made = people.create_person(actor=actor_of(request), hub_id=hub_id, draft=said.draft(), at=clock.current().now())
    return Status(201, made)


@router.get("/people/{person_id}", response=PersonOut, url_name="person")
def read_person(request: HttpRequest, person_id: UUID) -> Person:
    """One person, also a merged or erased one."""
    return rules.access_person(actor_of(request), person_id, to="see")


@router.put("/people/{person_id}", response=PersonOut, url_name="person")
def change_person(request: HttpRequest, person_id: UUID, said: PersonIn) -> Person:
    """Replace what is said of a person."""
    return people.change_person(
        actor=actor_of(request), person_id=person_id, draft=said.draft(), at=clock.current().now()
    )


@router.delete("/people/{person_id}", response=PersonOut, url_name="person")
def erase_person(request: HttpRequest, person_id: UUID) -> Person:
    """Erase a person's data on their request. It cannot be undone."""
    return personal.erase_person(actor=actor_of(request), person_id=person_id, at=clock.current().now())


@router.post("/people/{person_id}/merge", response=PersonOut, url_name="merge_person")
def merge_person(request: HttpRequest, person_id: UUID, said: DuplicateIn) -> Person:
    """Merge a duplicate into this person. It cannot be undone."""
    return merging.merge_people(
        actor=actor_of(request), keep_id=person_id, duplicate_id=said.duplicate, at=clock.current().now()
    )


@router.get("/people/{person_id}/affiliations", response=list[AffiliationOut], url_name="affiliations")
def list_affiliations(request: HttpRequest, person_id: UUID) -> list[AffiliationOut]:
    """Where a person belongs and belonged."""
    person = rules.access_person(actor_of(request), person_id, to="see")
    return [affiliation_out(one) for one in person.affiliations.order_by("pk")]


@router.post("/people/{person_id}/affiliations", response={201: AffiliationOut}, url_name="affiliations")
def affiliate(request: HttpRequest, person_id: UUID, said: AffiliationIn) -> Status[AffiliationOut]:
    """Say where a person belongs."""
    made = affiliations.affiliate(
        actor=actor_of(request), person_id=person_id, organisation_id=said.organisation, since=said.since,
        until=said.until, title_latin=said.title_latin, title_chinese=said.title_chinese, at=clock.current().now(),
    )  # fmt: skip
    return Status(201, affiliation_out(made))


@router.get("/search", response=Found, url_name="search")
def search(request: HttpRequest, q: Text, hub: UUID | None = None) -> dict[str, list[Any]]:
    """What a name in either script, its pinyin or initials, or a code finds: the first eight of each kind."""
    hub_id, actor = hub_for(request, hub, Permission.SEE_PEOPLE), actor_of(request)

    def first(found: Callable[[QuerySet[Any], str], QuerySet[Any]], rows: QuerySet[Any]) -> list[Any]:
        return list(found(rows, q)[:8]) if q.strip() else []

    return {
        "organisations": first(queries.found, rules.visible_organisations(actor, hub_id=hub_id)),
        "people": first(queries.found, rules.visible_people(actor, hub_id=hub_id)),
        "projects": first(found_projects, visible_projects(actor, hub_id=hub_id).order_by("sort_key", "id")),
        "events": first(found_events, visible_events(actor, hub_id=hub_id).order_by("-first_day", "id")),
    }


# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    "api:hubs": Gate.SIGNED_IN,
    **dict.fromkeys(
        ("api:organisations", "api:organisation", "api:people", "api:person", "api:affiliations", "api:search"),
        Permission.SEE_PEOPLE,
    ),
    **dict.fromkeys(("api:merge_organisation", "api:merge_person"), Permission.EDIT_PEOPLE),
}
