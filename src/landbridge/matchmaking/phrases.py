"""What matchmaking says: its refusals and findings, the reasons of the fixed list, and the facts behind a score."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from landbridge.kernel.registry import Registry

Sentence = str | Promise
Facts = Mapping[str, object]

REFUSALS: Final[dict[str, Sentence]] = {
    "already_refused": gettext_lazy(
        "This pair was refused already on %(refused_at)s. Lift that refusal first if the reason has changed."
    ),
    "searched_already": gettext_lazy("This person is told of this need's offers already."),
    "notice_stands": gettext_lazy("It stands on the public board now. Withdraw it first, then change it."),
    "already_on_board": gettext_lazy("%(code)s says the same on the board already. Withdraw that one first."),
    "need_closed": gettext_lazy("This need was closed on %(closed_at)s already."),
    "need_open": gettext_lazy("This need is open already."),
    "already_lifted": gettext_lazy("This refusal was lifted on %(lifted_at)s and does not stand any more."),
    "needs_changed_since": gettext_lazy(
        "%(count)s of the needs that came with the file were changed since. Taking it back would lose that work."
    ),
}
FINDINGS: Final[dict[str, Sentence]] = {
    "search_owner_without_address": gettext_lazy("This person has no mail address. Choose somebody who has one."),
    "search_owner_says_no": gettext_lazy("This person has said no to messages. Choose somebody else."),
    "notice_without_title": gettext_lazy("Give a title, in Chinese or in English."),
    "notice_expiry_outside": gettext_lazy("Choose a day from %(first)s to %(last)s."),
    "notice_names_address": gettext_lazy(
        "The public text names %(found)s. Take the address out: questions come by the form."
    ),
    "lead_without_name": gettext_lazy("Say who asks."),
    "lead_without_address": gettext_lazy("Give an e-mail address, so that the hub can answer."),
    "lead_without_message": gettext_lazy("Write your question."),
    "lead_message_too_long": gettext_lazy("The question is longer than %(most)s characters. Shorten it."),
    "outcome_unknown": gettext_lazy("“%(given)s” is no outcome of the list. Choose one of those shown."),
    "outcome_in_future": gettext_lazy("%(day)s has not come yet. Choose a day that is past."),
    "refusal_without_reason": gettext_lazy("Choose one reason."),
    "refusal_reason_unknown": gettext_lazy("“%(given)s” is no reason of the list. Choose one of those shown."),
    "refusal_other_says_what": gettext_lazy("Say in the note what the other reason is."),
    "refusal_note_too_long": gettext_lazy("The note has %(length)s characters; %(most)s fit. Shorten it."),
    "need_unknown_country": gettext_lazy(
        "“%(country)s” is no code of a country or region. Write two letters, such as CN."
    ),
    "need_unknown_language": gettext_lazy("“%(language)s” is no code of a language. Write en or zh."),
    "need_unknown_offer": gettext_lazy("“%(offer)s” cannot be offered. Choose from the list."),
    "need_field_too_long": gettext_lazy("The field “%(given)s” is empty or longer than %(most)s characters."),
    "need_trl_outside": gettext_lazy("A readiness level is 1 to 9, not %(given)s."),
    "need_trl_reversed": gettext_lazy(
        "The readiness range ends at %(most)s, before it begins at %(least)s. Swap the two."
    ),
    "need_ticket_impossible": gettext_lazy("%(given)s is no amount somebody invests. Write a number from 0 up."),
    "need_ticket_without_currency": gettext_lazy("Say in which currency the amount is, such as CNY."),
    "need_unknown_currency": gettext_lazy("“%(currency)s” is no code of a currency. Write three letters, such as CNY."),
    "need_currency_without_ticket": gettext_lazy("Say how much in %(currency)s, or leave the currency out."),
    "profile_unknown": gettext_lazy("“%(profile)s” is no type of profile. Write one of %(expected)s."),
    "currencies_differ": gettext_lazy("The row names several currencies: %(given)s. Write one."),
    "stage_unknown": gettext_lazy("“%(found)s” is no stage. Expected is something like %(expected)s."),
    "field_too_long": gettext_lazy(
        "A field in “%(found)s” is longer than %(expected)s characters. Part fields by commas."
    ),
    "need_ticket_reversed": gettext_lazy("The range ends at %(most)s, below its beginning %(least)s. Swap the two."),
}
JOBS: Final[dict[str, Sentence]] = {
    "matchmaking.make_shortlist": gettext_lazy("Making a shortlist"),
    "matchmaking.look_again": gettext_lazy("Standing searches look"),
    "matchmaking.tell_of_lead": gettext_lazy("Telling the managers of a question"),
}
JOB_NOTES: Final[dict[str, Sentence]] = {
    "matchmaking.make_shortlist": gettext_lazy("Reading texts: %(done)s of %(of)s."),
    "matchmaking.look_again": gettext_lazy("Searches: %(done)s of %(of)s."),
}
REASONS: Final[dict[str, Sentence]] = {
    "off_thesis": gettext_lazy("Field does not fit"),
    "too_early": gettext_lazy("Too early"),
    "benefit_unclear": gettext_lazy("Benefit unclear"),
    "wrong_ticket": gettext_lazy("Wrong amount"),
    "geography": gettext_lazy("Wrong place"),
    "has_one": gettext_lazy("Already has one"),
    "timing": gettext_lazy("Wrong time"),
    "conflict": gettext_lazy("Conflict of interest"),
    "other": gettext_lazy("Other"),
}
FIELDS: Final[dict[str, Sentence]] = {
    "ai": gettext_lazy("artificial intelligence"),
    "autonomous-driving": gettext_lazy("autonomous driving"),
    "battery-management": gettext_lazy("battery management"),
    "big-data": gettext_lazy("big data"),
    "biomedicine": gettext_lazy("biomedicine"),
    "computer-vision": gettext_lazy("computer vision"),
    "drones": gettext_lazy("drones"),
    "energy": gettext_lazy("energy"),
    "fintech": gettext_lazy("financial technology"),
    "food-safety": gettext_lazy("food safety"),
    "health": gettext_lazy("health"),
    "iot": gettext_lazy("internet of things"),
    "logistics": gettext_lazy("logistics"),
    "manufacturing": gettext_lazy("manufacturing"),
    "materials": gettext_lazy("materials"),
    "mobility": gettext_lazy("mobility"),
    "retail": gettext_lazy("retail"),
    "robotics": gettext_lazy("robotics"),
    "security": gettext_lazy("security"),
    "semiconductors": gettext_lazy("semiconductors"),
    "smart-finance": gettext_lazy("smart finance"),
    "smart-health": gettext_lazy("smart health"),
    "smart-manufacturing": gettext_lazy("smart manufacturing"),
}
COLUMNS: Final[dict[str, Sentence]] = {
    "need": gettext_lazy("What it looks for, in either language"),
    "need_latin": gettext_lazy("What it looks for, in English"),
    "need_chinese": gettext_lazy("What it looks for, in Chinese"),
    "fields": gettext_lazy("Fields, or codes of industries"),
    "stages": gettext_lazy("Stages it takes"),
    "offers": gettext_lazy("What it gives"),
    "ticket": gettext_lazy("Amount it puts in, from and to"),
    "ticket_min": gettext_lazy("Least amount it puts in"),
    "ticket_max": gettext_lazy("Most it puts in"),
    "ticket_currency": gettext_lazy("Currency of the amount"),
    "looks_in": gettext_lazy("Countries or regions it looks in"),
    "languages": gettext_lazy("Languages it works in"),
    "profile": gettext_lazy("Type of profile (EEN)"),
}
_SCHEMES: Final = {"gbt": "GB/T 4754", "nace": "NACE"}
RESULTS: Final[dict[str, Sentence]] = {
    "interested": pgettext_lazy("outcome", "interested"),
    "signed": pgettext_lazy("outcome", "signed"),
    "invested": pgettext_lazy("outcome", "invested"),
}
PROFILES: Final[dict[str, Sentence]] = {
    "TO": gettext_lazy("TO · technology offer"),
    "TR": gettext_lazy("TR · technology request"),
    "BO": gettext_lazy("BO · business offer"),
    "BR": gettext_lazy("BR · business request"),
    "RDR": gettext_lazy("RDR · research and development request"),
}
NOTICE_STATES: Final[dict[str, Sentence]] = {
    "draft": gettext_lazy("written, not published"),
    "published": gettext_lazy("on the board"),
    "withdrawn": gettext_lazy("withdrawn"),
}
LEAD_STATES: Final[dict[str, Sentence]] = {
    "new": pgettext_lazy("question", "new"),
    "answered": gettext_lazy("answered"),
    "spam": gettext_lazy("spam"),
}
SEARCH_STATES: Final[dict[str, Sentence]] = {
    "active": gettext_lazy("looking"),
    "paused": gettext_lazy("paused"),
    "ended": gettext_lazy("ended"),
}
RANKERS: Final[dict[str, Sentence]] = {
    "prior": gettext_lazy("the documented rules"),
    "learned": gettext_lazy("the documented rules and a ranker learned from this hub's outcomes"),
}
FITS: Final[dict[str, Sentence]] = {
    "learned": gettext_lazy(
        "on the %(questions)s projects that first joined somebody in the half-year before, what was learned came to"
        " %(blend)s (nDCG@10, 1 is perfect) and the documented rules alone to %(rules)s. It counts %(percent)s of 100, the rules the rest."
    ),
    "rules_better": gettext_lazy(
        "on the %(questions)s projects that first joined somebody in the half-year before, the documented rules came to"
        " %(rules)s (nDCG@10, 1 is perfect) and nothing learned did better (%(blend)s). The rules stay."
    ),
    "too_few_known": gettext_lazy(
        "%(joined)s projects joined somebody, but too few of them in the last half-year, or too few a partner that had"
        " joined one before: there is no habit to learn and to try. The documented rules stay."
    ),
    "failed": gettext_lazy(
        "learning from %(joined)s projects failed (%(fault)s). The documented rules put lists in order until it works;"
        " the worker's log says more."
    ),
}
BARRIERS: Final[dict[str, Sentence]] = {
    "refused_before": gettext_lazy("refused before"),
    "profile": gettext_lazy("kinds of profile that never meet"),
    "conflict": gettext_lazy("conflict of interest"),
    "group": gettext_lazy("groups that do not meet"),
    "hold": gettext_lazy("held back"),
    "market_access": gettext_lazy("closed to foreign investors"),
}
_SOUGHT: Final[dict[str, Sentence]] = {
    "money": pgettext_lazy("sought", "money"),
    "partner": pgettext_lazy("sought", "a partner"),
    "customer": pgettext_lazy("sought", "a customer"),
    "licence": pgettext_lazy("sought", "a licence"),
    "site": pgettext_lazy("sought", "a site"),
}
STAGES: Final[dict[str, Sentence]] = {
    "research": gettext_lazy("research"),
    "prototype": gettext_lazy("prototype"),
    "pilot": gettext_lazy("pilot"),
    "market": gettext_lazy("market"),
    "growth": gettext_lazy("growth"),
}
_FACTS: Final[dict[str, Sentence]] = {
    "field_same": gettext_lazy("Field: both name %(offer_field)s."),
    "field_near": gettext_lazy("Field: %(offer_field)s is near to %(need_field)s."),
    "field_far": gettext_lazy("Field: %(offer_field)s is not %(need_field)s."),
    "sought_offered": gettext_lazy("Seeks what they give: %(shared)s."),
    "sought_not_offered": gettext_lazy("Seeks %(offer)s; they give %(need)s."),
    "language_shared": gettext_lazy("Language: both use %(shared)s."),
    "language_none": gettext_lazy("Language: %(offer)s here, %(need)s there; an interpreter is needed."),
    "stage_fits": gettext_lazy("Stage: %(stage)s, which they take."),
    "stage_off": gettext_lazy("Stage: %(stage)s; they take %(takes)s."),
    "ticket_fits": gettext_lazy("Amount: %(ask)s lies in their range, %(range)s."),
    "ticket_off": gettext_lazy("Amount: %(ask)s lies outside their range, %(range)s."),
    "place_same_place": gettext_lazy("Place: both in %(place)s."),
    "place_looked_in": gettext_lazy("Place: they look in %(offer_country)s."),
    "place_same_region": gettext_lazy("Place: both in %(region)s."),
    "place_same_state": gettext_lazy("Place: both in the same state or province."),
    "place_same_country": gettext_lazy("Place: both in %(offer_country)s."),
    "place_abroad": gettext_lazy("Place: %(offer_country)s and %(need_country)s lie apart."),
    "place_not_looked_in": gettext_lazy("Place: they look in %(looked_in)s, not in %(offer_country)s."),
    "recent": gettext_lazy("Days since their need was confirmed: %(days)s."),
    "not_recent": gettext_lazy("Days since their need was confirmed: %(days)s. It may be out of date."),
    "words_shared": gettext_lazy("Words in both texts: %(shared)s."),
    "words_none": gettext_lazy("The two texts share no word that weighs."),
    "meaning_close": gettext_lazy("The two texts mean something close."),
    "meaning_far": gettext_lazy("The two texts are about different things."),
    "trouble_known": gettext_lazy("Whoever says “%(trouble)s” often looks for this: %(technology)s."),
    "trouble_unknown": gettext_lazy("Whoever has a need like this one often looks for something else."),
}
LEARNED: Final[dict[str, Sentence]] = {
    "activity": gettext_lazy("Projects they joined so far: %(deals)s; days since the last one: %(last_days)s."),
    "past_field": gettext_lazy("Projects of the field %(fields)s they joined before: %(deals)s."),
    "past_place": gettext_lazy("Projects from the same town they joined before: %(place)s."),
    "past_round": gettext_lazy("Projects they joined that asked for the same round: %(deals)s."),
    "own_place": gettext_lazy("Place: %(offer_country)s and %(need_country)s, weighed by who joined whom before."),
    "neighbours": gettext_lazy("The projects most like this one that they joined: %(like)s."),
    "season": gettext_lazy("The time of the year, weighed by when they joined before."),
    "past_amount": gettext_lazy("Amount: about %(asked)s is asked; they usually join at about %(usual)s."),
}
"""What a ranker learned from outcomes tells, by its family of facts: the same sentence whether it lifts or lowers."""
_CROWDED: Final[dict[str, Sentence]] = {
    "partner_crowded_against": gettext_lazy(
        "Attention: on %(lists)s of %(of)s other lists this partner is among the first ten; above %(free)s it is held back."
    ),
    "project_crowded_against": gettext_lazy(
        "Attention: on %(lists)s of %(of)s other lists this project is among the first ten; above %(free)s it is held back."
    ),
}
criteria: Final[Registry[Sentence]] = Registry("sentences of criteria")
"""What the criteria of other rooms say, by the code of the fact; they fill it when they start."""
_TODAY: Final = gettext_lazy("Their need was confirmed today.")
SIGNALS: Final[dict[str, Sentence]] = {
    "field": gettext_lazy("field"),
    "sought": gettext_lazy("what is sought"),
    "stage": gettext_lazy("stage"),
    "ticket": gettext_lazy("amount"),
    "place": gettext_lazy("place"),
    "language": gettext_lazy("language"),
    "recency": gettext_lazy("recency"),
    "words": gettext_lazy("words"),
    "meaning": gettext_lazy("meaning"),
    "trouble": gettext_lazy("troubles"),
}


def fact_words(code: str, data: Facts) -> str:
    """One reason as a sentence in the reader's language, filled with the numbers the score used."""
    sentence = _TODAY if code == "recent" and data.get("days") == 0 else _FACTS.get(code) or _CROWDED.get(code)
    if code in criteria:
        sentence = criteria[code]
    if sentence is None:
        sentence = LEARNED.get(code.removesuffix("_for").removesuffix("_against"))
    if sentence is None:
        return _("Another criterion: %(code)s.") % {"code": code}
    told = {**data, **_amounts(data), **_in_own_language(data)}
    return str(sentence) % {name: _value(code, name, value) for name, value in told.items()}


