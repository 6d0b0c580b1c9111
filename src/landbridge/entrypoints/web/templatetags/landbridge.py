"""The tags of our pages: the bridge line, icons, times, money, names, figures, badges."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, HiddenInput, RadioSelect, Textarea
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from landbridge.entrypoints.web import stations, wording
from landbridge.entrypoints.web.figures import Figure
from landbridge.entrypoints.web.lists import Column
from landbridge.kernel.money import Money
from landbridge.kernel.names import Name

register = template.Library()

SELECTED, NUMERIC, NOTHING = " selected", ' class="num"', ""
MEANINGS = {"good": "good", "warn": "warn", "bad": "bad", "info": "info", "": "open"}


@register.simple_tag
def icon(name: str, words: object = "") -> SafeString:
    """An icon of the sprite; `words` are read out instead of it, without them it is decoration."""
    hidden = format_html('<span class="vh">{}</span>', words) if words else ""
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-{}"/></svg>{}', name, hidden
    )


@register.simple_tag
def options(choices: Iterable[tuple[str, object]], chosen: str = "") -> SafeString:
    """The options of a select; written here, and kept, because a list of countries is the longest loop a page has."""
    plain = _options(tuple((str(value), str(words)) for value, words in choices))
    head = f'<option value="{escape(str(chosen))}"'
    return SafeString(plain.replace(f"{head}>", f"{head}{SELECTED}>", 1))


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in choices)


@register.simple_tag
def rows(table: Iterable[tuple[object, Iterable[tuple[Column, object]]]]) -> SafeString:
    """The rows of a list: its first cell is the row's head. Written here because every list page is made of them."""
    return SafeString("".join(f"<tr>{_cells(cells)}</tr>" for _row, cells in table))


def _cells(cells: Iterable[tuple[Column, object]]) -> str:
    (_column, head), *others = cells
    return f'<th scope="row">{_text(_worded(head))}</th>' + "".join(
        f"<td{NUMERIC if column.numeric else NOTHING}>{_text(_worded(cell))}</td>" for column, cell in others
    )


def _worded(value: object) -> object:
    """A number or a day as the reader's language writes it; moments come as words already, with their zone."""
    return value if isinstance(value, str) else localize(value)


def _text(value: object) -> str:
    """The value's text, escaped unless it is markup of ours. Django's own does the same at ten times the cost."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


@register.simple_tag
def mark(kind: str, words: object = "") -> SafeString:
    """The interest mark of a pair: "both", "left", "right", "none" (nobody asked) or "never", with hidden `words`."""
    return format_html(
        '<svg class="mk" width="20" height="8" aria-hidden="true"><use href="#mk-{}"/></svg><span class="vh">{}</span>',
        kind,
        words,
    )


@register.simple_tag
def badge(words: object, meaning: str = "") -> SafeString:
    """A shape and a word; `meaning` is good, warn, bad, info or nothing."""
    return format_html(
        '<span class="badge{}">{}{}</span>', f" is-{meaning}" if meaning else "", icon(MEANINGS[meaning]), words
    )


@register.simple_tag
def when(
    value: datetime | date | None, zone: str = "", now: datetime | None = None, form: str = "short"
) -> SafeString | str:
    """A moment on the wall of `zone` (an IANA name) with the zone's city; with `now` also how far away it is.

    `form` is "short" (tables), "long" (with the weekday) or "time" (the hour alone). A date has no zone. Nothing for
    None.
    """
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), wording.day(value, form))
    wall = wording.on_wall(value, zone)
    place = wording.city(str(wall.tzinfo)) if zone else ""
    away = wording.distance(value - now) if now else ""
    return format_html(
        '<time datetime="{}">{}</time>{}',
        wall.isoformat(),
        wording.moment(wall, form),
        format_html(' <span class="soft small">{}</span>', " · ".join(filter(None, (place, away))))
        if place or away
        else "",
    )


@register.simple_tag
def lasting(value: timedelta | None) -> str:
    """A length of time in words, by its largest two units."""
    return wording.length(value) if value is not None else ""


@register.simple_tag
def money(value: Money | None, *, compact: bool = False) -> str:
    """An amount with its currency; `compact` shortens millions (CNY 8 M, 800 万元)."""
    return wording.amount(value, compact=compact) if value is not None else ""


@register.simple_tag
def name(value: Name | Any, *, both: bool = False) -> SafeString | str:
    """A bilingual name for the reader; `both` adds the other form, marked with its language. Takes a Name or a model with `.name`."""
    found = value if isinstance(value, Name) else getattr(value, "name", value)
    if not isinstance(found, Name):
        return str(found or "")
    chinese = (get_language() or "").startswith("zh")
    first = found.shown("zh" if chinese else "en")
    second = found.latin if first == found.chinese else found.chinese
    shown = format_html('<span lang="{}">{}</span>', "zh-CN" if first == found.chinese else "en", first)
    if not both or not second or second == first:
        return shown
    language = "zh-CN" if second == found.chinese else "en"
    return format_html('{} <span class="soft" lang="{}">{}</span>', shown, language, second)


BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """What a browser calls itself, in two words: Chrome, Windows."""
    found = [next((word for sign, word in kinds if sign in user_agent), "") for kinds in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:40]


@register.filter
def number(value: float | None) -> str:
    """A number with thousands parted; nothing for None."""
    return "" if value is None else wording.count(value)


@register.filter
def control(field: BoundField) -> SafeString:
    """A field's widget with our class on it."""
    plain = isinstance(field.field.widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect | HiddenInput)
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {} if plain else {"class": f"input {own}".strip()}
    if isinstance(field.field.widget, Textarea) and str(field.field.widget.attrs.get("rows")) == "10":
        attrs["rows"] = "4"
    return field.as_widget(attrs=attrs)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def focus_id(field: BoundField) -> str:
    """The identifier that a link to this field must name: of its first choice where it has several."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.filter
def error_count(form: BaseForm) -> int:
    """How many answers of a form were refused."""
    return sum(len(errors) for errors in form.errors.values())


@register.inclusion_tag("parts/journey.html")
def journey(stops: Sequence[stations.Stop], label: object) -> dict[str, object]:
    """The bridge line, whole: one stop per station, under an accessible name."""
    return {"stops": stops, "label": label}


@register.inclusion_tag("parts/line.html")
def line(key: str) -> dict[str, object]:
    """The bridge line one row high, for a thing that stands at station `key`."""
    return {"stops": stations.line_at(key), "here": stations.BY_KEY[key]}


@register.inclusion_tag("parts/figure.html")
def figure(value: Figure) -> dict[str, object]:
    """One figure with its unit, target, change and the way to its rows."""
    return {"figure": value}


@register.inclusion_tag("parts/notice.html")
def notice(
    title: object, text: object = "", meaning: str = "info", url: str = "", action: object = ""
) -> dict[str, object]:
    """What, why, and what to do: `url` and `action` are the way out."""
    return {
        "title": title, "text": text, "meaning": meaning, "icon_name": MEANINGS[meaning], "url": url, "action": action,
    }  # fmt: skip


@register.inclusion_tag("parts/empty.html")
def empty(title: object, text: object = "", url: str = "", action: object = "") -> dict[str, object]:
    """An empty page or part: what would stand here and what to do first."""
    return {"title": title, "text": text, "url": url, "action": action}
