from uuid import UUID, uuid4

import pytest

from landbridge.kernel.actor import Actor
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.permissions import PERMISSIONS, Permission, allows, roles_with
from landbridge.network.states import Role

HERE, THERE = uuid4(), uuid4()


def holding(*roles: Role, hub_id: UUID = HERE) -> MembershipActor:
    return MembershipActor(uuid4(), tuple(Standing(hub_id, role) for role in roles))


def test_every_role_has_a_row_and_every_permission_a_role() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert {p for p in Permission if not roles_with(p)} == set()


def test_only_administrators_administer_and_only_those_who_take_part_take_part() -> None:
    assert roles_with(Permission.ADMINISTER_NETWORK) == (Role.NETWORK_ADMINISTRATOR,)
    assert roles_with(Permission.TAKE_PART) == (Role.FOUNDER, Role.PARTNER)
    assert roles_with(Permission.ERASE_PEOPLE) == (Role.NETWORK_ADMINISTRATOR, Role.HUB_MANAGER)
    assert roles_with("no_such_permission") == ()


@pytest.mark.parametrize("role", Role)
def test_a_member_may_exactly_what_the_role_allows_and_only_here(role: Role) -> None:
    actor: Actor = holding(role)
    for permission in Permission:
        assert actor.may(permission, HERE) == allows(role, permission)
        assert actor.may(permission, THERE) == (role is Role.NETWORK_ADMINISTRATOR and allows(role, permission))


def test_roles_add_up() -> None:
    actor = holding(Role.VISITOR, Role.JUDGE)
    assert actor.roles_in(HERE) == (Role.JUDGE, Role.VISITOR)
    assert actor.roles_in(THERE) == ()
    assert actor.may(Permission.JUDGE, HERE)
    assert actor.hub_ids == {HERE}
    assert actor.actor_id == actor.account_id


def test_whom_a_hub_knows_an_account_as() -> None:
    person = uuid4()
    actor = MembershipActor(uuid4(), (Standing(HERE, Role.SCOUT), Standing(HERE, Role.FOUNDER, person_id=person)))
    assert (actor.person_in(HERE), actor.person_in(THERE)) == (person, None)


def test_an_account_without_memberships_may_nothing() -> None:
    assert not any(MembershipActor(uuid4()).may(permission, HERE) for permission in Permission)
