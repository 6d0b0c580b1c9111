"""Groups, their quotas and rules."""

from uuid import UUID, uuid4

import pytest

from landbridge.events.actions import groups
from landbridge.events.models import Group, GroupRule
from landbridge.events.refusals import LabelTaken, StillUsed
from landbridge.events.states import Side
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker


def test_a_group_is_added_and_changed(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    made = groups.add_group(
        actor=SYSTEM, event_id=event.pk, at=AT, letter="u", name_chinese="大学", side=Side.COUNTERPARTY
    )
    groups.change_group(actor=SYSTEM, event_id=event.pk, group_id=made.pk, at=AT, min_meetings=2, max_meetings=8)
    changed = Group.objects.get(pk=made.pk)
    assert (changed.letter, changed.min_meetings, changed.max_meetings) == ("U", 2, 8)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"letter": "7"}, "group_letter"),
        ({"letter": "ABC"}, "group_letter"),
        ({"letter": "项"}, "group_letter"),
        ({"name_latin": ""}, "name_missing"),
        ({"side": "middle"}, "unknown_side"),
        ({"min_meetings": 9, "max_meetings": 8}, "quota_backward"),
        ({"min_meetings": 0, "max_meetings": 1001}, "quota_out_of_range"),
    ],
)
def test_a_group_that_cannot_be_is_refused(in_hub: UUID, facts: groups.GroupFacts, code: str) -> None:
    event = makers.event(in_hub)
    given: groups.GroupFacts = {"letter": "U", "name_latin": "Universities", "side": Side.COUNTERPARTY}
    given.update(facts)
    with pytest.raises(InputRefused) as refused:
        groups.add_group(actor=SYSTEM, event_id=event.pk, at=AT, **given)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert Group.objects.count() == 4


def test_two_groups_never_share_a_letter(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(LabelTaken):
        groups.change_group(actor=SYSTEM, event_id=event.pk, group_id=makers.group(event, "K").pk, at=AT, letter="f")
    assert Group.objects.filter(letter="K").exists()


def test_a_group_with_members_keeps_its_side_and_stays(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    makers.guest(event)
    companies = makers.group(event, "K")
    with pytest.raises(StillUsed):
        groups.remove_group(actor=SYSTEM, event_id=event.pk, group_id=companies.pk, at=AT)
    with pytest.raises(StillUsed):
        groups.change_group(actor=SYSTEM, event_id=event.pk, group_id=companies.pk, at=AT, side=Side.DELEGATION)
    assert makers.group(event, "K").side == Side.COUNTERPARTY
    groups.remove_group(actor=SYSTEM, event_id=event.pk, group_id=makers.group(event, "B").pk, at=AT)
    assert sorted(Group.objects.values_list("letter", flat=True)) == ["F", "K", "P"]
    assert GroupRule.objects.count() == 2


def test_rules_are_pairs_without_order(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    p, k, f = (makers.group(event, letter).pk for letter in "PKF")
    groups.set_group_rules(actor=SYSTEM, event_id=event.pk, at=AT, pairs=[(k, p), (p, k), (f, k), (f, f)])
    pairs = {(rule.first.letter, rule.second.letter) for rule in GroupRule.objects.filter(event=event)}
    assert pairs == {("P", "K"), ("K", "F"), ("F", "F")}
    with pytest.raises(Missing):
        groups.set_group_rules(actor=SYSTEM, event_id=event.pk, at=AT, pairs=[(p, uuid4())])
    assert GroupRule.objects.count() == 3


def test_who_may_not_plan_makes_no_groups(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(NotAllowed):
        groups.set_group_rules(actor=Onlooker(), event_id=event.pk, at=AT, pairs=[])
    with pytest.raises(Missing):
        groups.remove_group(actor=SYSTEM, event_id=event.pk, group_id=uuid4(), at=AT)
    assert GroupRule.objects.count() == 3


@pytest.mark.parametrize(
    ("least", "most", "codes"),
    [
        (5, 2, ["quota_backward"]),
        (-1, 4, ["quota_out_of_range"]),
        (0, groups.MOST_MEETINGS + 1, ["quota_out_of_range"]),
    ],
)
def test_numbers_of_meetings_that_cannot_be(least: int, most: int, codes: list[str]) -> None:
    assert [finding.code for finding in groups.quota_faults(least, most)] == codes
