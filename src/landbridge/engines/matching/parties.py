"""What goes in: offers, needs and outcomes, as frozen records that name things by identifier.

Nothing here decides. Every part but the identifier may be missing; a missing part is a missing signal, counted in the
result, never a guess. What is malformed is found by `inspection.faults`, all rows at once.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landbridge.engines.matching.kinds import NeedKind, OutcomeKind, Profile, RefusalReason, Sought, Stage

Texts = Mapping[str, str]
"""Text by language code, `en` or `zh`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an offer asks for: an amount in a currency, and when it was asked; `round` is free (`series-a`)."""

    amount: Decimal | None = None
    currency: str = ""
    on: date | None = None
    round: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a need's owner usually puts in, from `least` to `most` in `currency`; an open end is None."""

    least: Decimal | None = None
    most: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A project or technology that looks for someone.

    `name` is what people call it and is not compared; `title` is read together with the texts. `fields` are codes of
    the taxonomy in use. `country` is ISO 3166-1 alpha-2; `state` (or province), `region`
    (a metropolitan area) and `place` are free, compared without regard to case. `languages` are those its people speak.
    `organisation` and `group` serve the barriers. `updated` is the day it was last confirmed.
    """

    id: str
    name: str = ""
    title: str = ""
    texts: Texts = dataclasses.field(default_factory=dict)
    fields: tuple[str, ...] = ()
    stage: Stage | None = None
    country: str = ""
    state: str = ""
    region: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()
    ask: Ask | None = None
    sought: frozenset[Sought] = frozenset()
    profile: Profile | None = None
    organisation: str = ""
    group: str = ""
    updated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A company, fund, bank or university that looks for projects.

    `countries` are those it looks in (empty: not stated); `country`, `state`, `region`, `place`
    are where it sits.
    """

    id: str
    kind: NeedKind | None = None
    name: str = ""
    title: str = ""
    texts: Texts = dataclasses.field(default_factory=dict)
    fields: tuple[str, ...] = ()
    stages: frozenset[Stage] = frozenset()
    ticket: Ticket | None = None
    countries: tuple[str, ...] = ()
    country: str = ""
    state: str = ""
    region: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()
    offered: frozenset[Sought] = frozenset()
    profile: Profile | None = None
    organisation: str = ""
    group: str = ""
    updated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one pair on one day. `reason` belongs to refusals; `round` and `amount` to investments."""

    offer_id: str
    need_id: str
    kind: OutcomeKind
    on: date
    reason: RefusalReason | None = None
    round: str = ""
    amount: Decimal | None = None
    currency: str = ""
