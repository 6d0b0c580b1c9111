"""A pair in words: what a party is, why the two should meet, what speaks against it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from landbridge.events.models import Participant
from landbridge.events.phrases.wishes import ORGANISATIONS
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import SIGNALS, country_words, fact_words, field_words, joined, sought
from landbridge.network.models import Organisation
from landbridge.projects.models import Project

SUMMARY = 220


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why two parties should meet: one sentence, all facts for and against, what nobody could read."""

    why: str
    pros: Sequence[str]
    cons: Sequence[str]
    unknown: str


class Explained(Protocol):
    """A line of any list with the facts its score was made of."""

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The facts that lift the pair."""
        ...

    @property
    def against(self) -> list[dict[str, Any]]:
        """The facts that lower it."""
        ...

    @property
    def unknown(self) -> list[str]:
        """The signals nobody could read."""
        ...

    @property
    def currencies_apart(self) -> tuple[str, str] | None:
        """The two currencies of ask and ticket that no rate brings together."""
        ...


def reasons_of(card: Explained, *, untold: Collection[str] = ()) -> Reasons:
    """A shortlist's line in the reader's language, without the facts whose codes this reader is not told."""
    pros, cons = (
        sentences(fact for fact in facts if fact["code"] not in untold) for facts in (card.reasons, card.against)
    )
    why = " ".join(pros[:2]) if pros else _("Nothing known speaks for this pair in particular.")
    return Reasons(why, pros, cons, joined([_unread(signal, card.currencies_apart) for signal in card.unknown]))


def _unread(signal: str, apart: tuple[str, str] | None) -> str:
    if signal == "ticket" and apart:
        return _("amount (no exchange rate between %(one)s and %(other)s)") % {"one": apart[0], "other": apart[1]}
    return str(SIGNALS.get(signal, signal))


def sentences(facts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Facts as sentences."""
    return [fact_words(fact["code"], fact["data"]) for fact in facts]


def about(party: Participant) -> str:
    """What a party is, in a few words: a company in Shanghai; robotics from Ireland."""
    if party.project is not None:
        return joined([*(field_words(code) for code in party.project.fields[:2]), *_place(party.project.city)])
    if party.organisation is not None:
        return joined([str(ORGANISATIONS[party.organisation.kind]), *_place(party.organisation.place)])
    return ""


def summary(party: Participant, need: Need | None = None) -> str:
    """What a project does, or what an organisation looks for, short enough for a card."""
    if party.project is not None:
        text = of_language(party.project.summary_latin, party.project.summary_chinese)
    elif need is not None:
        text = of_language(need.text_latin, need.text_chinese)
    else:
        text = ""
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"


def of_language(latin: str, chinese: str) -> str:
    """The text for the reader, else the other one."""
    first, second = (chinese, latin) if (get_language() or "en").startswith("zh") else (latin, chinese)
    return first or second


def _place(place: str) -> list[str]:
    return [place] if place else []


def side_by_side(delegate: Participant, counterparty: Participant, need: Need | None) -> list[tuple[str, str, str]]:
    """Two parties of a road show, question by question."""
    rows = sides(delegate.project, counterparty.organisation, need)
    words = [(_("In its own words"), summary(delegate) or "–", summary(counterparty, need) or "–")]
    return [(_("What it is"), about(delegate), about(counterparty)), *rows, *words]


def sides(project: Project | None, organisation: Organisation | None, need: Need | None) -> list[tuple[str, str, str]]:
    """An offer and a need, question by question: what one says, what the other says. Empty answers are dashes."""
    rows = [
        (_("Field"), _fields(project.fields if project else []), _fields(need.fields if need else [])),
        (_("Seeks and gives"), sought(project.seeks if project else []), sought(need.offers if need else [])),
        (_("Readiness level"), _level(project), _levels(need)),
        (_("Amount"), _asked(project), ticket_words(need)),
        (
            _("Place"),
            joined([country_words(project.country), *_place(project.city)]) if project and project.country else "",
            country_words(organisation.country) if organisation and organisation.country else "",
        ),
        (_("Looks in"), "", joined([country_words(code) for code in need.countries]) if need else ""),
    ]
    return [(question, one or "–", other or "–") for question, one, other in rows]


def _fields(codes: Sequence[str]) -> str:
    return joined([field_words(code) for code in codes])


def _level(project: Project | None) -> str:
    return str(project.trl) if project and project.trl else ""


def _levels(need: Need | None) -> str:
    if need is None or (need.trl_min is None and need.trl_max is None):
        return ""
    return f"{need.trl_min or 1}–{need.trl_max or 9}"


def _asked(project: Project | None) -> str:
    return f"{project.ask_currency} {project.ask_amount:,.0f}" if project and project.ask_amount else ""


def ticket_words(need: Need | None) -> str:
    """The range of a need's ticket with its currency."""
    if need is None or not need.ticket_currency:
        return ""
    ends = [f"{end:,.0f}" if end is not None else "" for end in (need.ticket_min, need.ticket_max)]
    return f"{need.ticket_currency} {'–'.join(ends)}"
