"""What every code scheme can do: tidy what was typed, and say what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_SEPARATORS = re.compile(r"[\s‐-―-]+")


class CodeFault(StrEnum):
    """What is wrong with a code."""

    FORM = "form"
    """Wrong length, or a character where none of its kind may stand."""
    CHECK = "check"
    """The form is right and the check digit is not: a character was mistyped or two were swapped."""


def _always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """One kind of code. `form` is matched against the whole tidy code; `sound` is asked only if the form is right."""

    key: str
    form: re.Pattern[str]
    example: str
    sound: Callable[[str], bool] = _always
    lower: bool = False
    prefix: str = ""

    def tidy(self, text: str) -> str:
        """The code as it is stored: full-width characters narrowed, separators and a customary prefix dropped, one case.

        Tidied until nothing changes: a changed case may need narrowing again, and a prefix may stand there twice.
        """
        plain = text
        while (tidier := self._tidier(plain)) != plain:
            plain = tidier
        return plain

    def _tidier(self, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text).strip()
        if self.prefix and plain.lower().startswith(self.prefix):
            plain = plain[len(self.prefix) :]
        plain = _SEPARATORS.sub("", plain)
        return plain.lower() if self.lower else plain.upper()

    def fault(self, code: str) -> CodeFault | None:
        """What is wrong with a tidy code, or None."""
        if self.form.fullmatch(code) is None:
            return CodeFault.FORM
        return None if self.sound(code) else CodeFault.CHECK


def pattern(text: str) -> re.Pattern[str]:
    r"""A pattern in which `\d` and `[A-Z]` mean ASCII only: a Thai digit is no digit of a code."""
    return re.compile(text, re.ASCII)
