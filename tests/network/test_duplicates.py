from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network import actions, duplicates
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.duplicates import Candidate, Why
from landbridge.network.models import Organisation, Person
from tests.network.actors import member

pytestmark = pytest.mark.django_db
USCC = "9144030071526726XG"


def firm(hub_id: UUID, clock: FixedClock, **fields: str) -> Organisation:
    return actions.create_organisation(
        actor=member(hub_id), hub_id=hub_id, draft=OrganisationDraft(**fields), at=clock.now()
    )


def who(hub_id: UUID, clock: FixedClock, **fields: str) -> Person:
    return actions.create_person(actor=member(hub_id), hub_id=hub_id, draft=PersonDraft(**fields), at=clock.now())


def reasons(found: list[Candidate]) -> list[tuple[Why, ...]]:
    return [candidate.why for candidate in found]


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ({"name_latin": "Something else", "uscc": USCC}, (Why.SAME_CODE,)),
        ({"name_chinese": "漕河泾科技有限公司"}, (Why.SAME_NAME,)),
        ({"name_chinese": "曹河京科技"}, (Why.SAME_SOUND,)),
        ({"name_latin": "Cao He Jing Ke Ji Co., Ltd."}, (Why.SAME_SOUND,)),
        ({"name_latin": "CAOHEJING TECH GmbH"}, (Why.SAME_NAME,)),
        ({"name_latin": "Caohejin Tech"}, (Why.SIMILAR_NAME,)),
        ({"name_latin": "Other", "website": "http://caohejing.example/en"}, (Why.SAME_WEBSITE,)),
        ({"name_latin": "Caohejing Tech", "uscc": USCC}, (Why.SAME_CODE, Why.SAME_NAME)),
        ({"name_latin": "Zizhu"}, None),
        ({"name_chinese": "科技"}, None),
        ({"name_latin": "Tech"}, None),
    ],
)
def test_why_an_organisation_may_be_known(
    in_hub: UUID, clock: FixedClock, draft: dict[str, str], why: tuple[Why, ...] | None
) -> None:
    known = firm(
        in_hub,
        clock,
        name_latin="Caohejing Tech Inc.",
        name_chinese="漕河泾科技股份有限公司",
        uscc=USCC,
        website="www.caohejing.example",
    )
    found = duplicates.of_organisation(Organisation.objects.all(), OrganisationDraft(**draft))
    assert reasons(found) == ([why] if why else [])
    if why:
        assert (found[0].record_id, found[0].code, found[0].name) == (known.pk, known.code, known.name)
        assert duplicates.LIKELY <= found[0].score <= 100


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ({"name_latin": "A. L.", "email": "ADA@example.org"}, (Why.SAME_ADDRESS,)),
        ({"name_latin": "A. L.", "phone": "+44 20 123456"}, (Why.SAME_PHONE,)),
        ({"name_latin": "lovelace ada"}, (Why.SIMILAR_NAME,)),
        ({"name_latin": "Ada Lovelace"}, (Why.SAME_NAME,)),
        ({"name_latin": "Grace Hopper"}, None),
    ],
)
def test_why_a_person_may_be_known(
    in_hub: UUID, clock: FixedClock, draft: dict[str, str], why: tuple[Why, ...] | None
) -> None:
    who(in_hub, clock, name_latin="Ada Lovelace", email="ada@example.org", phone="+44 20 123456")
    assert reasons(duplicates.of_person(Person.objects.all(), PersonDraft(**draft))) == ([why] if why else [])


def test_the_likeliest_come_first_and_five_are_enough(in_hub: UUID, clock: FixedClock) -> None:
    for number in range(7):
        firm(in_hub, clock, name_latin=f"Acme Robotics {number}")
    firm(in_hub, clock, name_latin="Acme Robotics")
    found = duplicates.of_organisation(Organisation.objects.all(), OrganisationDraft(name_latin="ACME Robotics LLC"))
    assert (len(found), found[0].why) == (5, (Why.SAME_NAME,))
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_only_active_records_of_the_context_count_and_one_query_is_asked(
    in_hub: UUID, clock: FixedClock, counting: Callable[[], AbstractContextManager[CaptureQueriesContext]]
) -> None:
    person = who(in_hub, clock, name_latin="Ada Lovelace")
    draft = PersonDraft(name_latin="Ada Lovelace")
    with counting() as asked:
        assert len(duplicates.of_person(Person.objects.all(), draft)) == 1
    assert len(asked) == 1
    with hub_context(uuid4()):
        assert duplicates.of_person(Person.objects.all(), draft) == []
    actions.erase_person(actor=member(in_hub), person_id=person.pk, at=clock.now())
    assert duplicates.of_person(Person.objects.all(), draft) == []
