"""From the tables to the matcher's typed input: a project is an offer, an organisation with its need is a need."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from landbridge.engines import matching
from landbridge.matchmaking.models import Need, PairRefusal
from landbridge.matchmaking.states import RefusalReason
from landbridge.network.models import Organisation
from landbridge.network.states import OrganisationKind
from landbridge.projects.models import Project

_KINDS: Final = {
    OrganisationKind.COMPANY: matching.NeedKind.COMPANY,
    OrganisationKind.FUND: matching.NeedKind.FUND,
    OrganisationKind.BANK: matching.NeedKind.BANK,
    OrganisationKind.UNIVERSITY: matching.NeedKind.UNIVERSITY,
}
_REASONS: Final = {RefusalReason.HAS_ONE: matching.RefusalReason.ALREADY_HAS_ONE}
_CODE_SCHEMES: Final = ("gbt:", "nace:")


def offer_of(project: Project, *, identifier: str = "", group: str = "") -> matching.Offer:
    """A project as the matcher sees it, under `identifier` (the project's own if left out)."""
    return matching.Offer(
        id=identifier or str(project.pk),
        title=project.name_latin or project.name_chinese,
        texts=_texts(project.summary_latin, project.summary_chinese),
        fields=tuple(dict.fromkeys(project.fields)),
        stage=matching.Stage.of_trl(project.trl) if project.trl else None,
        country=project.country,
        place=project.city,
        languages=_languages(project.languages),
        ask=_ask(project),
        sought=frozenset(matching.Sought(code) for code in project.seeks),
        profile=_profile(project.profile),
        organisation=str(project.organisation_id or ""),
        group=group,
    )


def offer_of_organisation(organisation: Organisation, *, identifier: str = "", group: str = "") -> matching.Offer:
    """An organisation that travels without a project: little is known of it, and little is claimed."""
    return matching.Offer(
        id=identifier or str(organisation.pk),
        title=organisation.name_latin or organisation.name_chinese,
        country=organisation.country,
        place=organisation.place,
        fields=_industry(organisation),
        organisation=str(organisation.pk),
        group=group,
    )


def need_of(
    organisation: Organisation, need: Need | None = None, *, identifier: str = "", group: str = ""
) -> matching.Need:
    """An organisation and what it said it looks for; without a need only what it is."""
    known = matching.Need(
        id=identifier or str(organisation.pk),
        kind=_KINDS.get(OrganisationKind(organisation.kind)),
        title=organisation.name_latin or organisation.name_chinese,
        fields=_industry(organisation),
        country=organisation.country,
        place=organisation.place,
        organisation=str(organisation.pk),
        group=group,
    )
    if need is None:
        return known
    return replace(
        known,
        texts=_texts(need.text_latin, need.text_chinese),
        fields=tuple(dict.fromkeys(need.fields)) or known.fields,
        stages=_stages(need),
        ticket=_ticket(need),
        countries=tuple(need.countries),
        languages=_languages(need.languages),
        offered=frozenset(matching.Sought(code) for code in need.offers),
        profile=_profile(need.profile),
        updated=need.updated_at.date(),
    )


def refused_outcome(refusal: PairRefusal, offer_id: str, need_id: str) -> matching.Outcome:
    """A standing refusal as the matcher's outcome; a conflict of interest carries no reason to learn from."""
    reason = RefusalReason(refusal.reason)
    learned = _REASONS.get(reason) or (
        None if reason is RefusalReason.CONFLICT else matching.RefusalReason(reason.value)
    )
    return matching.Outcome(
        offer_id=offer_id,
        need_id=need_id,
        kind=matching.OutcomeKind.REFUSED,
        on=refusal.refused_at.date(),
        reason=learned,
    )


def taxonomy_of(codes: Iterable[str]) -> matching.Taxonomy:
    """The tree of the codes in use: industry codes (`gbt:C3841`, `nace:C26.11`) under their prefixes, tags alone."""
    parents: dict[str, str | None] = {}
    for code in codes:
        scheme = next((scheme for scheme in _CODE_SCHEMES if code.startswith(scheme)), "")
        path = _prefixes(code, len(scheme)) if scheme else [code]
        parents |= dict(zip(path, [None, *path], strict=False))
    return matching.Taxonomy(parents)


def _prefixes(code: str, start: int) -> list[str]:
    """`gbt:C3841` -> `gbt:C`, `gbt:C38`, `gbt:C384`, `gbt:C3841`."""
    letter_end = start + 1 if code[start : start + 1].isalpha() else start
    cuts = sorted({letter_end, *range(letter_end + 2, len(code) + 1)} - {start})
    return [code[:cut] for cut in cuts if not code[:cut].endswith(".")] or [code]


def _industry(organisation: Organisation) -> tuple[str, ...]:
    codes = (("gbt:", organisation.gbt_4754), ("nace:", organisation.nace_2_1))
    return tuple(scheme + code for scheme, code in codes if code)


def _texts(latin: str, chinese: str) -> dict[str, str]:
    return {language: text for language, text in (("en", latin), ("zh", chinese)) if text.strip()}


def _languages(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.split("-")[0].lower() for code in codes if code))


def _profile(code: str) -> matching.Profile | None:
    return matching.Profile(code) if code else None


def _ask(project: Project) -> matching.Ask | None:
    if project.ask_amount is None:
        return None
    return matching.Ask(amount=project.ask_amount, currency=project.ask_currency)


def _ticket(need: Need) -> matching.Ticket | None:
    if need.ticket_min is None and need.ticket_max is None:
        return None
    return matching.Ticket(least=need.ticket_min, most=need.ticket_max, currency=need.ticket_currency)


def _stages(need: Need) -> frozenset[matching.Stage]:
    if need.trl_min is None and need.trl_max is None:
        return frozenset()
    return frozenset(matching.Stage.of_trl(level) for level in range(need.trl_min or 1, (need.trl_max or 9) + 1))
