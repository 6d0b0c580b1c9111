"""Tables of codes that an installation loads itself, since nobody publishes them as a package."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class IndustryCode(models.Model):
    """One industry of a loaded table. The same for every hub of an installation: it belongs to none."""

    scheme = models.CharField(max_length=16)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "code"], name="industrycode_once"),
            models.CheckConstraint(name="industrycode_has_a_name", condition=~Q(name="")),
        ]
