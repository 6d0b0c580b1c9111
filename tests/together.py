"""Acts of several people at once, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from landbridge.ground.hubs import hub_context


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
