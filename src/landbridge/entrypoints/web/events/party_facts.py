"""What a party is and seeks, for the organiser who looks at its page, and the way to its own record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from landbridge.entrypoints.web import matches
from landbridge.events.models import Participant
from landbridge.events.phrases.wishes import ORGANISATIONS
from landbridge.kernel.actor import Actor
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import country_words, field_words, joined, sought
from landbridge.matchmaking.queries import needs_by_organisation
from landbridge.matchmaking.rules import visible_needs
from landbridge.network.models import Organisation
from landbridge.network.permissions import Permission
from landbridge.projects.models import Project


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Questions that have an answer, the party's own words, and the records behind it that the reader may open."""

    rows: Sequence[tuple[str, str]]
    words: str
    links: Sequence[tuple[str, str]]


def facts_of(actor: Actor, party: Participant) -> PartyFacts:
    """What is known of a party. The need is read where the reader may read needs: one query at most."""
    project, organisation = party.project, party.organisation
    need = None
    if project is None and organisation is not None:
        need = needs_by_organisation(visible_needs(actor, party.hub_id), [organisation.pk]).get(organisation.pk)
    rows = _of_project(project) if project else _of_organisation(organisation, need) if organisation else ()
    firm = project.organisation if project else organisation
    links = []
    if project and actor.may(Permission.SEE_PROJECTS, party.hub_id):
        links.append((reverse("projects:project", args=[project.pk]), _("The project's page")))
    if firm and actor.may(Permission.SEE_PEOPLE, party.hub_id):
        links.append((reverse("network:organisation", args=[firm.pk]), _("The organisation's page")))
    return PartyFacts([(asked, said) for asked, said in rows if said], matches.summary(party, need), links)


def _of_project(project: Project) -> Iterator[tuple[str, str]]:
    where = [country_words(project.country)] if project.country else []
    yield _("Country or region"), joined([*where, *([project.city] if project.city else [])])
    yield _("Fields"), joined([field_words(code) for code in project.fields])
    yield _("Seeks"), sought(project.seeks)
    yield _("Amount"), f"{project.ask_currency} {project.ask_amount:,.0f}" if project.ask_amount else ""
    yield _("Readiness level"), str(project.trl or "")


def _of_organisation(organisation: Organisation, need: Need | None) -> Iterator[tuple[str, str]]:
    yield _("What it is"), str(ORGANISATIONS[organisation.kind])
    where = [country_words(organisation.country)] if organisation.country else []
    yield _("Country or region"), joined([*where, *([organisation.place] if organisation.place else [])])
    if need is not None:
        yield _("Looks for fields"), joined([field_words(code) for code in need.fields])
        yield _("Gives"), sought(need.offers)
        yield _("Amount"), matches.ticket_words(need)
        yield _("Looks in"), joined([country_words(code) for code in need.countries])
