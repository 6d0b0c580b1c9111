"""Codes of industries: a letter for the section, digits for division, group and class.

The letter and the first two digits must agree, which finds most wrong codes without the full table.
"""

from landbridge.kernel.codes.scheme import CodeScheme, pattern

_GBT_4754_LAST_DIVISION = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRST",
        (5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97),
        strict=True,
    )
)
"""GB/T 4754-2017, table 1: the last division (大类) of each section (门类); divisions run without a gap."""

_NACE_DIVISIONS: dict[str, tuple[int, int]] = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (46, 47), "H": (49, 53),
    "I": (55, 56), "J": (58, 60), "K": (61, 63), "L": (64, 66), "M": (68, 68), "N": (69, 75), "O": (77, 82), "P": (84, 84),
    "Q": (85, 85), "R": (86, 88), "S": (90, 93), "T": (94, 96), "U": (97, 98), "V": (99, 99),
}  # fmt: skip
"""Commission Delegated Regulation (EU) 2023/137, annex: first and last division of each section of NACE 2.1."""


def gbt_4754_section(division: int) -> str | None:
    """The section letter of a division of GB/T 4754-2017, or None if there is no such division."""
    if division < 1:
        return None
    return next((letter for letter, last in _GBT_4754_LAST_DIVISION.items() if division <= last), None)


def nace_section(division: int) -> str | None:
    """The section letter of a division of NACE 2.1, or None if there is no such division."""
    return next((letter for letter, (low, high) in _NACE_DIVISIONS.items() if low <= division <= high), None)


def _gbt_4754_sound(code: str) -> bool:
    letter, digits = (code[0], code[1:]) if code[0].isalpha() else ("", code)
    if not digits:
        return True
    section = gbt_4754_section(int(digits[:2]))
    return section is not None and letter in {"", section}


def _nace_sound(code: str) -> bool:
    letter, digits = (code[0], code[1:]) if code[0].isalpha() else ("", code)
    if not digits:
        return True
    section = nace_section(int(digits[:2]))
    return section is not None and letter in {"", section}


GBT_4754 = CodeScheme(key="gbt_4754", form=pattern(r"[A-T]|[A-T]?\d{2,4}"), example="C2761", sound=_gbt_4754_sound)
NACE_2_1 = CodeScheme(
    key="nace_2_1", form=pattern(r"[A-V]|[A-V]?\d{2}(\.\d{1,2})?"), example="C21.20", sound=_nace_sound
)
