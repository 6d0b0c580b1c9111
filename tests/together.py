"""Acts of several people at once, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model

from landbridge.ground.hubs import hub_context
from landbridge.kernel.refusal import Refusal

Act: TypeAlias = Callable[[], object]
Acts: TypeAlias = tuple[Act, Act]
Prepare: TypeAlias = Callable[[UUID], Acts]
Effects: TypeAlias = Callable[[UUID], int]
SAME: Final = "same"
"""Both get the same answer."""
REFUSED: Final = "refused"
"""One gets an answer, the other a refusal."""
BOTH: Final = "both"
"""Both get an answer of their own."""


def at_once(hub_id: UUID, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, begun together inside the hub."""
    ready = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with hub_context(hub_id):
                ready.wait(timeout=10)
                outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 -- the outcome is what is looked at
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def judge(outcomes: list[Any], expected: str) -> None:
    """Two at once got what is expected, and neither an error."""
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception) and outcome not in refused], outcomes
    assert len(refused) == (1 if expected == REFUSED else 0), outcomes
    if expected == SAME:
        assert outcomes[0] == outcomes[1]


def count(model: type[Model], **where: Any) -> Effects:
    """How many such rows a hub has."""
    return lambda hub_id: model._default_manager.filter(hub_id=hub_id, **where).count()


def assert_one_effect(prepare: Prepare, expected: str, effects: Effects, number: int) -> None:
    """Both acts at once, in a hub of their own, get what is expected and leave that many effects."""
    hub_id = uuid4()
    with hub_context(hub_id):
        acts = prepare(hub_id)
    judge(at_once(hub_id, *acts), expected)
    with hub_context(hub_id):
        assert effects(hub_id) == number
