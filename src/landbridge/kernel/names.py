"""Names in two scripts: a Chinese and a Latin form, of which either may be missing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A bilingual name; at least one form is present."""

    latin: str = ""
    chinese: str = ""

    def __post_init__(self) -> None:
        if not self.latin.strip() and not self.chinese.strip():
            raise ValueError("a name needs a Chinese or a Latin form")

    def shown(self, language: str) -> str:
        """The form for a reader of `language` (`zh...` or another), else the other form."""
        first, second = (self.chinese, self.latin) if language.startswith("zh") else (self.latin, self.chinese)
        return first or second

    def both(self, language: str) -> str:
        """Both forms where both exist, the reader's first."""
        first = self.shown(language)
        second = self.latin if first == self.chinese else self.chinese
        return f"{first} {second}".strip() if second != first else first
