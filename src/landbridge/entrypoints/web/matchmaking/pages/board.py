"""The public board: technology offers and requests that their owners published. No log-in, no address, both languages."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.limits import limited
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.matchmaking.board_forms import LeadForm
from landbridge.entrypoints.web.network.forms import country_choices
from landbridge.entrypoints.web.templatetags.landbridge import badge, name, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.refusal import Refusal
from landbridge.matchmaking import rules
from landbridge.matchmaking.actions import board as actions
from landbridge.matchmaking.models import Notice
from landbridge.matchmaking.phrases import FIELDS, PROFILES, STAGES, country_words, field_words, joined
from landbridge.matchmaking.queries import LEVELS, notices_at, notices_saying

EXCERPT: Final = 180
ASKS_PER_MINUTE: Final = 4
LANGUAGES: Final = {"en": "en", "zh": "zh-hans"}
OFFERED: Final = frozenset({"TO", "BO"})
Page = Callable[..., HttpResponseBase]


def in_language(request: HttpRequest, *, view: Page, language: str, **named: object) -> HttpResponseBase:
    """The page in one language whatever the reader prefers: an address of its own that a search engine can keep."""
    with override(LANGUAGES[language]):
        return view(request, language=language, **named)


def _today() -> date:
    return clock.current().now().date()


def _at(route: str, language: str, *arguments: object) -> str:
    return reverse(f"board:{route}_{language}" if language else f"board:{route}", args=arguments)


def address(notice: Notice, language: str = "") -> str:
    """Where a notice is, in the reader's language or in a fixed one."""
    return _at("notice", language, notice.pk)


def text_of(notice: Notice) -> str:
    """The notice's text for the reader, else in the other language."""
    return matches.of_language(notice.text_latin, notice.text_chinese)


def _shown(notice: Notice, *, language: str) -> object:
    text = text_of(notice)
    short = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    invented = badge(_("fictional"), "warn") if notice.fictional else ""
    return format_html(
        '<a href="{}">{}</a> {}<small>{}</small>', address(notice, language), name(notice), invented, short
    )


def stage_words(level: int | None) -> str:
    """How far it is, in words and by its level."""
    if not level:
        return ""
    stage = next(code for code, (least, most) in LEVELS.items() if least <= level <= most)
    return f"{STAGES[stage]} ({level}/9)"


def listing(language: str) -> List:
    """The board as declared, with links into one language."""
    return List(
        key="board",
        columns=(
            Column(
                "title", gettext_lazy("Offer or request"), lambda row: row.name.both("en"), sort="title_latin",
                shown=partial(_shown, language=language),
            ),
            Column("profile", gettext_lazy("Profile"), lambda row: PROFILES[row.profile], sort="profile"),
            Column("fields", gettext_lazy("Fields"), lambda row: joined([field_words(code) for code in row.fields])),
            Column("stage", gettext_lazy("Stage"), lambda row: stage_words(row.trl), sort="trl"),
            Column(
                "country", gettext_lazy("Country or region"),
                lambda row: country_words(row.country) if row.country else "", sort="country",
            ),
            Column(
                "published", gettext_lazy("Published"), lambda row: row.published_at.date(), sort="published_at",
                descending=True, shown=lambda row: when(row.published_at.date()),
            ),
            Column("code", gettext_lazy("Code"), "code", page=False),
            Column("text_latin", gettext_lazy("Text in English"), "text_latin", page=False),
            Column("text_chinese", gettext_lazy("Text in Chinese"), "text_chinese", page=False),
        ),
        filters=(
            Filter(
                "profile", gettext_lazy("Profile"), [(code, PROFILES[code]) for code in EEN_PROFILE_TYPES],
                lambda rows, value: rows.filter(profile=value),
            ),
            Filter(
                "field", gettext_lazy("Field"), list(FIELDS.items()),
                lambda rows, value: rows.filter(fields__contains=[value]),
            ),
            Filter("stage", gettext_lazy("Stage"), [(code, STAGES[code]) for code in LEVELS], notices_at),
            Filter(
                "country", gettext_lazy("Country or region"), lambda: country_choices()[2][1],
                lambda rows, value: rows.filter(country=value),
            ),
        ),
        search=notices_saying,
        search_label=gettext_lazy("Words or code"),
        default_sort="-published",
        empty=Empty(
            gettext_lazy("Nothing on the board now"),
            gettext_lazy("Technology offers and requests stand here as soon as their owners publish them."),
        ),
    )  # fmt: skip


