"""What a need may say, checked before it is kept: every fault named at once."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from landbridge.kernel.codes import COUNTRY, CURRENCY
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network.tables import is_language
from landbridge.projects.states import Seeking

LARGEST_TICKET = Decimal(10) ** 13
LONGEST_FIELD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedGiven:
    """A need as it is given: what is sought in words and codes, how ripe, for how much, from where.

    `offers` are `Seeking` codes: what the organisation can give. `trl_min` to `trl_max` are technology readiness levels.
    `profile` is an EEN profile type (TO, TR, BO, BR, RDR): it says which profiles may meet.
    """

    text_latin: str = ""
    text_chinese: str = ""
    fields: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None
    offers: tuple[str, ...] = ()
    ticket_min: Decimal | None = None
    ticket_max: Decimal | None = None
    ticket_currency: str = ""
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    profile: str = ""


def joined(one: NeedGiven | None, other: NeedGiven | None) -> NeedGiven | None:
    """Two parts of one need, told in two rows: what the first leaves open the second fills."""
    if one is None or other is None:
        return one or other
    empty = NeedGiven()
    open_ = {field.name for field in fields(one) if getattr(one, field.name) == getattr(empty, field.name)}
    return replace(one, **{name: getattr(other, name) for name in open_})


def inspect(given: NeedGiven) -> None:
    """Refuse the need with every fault it has."""
    found = tuple(faults(given))
    if found:
        raise InputRefused(*found)


def faults(given: NeedGiven) -> Iterator[Finding]:
    """The faults of a need, field by field."""
    yield from _codes(given)
    yield from _readiness(given)
    yield from _ticket(given)


def _codes(given: NeedGiven) -> Iterator[Finding]:
    for country in given.countries:
        if COUNTRY.fault(country) is not None:
            yield Finding("need_unknown_country", None, "countries", {"country": country})
    for language in given.languages:
        if not is_language(language):
            yield Finding("need_unknown_language", None, "languages", {"language": language})
    for offered in given.offers:
        if offered not in set(Seeking):
            yield Finding("need_unknown_offer", None, "offers", {"offer": offered})
    if given.profile and given.profile not in EEN_PROFILE_TYPES:
        data = {"profile": given.profile, "expected": ", ".join(EEN_PROFILE_TYPES)}
        yield Finding("profile_unknown", None, "profile", data)
    for field in given.fields:
        if not 0 < len(field) <= LONGEST_FIELD:
            yield Finding("need_field_too_long", None, "fields", {"given": field, "most": LONGEST_FIELD})


def _readiness(given: NeedGiven) -> Iterator[Finding]:
    for column, level in (("trl_min", given.trl_min), ("trl_max", given.trl_max)):
        if level is not None and not 1 <= level <= 9:
            yield Finding("need_trl_outside", None, column, {"given": level})
    if given.trl_min is not None and given.trl_max is not None and given.trl_min > given.trl_max:
        yield Finding("need_trl_reversed", None, "trl_max", {"least": given.trl_min, "most": given.trl_max})


def _ticket(given: NeedGiven) -> Iterator[Finding]:
    least, most = given.ticket_min, given.ticket_max
    for column, amount in (("ticket_min", least), ("ticket_max", most)):
        if amount is not None and not (amount.is_finite() and 0 <= amount < LARGEST_TICKET):
            yield Finding("need_ticket_impossible", None, column, {"given": amount})
    if (least is not None or most is not None) and not given.ticket_currency:
        yield Finding("need_ticket_without_currency", None, "ticket_currency", {})
    if given.ticket_currency and CURRENCY.fault(given.ticket_currency) is not None:
        yield Finding("need_unknown_currency", None, "ticket_currency", {"currency": given.ticket_currency})
    if given.ticket_currency and least is None and most is None:
        yield Finding("need_currency_without_ticket", None, "ticket_min", {"currency": given.ticket_currency})
    if least is not None and most is not None and least > most:
        yield Finding("need_ticket_reversed", None, "ticket_max", {"least": least, "most": most})
