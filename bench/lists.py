"""A list page of 20 from 12,000 rows: CPU of the server process per request, and how many queries.

    make bench-lists

Rows are made in a scratch database beside the data folder's own; nothing of yours is touched. CPU is that of the Python
process (PostgreSQL's own is not in it), the median of many requests, each through all middleware.
"""

import statistics
from typing import Any

from bench.scratch import cpu, machine, queries, scratch

ROWS = 12_000
REQUESTS = 60
TARGET_MS = 10.0
PAGES = (
    ("first page", ""),
    ("sorted by country", "?sort=country"),
    ("narrowed by kind", "?kind=fund"),
    ("searched, Chinese", "?q=电池"),
    ("searched, pinyin", "?q=dianchi"),
)


def main() -> None:
    """Fill, ask, print the table."""
    with scratch():
        from django.test import Client  # noqa: PLC0415 -- Django is set up by now

        client = Client(SERVER_NAME="localhost")
        client.force_login(fill(), backend="allauth.account.auth_backends.AuthenticationBackend")
        print(machine())
        print(f"{'organisations, 20 of 12,000':<28} {'CPU ms':>8} {'p95 ms':>8} {'queries':>8}   target {TARGET_MS} ms")
        for words, query in PAGES:
            address = f"/network/organisations/{query}"
            assert client.get(address).status_code == 200, address
            asked = queries(client, address)
            spent = sorted(cpu(client, address) for _ in range(REQUESTS))
            print(f"{words:<28} {statistics.median(spent):>8.1f} {spent[int(REQUESTS * 0.95)]:>8.1f} {asked:>8}")


def fill() -> Any:
    """A hub with 12,000 organisations, made by the actions in bulk, and its manager."""
    from landbridge.ground.hubs import hub_context  # noqa: PLC0415 -- Django is set up by now
    from landbridge.kernel.actor import SystemActor  # noqa: PLC0415 -- as above
    from landbridge.kernel.clock import SystemClock  # noqa: PLC0415 -- as above
    from landbridge.kernel.names import Name  # noqa: PLC0415 -- as above
    from landbridge.network.actions import hubs, memberships, records  # noqa: PLC0415 -- as above
    from landbridge.network.drafts import OrganisationDraft  # noqa: PLC0415 -- as above
    from landbridge.network.models import Organisation  # noqa: PLC0415 -- as above
    from landbridge.network.states import HubKind, Role  # noqa: PLC0415 -- as above

    actor, at = SystemActor(), SystemClock().now()
    hub = hubs.create_hub(
        actor=actor, name=Name("Bench"), kind=HubKind.PARK, country="CN", city="", zone="Asia/Shanghai", at=at
    )
    kinds, trades = ("company", "fund", "bank"), ("电池", "机器人", "物流", "传感器", "芯片", "港口", "医疗")
    with hub_context(hub.pk):
        drafts = (
            OrganisationDraft(
                kind=kinds[n % 3], name_latin=f"Organisation {n:05}", name_chinese=f"{trades[n % 7]}第{n}公司",
                country=("CN", "US", "DE")[n % 3], place="Shanghai",
            )
            for n in range(ROWS)
        )  # fmt: skip
        made = [records.made(Organisation, draft, hub_id=hub.pk, at=at, provenance_id=None) for draft in drafts]
        Organisation.objects.bulk_create(records.with_free_codes(Organisation, made, hub_id=hub.pk), batch_size=1000)
        records.make_findable(made)
        account = hubs.open_account(actor=actor, hub_id=hub.pk, email="bench@example.org", at=at)
        memberships.grant_membership(actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role.HUB_MANAGER, at=at)
    return account


if __name__ == "__main__":
    main()
