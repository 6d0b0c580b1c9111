"""Words of agendas in templates."""

from django import template

from landbridge.entrypoints.web import wording
from landbridge.events.phrases.agendas import LEVELS

register = template.Library()


@register.filter
def city(zone: str) -> str:
    """The city an IANA zone is named after, in the reader's language."""
    return wording.city(zone)


@register.filter
def level_words(name: str) -> str:
    """What a level of an agenda's value is called."""
    return str(LEVELS.get(name, name))
