"""Words for links, invitations and messages."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Sentence = str | Promise

REFUSALS: Final[dict[str, Sentence]] = {
    "link_does_not_open": gettext_lazy("This link does not open anything. Ask whoever invited you for a new one."),
    "nothing_to_remind": gettext_lazy(
        "Wishes are not taken any more, so there is nothing to remind of. Move the deadline."
    ),
    "placed_in_agenda": gettext_lazy(
        "The agenda is published and others are placed with you (meetings: %(meetings)s). Tell the organiser that you "
        "cannot come."
    ),
    "said_no": gettext_lazy("%(name)s wants no more messages. Speak to them yourself; no text is written."),
}
FINDINGS: Final[dict[str, Sentence]] = {}
STATES: Final[dict[str, Sentence]] = {
    "queued": gettext_lazy("waiting to be sent"),
    "sent": gettext_lazy("sent"),
    "copied": gettext_lazy("copied by hand"),
    "failed": gettext_lazy("not delivered"),
    "dropped": gettext_lazy("not sent any more"),
}
UNREACHED: Final[dict[str, Sentence]] = {
    "already": gettext_lazy("had it already"),
    "no_address": gettext_lazy("no e-mail address: copy the text"),
    "opted_out": gettext_lazy("wants no messages"),
    "not_invited": gettext_lazy("not invited yet"),
    "answered": gettext_lazy("has answered"),
}
STANDINGS: Final[dict[str, Sentence]] = {
    "not_invited": gettext_lazy("not invited yet"),
    "no_address": gettext_lazy("no e-mail address"),
    "waiting": gettext_lazy("waiting to be sent"),
    "sent": gettext_lazy("sent or copied"),
    "opened": gettext_lazy("opened their page"),
    "failed": gettext_lazy("not delivered"),
    "opted_out": gettext_lazy("wants no messages"),
}
"""How far people were reached, as the list of invitations is filtered."""
WAYS: Final[dict[str, Sentence]] = {
    "mail": gettext_lazy("sent by e-mail"),
    "handed": gettext_lazy("as text or code: WeChat, SMS"),
    "earlier": gettext_lazy("not noted then"),
}
"""How a personal link reached its person."""
