"""What the owner of a standing search is written: which offers, why, and one link for each to answer by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from landbridge.kernel.refusal import Missing
from landbridge.matchmaking.models import Find, StandingSearch
from landbridge.matchmaking.phrases import fact_words
from landbridge.network.models import Hub

SALT: Final = "landbridge.matchmaking.find"
DAYS: Final = 90
"""How long a letter's links work."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its address; `no_link` ends all messages to its reader."""

    subject: str
    text: str
    no_link: str


def token_of(find: Find) -> str:
    """The secret part of a find's link: signed, so that it names hub and find and nobody can make one."""
    return signing.dumps([find.hub_id.hex, find.pk.hex], salt=SALT)


def read_token(token: str) -> tuple[UUID, UUID]:
    """Hub and find of a link's token; `Missing` for one that is forged, broken or too old."""
    try:
        hub, find = signing.loads(token, salt=SALT, max_age=DAYS * 86_400)
        return UUID(hub), UUID(find)
    except (signing.BadSignature, ValueError, TypeError):
        raise Missing(identifier="link") from None


def of_finds(search: StandingSearch, finds: Sequence[Find], *, hub: Hub, secret: str) -> Letter:
    """The letter in its reader's language."""
    no_link = f"{settings.SITE_URL}/l/no/{secret}"
    with override("zh-hans" if search.language.startswith("zh") else "en"):
        language = get_language() or "en"
        place = hub.name.shown(language)
        count = len(finds)
        subject = ngettext("%(n)s new offer for what you look for", "%(n)s new offers for what you look for", count)
        parts = [
            _("Dear %(name)s,") % {"name": search.person.name.shown(language)},
            _("%(hub)s keeps looking for %(organisation)s. These are new:")
            % {"hub": place, "organisation": search.need.organisation.name.shown(language)},
            *(_offer(find, language) for find in finds),
            _("You hear from this search once a week at most. Each link also pauses or ends it; no log-in is needed."),
            _("No more messages: %(link)s") % {"link": no_link},
        ]
        return Letter(subject % {"n": count}, "\n\n".join(parts) + "\n", no_link)


def _offer(find: Find, language: str) -> str:
    why = [fact_words(fact["code"], fact["data"]) for fact in find.findings if fact.get("contribution", 0) > 0][:2]
    address = settings.SITE_URL + reverse("matchmaking:answer", args=[token_of(find)])
    return "\n".join([find.project.name.shown(language), *why, _("Yes or no: %(link)s") % {"link": address}])
