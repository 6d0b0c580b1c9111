"""What languages are called, in the reader's own."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

OFFERED = ("zh", "en", "de", "fr", "ja", "da", "es", "it", "ko", "nl", "pt", "ru", "sv")
"""The languages to choose from, those asked for most first."""


def language_name(code: str) -> str:
    """A language by its code; the code itself where nobody knows better."""
    reader = "zh_Hans" if (get_language() or "").startswith("zh") else "en"
    try:
        known = Locale.parse(code, sep="-").language
    except (ValueError, UnknownLocaleError):
        return code
    return str(Locale.parse(reader).languages.get(known, code))
