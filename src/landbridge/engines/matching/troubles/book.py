"""The text of the book: one technology a line, in the files of `volumes`."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

LANGUAGES = ("en", "zh")
BETWEEN = " | "
COLUMNS = ("technology_en", "technology_zh", "offer_en", "offer_zh", "troubles_en", "troubles_zh")


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology by language: its name, how a project would offer it, and what people say who need it.

    Trouble number i says the same in both languages.
    """

    name: Mapping[str, str]
    offer: Mapping[str, str]
    troubles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Book:
    """Technologies in the order of the volumes."""

    technologies: tuple[Technology, ...]

    @cached_property
    def digest(self) -> str:
        """Twelve signs that tell this text from any other."""
        return hashlib.sha256(repr(self.technologies).encode()).hexdigest()[:12]

    def texts(self, language: str) -> list[str]:
        """Everything there is to encode in one language: all names, all offers, all troubles."""
        return [*self.names(language), *self.offers(language), *self.troubles(language)]

    def names(self, language: str) -> list[str]:
        """One name per technology."""
        return [one.name[language] for one in self.technologies]

    def offers(self, language: str) -> list[str]:
        """One offer per technology."""
        return [one.offer[language] for one in self.technologies]

    def troubles(self, language: str) -> list[str]:
        """All troubles, technology by technology."""
        return [trouble for one in self.technologies for trouble in one.troubles[language]]


@cache
def the_book() -> Book:
    """The book that comes with this package."""
    volumes = files("landbridge.engines.matching.troubles") / "volumes"
    names = sorted(one.name for one in volumes.iterdir() if one.name.endswith(".tsv"))
    return Book(tuple(one for name in names for one in read((volumes / name).read_text(encoding="utf-8").splitlines())))


def read(lines: Iterable[str]) -> Iterable[Technology]:
    """The technologies of one volume: tab-separated, the first line names the columns (`COLUMNS`)."""
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield Technology(
            name={language: row[f"technology_{language}"] for language in LANGUAGES},
            offer={language: row[f"offer_{language}"] for language in LANGUAGES},
            troubles={language: tuple(row[f"troubles_{language}"].split(BETWEEN)) for language in LANGUAGES},
        )
