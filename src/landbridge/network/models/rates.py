"""What currencies cost in each other, as somebody entered it: dated, with its source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.ground.models import HubOwned
from landbridge.kernel.money import Rate


class ExchangeRate(HubOwned):
    """One unit of `base` cost `price` units of `quote` on a day, says `source`. A wrong one is withdrawn, never erased."""

    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=24, decimal_places=12)
    on = models.DateField()
    source = models.CharField(max_length=200)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="exchangerate_positive", condition=Q(price__gt=0)),
            models.CheckConstraint(name="exchangerate_of_two", condition=~Q(base=models.F("quote"))),
            models.CheckConstraint(name="exchangerate_has_a_source", condition=~Q(source="")),
            models.UniqueConstraint(
                fields=["hub_id", "base", "quote", "on"],
                condition=Q(withdrawn_at__isnull=True),
                name="exchangerate_one_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "-on", "id"], name="exchangerate_by_day")]

    @property
    def rate(self) -> Rate:
        """The same as the kernel's value."""
        return Rate(self.base, self.quote, self.price.normalize(), self.on, self.source)
