"""Find a thing by its name, in either script, by pinyin, by initials, by a part of it.

A name becomes words made here rather than by the database's parser, so that the answer does not depend on a server's
locale: Chinese as pairs of neighbours (found as a phrase), its pinyin and its initials from every syllable on, Latin
words whole. The question is asked of the full-text index first, and of trigrams (typing errors in
Latin words) if that finds nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL
from pypinyin import lazy_pinyin

from landbridge.ground.models import SearchEntry
from landbridge.kernel.names import folded, has_han

Row = TypeVar("Row", bound=models.Model)

_RUN = re.compile(r"(?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge", "翟": "zhai",
    "任": "ren", "华": "hua", "繁": "po", "员": "yun", "乐": "yue", "尉迟": "yuchi", "万俟": "moqi", "单于": "chanyu",
}  # fmt: skip
"""Readings of characters where they are a family name and pypinyin gives another."""
MAX_SYLLABLES = 40
MAX_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be found: a thing of some kind in a hub, and the texts by which."""

    subject_id: UUID
    hub_id: UUID
    kind: str
    texts: tuple[str, ...]


def syllables(chinese: str) -> list[str]:
    """The pinyin of each character, without tones; what is not Chinese stays as it is."""
    return list(_syllables(chinese))


@lru_cache(maxsize=32_768)
def _syllables(chinese: str) -> tuple[str, ...]:
    """A name is asked for several times in a row: to sort by it, to find it, to compare it."""
    return tuple(syllable.casefold() for syllable in lazy_pinyin(chinese))


def sort_key(*, latin: str, chinese: str) -> str:
    """The text to sort by: pinyin of the Chinese form, else the folded Latin form."""
    return (" ".join(folded(s) for s in syllables(chinese)) if chinese else folded(latin))[:200]


def words(texts: Iterable[str]) -> str:
    """The search words of these texts as a `tsvector` literal with positions."""
    position = 0
    placed: list[str] = []
    for text in texts:
        for run in _RUN.finditer(folded(text)):
            for word in _pairs(run[0]) if run["han"] else [run[0]]:
                position += 1
                placed.append(f"'{word[:60]}':{min(position, 16_383)}")
            position += 1
            if run["han"]:
                placed += [f"'{word}'" for word in _sounds(run[0])]
    return " ".join(dict.fromkeys(placed))


def question(text: str) -> str:
    """A `tsquery` literal that finds what `text` means, or the empty text if it says nothing."""
    asked = [
        " <-> ".join(f"'{pair}'" for pair in _pairs(run[0])[:-1]) or f"'{run[0]}':*" if run["han"] else f"'{run[0]}':*"
        for run in _RUN.finditer(folded(text[:MAX_QUESTION]))
    ]
    return " & ".join(f"({part})" for part in asked)


def index(entries: Iterable[Entry]) -> None:
    """Make these things findable by their present texts, in one statement for all."""
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                id=entry.subject_id,
                hub_id=entry.hub_id,
                kind=entry.kind,
                names=_names(entry.texts),
                words=words(entry.texts),
            )
            for entry in entries
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["names", "words"],
        batch_size=2_000,
    )


def forget(subject_ids: Iterable[UUID]) -> None:
    """Make these things no longer findable."""
    SearchEntry.objects.filter(pk__in=list(subject_ids)).delete()


def matching(rows: models.QuerySet[Row], *, kind: str, text: str) -> models.QuerySet[Row]:
    """Those of `rows` that `text` finds; all of them if it says nothing."""
    asked = question(text)
    if not asked:
        return rows
    typed = "" if has_han(text) else folded(text[:MAX_QUESTION])
    return rows.filter(_among("SELECT landbridge_find(%s, %s::tsquery, %s)", [kind, asked, typed]))


def near(*, kind: str, texts: Iterable[str], most: int = 20) -> Func:
    """A condition that holds for at most `most` things for each text, those whose names resemble it most."""
    typed = [folded(text[:MAX_QUESTION]) for text in texts]
    return _among("SELECT landbridge_near(%s, %s::text[], %s)", [kind, typed, most])


def _among(select: str, parameters: list[object]) -> Func:
    """The primary key is one of those the function gives. As an array, so that the function is asked once, not per row."""
    keys = RawSQL(f"ARRAY({select})", parameters)  # noqa: S611 -- all parameters are bound
    return Func(F("pk"), keys, template="%(expressions)s", arg_joiner=" = ANY ", output_field=models.BooleanField())


def _names(texts: Iterable[str]) -> str:
    """What trigrams compare: the folded texts, and how the Chinese ones sound."""
    plain = [folded(text) for text in texts]
    heard = ["".join(syllables(text)).replace(" ", "") for text in plain if has_han(text)]
    return " ".join(filter(None, plain + heard))


def _pairs(run: str) -> list[str]:
    """Neighbours in pairs, and the last character alone, so that each character begins a word."""
    return [run[i : i + 2] for i in range(len(run))]


def _sounds(run: str) -> Iterator[str]:
    heard = syllables(run)[:MAX_SYLLABLES]
    readings = [heard]
    for length in (2, 1):
        if run[:length] in _SURNAMES and len(run) <= 4:
            readings.append([_SURNAMES[run[:length]], *heard[length:]])
            break
    return chain.from_iterable(_from_each(reading) for reading in readings)


def _from_each(reading: list[str]) -> Iterator[str]:
    for start in range(len(reading)):
        yield "".join(reading[start:])[:60]
        yield "".join(syllable[0] for syllable in reading[start:])[:60]
