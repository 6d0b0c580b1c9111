"""What is asked of an organisation, a person, an affiliation and a member."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web.forms import DateInput
from landbridge.entrypoints.web.refusals import sentences
from landbridge.evidence import trail
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.zones import to_instant, to_wall
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Hub
from landbridge.network.phrases import ORGANISATION_KINDS, ROLES, ROOMS, SCOPES
from landbridge.network.scopes import Scope
from landbridge.network.states import Role
from landbridge.network.tables import countries, currencies

LANGUAGES = (
    ("", "–"),
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("he", _("Hebrew")),
)


def language_words(code: str) -> str:
    """A language in words, or its code where there are none."""
    return str(dict(LANGUAGES).get(code, code)) if code else ""


def country_choices() -> list[tuple[Any, Any]]:
    """Countries and regions by name, the usual ones first."""
    names = countries(get_language() or "en")
    first = [(code, names[code]) for code in ("CN", "US", "GB", "DE", "FR", "IL", "CA", "SG") if code in names]
    return [("", "–"), (_("Often used"), first), (_("All"), sorted(names.items(), key=lambda item: item[1]))]


def currency_choices() -> list[tuple[Any, Any]]:
    """Currencies by name, the usual ones first."""
    names = currencies(get_language() or "en")
    first = [
        (code, f"{code} {names[code]}") for code in ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "CHF", "ILS", "CAD")
    ]
    every = [(code, f"{code} {name}") for code, name in sorted(names.items())]
    return [("", "–"), (_("Often used"), first), (_("All"), every)]


class RecordForm(forms.Form):
    """What people and organisations are both asked."""

    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country or region"), choices=country_choices, required=False)
    place = forms.CharField(label=_("City or place"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class OrganisationForm(RecordForm):
    """An organisation."""

    field_order = (
        "kind",
        "name_latin",
        "name_chinese",
        "country",
        "place",
        "website",
        "uscc",
        "lei",
        "ror",
        "gbt_4754",
        "nace_2_1",
        "note",
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, words) for kind, words in ORGANISATION_KINDS.items()])
    website = forms.CharField(label=_("Website"), required=False)
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        required=False,
        help_text=_("18 characters; the check character is verified."),
    )
    lei = forms.CharField(label=_("LEI"), required=False, help_text=_("20 characters; the check digits are verified."))
    ror = forms.CharField(label=_("ROR"), required=False, help_text=_("For research organisations."))
    gbt_4754 = forms.CharField(label=_("Industry by GB/T 4754"), required=False, help_text=_("For example C3841."))
    nace_2_1 = forms.CharField(label=_("Industry by NACE 2.1"), required=False, help_text=_("For example 62.10."))

    def draft(self) -> OrganisationDraft:
        """The answers as the action takes them."""
        return OrganisationDraft(**self.cleaned_data)


class PersonForm(RecordForm):
    """A person."""

    field_order = ("name_latin", "name_chinese", "email", "phone", "wechat", "language", "country", "place", "note")

    email = forms.CharField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False)
    wechat = forms.CharField(label=_("WeChat name"), required=False)
    language = forms.ChoiceField(label=_("Language to write in"), choices=LANGUAGES, required=False)

    def draft(self) -> PersonDraft:
        """The answers as the action takes them."""
        return PersonDraft(**self.cleaned_data)


class AffiliationForm(forms.Form):
    """Where a person belongs, as what, since when."""

    organisation = forms.CharField(label=_("Organisation"), help_text=_("Its code, or its name in either script."))
    title_latin = forms.CharField(label=_("Title in Latin letters"), max_length=200, required=False)
    title_chinese = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    since = forms.DateField(label=pgettext_lazy("member", "Since"), widget=DateInput, required=False)


class MemberForm(forms.Form):
    """An account and the role it gets."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role, words) for role, words in ROLES.items() if role != Role.NETWORK_ADMINISTRATOR],
    )


class EndForm(forms.Form):
    """From which day somebody no longer belongs."""

    on = forms.DateField(label=_("First day without it"), widget=DateInput)


class ErasureForm(forms.Form):
    """Whether the person's data are really to go."""

    agreed = forms.BooleanField(label=_("The person asked for it. I know that it cannot be undone."))


class TokenForm(forms.Form):
    """What a programme may do for its maker, and until when. Made with `hub` and `now`; `until` comes out as an instant."""

    name = forms.CharField(
        label=_("What for"), max_length=100, help_text=_("For example: badge printer at the entrance, weekly report.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("The programme may"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself. Each includes reading."),
    )
    until = forms.DateField(label=_("Last day"), widget=DateInput)

    def __init__(self, *args: Any, hub: Hub, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hub = hub
        today = to_wall(now, hub.zone).date()
        self.fields["until"].initial = today + timedelta(days=90)
        self.fields["scopes"].initial = [Scope.READ.value]

    def clean_until(self) -> datetime:
        """The end of that day on the hub's wall."""
        day: date = self.cleaned_data["until"]
        try:
            return to_instant(datetime.combine(day + timedelta(days=1), time()), self.hub.zone, fold=0)
        except (OverflowError, Refusal) as error:
            raise forms.ValidationError(_("Choose another day.")) from error


def topic_choices() -> list[tuple[Any, Any]]:
    """What a system may be told of: everything of a room, or single events, grouped by room."""
    words = sentences("EVENTS")
    rooms = [(room, ROOMS.get(room, room)) for room in trail.events]
    return [
        (label, [(room, _("everything")), *((str(e), words.get(str(e), str(e))) for e in trail.events[room])])
        for room, label in rooms
    ]


class TopicsInput(forms.CheckboxSelectMultiple):
    """Everything of a room as one box; its single events folded away until somebody wants to choose among them."""

    template_name = "django/forms/widgets/topics.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the rooms: the box for all, the boxes for single events, and whether one of these is ticked."""
        context = super().get_context(name, value, attrs)
        context["widget"]["rooms"] = [
            {"label": label, "whole": whole, "single": single, "chosen": any(one["selected"] for one in single)}
            for label, (whole, *single), _place in context["widget"]["optgroups"]
        ]
        return context


class WebhookForm(forms.Form):
    """Another system, and what it is told."""

    name = forms.CharField(label=_("System"), max_length=100, help_text=_("For example: customer records of the park."))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Messages are posted there, signed by the Standard Webhooks specification."),
    )
    topics = forms.MultipleChoiceField(
        label=_("It is told of"),
        choices=topic_choices,
        widget=TopicsInput,
        help_text=_("Messages carry identifiers, states and figures, never personal data."),
    )


class RateForm(forms.Form):
    """One exchange rate, as a bank prints it: often for 100 units."""

    units = forms.DecimalField(
        label=_("Units"),
        help_text=_("Banks often print the price of 100 units."),
        initial=1,
        min_value=Decimal("0.000001"),
        max_digits=12,
    )
    base = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    price = forms.DecimalField(label=_("Price"), min_value=Decimal("0.000000000001"), max_digits=24)
    quote = forms.ChoiceField(label=_("Price in"), choices=currency_choices)
    on = forms.DateField(label=_("Day"), widget=DateInput)
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The bank or authority that published it."))


class RateFileForm(forms.Form):
    """A file of exchange rates."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with the columns date, units, currency, rate, in, source; or 日期、单位、货币、汇率、计价货币、来源."
        ),
    )
