"""Who may act where, as what, and for how long."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from landbridge.ground.models import HubOwned
from landbridge.network.models.accounts import Account
from landbridge.network.models.parties import Organisation, Person
from landbridge.network.states import Role


class Membership(HubOwned):
    """An account holds a role in a hub for a period, perhaps as a person the hub knows, perhaps for an organisation.

    An account may read its own memberships without a hub's context: that is how it learns its hubs.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    period = DateTimeRangeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    granted_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("hub_id", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="membership_begins", condition=Q(period__isempty=False, period__startswith__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account"], name="membership_by_account")]
