"""Numbers of patents and other industrial property rights."""

from landbridge.kernel.codes.scheme import CodeScheme, pattern


def cnipa_check(payload: str) -> str:
    """The check character after the dot of a Chinese application number, for its 8 (before October 2003) or 12 digits.

    ZC 0006-2003, 4.5: weights 2 to 9, again from 2, modulo 11; ten is written X.
    """
    total = sum(int(digit) * (place % 8 + 2) for place, digit in enumerate(payload))
    return "0123456789X"[total % 11]


def _cnipa_sound(code: str) -> bool:
    payload, check = code.split(".")
    return cnipa_check(payload) == check


CNIPA = CodeScheme(
    key="cnipa",
    # year, kind (1 invention, 2 utility model, 3 design, 8 and 9 the same through the PCT), serial number, check
    form=pattern(r"((19|20)\d{2}[12389]\d{7}|[89]\d[12389]\d{5}|0[0-3][12389]\d{5})\.[0-9X]"),
    example="201710601862.3",
    sound=_cnipa_sound,
    prefix="zl",
)
WIPO_ST3 = CodeScheme(key="wipo_st3", form=pattern(r"[A-Z]{2}"), example="CN")
WIPO_ST13 = CodeScheme(
    key="wipo_st13",
    # WIPO Standard ST.13 (2008): office by ST.3 where it is told, kind of right, year, serial number
    form=pattern(r"([A-Z]{2})?[1-9]\d(18|19|20)\d{2}\d{9}"),
    example="CN102020000123456",
)
