"""Exchange rates in the browser: seen, entered, imported, withdrawn and used again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.network.models import ExchangeRate

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
RATE = {"units": "100", "base": "USD", "price": "717.93", "quote": "CNY", "on": "2026-11-20", "source": "the bank"}
LIST = "/network/rates/"


def rates(hub_id: UUID) -> list[ExchangeRate]:
    with hub_context(hub_id):
        return list(ExchangeRate.objects.order_by("on", "base"))


def sheet(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("rates.csv", text.encode())}


def test_a_rate_is_entered_withdrawn_and_used_again(manager: Client, hub_id: UUID) -> None:
    assert "No rate yet" in manager.get(LIST).content.decode()
    assert manager.post(f"{LIST}add/", RATE).status_code == 302
    page = manager.get(LIST).content.decode()
    assert "1 USD = 7.1793 CNY" in page
    (rate,) = rates(hub_id)
    assert "the bank" in manager.get(f"{LIST}{rate.pk}/withdraw/").content.decode()
    manager.post(f"{LIST}{rate.pk}/withdraw/")
    assert rates(hub_id)[0].withdrawn_at is not None
    manager.post(f"{LIST}{rate.pk}/restore/")
    assert rates(hub_id)[0].withdrawn_at is None


def test_faults_stand_beside_their_fields(manager: Client, hub_id: UUID) -> None:
    answer = manager.post(f"{LIST}add/", RATE | {"on": "2026-11-21"})
    assert (answer.status_code, "is still to come" in answer.content.decode()) == (422, True)
    assert manager.post(f"{LIST}add/", RATE | {"base": "CNY"}).status_code == 422
    assert rates(hub_id) == []


def test_a_file_enters_all_or_nothing(manager: Client, hub_id: UUID) -> None:
    header = "date,units,currency,rate,in,source\n"
    answer = manager.post(
        f"{LIST}import/", sheet(f"{header}2026-11-20,1,USD,7.18,CNY,bank\n2026-11-20,1,EUR,none,CNY,bank\n")
    )
    page = answer.content.decode()
    assert (answer.status_code, "“none” is no number" in page, rates(hub_id)) == (422, True, [])
    manager.post(f"{LIST}import/", sheet(f"{header}2026-11-20,1,USD,7.18,CNY,bank\n2026-11-20,1,EUR,7.7,CNY,bank\n"))
    assert [rate.base for rate in rates(hub_id)] == ["EUR", "USD"]
    offered = manager.get(f"{LIST}sheet.xlsx")
    assert offered.status_code == 200
    assert b"".join(offered).startswith(b"PK")
    assert manager.get(f"{LIST}sheet.pdf").status_code == 404


def test_who_reads_only_enters_nothing(manager: Client, scout: Client, founder: Client, hub_id: UUID) -> None:
    manager.post(f"{LIST}add/", RATE)
    page = scout.get(LIST).content.decode()
    assert ("1 USD" in page, "Enter a rate" in page) == (True, False)
    (rate,) = rates(hub_id)
    for client in (scout, founder):
        assert client.post(f"{LIST}add/", RATE | {"base": "EUR"}).status_code in {403, 404}
        assert client.post(f"{LIST}{rate.pk}/withdraw/").status_code in {403, 404}
    assert founder.get(LIST).status_code in {403, 404}
    assert [row.withdrawn_at for row in rates(hub_id)] == [None]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(manager: Client, queries: Queries, count: int) -> None:
    for day in range(count):
        manager.post(f"{LIST}add/", RATE | {"on": f"2026-11-{10 + day}"})
    manager.get(LIST)
    with queries() as asked:
        manager.get(LIST)
    assert len(asked) == 10
