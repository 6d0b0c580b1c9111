"""Needs through the API: written, replaced, withdrawn; what is denied changes nothing."""

import pytest
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.models import Need
from landbridge.network.models import Hub
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.matchmaking import makers
from tests.network import makers as network


def test_one_is_written_replaced_withdrawn_and_opened(keeper: Client, park: Hub) -> None:
    firm = ask(keeper, "post", "/organisations", name_latin="Metro operator", name_chinese="地铁公司")[1]["id"]
    said = {"organisation": firm, "text_latin": "Better batteries", "fields": ["energy"], "offers": ["money"]}
    status, made = ask(keeper, "post", "/needs", **said, ticket_min="1000000", ticket_currency="CNY", countries=["DE"])
    assert (status, made["organisation"], made["ticket_min"], made["closed_at"]) == (
        201,
        firm,
        "1000000",
        None,
    )
    path = f"/needs/{made['id']}"
    status, replaced = ask(keeper, "put", path, text_chinese="更好的电池", trl_min=4)
    assert (status, replaced["text_latin"], replaced["trl_min"], replaced["offers"]) == (200, "", 4, [])
    assert ask(keeper, "post", "/needs", **said)[1]["id"] == made["id"]
    assert ask(keeper, "post", f"{path}/withdraw")[1]["closed_at"] is not None
    status, again = ask(keeper, "post", f"{path}/withdraw")
    assert (status, again["code"]) == (409, "need_closed")
    assert ask(keeper, "get", "/needs", open="true")[1]["items"] == []
    assert ask(keeper, "post", f"{path}/reopen")[1]["closed_at"] is None
    for asked in ({"q": "ditie"}, {"kind": "company"}, {"field": "energy"}, {"open": "true"}):
        assert [one["id"] for one in ask(keeper, "get", "/needs", **asked)[1]["items"]] == [made["id"]], asked
    assert ask(keeper, "get", path)[1]["id"] == made["id"]


def test_faults_are_named_and_nothing_is_kept(keeper: Client, park: Hub) -> None:
    with hub_context(park.pk):
        firm = network.organisation(park.pk)
    status, told = ask(
        keeper, "post", "/needs", organisation=str(firm.pk), trl_min=9, trl_max=2, ticket_min="5", countries=["ZZZ"]
    )
    assert (status, sorted(one["code"] for one in told["findings"])) == (
        422, ["need_ticket_without_currency", "need_trl_reversed", "need_unknown_country"],
    )  # fmt: skip
    with hub_context(park.pk):
        assert Need.objects.count() == 0


def test_who_may_not_changes_nothing(keeper: Client, authority: Client, park: Hub, next_door: Hub) -> None:
    with hub_context(park.pk):
        mine = makers.need(park.pk)
    with hub_context(next_door.pk):
        theirs = makers.need(next_door.pk)
    assert ask(authority, "get", f"/needs/{mine.pk}")[0] == 200
    assert ask(authority, "put", f"/needs/{mine.pk}", text_latin="Mine")[0] == 403
    assert ask(authority, "post", f"/needs/{mine.pk}/withdraw")[0] == 404
    assert ask(keeper, "post", "/needs", organisation=str(theirs.organisation_id), text_latin="x")[0] == 404
    for method, path in (("get", ""), ("put", ""), ("post", "/withdraw"), ("post", "/reopen"), ("get", "/shortlist")):
        assert ask(keeper, method, f"/needs/{theirs.pk}{path}")[0] == 404
    assert ask(Client(), "get", "/needs")[0] == 401
    with hub_context(park.pk, next_door.pk):
        assert set(Need.objects.values_list("text_latin", "closed_at")) == {(mine.text_latin, None)}


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, park: Hub, queries: Queries, count: int) -> None:
    with hub_context(park.pk):
        made = [makers.need(park.pk, f"Firm {number}") for number in range(count)]
    assert counted(keeper, queries, "/needs", f"/needs/{made[0].pk}") == [10, 9]
    first = ask(keeper, "get", "/needs", limit=1)[1]
    names = [first["items"][0]["id"]]
    while first["next"]:
        first = ask(keeper, "get", "/needs", limit=1, page=first["next"])[1]
        names.append(first["items"][0]["id"])
    assert names == [str(one.pk) for one in made]
