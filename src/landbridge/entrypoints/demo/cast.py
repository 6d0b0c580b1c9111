"""Who can be played in the demonstration: one fictional account for each role."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from landbridge.network.states import Role

INVENTED: Final = "Invented for the demonstration"
"""The source of every record that the demonstration made up."""


@dataclass(frozen=True, slots=True)
class Player:
    """A role one may enter with one click."""

    key: str
    name: str
    role: Role
    label: Promise
    about: Promise

    @property
    def email(self) -> str:
        """The account's address, of a domain that never receives mail."""
        return f"{self.key}@demo.example"


CAST: Final = (
    Player(
        "manager",
        "Shen Yun 沈昀",
        Role.HUB_MANAGER,
        _("Hub manager"),
        _("plans the road show and answers for its figures"),
    ),
    Player(
        "scout", "Mia Keller", Role.SCOUT, _("Scout abroad"), _("brings projects home and sees what became of them")
    ),
    Player("founder", "Dana Brooks", Role.FOUNDER, _("Founder"), _("wants to meet the right people")),
    Player("partner", "Gu Wen 顾雯", Role.PARTNER, _("Partner representative"), _("wants few meetings, all relevant")),
    Player("judge", "Tang Li 唐砺", Role.JUDGE, _("Judge"), _("reads and scores")),
    Player("authority", "He Qing 何清", Role.AUTHORITY, _("Authority"), _("asks what came of it")),
    Player(
        "administrator",
        "Lu Ning 陆宁",
        Role.NETWORK_ADMINISTRATOR,
        _("Network administrator"),
        _("keeps hubs and accounts"),
    ),
    Player("visitor", "Sam Osei", Role.VISITOR, _("Visitor"), _("looks at what the network offers")),
)
PLAYERS: Final = {player.key: player for player in CAST}
