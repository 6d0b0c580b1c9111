"""Identifiers: UUIDv7 for machines, short codes with a check character for people.

UUIDv7 follows RFC 9562 section 5.7. A short code is `P-2419-K7`: a letter for the kind, five characters, a check
character, all of Crockford's 32 letters and digits, which leave out I, L, O and U so that nothing is misheard or
misread. The check is a sum over the field of 32 elements in which each place has a weight of its own (a shortened
Reed-Solomon code), so it finds every single wrong character and every swap of two characters, neighbours or not.
"""

import os
import time
import unicodedata
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# No digit is ever a kind, so the four letters outside the alphabet may stand on digits' values.
_KIND_VALUE = _VALUE | {"I": 0, "L": 1, "O": 2, "U": 3}
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_REDUCER = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
_LENGTH = 5


def uuid7(*, at_ms: int | None = None) -> uuid.UUID:
    """Make a UUIDv7; `at_ms` is Unix time in milliseconds, now if left out. Later calls sort later, to the millisecond."""
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    value = ms << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def check_character(kind: str, payload: str) -> str:
    """The check character of a kind's letter and the characters that follow it."""
    total = _KIND_VALUE[kind]
    for character in payload:
        total = _doubled(total) ^ _VALUE[character]
    return ALPHABET[_doubled(total)]


def short_code(kind: str, identifier: uuid.UUID) -> str:
    """The code people see for an identifier: one capital letter for the kind, then 25 of its random bits.

    Two things may share a code by chance (one in 33 million a pair): the table that stores it has a unique constraint
    and the action tries the next `identifier`.
    """
    number = identifier.int
    payload = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return f"{kind}-{payload[:4]}-{payload[4]}{check_character(kind, payload)}"


def read_short_code(text: str) -> str | None:
    """The short code a person meant, in its written form, or None if it is none or its check character is wrong.

    Case, spaces and hyphens do not matter, full-width characters are narrowed, and I, L, O are read as 1, 1, 0.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c not in " -")
    if len(plain) != _LENGTH + 2 or not "A" <= plain[0] <= "Z":
        return None
    kind, payload = plain[0], plain[1:].translate(_READ_AS)
    if any(character not in _VALUE for character in payload):
        return None
    if check_character(kind, payload[:-1]) != payload[-1]:
        return None
    return f"{kind}-{payload[:4]}-{payload[4:]}"


def is_short_code(text: str) -> bool:
    """Whether `text` is a short code as it is written, with the right check character."""
    return read_short_code(text) == text


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _REDUCER if doubled > 31 else doubled