def _in_own_language(data: Facts) -> Facts:
    """What is given in both languages, under its name without the language (`trouble_zh` as `trouble`), to be quoted."""
    ending = f"_{(get_language() or 'en')[:2]}"
    own = {name.removesuffix(ending): value for name, value in data.items() if name.endswith(ending)}
    return {name: str(value).strip("“”。.") for name, value in own.items()}


def field_words(code: str) -> str:
    """A field's name: of the tag, else the code as it is."""
    if code in FIELDS:
        return str(FIELDS[code])
    scheme, parted, digits = code.partition(":")
    if parted and scheme in _SCHEMES:
        return f"{_SCHEMES[scheme]} {digits}"
    return code.replace("-", " ")


def country_words(code: str) -> str:
    """A country or region's name."""
    return str(_locale().territories.get(code, code))


def language_words(code: str) -> str:
    """A language's name."""
    return str(_locale().languages.get(code, code))


def sought(codes: Sequence[str]) -> str:
    """What is sought or given, as a list."""
    return joined([str(_SOUGHT.get(code, code)) for code in codes])


def reason_words(reason: str) -> str:
    """Why a pair was refused."""
    return str(REASONS[reason])


def joined(parts: Sequence[str]) -> str:
    """A list as a sentence has it."""
    return _(", ").join(parts)


