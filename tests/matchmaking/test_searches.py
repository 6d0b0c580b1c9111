"""Standing searches: found once, told at most weekly, answered by one press."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail

from landbridge.kernel.refusal import InputRefused, Missing
from landbridge.kernel.transitions import IllegalMove
from landbridge.matchmaking import letters, lists
from landbridge.matchmaking.actions import searches
from landbridge.matchmaking.models import Find, Need, PairOutcome, PairRefusal, StandingSearch
from landbridge.matchmaking.states import FindState, SearchState
from landbridge.network.actions.personal import opt_out, tell_person
from landbridge.network.models import Hub
from tests.matchmaking.makers import AT, SYSTEM, need, project
from tests.network import makers as network

WEEK = timedelta(days=7)


@pytest.fixture
def hub_id(db: None) -> UUID:
    return Hub.objects.create(name_latin="Riverside Park", country="CN", zone="Asia/Shanghai").pk


def begun(hub_id: UUID, **person: str) -> StandingSearch:
    owner = network.person(hub_id, **{"email": "li@example.org", "language": "en"} | person)
    return searches.begin_search(actor=SYSTEM, need_id=need(hub_id).pk, person_id=owner.pk, at=AT)


def look(search: StandingSearch) -> int:
    made = lists.for_need(lists.field_of(search.hub_id, asof=AT.date()), search.need_id, encoder=None)
    return searches.keep_finds(actor=SYSTEM, search_id=search.pk, made=made, at=AT)


def told(search: StandingSearch, after: timedelta = timedelta()) -> int:
    return searches.tell_owner(actor=SYSTEM, search_id=search.pk, at=AT + after)


def test_an_offer_is_found_once_and_its_owner_told_at_most_weekly(in_hub: UUID) -> None:
    search = begun(in_hub)
    project(in_hub)
    project(in_hub, "Sleep lamp", fields=["health"], seeks=["site"], summary_latin="Light for a ward.")
    assert (look(search), look(search)) == (1, 0)
    assert (told(search), told(search)) == (1, 0)
    project(in_hub, "Cell nurse")
    assert look(search) == 1
    assert (told(search, WEEK - timedelta(hours=1)), told(search, WEEK)) == (0, 1)
    first, second = mail.outbox
    assert "1 new offer" in first.subject
    assert "Cell balancing" in first.body
    assert "Field: both name battery management." in first.body
    assert "Cell nurse" in second.body
    assert first.extra_headers["List-Unsubscribe"].startswith("<http")


def test_the_letter_is_in_its_readers_language(in_hub: UUID) -> None:
    search = begun(in_hub, language="zh")
    project(in_hub, name_chinese="电芯均衡")
    look(search)
    told(search)
    assert "电芯均衡" in mail.outbox[0].body
    assert "1 项新供给" in mail.outbox[0].subject


def test_a_links_token_opens_one_find_and_cannot_be_forged(in_hub: UUID) -> None:
    search = begun(in_hub)
    project(in_hub)
    look(search)
    find = Find.objects.get()
    token = letters.token_of(find)
    assert letters.read_token(token) == (in_hub, find.pk)
    for broken in (token[:-1], token + "x", "nonsense", ""):
        with pytest.raises(Missing):
            letters.read_token(broken)


def test_yes_is_an_outcome_and_no_bars_the_pair(in_hub: UUID) -> None:
    search = begun(in_hub)
    project(in_hub)
    look(search)
    find = Find.objects.get()
    with pytest.raises(IllegalMove):
        searches.answer_find(actor=SYSTEM, find_id=find.pk, interested=True, at=AT)
    told(search)
    searches.answer_find(actor=SYSTEM, find_id=find.pk, interested=True, at=AT)
    assert PairOutcome.objects.get().result == "interested"
    with pytest.raises(InputRefused):
        searches.answer_find(actor=SYSTEM, find_id=find.pk, interested=False, at=AT)
    searches.answer_find(actor=SYSTEM, find_id=find.pk, interested=False, reason="too_early", at=AT)
    assert PairRefusal.objects.get().reason == "too_early"
    find.refresh_from_db()
    assert (find.state, find.reason) == (FindState.REFUSED, "too_early")
    assert look(search) == 0


def test_paused_ended_closed_and_silent_searches_tell_nobody(in_hub: UUID) -> None:
    search = begun(in_hub)
    project(in_hub)
    look(search)
    searches.move_search(actor=SYSTEM, search_id=search.pk, to=SearchState.PAUSED, at=AT)
    assert (told(search), searches.waiting(in_hub, AT)) == (0, [])
    searches.move_search(actor=SYSTEM, search_id=search.pk, to=SearchState.ACTIVE, at=AT)
    Need.objects.update(closed_at=AT)
    assert (told(search), searches.waiting(in_hub, AT)) == (0, [])
    Need.objects.update(closed_at=None)
    secret = tell_person(actor=SYSTEM, person_id=search.person_id, at=AT)
    opt_out(secret=secret, at=AT)
    assert told(search) == 0
    searches.move_search(actor=SYSTEM, search_id=search.pk, to=SearchState.ENDED, at=AT)
    with pytest.raises(IllegalMove):
        searches.move_search(actor=SYSTEM, search_id=search.pk, to=SearchState.ACTIVE, at=AT)
    assert mail.outbox == []


def test_a_search_needs_somebody_to_tell_and_is_begun_once(in_hub: UUID) -> None:
    search = begun(in_hub)
    with pytest.raises(searches.SearchedAlready):
        searches.begin_search(actor=SYSTEM, need_id=search.need_id, person_id=search.person_id, at=AT)
    silent = network.person(in_hub, email="")
    with pytest.raises(InputRefused):
        searches.begin_search(actor=SYSTEM, need_id=search.need_id, person_id=silent.pk, at=AT)
    assert StandingSearch.objects.count() == 1


def test_who_wants_no_messages_owns_no_search(in_hub: UUID) -> None:
    wanted, owner = need(in_hub), network.person(in_hub, email="li@example.org")
    opt_out(secret=tell_person(actor=SYSTEM, person_id=owner.pk, at=AT), at=AT)
    with pytest.raises(InputRefused) as refused:
        searches.begin_search(actor=SYSTEM, need_id=wanted.pk, person_id=owner.pk, at=AT)
    assert [finding.code for finding in refused.value.findings] == ["search_owner_says_no"]
    assert StandingSearch.objects.count() == 0


def test_a_no_said_twice_bars_the_pair_once(in_hub: UUID) -> None:
    search = begun(in_hub)
    project(in_hub)
    look(search)
    told(search)
    find = Find.objects.get()
    for interested, reason in ((False, "too_early"), (True, ""), (False, "geography")):
        searches.answer_find(actor=SYSTEM, find_id=find.pk, interested=interested, reason=reason, at=AT)
    assert PairRefusal.objects.get().reason == "too_early"
    find.refresh_from_db()
    assert (find.state, find.reason) == (FindState.REFUSED, "geography")
