"""Whom a hub knows: organisations, people, and who belongs where."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from landbridge.ground.models import HubOwned
from landbridge.kernel.names import Name
from landbridge.network.models.personal import Provenance
from landbridge.network.states import OrganisationKind, RecordState

HAS_NAME = ~Q(name_latin="") | ~Q(name_chinese="")
HAS_NO_NAME = Q(name_latin="", name_chinese="")


class Record(HubOwned):
    """What people and organisations share: a bilingual name, a code to read aloud, where it is and how we know it.

    `merged_into` is set on a duplicate, which stays for whoever holds its identifier. `same_as` is one identifier that
    the records of the same thing in several hubs carry; it is no foreign key, because no hub sees another's rows.
    """

    code = models.CharField(max_length=9)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in RecordState], default=RecordState.ACTIVE
    )
    name_latin = models.CharField(max_length=200, blank=True)
    name_chinese = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, blank=True, editable=False)
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    same_as = models.UUIDField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")
    provenance = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    recorded_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> Name:
        """The name in both scripts. An erased person has none: ask `state` first."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


def record_constraints(table: str) -> list[models.BaseConstraint]:
    """The constraints every kind of record has, named for its table."""
    return [
        models.UniqueConstraint(fields=["hub_id", "code"], name=f"{table}_code_is_its_own"),
        models.CheckConstraint(
            name=f"{table}_country_is_a_code", condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$")
        ),
        models.CheckConstraint(
            name=f"{table}_merged_says_into_what",
            condition=Q(state=RecordState.MERGED, merged_into__isnull=False)
            | Q(state=RecordState.ACTIVE, merged_into__isnull=True)
            | Q(state=RecordState.ERASED),
        ),
        models.CheckConstraint(name=f"{table}_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
    ]


class Organisation(Record):
    """A company, fund, bank, university or public body.

    Industry codes without a table to check them against are kept as given. An organisation is never erased: it is no
    personal data; what a person is called in it lies in the affiliation.
    """

    kind = models.CharField(
        max_length=20, choices=[(k.value, k.value) for k in OrganisationKind], default=OrganisationKind.COMPANY
    )
    website = models.URLField(blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    lei = models.CharField(max_length=20, blank=True)
    ror = models.CharField(max_length=9, blank=True)
    gbt_4754 = models.CharField(max_length=5, blank=True)
    nace_2_1 = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints: ClassVar = [
            *record_constraints("organisation"),
            models.CheckConstraint(name="organisation_has_a_name", condition=HAS_NAME),
            models.CheckConstraint(name="organisation_is_not_erased", condition=~Q(state=RecordState.ERASED)),
            *(
                models.UniqueConstraint(
                    fields=["hub_id", scheme],
                    condition=~Q(**{scheme: ""}) & Q(state=RecordState.ACTIVE),
                    name=f"organisation_one_active_per_{scheme}",
                )
                for scheme in ("uscc", "lei", "ror")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "sort_key", "id"], name="organisation_by_name")]


class Person(Record):
    """Somebody the hub knows. Erasing a person empties every field that says who it was and keeps the identifier."""

    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    wechat = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            *record_constraints("person"),
            models.CheckConstraint(
                name="person_has_a_name_unless_erased",
                condition=Q(state=RecordState.ERASED) & HAS_NO_NAME | ~Q(state=RecordState.ERASED) & HAS_NAME,
            ),
            models.CheckConstraint(
                name="person_erased_keeps_nothing",
                condition=Q(state=RecordState.ERASED, erased_at__isnull=False)
                & Q(email="", phone="", wechat="", note="", place="", sort_key="", language="", country="")
                | ~Q(state=RecordState.ERASED) & Q(erased_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub_id", "sort_key", "id"], name="person_by_name"),
            models.Index(fields=["hub_id", "email"], name="person_by_email"),
        ]


class Affiliation(HubOwned):
    """A person belongs to an organisation, with a title, from a day (or always) to a day (or still)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    title_latin = models.CharField(max_length=200, blank=True)
    title_chinese = models.CharField(max_length=200, blank=True)
    period = DateRangeField()
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="affiliation_once_at_a_time",
                expressions=[
                    ("hub_id", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="affiliation_lasts", condition=Q(period__isempty=False)),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "organisation"], name="affiliation_by_organisation")]

    def title(self, language: str) -> str:
        """The title for a reader of `language`, else the other form, else nothing."""
        first, second = (
            (self.title_chinese, self.title_latin)
            if language.startswith("zh")
            else (self.title_latin, self.title_chinese)
        )
        return first or second