def _value(code: str, name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return joined([_value(code, name, one) for one in value])
    text = str(value)
    if code.startswith("field") or name == "fields":
        return field_words(text)
    if name in {"offer_country", "need_country", "looked_in"}:
        return country_words(text)
    if code.startswith("language"):
        return language_words(text)
    if code.startswith("sought"):
        return str(_SOUGHT.get(text, text))
    return str(STAGES.get(text, text)) if code.startswith("stage") else text


def _amounts(data: Facts) -> Facts:
    """Ask and range of a ticket as one text each; where rates brought them together, with each rate, its day and source."""
    if "ticket_currency" not in data:
        return {}
    least, most = (_number(data.get(end)) for end in ("least", "most"))
    if least and most:
        span = _("%(least)s to %(most)s") % {"least": least, "most": most}
    else:
        span = _("from %(least)s") % {"least": least} if least else _("up to %(most)s") % {"most": most}
    ask = f"{data['currency']} {_number(data.get('ask'))}"
    if data.get("converted"):
        about = {"ask": ask, "currency": data["ticket_currency"], "converted": _number(data["converted"])}
        ask = _("%(ask)s (about %(currency)s %(converted)s at %(rates)s)") % {**about, "rates": _rates(data["rates"])}
    return {"ask": ask, "range": f"{data['ticket_currency']} {span}"}


def _rates(rates: object) -> str:
    """1 USD = 7.1793 CNY, 2026-11-20, a bank; several parted by commas."""
    found = rates if isinstance(rates, list | tuple) else ()
    sentence = _("1 %(base)s = %(price)s %(quote)s on %(day)s, %(source)s")
    return "; ".join(
        sentence % {"base": base, "price": _price(price), "quote": quote, "day": day, "source": source}
        for base, quote, price, day, source in found
    )


def _price(price: object) -> str:
    plain = f"{Decimal(str(price)):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(value: object) -> str:
    try:
        return f"{Decimal(str(value)):,.0f}"
    except InvalidOperation:
        return ""


def _locale() -> Locale:
    return Locale.parse("zh_Hans" if (get_language() or "en").startswith("zh") else "en")


EVENTS: Final[dict[str, Sentence]] = {
    "matchmaking.need_set": gettext_lazy("Need set"),
    "matchmaking.needs_taken_back": gettext_lazy("A need that came by a file was taken back"),
    "matchmaking.pair_refused": gettext_lazy("Pair refused"),
    "matchmaking.refusal_lifted": gettext_lazy("Refusal lifted"),
    "matchmaking.pair_met": gettext_lazy("Pair met"),
    "matchmaking.need_closed": gettext_lazy("Need closed"),
    "matchmaking.need_reopened": gettext_lazy("Need opened again"),
    "matchmaking.shortlist_made": gettext_lazy("Shortlist made"),
    "matchmaking.pair_outcome": gettext_lazy("Outcome of a pair recorded"),
    "matchmaking.search_begun": gettext_lazy("Standing search begun"),
    "matchmaking.search_moved": gettext_lazy("Standing search paused, resumed or ended"),
    "matchmaking.search_told": gettext_lazy("Owner of a search told of new offers"),
    "matchmaking.find_answered": gettext_lazy("Offer of a search answered"),
    "matchmaking.notice_written": gettext_lazy("Notice for the public board written"),
    "matchmaking.notice_changed": gettext_lazy("Notice for the public board changed"),
    "matchmaking.notice_published": gettext_lazy("Published on the public board"),
    "matchmaking.notice_withdrawn": gettext_lazy("Withdrawn from the public board"),
    "matchmaking.lead_received": gettext_lazy("Question from the public board received"),
    "matchmaking.lead_settled": gettext_lazy("Question from the public board settled"),
    "matchmaking.lead_erased": gettext_lazy("Who asked was erased"),
}
