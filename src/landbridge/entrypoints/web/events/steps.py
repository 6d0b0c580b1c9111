"""The organiser's way as every page of a road show shows it: five steps, which are done, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.refusals import said
from landbridge.events import rules
from landbridge.events.models import Event
from landbridge.events.queries import frame
from landbridge.events.readiness import EventFigures, Step, Weight, readiness
from landbridge.kernel.actor import Actor

NAMES: Final[Mapping[Step, Promise]] = {
    Step.SETUP: _("Set up"),
    Step.PEOPLE: _("People"),
    Step.SHORTLISTS: _("Shortlists"),
    Step.WISHES: _("Wishes"),
    Step.AGENDA: _("Agenda"),
}
OPENS: Final = {Step.AGENDA: rules.NEEDS["look"]}
"""What a step's page asks of its reader, where that is less than to plan."""
MEANINGS: Final[Mapping[Weight, str]] = {Weight.MISSING: "bad", Weight.DOUBT: "warn", Weight.NEXT: "info"}


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One gap in words, with its meaning for the badge."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as a tab and as a part of the overview. Without a page yet it has no address."""

    step: Step
    number: int
    name: Promise
    url: str
    here: bool
    gaps: Sequence[ShownGap]

    @property
    def missing(self) -> int:
        """How many things the next step waits for."""
        return sum(gap.meaning == "bad" for gap in self.gaps)

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at something here."""
        return any(gap.meaning == "warn" for gap in self.gaps)


def event_context(actor: Actor, event: Event, *, here: Step | None = None) -> dict[str, object]:
    """What `events/base.html` needs: the road show, its five steps with what is missing, and whether one may plan."""
    figures = frame.figures(event)
    return {
        "event": event,
        "figures": figures,
        "steps": shown(
            event, figures, here=here, opens=lambda step: actor.may(OPENS.get(step, rules.PLAN), event.hub_id)
        ),
        "may_look": actor.may(OPENS[Step.AGENDA], event.hub_id),
        "may_plan": actor.may(rules.PLAN, event.hub_id) and rules.may_change(event),
        "may_desk": actor.may(rules.NEEDS["desk"], event.hub_id),
    }


def shown(
    event: Event, figures: EventFigures, *, here: Step | None = None, opens: Callable[[Step], bool] = lambda _step: True
) -> list[ShownStep]:
    """The five steps with their gaps in words; a step that does not open for the reader has no address."""
    gaps = readiness(figures)
    return [
        ShownStep(
            step,
            number,
            NAMES[step],
            _url(step, event) if opens(step) else "",
            step is here,
            [
                ShownGap(said("READINESS", gap.finding.code, gap.finding.data), MEANINGS[gap.weight])
                for gap in gaps
                if gap.step is step
            ],
        )
        for number, step in enumerate(Step, start=1)
    ]


def bare(event_id: UUID, *, here: Step) -> list[ShownStep]:
    """The five steps as a way from page to page, without asking what is missing."""
    return [
        ShownStep(step, number, NAMES[step], reverse(f"events:{step.value}", args=[event_id]), step is here, ())
        for number, step in enumerate(Step, start=1)
    ]


def _url(step: Step, event: Event) -> str:
    try:
        return reverse(f"events:{step.value}", args=[event.pk])
    except NoReverseMatch:
        return ""
