"""Words of agendas in templates."""

from django import template

from landbridge.entrypoints.web import wording
from landbridge.events.phrases.agendas import LEVELS, joined
from landbridge.events.phrases.frame import TABLE_PROPERTIES

register = template.Library()


@register.filter
def city(zone: str) -> str:
    """The city an IANA zone is named after, in the reader's language."""
    return wording.city(zone)


@register.filter
def level_words(name: str) -> str:
    """What a level of an agenda's value is called."""
    return str(LEVELS.get(name, name))


@register.filter
def table_words(properties: list[str]) -> str:
    """What a table has, as a list of words."""
    return joined(str(TABLE_PROPERTIES.get(name, name)) for name in properties)
