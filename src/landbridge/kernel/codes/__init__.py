"""Codes the world already has for organisations, places, money, industries, rights and offers: their form and check digits.

Form and check digit say that a code was typed right, not that it was ever given out: tables live in the rooms that use
them. `SCHEMES` lists every scheme by its key.
"""

from landbridge.kernel.codes.industries import GBT_4754, NACE_2_1
from landbridge.kernel.codes.organisations import LEI, ROR, USCC
from landbridge.kernel.codes.places import COUNTRY, COUNTRY_3, CURRENCY
from landbridge.kernel.codes.profiles import EEN_PROFILE, EEN_PROFILE_TYPES
from landbridge.kernel.codes.rights import CNIPA, WIPO_ST3, WIPO_ST13
from landbridge.kernel.codes.scheme import CodeFault, CodeScheme

SCHEMES: dict[str, CodeScheme] = {
    scheme.key: scheme
    for scheme in (
        USCC, LEI, ROR, COUNTRY, COUNTRY_3, CURRENCY, GBT_4754, NACE_2_1, CNIPA, WIPO_ST3, WIPO_ST13, EEN_PROFILE
    )
}  # fmt: skip

__all__ = [
    "CNIPA",
    "COUNTRY",
    "COUNTRY_3",
    "CURRENCY",
    "EEN_PROFILE",
    "EEN_PROFILE_TYPES",
    "GBT_4754",
    "LEI",
    "NACE_2_1",
    "ROR",
    "SCHEMES",
    "USCC",
    "WIPO_ST3",
    "WIPO_ST13",
    "CodeFault",
    "CodeScheme",
]
