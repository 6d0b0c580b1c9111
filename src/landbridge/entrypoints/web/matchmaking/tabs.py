"""What the tabs of matchmaking need to know, and how its lists of cards are shown."""

from dataclasses import dataclass

from django.http import HttpRequest

from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.network.hubs import other_hubs
from landbridge.kernel.names import Name
from landbridge.matchmaking import rules
from landbridge.matchmaking.phrases import country_words, field_words, joined
from landbridge.matchmaking.queries import Card
from landbridge.network.models import Hub, Organisation
from landbridge.network.phrases import ORGANISATION_KINDS
from landbridge.projects.models import Project


def tab_context(request: HttpRequest, hub: Hub, tab: str) -> dict[str, object]:
    """The tab a page is, the hub it shows, the others one may change over to."""
    return {
        "hub": hub,
        "hubs": other_hubs(request, rules.VIEW, hub),
        "tab": tab,
        "may_change": actor_of(request).may(rules.CHANGE, hub.pk),
    }


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A shortlist's line in words: the other side, why, how well it fits."""

    card: Card
    name: Name
    about: str
    reasons: matches.Reasons

    @property
    def fit(self) -> int:
        """The score out of 100."""
        return round(100 * self.card.score)

    @property
    def chance(self) -> float | None:
        """The chance in percent, where a ranker was learned."""
        probability = self.card.line.probability
        return None if probability is None else round(100 * probability, 1)


def shown(card: Card, *, of_need: bool) -> ShownCard:
    """The line for the page of a project, or of a need."""
    project, organisation = card.line.project, card.line.need.organisation
    other = project.name if of_need else organisation.name
    about = about_project(project) if of_need else about_organisation(organisation)
    return ShownCard(card, other, about, matches.reasons_of(card.facts))


def about_project(project: Project) -> str:
    """What a project is, in a few words."""
    place = [country_words(project.country)] if project.country else []
    return joined([*(field_words(code) for code in project.fields[:2]), *place])


def about_organisation(organisation: Organisation) -> str:
    """What an organisation is, in a few words."""
    place = [organisation.place] if organisation.place else []
    return joined([str(ORGANISATION_KINDS[organisation.kind]), *place])
