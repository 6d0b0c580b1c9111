"""A list of 20 from 12,000 rows, as a page and through the API: CPU of the server process per request, and how many queries.

    make bench-lists

Rows are made in a scratch database beside the data folder's own; nothing of yours is touched. CPU is that of the Python
process (PostgreSQL's own is not in it), the median of many requests, each through all middleware.
"""

import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.scratch import analyse, cpu, machine, queries, scratch

ROWS = 12_000
REQUESTS = 60
TARGET_MS = 10.0
PAGE, API = "/network/organisations/", "/api"
PAGES = (
    ("page, first", f"{PAGE}"),
    ("page, sorted by country", f"{PAGE}?sort=country"),
    ("page, narrowed by kind", f"{PAGE}?kind=fund"),
    ("page, searched, Chinese", f"{PAGE}?q=电池"),
    ("page, searched, pinyin", f"{PAGE}?q=dianchi"),
    ("API, organisations", f"{API}/organisations?limit=20"),
    ("API, organisations, pinyin", f"{API}/organisations?limit=20&q=dianchi"),
    ("API, projects", f"{API}/projects?limit=20"),
    ("API, projects by field", f"{API}/projects?limit=20&field=robotics"),
    ("API, needs", f"{API}/needs?limit=20"),
    ("API, the hub's notices", f"{API}/notices?limit=20"),
    ("API, public board", f"{API}/board?limit=20"),
)


def main() -> None:
    """Fill, ask, print the table."""
    with scratch():
        from django.test import Client  # noqa: PLC0415 -- Django is set up by now

        client = Client(SERVER_NAME="localhost")
        client.force_login(fill(), backend="allauth.account.auth_backends.AuthenticationBackend")
        analyse()
        print(machine())
        print(f"{'20 of 12,000':<28} {'CPU ms':>8} {'p95 ms':>8} {'queries':>8}   target {TARGET_MS} ms")
        for words, address in PAGES:
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
        fill_matchmaking(hub.pk, made, at)
        account = hubs.open_account(actor=actor, hub_id=hub.pk, email="bench@example.org", at=at)
        memberships.grant_membership(actor=actor, hub_id=hub.pk, account_id=account.pk, role=Role.HUB_MANAGER, at=at)
    return account


def fill_matchmaking(hub_id: UUID, organisations: Sequence[Any], at: datetime) -> None:
    """A project, a need and a published notice for each organisation, written straight into the tables."""
    from landbridge.kernel.ids import uuid7  # noqa: PLC0415 -- Django is set up by now
    from landbridge.matchmaking.models import Need, Notice  # noqa: PLC0415 -- as above
    from landbridge.projects.models import Project  # noqa: PLC0415 -- as above

    projects, needs, notices = [], [], []
    for number, organisation in enumerate(organisations):
        text = f"Sensors and batteries, number {number}, for buses that run all day."
        project = Project(
            id=uuid7(), hub_id=hub_id, code=f"P{number:05}", thread_id=uuid7(), name_latin=f"Project {number:05}",
            sort_key=f"project {number:05}", summary_latin=text, fields=["robotics"] if number % 7 == 0 else ["energy"],
            seeks=["money"], country="DE", trl=6, created_at=at, organisation=organisation,
        )  # fmt: skip
        projects.append(project)
        needs.append(Need(hub_id=hub_id, organisation=organisation, text_latin=text, fields=["energy"], updated_at=at))
        notices.append(
            Notice(
                hub_id=hub_id, code=f"N{number:05}", project=project, profile="TO", title_latin=f"Offer {number:05}",
                text_latin=text, state="published", published_at=at + timedelta(seconds=number), changed_at=at,
                expires_on=at.date() + timedelta(days=90),
            )
        )  # fmt: skip
    Project.objects.bulk_create(projects, batch_size=1_000)
    Need.objects.bulk_create(needs, batch_size=1_000)
    Notice.objects.bulk_create(notices, batch_size=1_000)


if __name__ == "__main__":
    main()