def board(request: HttpRequest, language: str = "") -> HttpResponseBase:
    """The offers and requests that stand on the board today."""
    rows = rules.public_notices(today=_today())
    context = {
        "heading": _("Technology offers and requests"),
        "lead": _("Published by their owners. Ask about one, and the hub that knows it answers."),
        "alternates": _alternates("board"),
        "canonical": settings.SITE_URL + _at("board", language),
    }
    listed = listing(language)
    if "export" not in request.GET:
        shown = [row for row, _cells in listed.page(rows, request.GET).rows]
        context["linked_data"] = linked_data(_list_data(shown, language))
    return listed.respond(request, rows, context, "matchmaking/board.html")


def notice(request: HttpRequest, notice_id: UUID, language: str = "") -> HttpResponse:
    """One notice, and the form to ask about it."""
    found = rules.access_public_notice(notice_id, today=_today())
    return _notice_page(request, found, LeadForm(), language)


def _notice_page(request: HttpRequest, found: Notice, form: LeadForm, language: str) -> HttpResponse:
    context = {
        "notice": found,
        "text": text_of(found),
        "profile": PROFILES[found.profile],
        "fields": joined([field_words(code) for code in found.fields]),
        "stage": stage_words(found.trl),
        "country": country_words(found.country) if found.country else "",
        "form": form,
        "alternates": _alternates("notice", found.pk),
        "canonical": settings.SITE_URL + address(found, language),
        "linked_data": linked_data(_notice_data(found, language)),
        "board_url": _at("board", language),
    }
    return render(request, "matchmaking/notice.html", context, status=422 if form.errors else 200)


@require_POST
@limited(per_minute=ASKS_PER_MINUTE)
def ask(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Take a question about a notice; the hub's managers are told, and nobody else learns who asked."""
    found = rules.access_public_notice(notice_id, today=_today())
    form = LeadForm(request.POST)
    if form.is_valid():
        if form.filled_by_a_machine():
            toast(request, _("Thank you. The hub answers you by mail."))
            return redirect(address(found))
        try:
            with hub_context(found.hub_id):
                actions.receive_lead(
                    actor=SystemActor(), notice=found, given=form.given(), language=get_language() or "en",
                    at=clock.current().now(),
                )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Thank you. The hub answers you by mail."))
            return redirect(address(found))
    return _notice_page(request, found, form, "")


def _alternates(route: str, *arguments: object) -> Sequence[tuple[str, str]]:
    """The same page in each language, for search engines."""
    fixed = [("en", _at(route, "en", *arguments)), ("zh-CN", _at(route, "zh", *arguments))]
    return [(tag, settings.SITE_URL + path) for tag, path in (*fixed, ("x-default", _at(route, "", *arguments)))]


def linked_data(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD that cannot end its own element, whatever a text says."""
    text = json.dumps(data, ensure_ascii=False)
    for sign, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, safe)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


def _list_data(rows: Sequence[Notice], language: str) -> dict[str, Any]:
    parts = [
        {"@type": "ListItem", "position": place, "item": _item(row, language)} for place, row in enumerate(rows, 1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": parts}


def _notice_data(row: Notice, language: str) -> dict[str, Any]:
    return {"@context": "https://schema.org", **_item(row, language)}


def _item(row: Notice, language: str) -> dict[str, Any]:
    """A notice as schema.org has it: an offer, or a demand."""
    data: dict[str, Any] = {
        "@type": "Offer" if row.profile in OFFERED else "Demand",
        "@id": settings.SITE_URL + address(row, language),
        "identifier": row.code,
        "name": row.name.shown(get_language() or "en"),
        "description": text_of(row),
        "category": [field_words(code) for code in row.fields],
        "inLanguage": "zh-CN" if (get_language() or "en").startswith("zh") else "en",
        "validFrom": row.published_at.date().isoformat() if row.published_at else None,
        "validThrough": row.expires_on.isoformat() if row.expires_on else None,
        "areaServed": row.country or None,
    }
    return {key: value for key, value in data.items() if value}


def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may read: the board, and nothing behind it."""
    lines = [
        "User-agent: *",
        "Allow: /board/",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {settings.SITE_URL}/board/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(_request: HttpRequest) -> HttpResponse:
    """Every notice that stands on the board, in both languages."""
    rows = rules.public_notices(today=_today()).order_by("-published_at")[:10_000]
    places = [_at("board", language) for language in LANGUAGES]
    places += [address(row, language) for row in rows for language in LANGUAGES]
    urls = "".join(f"<url><loc>{settings.SITE_URL}{place}</loc></url>" for place in places)
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return HttpResponse(text, content_type="application/xml")
