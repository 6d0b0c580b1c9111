"""The demonstration as it stands on its first day: wishes are in, and a first draft of the agenda is made."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.management import call_command

from landbridge.entrypoints import clock
from landbridge.entrypoints.demo.earlier import EarlierShow
from landbridge.entrypoints.demo.loading import ZONE, Demonstration, Loader, Say
from landbridge.entrypoints.demo.pairs import PairsDemo
from landbridge.events.actions.planning import Order, ask_for_agenda
from landbridge.events.actions.suggestions import make_shortlists
from landbridge.events.actions.wishes import say_wish
from landbridge.events.states import WishKind
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import Refusal

WISHES: Final = 400
PLANNING_SECONDS: Final = 10


@dataclass(frozen=True)
class Said:
    """A wish somebody of the demonstration has."""

    wisher: UUID
    target: UUID
    kind: WishKind


def tell(say: Say) -> Demonstration:
    """Load the demonstration and bring it to the evening before its road show."""
    at = clock.current().now()
    made = Loader(at=at, say=say).load()
    with hub_context(made.hub_id):
        say("a road show six weeks ago, with what came of it")
        EarlierShow(made.hub_id, ZONE, made.provenance_id, at).hold(made.event, made.counterparties, made.hosts)
        say("shortlists")
        make_shortlists(actor=SystemActor(), event_id=made.event.pk, at=at)
        say(f"{WISHES} wishes")
        _wish(made, at)
        say(f"a first draft of the agenda: {PLANNING_SECONDS} seconds")
        order = Order(seconds=PLANNING_SECONDS)
        ask_for_agenda(actor=SystemActor(), event_id=made.event.pk, order=order, at=at)
    work_off()
    with hub_context(made.hub_id):
        say("shortlists asked for, offers and requests on the public board")
        PairsDemo(made.hub_id, at).prepare()
    return made


def work_off() -> None:
    """Run the jobs that wait, as a worker would, and stop when there are none."""
    call_command("procrastinate", "worker", "--one-shot")


def _wish(made: Demonstration, at: datetime) -> None:
    """Both sides wish along their shortlists: most want, some must, a few never."""
    said = list(_wishes(made))[:WISHES]
    for wish in said:
        try:
            say_wish(actor=SystemActor(), wisher_id=wish.wisher, target_id=wish.target, kind=wish.kind, at=at)
        except Refusal:
            continue  # a pair that a rule keeps apart: a person would be told, a demonstration goes on


def _wishes(made: Demonstration) -> Iterator[Said]:
    chance = random.Random(2026)  # noqa: S311 -- invented wishes, the same in each demonstration
    of_delegate: dict[UUID, list[UUID]] = defaultdict(list)
    of_counterparty: dict[UUID, list[UUID]] = defaultdict(list)
    pairs = made.event.suggestions.order_by("-score", "pk").values_list("delegate_id", "counterparty_id")
    for delegate, counterparty in pairs:
        of_delegate[delegate].append(counterparty)
        of_counterparty[counterparty].append(delegate)
    for place in range(14):
        for wisher, targets in (*of_delegate.items(), *of_counterparty.items()):
            if place < len(targets) and chance.random() < 0.85 - place * 0.05:
                yield Said(wisher, targets[place], _kind(chance, place))


def _kind(chance: random.Random, place: int) -> WishKind:
    if place == 0 and chance.random() < 0.15:
        return WishKind.MUST
    return WishKind.NEVER if chance.random() < 0.02 else WishKind.WANT
