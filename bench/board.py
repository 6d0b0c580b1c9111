"""The agenda board of 24 slots x 20 tables: CPU of the server process per request, and how many queries.

    make bench-lists

16 projects, 64 guests, 400 pairs with a wish, an agenda by the engine, in a scratch database; nothing of yours is
touched. CPU is that of the Python process, the median of many requests, each through all middleware.
"""

import statistics
from typing import Any

from bench.scratch import cpu, machine, queries, scratch

REQUESTS = 40
TARGET_MS = 30.0


def main() -> None:
    """Fill, ask, print the table."""
    with scratch():
        from django.test import Client  # noqa: PLC0415 -- Django is set up by now

        client = Client(SERVER_NAME="localhost")
        account, address, cell = fill()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        print(machine())
        print(
            f"{'agenda, 24 slots x 20 tables':<28} {'CPU ms':>8} {'p95 ms':>8} {'queries':>8}   target {TARGET_MS} ms"
        )
        pages = {"board": "", "board, meeting selected": cell, "per person": "people/", "unmet wishes": "wishes/"}
        for words, tail in pages.items():
            assert client.get(address + tail).status_code == 200, tail
            asked = queries(client, address + tail)
            spent = sorted(cpu(client, address + tail) for _ in range(REQUESTS))
            print(f"{words:<28} {statistics.median(spent):>8.1f} {spent[int(REQUESTS * 0.95)]:>8.1f} {asked:>8}")


def fill() -> tuple[Any, str, str]:
    """A hub manager, the address of a planned board, and the query that selects a meeting on it."""
    from tests.entrypoints.web.events.big import big_show, planned  # noqa: PLC0415 -- as above

    from landbridge.events.queries.agendas import placed_in  # noqa: PLC0415 -- Django is set up by now
    from landbridge.ground.hubs import hub_context  # noqa: PLC0415 -- as above
    from landbridge.kernel.actor import SystemActor  # noqa: PLC0415 -- as above
    from landbridge.kernel.clock import SystemClock  # noqa: PLC0415 -- as above
    from landbridge.kernel.names import Name  # noqa: PLC0415 -- as above
    from landbridge.network.actions import hubs, memberships  # noqa: PLC0415 -- as above
    from landbridge.network.states import HubKind, Role  # noqa: PLC0415 -- as above

    actor, at = SystemActor(), SystemClock().now()
    hub = hubs.create_hub(
        actor=actor, name=Name("Bench"), kind=HubKind.PARK, country="CN", city="", zone="Asia/Shanghai", at=at
    )
    with hub_context(hub.pk):
        account = hubs.open_account(actor=actor, hub_id=hub.pk, email="bench@example.org", at=at)
        memberships.grant_membership(actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role.HUB_MANAGER, at=at)
        show = big_show(hub.pk, slots=24)
        version = planned(show, seconds=3)
        first = placed_in(version)[0]
    return account, f"/events/{show.event.pk}/agenda/{version.number}/", f"?m={first.pair_uid}"


if __name__ == "__main__":
    main()
