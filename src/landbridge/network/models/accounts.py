"""Log-ins and hubs. Account is the log-in; Person is somebody a hub knows, who mostly never logs in."""

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from landbridge.ground.models import Base
from landbridge.kernel.names import Name
from landbridge.network.states import HubKind


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """Create an account; without a password it can log in only by other means."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(Base, AbstractBaseUser):
    """A log-in. Belongs to no hub: memberships say what it may do where."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="account_one_per_address"),
            models.CheckConstraint(
                name="account_closed_is_shut", condition=models.Q(closed_at__isnull=True) | models.Q(is_active=False)
            ),
            models.CheckConstraint(name="account_theme", condition=models.Q(theme__in=["", "light", "dark"])),
        ]


class Hub(Base):
    """A node of the network: a park, an incubator, a specialised zone, an overseas centre."""

    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in HubKind], default=HubKind.PARK)
    name_latin = models.CharField(max_length=200, blank=True)
    name_chinese = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=100, blank=True)
    zone = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hub_has_a_name", condition=~models.Q(name_latin="") | ~models.Q(name_chinese="")
            ),
            models.CheckConstraint(name="hub_country_is_a_code", condition=models.Q(country__regex=r"^[A-Z]{2}$")),
        ]

    @property
    def hub_id(self) -> UUID:
        """Itself, so that a hub is handled like what belongs to one."""
        return self.id

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)
