"""Identifiers: UUIDv7 for machines, short codes with a check character for people.

UUIDv7 follows RFC 9562 section 5.7. A short code is `P-2419-K7`: a letter for the kind, four digits, one letter and the
check character; the check finds every single wrong character and every swap of neighbours (ISO 7064 MOD 37-2 idea,
on the 32-letter alphabet of Crockford, which has no I, L, O, U).
"""

import os
import re
import time
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PRIME = 37
_CODE = re.compile(r"^([A-Z])-([0-9A-Z]{4})-([0-9A-Z])([0-9A-Z*~$=U])$")
_CHECKS = ALPHABET + "*~$=U"
_SPACE = 32**5


def uuid7(*, at_ms: int | None = None) -> uuid.UUID:
    """Make a UUIDv7; `at_ms` is Unix time in milliseconds, now if left out. Later calls sort later, to the millisecond."""
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = (ms & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def check_character(payload: str) -> str:
    """The check character of a payload over `ALPHABET`: position-weighted sum modulo the prime 37."""
    total = sum((place + 2) * ALPHABET.index(character) for place, character in enumerate(payload))
    return _CHECKS[total % _PRIME]


def short_code(kind: str, identifier: uuid.UUID) -> str:
    """The code people see for an identifier: one capital letter for the kind, then 25 of its random bits.

    Two things may share a code by chance (one in 33 million a pair): the table that stores it has a unique constraint
    and the action tries the next `identifier`.
    """
    number = identifier.int % _SPACE
    characters = ""
    for _ in range(5):
        number, digit = divmod(number, 32)
        characters = ALPHABET[digit] + characters
    return f"{kind}-{characters[:4]}-{characters[4]}{check_character(kind_digits(kind) + characters)}"


def kind_digits(kind: str) -> str:
    """The kind's letter as characters of `ALPHABET`, so that the check covers it."""
    high, low = divmod(ord(kind) - ord("A"), 10)
    return f"{high}{low}"


def is_short_code(text: str) -> bool:
    """Whether `text` has the form of a short code and its check character is right."""
    match = _CODE.match(text)
    if match is None or any(c not in ALPHABET for c in match[2] + match[3]):
        return False
    return check_character(kind_digits(match[1]) + match[2] + match[3]) == match[4]
