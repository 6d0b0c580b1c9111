"""Codes of organisations."""

from landbridge.kernel.codes.scheme import CodeScheme, pattern

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def uscc_check(payload: str) -> str:
    """The 18th character of a 统一社会信用代码 for its first 17.

    GB 32100-2015, 4.1 and annex A: weights are the powers of 3 modulo 31 over an alphabet without I, O, S, V, Z.
    """
    total = sum(_USCC_ALPHABET.index(character) * 3**place for place, character in enumerate(payload))
    return _USCC_ALPHABET[-total % 31]


def _letters_as_numbers(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text))


def lei_check(payload: str) -> str:
    """The two check digits of an LEI for its first 18 characters.

    ISO 17442-1 with ISO/IEC 7064 MOD 97-10: A to Z count 10 to 35, and the whole number leaves 1 modulo 97.
    """
    return f"{98 - _letters_as_numbers(payload + '00') % 97:02d}"


def ror_check(payload: str) -> str:
    """The two check digits of a ROR identifier for its first 7 characters (a 0 and six of Crockford's alphabet).

    ROR identifier pattern, ror.readme.io: the characters are one number in base 32; ISO/IEC 7064 MOD 97-10 over it.
    """
    number = 0
    for character in payload:
        number = number * 32 + _ROR_ALPHABET.index(character)
    return f"{98 - number * 100 % 97:02d}"


USCC = CodeScheme(
    key="uscc",
    form=pattern(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
    example="9144030071526726XG",
    sound=lambda code: uscc_check(code[:17]) == code[17],
)
LEI = CodeScheme(
    key="lei",
    form=pattern(r"[0-9A-Z]{18}\d{2}"),
    example="506700GE1G29325QX363",
    sound=lambda code: lei_check(code[:18]) == code[18:],
)
ROR = CodeScheme(
    key="ror",
    form=pattern(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}"),
    example="03cve4549",
    sound=lambda code: ror_check(code[:7]) == code[7:],
    lower=True,
    prefix="https://ror.org/",
)
