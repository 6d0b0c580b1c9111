"""Is this somebody we know already? Likely duplicates of what is being entered, with a score and the reasons."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from landbridge.ground import search
from landbridge.kernel.names import Name, stripped
from landbridge.network.drafts import Draft, OrganisationDraft, PersonDraft, tidied
from landbridge.network.models import Organisation, Person
from landbridge.network.queries import active

Record = TypeVar("Record", Organisation, Person)
SHOWN = 5
LIKELY = 82.0
"""Below this a pair of names is no more alike than two neighbours in the same trade."""


class Why(StrEnum):
    """What two records have in common."""

    SAME_CODE = "same_code"
    SAME_ADDRESS = "same_address"
    SAME_PHONE = "same_phone"
    SAME_WEBSITE = "same_website"
    SAME_NAME = "same_name"
    SAME_SOUND = "same_sound"
    SIMILAR_NAME = "similar_name"


WEIGHT = {
    Why.SAME_CODE: 100.0, Why.SAME_ADDRESS: 97.0, Why.SAME_PHONE: 93.0, Why.SAME_WEBSITE: 92.0, Why.SAME_NAME: 96.0,
    Why.SAME_SOUND: 90.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same. `score` is 0 to 100; `why` lists the reasons, strongest first."""

    record_id: UUID
    code: str
    name: Name
    score: float
    why: tuple[Why, ...]


def of_organisation(rows: QuerySet[Organisation], draft: OrganisationDraft) -> list[Candidate]:
    """At most five organisations of `rows` that may be the one described, likeliest first. One query."""
    draft = tidied(draft)
    same = Q(pk__in=[])
    for field in ("uscc", "lei", "ror"):
        if code := getattr(draft, field):
            same |= Q(**{field: code})
    if site := _site(draft.website):
        same |= Q(website__icontains=site)
    return _ranked(rows, draft, same)


def of_person(rows: QuerySet[Person], draft: PersonDraft) -> list[Candidate]:
    """At most five people of `rows` who may be the one described, likeliest first. One query."""
    draft = tidied(draft)
    same = Q(pk__in=[])
    if draft.email:
        same |= Q(email=draft.email)
    if draft.phone:
        same |= Q(phone=draft.phone)
    return _ranked(rows, draft, same)


def _ranked(rows: QuerySet[Record], draft: Draft, same: Q) -> list[Candidate]:
    names: list[str] = [name for name in (stripped(draft.name_latin), stripped(draft.name_chinese)) if name]
    near = search.near(kind=rows.model._meta.label_lower, texts=[*names, *map(_sound, names)])
    candidates = [
        Candidate(
            record.pk, record.code, record.name, max(score for _, score in why), tuple(reason for reason, _ in why)
        )
        for record in active(rows).filter(same | Q(near))
        if (why := _reasons(draft, record))
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.code))[:SHOWN]


def _reasons(draft: Draft, record: Organisation | Person) -> list[tuple[Why, float]]:
    found: dict[Why, float] = {}
    for field, why in (
        ("uscc", Why.SAME_CODE), ("lei", Why.SAME_CODE), ("ror", Why.SAME_CODE), ("email", Why.SAME_ADDRESS),
        ("phone", Why.SAME_PHONE),
    ):  # fmt: skip
        mine = getattr(draft, field, "")
        if mine and mine == getattr(record, field, ""):
            found[why] = WEIGHT[why]
    site = _site(getattr(draft, "website", ""))
    if site and site == _site(getattr(record, "website", "")):
        found[Why.SAME_WEBSITE] = WEIGHT[Why.SAME_WEBSITE]
    if likeness := _likeness(draft, record):
        found[likeness[0]] = likeness[1]
    return sorted(found.items(), key=lambda reason: -reason[1])


def _likeness(draft: Draft, record: Organisation | Person) -> tuple[Why, float] | None:
    ours = [stripped(draft.name_latin), stripped(draft.name_chinese)]
    theirs = [stripped(record.name_latin), stripped(record.name_chinese)]
    if any(one and one == other for one, other in zip(ours, theirs, strict=True)):
        return Why.SAME_NAME, WEIGHT[Why.SAME_NAME]
    sounds = {_sound(one) for one in ours if one} & {_sound(other) for other in theirs if other}
    if sounds:
        return Why.SAME_SOUND, WEIGHT[Why.SAME_SOUND]
    best = max((fuzz.token_sort_ratio(one, other) for one in ours if one for other in theirs if other), default=0.0)
    return (Why.SIMILAR_NAME, min(best, 89.0)) if best >= LIKELY else None


def _sound(name: str) -> str:
    """The name as it is spoken, without spaces: 漕河泾 and Cao He Jing sound the same."""
    return "".join(search.syllables(name)).replace(" ", "")


def _site(website: str) -> str:
    return (urlsplit(website).hostname or "").removeprefix("www.")
